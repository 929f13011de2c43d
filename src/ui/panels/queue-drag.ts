import type { Job } from '../../queue/job';
import { besides } from './queue-order';

/** Where a job would go if it were let go now. */
export interface DropPlace {
  readonly id: string;
  /** The one it is to come before; null: after all of its priority. */
  readonly before: string | null;
}

interface DragHost {
  jobs: () => readonly Job[];
  row: (id: string) => HTMLElement | null;
  /** Called at each change; null: it is over. */
  show: (place: DropPlace | null) => void;
  drop: (place: DropPlace) => void;
}

/** Drags a row by its grip, by mouse, pen or finger, among those of its priority; Escape lets it be. */
export function dragRow(job: Job, { pointerId, target, button }: PointerEvent, host: DragHost): void {
  if (button !== 0 || !(target instanceof Element)) return;
  const grip = target.closest('button')!;
  const over = new AbortController();
  const { signal } = over;
  let place: DropPlace | null = null;

  const end = (): void => {
    over.abort();
    host.show(null);
  };
  const follow = ({ clientY }: PointerEvent): void => {
    const others = besides(job, host.jobs()).filter(({ id }) => id !== job.id);
    if (others.length === 0) return;
    const before = others.find(({ id }) => {
      const box = host.row(id)?.getBoundingClientRect();
      return box !== undefined && clientY < box.top + box.height / 2;
    });
    const next = { id: job.id, before: before?.id ?? null };
    // A list that scrolls goes along.
    host.row(next.before ?? others.at(-1)!.id)?.scrollIntoView({ block: 'nearest' });
    if (place?.before !== next.before) host.show(next);
    place = next;
  };

  grip.setPointerCapture(pointerId);
  grip.addEventListener('pointermove', follow, { signal });
  grip.addEventListener('pointercancel', end, { signal });
  // It may be taken away while it is dragged.
  grip.addEventListener('lostpointercapture', end, { signal });
  grip.addEventListener(
    'pointerup',
    () => {
      end();
      if (place !== null) host.drop(place);
    },
    { signal },
  );
  grip.ownerDocument.addEventListener('keydown', ({ key }) => key === 'Escape' && end(), { signal, capture: true });
}

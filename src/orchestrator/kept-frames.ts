import { realNow } from '../composition/real-time';
import type { SegmentSpan } from '../encode/segment-encoder';
import { ExportError } from '../errors';
import type { ExportSettings } from '../formats/format';
import { stageSizeOf } from '../formats/pixel-aspect';
import { formatOf } from '../formats/registry';
import type { ExportRecord } from '../storage/export-record';
import { FrameStore } from '../storage/frame-store';
import type { FrameSource } from '../workers/protocol';
import { captureFormat } from './capture-format';
import type { ExportJob } from './export-job';
import type { ProgressTracker } from './progress-tracker';

/** The frames of an export as they can be used by another. */
export type KeptFrames = Pick<
  ExportRecord,
  'id' | 'segmentFrames' | 'settings' | 'compositionId' | 'compositionVersion'
>;

/**
 * Milliseconds a frame takes to draw and hand on, from which on `auto` keeps them. Keeping one costs up to 25 at 1080p.
 */
const slowFrameMs = 100;

/** Says of each segment whether its frames are kept. */
export class KeepRule {
  private active: boolean;
  private frames = 0;
  private since = 0;

  constructor(
    private readonly rule: 'always' | 'never' | 'auto',
    private readonly tracker: ProgressTracker,
  ) {
    this.active = rule !== 'never';
  }

  keepsNext(): boolean {
    const frameMs = this.frames === 0 ? 0 : (realNow() - this.since) / this.frames;
    this.frames = 0;
    this.since = realNow();
    return this.active && (this.rule === 'always' || frameMs >= slowFrameMs);
  }

  drew(): void {
    this.frames++;
  }

  dropped(reason: string): void {
    if (!this.active) return;
    this.active = false;
    if (this.rule === 'auto') return;
    this.tracker.warn({ code: 'frames-dropped', message: `The captured frames are not kept any more: ${reason}.` });
  }
}

/**
 * Looks for kept frames: those of the export that was named, and its own of an earlier attempt.
 *
 * @returns a function that says where a segment's frames are, null where they have to be drawn
 * @throws ExportError `invalid-input` (frames-do-not-fit), `storage`
 */
export async function findKeptFrames(job: ExportJob): Promise<(span: SegmentSpan) => FrameSource | null> {
  const { framesFrom, stored, settings, options } = job;
  if (framesFrom) assertFits(framesFrom, job);
  // Whoever wants to see every frame wants them drawn.
  if (options.onCapturedFrame) return () => null;
  const found: { source: FrameSource; segments: Set<number> }[] = [];
  for (const kept of [framesFrom, stored.record]) {
    if (!kept) continue;
    const { id, segmentFrames } = kept;
    const segments = await storedFrames(id, kept === framesFrom);
    if (segments.length === 0) continue;
    const offset = settings.range.first - kept.settings.range.first;
    found.push({
      source: { exportId: id, segmentFrames, offset },
      segments: new Set(segments.map(({ segment }) => segment.index)),
    });
  }
  const cover = coverToTake(settings, stored.record);
  return (span) => {
    // The cover picture is taken of a frame that is drawn.
    if (cover !== null && cover >= span.first && cover < span.first + span.count) return null;
    return found.find(({ source, segments }) => covers(source, segments, span))?.source ?? null;
  };
}

/** Its own frames are a luxury, without which it goes on; those it was told to use are not. */
async function storedFrames(id: string, wanted: boolean): ReturnType<FrameStore['stored']> {
  try {
    return await new FrameStore().stored(id);
  } catch (cause) {
    if (wanted) throw cause;
    return [];
  }
}

/** Makes room by removing the frames kept of an export. @returns false: there were none. Never rejects */
export async function dropKeptFrames(id: string, tracker: ProgressTracker): Promise<boolean> {
  try {
    const frames = new FrameStore();
    if ((await frames.bytes(id)) === 0) return false;
    await frames.remove(id);
  } catch {
    return false; // They cannot be got at: the user has to make room.
  }
  tracker.warn({ code: 'frames-dropped', message: 'The captured frames were removed: the export needs the room.' });
  return true;
}

/** Whether every frame of the span lies in one of the segments. */
function covers({ segmentFrames, offset }: FrameSource, segments: ReadonlySet<number>, span: SegmentSpan): boolean {
  const last = Math.floor((span.first + span.count - 1 + offset) / segmentFrames);
  for (let index = Math.floor((span.first + offset) / segmentFrames); index <= last; index++) {
    if (!segments.has(index)) return false;
  }
  return true;
}

/** The frame of the cover picture, counted from the first exported; null where none is wanted, or it is there already. */
export function coverToTake(settings: ExportSettings, record: ExportRecord | null): number | null {
  const at = formatOf(settings.format).container.cover ? (settings.posterFrame ?? null) : null;
  return record?.cover ? null : at;
}

function sameCapture(one: ExportSettings, other: ExportSettings): boolean {
  const [a, b] = [captureFormat(one), captureFormat(other)];
  return a.colourSpace === b.colourSpace && a.pixelFormat === b.pixelFormat;
}

function assertFits(kept: KeptFrames, { settings, composition }: ExportJob): void {
  const { width, height, frameRate, range } = kept.settings;
  const wrong = [
    kept.compositionId === composition.id && kept.compositionVersion === (composition.version ?? null)
      ? null
      : 'they are of another composition',
    width === settings.width && height === settings.height ? null : `they are ${width} × ${height}`,
    sameCapture(kept.settings, settings) ? null : 'they are of another colour space or depth',
    stageSizeOf(kept.settings).width === stageSizeOf(settings).width ? null : 'their pixels have another shape',
    (kept.settings.video.alpha === undefined) === (settings.video.alpha === undefined)
      ? null
      : `they are ${kept.settings.video.alpha === undefined ? 'opaque' : 'translucent'}`,
    frameRate.num * settings.frameRate.den === settings.frameRate.num * frameRate.den
      ? null
      : `they are at ${frameRate.num}/${frameRate.den} frames per second`,
    range.first <= settings.range.first && range.end >= settings.range.end
      ? null
      : `they go from ${range.first} to ${range.end - 1}`,
  ].find((each) => each !== null);
  if (wrong === undefined) return;
  throw new ExportError('invalid-input', {
    detail: 'frames-do-not-fit',
    stage: 'configure',
    message: `The kept frames cannot be used for this export: ${wrong}.`,
    remedy: 'Ask for the size, rate and range that they were kept at, or leave them out.',
  });
}

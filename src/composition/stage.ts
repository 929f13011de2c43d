import { abortReason, ExportError, throwIfAborted } from '../errors';
import type { Composition, RenderSession, Stage } from './composition';
import { compositionInvalid } from './composition-error';
import { convertFrameCount, toFrameRate, type FrameRate } from './frame-rate';
import { createSeededRandom, type SeededRandom } from './seeded-random';

export interface StageOptions {
  /** Pixels. */
  width: number;
  height: number;
  frameRate: FrameRate;
  /** Ends the stage early; its reason becomes the reason of the stage's own signal. */
  signal?: AbortSignal;
  /** Where the root goes, to be seen: a preview. Absent: outside the viewport, hidden from assistive technology. */
  container?: HTMLElement;
}

export interface OpenStage {
  readonly stage: Stage;
  /** What `stage.random` draws from. */
  readonly random: SeededRandom;
  /** Aborts the stage's signal and takes the root out of the page. Idempotent. */
  readonly dispose: () => void;
}

/**
 * A stage in this document. Its root is laid out at exactly `width × height` CSS pixels, clips what hangs over, is the
 * containing block of everything inside (`position: fixed` too) and inherits nothing from the page, so a composition
 * looks the same wherever it is opened.
 */
export function createStage(composition: Composition, options: StageOptions): OpenStage {
  const { width, height, frameRate, signal, container } = options;
  const ended = new AbortController();
  const root = createRoot(width, height, container);
  const random = createSeededRandom(composition.id);
  const stage: Stage = {
    width,
    height,
    frameRate,
    durationInFrames: convertFrameCount(composition.durationInFrames, toFrameRate(composition.frameRate), frameRate),
    root,
    random: random.next,
    signal: signal === undefined ? ended.signal : AbortSignal.any([signal, ended.signal]),
  };
  return {
    stage,
    random,
    dispose() {
      ended.abort();
      root.remove();
    },
  };
}

/**
 * Opens a composition on a stage and waits for the fonts it asked for.
 *
 * @throws ExportError `invalid-input` (composition-invalid) when what `open` returns is no session; `capture`
 * (open-failed) when it fails; `cancelled` when the stage's signal is aborted. A session that comes after an abort is
 * disposed of.
 */
export async function openSession(composition: Composition, stage: Stage): Promise<RenderSession> {
  const { signal, root } = stage;
  throwIfAborted(signal, 'prepare');
  const opening = open(composition, stage);
  let session: RenderSession;
  try {
    session = await untilAborted(opening, signal);
  } catch (error) {
    if (signal.aborted) void opening.then((late) => late.dispose(), ignoreAfterAbort);
    throw error;
  }
  try {
    // Fonts load when layout first needs them.
    root.getBoundingClientRect();
    await untilAborted(root.ownerDocument.fonts.ready, signal);
  } catch (error) {
    session.dispose();
    throw error;
  }
  return session;
}

async function open(composition: Composition, stage: Stage): Promise<RenderSession> {
  try {
    const session: unknown = await composition.open(stage);
    assertSession(session);
    return session;
  } catch (thrown) {
    throw ExportError.from(thrown, 'capture', {
      detail: 'open-failed',
      stage: 'prepare',
      message: `The composition “${composition.name}” could not be opened: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
      remedy: 'Check that everything the composition loads is there, and correct the error.',
    });
  }
}

function assertSession(session: unknown): asserts session is RenderSession {
  if (typeof session !== 'object' || session === null) {
    throw compositionInvalid('open', 'must return a session');
  }
  const methods = session as Partial<Record<keyof RenderSession, unknown>>;
  for (const name of ['renderFrame', 'layers', 'dispose'] as const) {
    if (typeof methods[name] !== 'function') throw compositionInvalid(`the session's ${name}`, 'must be a function');
  }
  for (const name of ['snapshot', 'restore'] as const) {
    if (methods[name] !== undefined && typeof methods[name] !== 'function') {
      throw compositionInvalid(`the session's ${name}`, 'must be a function or absent');
    }
  }
  if ((methods.snapshot === undefined) !== (methods.restore === undefined)) {
    throw compositionInvalid('the session', 'must have both snapshot and restore, or neither');
  }
}

/** Settles as `promise` does, or rejects as soon as the signal is aborted. */
async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(abortReason(signal, 'prepare'));
    signal.addEventListener('abort', stop);
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** The abort was reported already; that opening failed too, after it, changes nothing. */
function ignoreAfterAbort(): void {}

function createRoot(width: number, height: number, container: HTMLElement | undefined): HTMLElement {
  const root = document.createElement('div');
  Object.assign(root.style, {
    all: 'initial',
    // The one inherited property that `all` leaves out.
    direction: 'ltr',
    display: 'block',
    position: 'relative',
    // Layout containment makes it a containing block, `strict` also keeps its size from its content.
    contain: 'strict',
    boxSizing: 'border-box',
    width: `${width}px`,
    height: `${height}px`,
    overflow: 'hidden',
    isolation: 'isolate',
  });
  if (container === undefined) {
    // To the left of the viewport, where nothing can be scrolled to.
    Object.assign(root.style, { position: 'fixed', top: '0', left: `${-width - 100}px`, pointerEvents: 'none' });
    root.inert = true;
    root.ariaHidden = 'true';
  }
  (container ?? document.body).append(root);
  return root;
}

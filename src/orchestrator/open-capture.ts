import { createFrameCapture } from '../capture/capture';
import type { CaptureWarning, DomRenderer, FrameCapture } from '../capture/frame-capture';
import type { Composition, RenderSession } from '../composition/composition';
import type { SeededRandom } from '../composition/seeded-random';
import { createStage, openSession } from '../composition/stage';
import type { ExportSettings } from '../formats/format';
import { stageSizeOf } from '../formats/pixel-aspect';
import { captureFormat } from './capture-format';

/** Undoes what an export set up, last first, whatever happened. */
export type Cleanup = (() => Promise<void> | void)[];

export interface CaptureToOpen {
  /** Of the file that says how frames are drawn. */
  settings: ExportSettings;
  /** Whether any file keeps transparency. */
  alpha: boolean;
  domRenderer?: DomRenderer | undefined;
  signal: AbortSignal;
  onWarning: (warning: CaptureWarning) => void;
}

/** A composition that is open, and what captures it. */
export interface OpenedCapture {
  session: RenderSession;
  /** What the stage's random numbers are drawn from. */
  random: SeededRandom;
  capture: FrameCapture;
}

/**
 * Opens a composition to be captured. It may put the page on a virtual clock: nothing that could fail should come after.
 *
 * @param cleanup receives how to undo it, of an opening that failed too
 * @throws ExportError as `openSession` does
 */
export async function openCapture(
  composition: Composition,
  { settings, alpha, domRenderer, signal, onWarning }: CaptureToOpen,
  cleanup: Cleanup,
): Promise<OpenedCapture> {
  const size = stageSizeOf(settings);
  const { stage, random, dispose } = createStage(composition, { ...size, frameRate: settings.frameRate, signal });
  cleanup.push(dispose);
  const session = await openSession(composition, stage);
  cleanup.push(() => session.dispose());
  const capture = createFrameCapture({
    ...{ ...size, background: composition.background ?? null, alpha, root: stage.root, onWarning },
    ...captureFormat(settings),
    ...(domRenderer === undefined ? {} : { domRenderer }),
  });
  cleanup.push(() => capture.dispose());
  return { session, random, capture };
}

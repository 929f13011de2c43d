import { realClearTimeout, realSetTimeout } from '../composition/real-time';
import { ExportError } from '../errors';
import type { Exporter, FramePreview } from '../exporter';
import type { Composition } from '../composition/composition';
import type { ExportSettings } from '../formats/format';
import { canStart, settingsOf, type ExportModel, type ExportState } from './export-model';
import { nativeFrameRate } from './frame-range';
import { clampFrame } from './timeline-keys';

/** Milliseconds that settings rest before a sample of them is encoded, and the playhead before its frame is. */
const settingsRestMs = 600;
const frameRestMs = 120;

/** What is to be measured. */
interface Wanted {
  readonly composition: Composition;
  readonly settings: ExportSettings;
  /** Tells one from another. */
  readonly key: string;
  readonly frame: number;
}

/**
 * Has a sample of the settings encoded, and the frame at the playhead, while the preview is open and the settings can be
 * exported; tells the model. What is under way is stopped as soon as it is not wanted any longer: before an export begins,
 * above all.
 *
 * @returns how to stop
 */
export function watchSample(
  model: ExportModel,
  exporter: () => Pick<Exporter, 'previewExportSettings' | 'previewFrame'> | null,
): () => void {
  const measuring = new Latest();
  const showing = new Latest();
  let asked = '';
  let shown = '';

  const measure = async ({ composition, settings }: Wanted, signal: AbortSignal): Promise<void> => {
    const measured = await exporter()?.previewExportSettings(composition, settings, {
      ...{ signal, pictures: 0 },
      onEstimate: (estimate) => {
        if (!signal.aborted) model.sample({ estimate });
      },
    });
    if (measured !== undefined && !signal.aborted) model.sample({ estimate: measured, measuring: false, error: null });
  };
  const show = async ({ composition, settings, frame }: Wanted, signal: AbortSignal): Promise<void> => {
    const picture = await exporter()?.previewFrame(composition, settings, frame, { signal });
    if (picture === undefined) return;
    if (signal.aborted) closePicture(picture);
    else replacePicture(model, picture);
  };
  const failed = (thrown: unknown): void => model.sample({ measuring: false, error: sampleFailed(thrown) });

  const follow = (state: ExportState): void => {
    const wanted = wantedOf(state);
    const key = wanted?.key ?? '';
    const frameKey = wanted === null ? '' : `${key} ${wanted.frame}`;
    if (frameKey !== shown) {
      shown = frameKey;
      showing.stop();
      if (wanted === null) put(model, state);
      else {
        model.sample({ current: false });
        showing.after(frameRestMs, (signal) => show(wanted, signal), failed);
      }
    }
    if (key !== asked) {
      asked = key;
      measuring.stop();
      if (wanted === null) return;
      model.sample({ estimate: null, measuring: true, error: null });
      measuring.after(settingsRestMs, (signal) => measure(wanted, signal), failed);
    }
  };
  const unsubscribe = model.subscribe(follow);
  return () => {
    unsubscribe();
    measuring.stop();
    showing.stop();
    closeAll(model, model.state);
  };
}

/** Null: nothing is to be measured, or not yet. */
function wantedOf(state: ExportState): Wanted | null {
  const { phase, subject, previewing, browsing } = state;
  if (phase !== 'configuring' || subject === null || !previewing || browsing || !canStart(state)) return null;
  const { composition } = subject;
  // Texts weigh next to nothing.
  const settings = settingsOf({ ...subject, draft: { ...subject.draft, chapters: null, captions: [] } });
  const { frameRate, range } = settings;
  const native = nativeFrameRate(composition);
  const at = Math.floor((state.playhead * native.den * frameRate.num) / (native.num * frameRate.den));
  const frame = clampFrame(at, range.first, range.end - 1);
  return { composition, settings, key: JSON.stringify(settings), frame };
}

/** One piece of work at a time, of which the newest counts. */
class Latest {
  private timer = 0;
  private abort = new AbortController();

  after(restMs: number, work: (signal: AbortSignal) => Promise<void>, onError: (thrown: unknown) => void): void {
    this.stop();
    const { signal } = this.abort;
    this.timer = realSetTimeout(() => {
      work(signal).catch((thrown: unknown) => {
        if (!signal.aborted) onError(thrown);
      });
    }, restMs);
  }

  stop(): void {
    realClearTimeout(this.timer);
    this.abort.abort();
    this.abort = new AbortController();
  }
}

function replacePicture(model: ExportModel, picture: FramePreview): void {
  const before = model.state.sample.picture;
  model.sample({ picture, current: true });
  closePicture(before);
}

/** Away what is not of the settings any longer; the picture stays in sight until there is another. */
function put(model: ExportModel, state: ExportState): void {
  if (state.phase !== 'configuring' || !state.previewing) closeAll(model, state);
  else model.sample({ current: false, measuring: false, estimate: null });
}

function closeAll(model: ExportModel, { sample }: ExportState): void {
  if (sample.picture === null && !sample.measuring && sample.estimate === null) return;
  const { picture } = sample;
  model.sample({ picture: null, current: false, measuring: false, estimate: null });
  closePicture(picture);
}

function closePicture(picture: FramePreview | null): void {
  picture?.source.close();
  picture?.encoded.close();
}

function sampleFailed(thrown: unknown): ExportError {
  return ExportError.from(thrown, 'internal', {
    detail: 'sample-failed',
    stage: 'configure',
    message: 'No sample of these settings could be made.',
    remedy: 'Change a setting, or export without a look beforehand.',
    recoverable: true,
  });
}

import {
  createExporter,
  ExportError,
  findPreset,
  fromCanvas,
  fromLoop,
  fromSeekable,
  openPresetLibrary,
  openQuality,
  settingsFor,
  type Composition,
  type Exporter,
  type ExportProgress,
  type ExportResult,
  type QualityReport,
} from 'stepframe';
import { ExportButton, type ExportEventMap } from 'stepframe/elements';
import { createProResEncoder } from 'stepframe/prores';

/** What a host writes in TypeScript. A test compiles it; nothing runs it. */
const composition: Composition = fromCanvas({
  id: 'typed',
  name: 'Typed',
  width: 320,
  height: 180,
  frameRate: { num: 30000, den: 1001 },
  durationInFrames: 30,
  draw(context, { time }) {
    context.fillRect(0, 0, 10 * time, 10);
  },
});

const exporter: Exporter = createExporter({
  workers: { encode: () => new Worker('/workers/encode.js', { type: 'module' }) },
});

const button = document.createElement('stepframe-export-button');
button.exporter = exporter;
button.composition = composition;
button.range = { first: 0, end: 10 };
button.addEventListener('stepframe-export-complete', ({ detail }) => report(detail));
button.addEventListener('stepframe-export-error', ({ detail }) => console.error(detail.code, detail.remedy));
export const known: ExportButton = button;
export type Heard = keyof ExportEventMap;

function report(result: ExportResult): void {
  console.log(result.file?.size);
}

export async function exportHeadless(): Promise<QualityReport | null> {
  const preset = findPreset('mp4-h264');
  if (preset === undefined) return null;
  const handle = exporter.start(composition, settingsFor(preset, composition));
  const stop = handle.subscribe((progress: ExportProgress) => console.log(progress.phase));
  try {
    const { file } = await handle.result;
    return file === null ? null : await openQuality().checkFile(file, { profile: ['mp4-h264'] });
  } catch (error) {
    if (error instanceof ExportError && error.code === 'cancelled') return null;
    throw error;
  } finally {
    stop();
    await exporter.dispose();
  }
}

export async function packets(): Promise<Uint8Array> {
  const encoder = await createProResEncoder({ profile: '422', width: 64, height: 64, frameRate: 25 });
  // @ts-expect-error a profile that there is not
  await createProResEncoder({ profile: '423', width: 64, height: 64, frameRate: 25 });
  return encoder.encode(new ArrayBuffer(64 * 64 * 4));
}

export { fromLoop, fromSeekable, openPresetLibrary };

import { createExporter, findPreset, settingsFor } from '../../../src/index';
import { FfmpegSegmentEncoder } from '../../../src/encode/ffmpeg/ffmpeg-segment-encoder';
import { fieldsPerFrame } from '../../../src/encode/ffmpeg/ffmpeg-settings';
import type { FfmpegLanes } from '../../../src/encode/ffmpeg/ffmpeg-lanes';
import type { EncodedSegment } from '../../../src/encode/segment-encoder';
import { registerTransferHandlers } from '../../../src/workers/transfer-handlers';
import { coreUrls, FfmpegEngine } from '../../support/ffmpeg-engine';
import { benchScene } from '../scene';
import type { FormatCase } from './format-cases';
import { pictureIndex } from './picture-index';
import { picturesOf } from './pictures';
import { PngFedFfmpeg } from './png-fed';
import { base64Of } from './transfer';

registerTransferHandlers();

export interface FormatRun {
  milliseconds: number;
  frames: number;
  bytes: number;
  /** Of which this many went into making PNGs and handing them over. */
  pngMilliseconds?: number;
}

const pools = new Map<number, Promise<{ engine: FfmpegEngine; lanes: FfmpegLanes }>>();

/** Lanes of the engine, started when first needed and kept: starting them is not counted. */
function pool(workers: number): Promise<{ engine: FfmpegEngine; lanes: FfmpegLanes }> {
  let started = pools.get(workers);
  if (!started) {
    const engine = new FfmpegEngine(workers);
    started = engine.lanes().then((lanes) => ({ engine, lanes }));
    pools.set(workers, started);
  }
  return started;
}

/** Raw frames to a segment, as an export has it: the segment encoder over lanes; animations to the end, their file. */
async function made(given: FormatCase, workers: number, frames: number): Promise<[FormatRun, Blob | EncodedSegment]> {
  const { settings, animation } = given;
  const pictures = picturesOf(settings);
  const { engine, lanes } = await pool(workers);
  const fields = fieldsPerFrame(settings.scan);
  const encoder = new FfmpegSegmentEncoder(lanes, settings);
  const startedAt = performance.now();
  encoder.begin({ index: 0, first: 0, count: frames * fields });
  for (let frame = 0; frame < frames * fields; frame++) {
    // A frame that is woven already is woven of itself twice.
    const pixels = pictures[pictureIndex(Math.floor(frame / fields))]!;
    await encoder.encode({ frame, pixels, timestampUs: 0, durationUs: 0 });
  }
  const segment = await encoder.end();
  const result = animation ? await engine.mux([segment], { container: given.container!, settings }) : segment;
  const milliseconds = performance.now() - startedAt;
  const bytes = result instanceof Blob ? result.size : result.data.length;
  return [{ milliseconds, frames, bytes }, result];
}

async function ours(given: FormatCase, workers: number, frames: number): Promise<FormatRun> {
  return (await made(given, workers, frames))[0];
}

/** Files of so many frames that any decoder reads. */
async function oursFiles(given: FormatCase, frames: number): Promise<string[]> {
  const [, result] = await made(given, 1, frames);
  if (result instanceof Blob) return [await base64Of(result)];
  const { container, settings } = given;
  if (container !== null) {
    const { engine } = await pool(1);
    return [await base64Of(await engine.mux([result], { container, settings }))];
  }
  const files: string[] = [];
  let at = 0;
  for (const { byteLength } of result.packets) {
    files.push(await base64Of(new Blob([result.data.slice(at, at + byteLength)])));
    at += byteLength;
  }
  return files;
}

/** DNxHR HQX or another preset from a composition to a file in the browser's private file system. */
async function wholeExport(presetId: string, frames: number): Promise<FormatRun> {
  const exporter = createExporter({ check: 'off', ffmpeg: coreUrls });
  const composition = benchScene(1920, 1080, frames);
  const settings = settingsFor(findPreset(presetId)!, composition);
  const startedAt = performance.now();
  const handle = exporter.start(composition, settings);
  const { byteLength } = await handle.result;
  const milliseconds = performance.now() - startedAt;
  await handle.release();
  await exporter.dispose();
  return { milliseconds, frames, bytes: byteLength };
}

const pngFedFfmpeg = new PngFedFfmpeg(coreUrls);

async function pngFed(given: FormatCase, frames: number): Promise<FormatRun> {
  return (await pngFedFfmpeg.run(given, frames)).run;
}

async function pngFedFiles(given: FormatCase, frames: number): Promise<string[]> {
  const { files } = await pngFedFfmpeg.run(given, frames);
  return Promise.all(files.map((file) => base64Of(new Blob([file]))));
}

/** The frame that comes `index`-th among the different ones. */
function picture(given: FormatCase, index: number): Promise<string> {
  return base64Of(new Blob([picturesOf(given.settings)[index]!]));
}

const formatsPage = { ours, oursFiles, wholeExport, pngFed, pngFedFiles, picture };
export type FormatsPage = typeof formatsPage;

Object.assign(globalThis, { formatsPage });

import { FFmpeg } from '@ffmpeg/ffmpeg';
import coreUrl from '@ffmpeg/core?url';
import wasmUrl from '@ffmpeg/core/wasm?url';
import { FrameLanes } from '../../../src/encode/prores/frame-lanes';
import { WorkerLane } from '../../../src/encode/prores/worker-lane';
import { createProResEncoder, type ProResSettings } from '../../../src/prores';
import ProResWorker from '../../../src/workers/prores.worker?worker&inline';
import { registerTransferHandlers } from '../../../src/workers/transfer-handlers';
import { decodeWithMediabunny, proResFile } from '../../support/prores-mov';
import { psnr, referencePlanes } from '../../support/prores-pictures';
import { benchPicture } from './picture';

registerTransferHandlers();

export interface ProResBenchSize {
  width: number;
  height: number;
  /** Different pictures; a way goes through them again and again. */
  pictures: number;
}

/** How long a way took, and a file of what it made. */
export interface ProResRun {
  milliseconds: number;
  frames: number;
  bytes: number;
}

const pictures = new Map<string, Uint8Array<ArrayBuffer>[]>();
const ffmpegs = new Map<string, FFmpeg>();

function picturesOf({ width, height, pictures: count }: ProResBenchSize): Uint8Array<ArrayBuffer>[] {
  const key = `${width}x${height}`;
  let made = pictures.get(key);
  if (!made) {
    made = Array.from({ length: count }, (_, frame) => benchPicture(width, height, frame));
    pictures.clear(); // One size at a time: 4K pictures are large.
    pictures.set(key, made);
  }
  return made;
}

function settingsOf({ width, height }: ProResBenchSize): ProResSettings {
  return { profile: '422-hq', width, height, frameRate: 25 };
}

/** Our encoder in workers of its own; starting them and a first frame each are not counted. */
async function ours(size: ProResBenchSize, workers: number, frames: number): Promise<ProResRun> {
  const ready = picturesOf(size);
  const lanes = new FrameLanes(
    Array.from({ length: workers }, () => new WorkerLane(new ProResWorker(), settingsOf(size))),
  );
  await Promise.all(Array.from({ length: 2 * workers }, (_, frame) => lanes.encode(frame, ready[0]!.buffer)));
  const startedAt = performance.now();
  const packets: Promise<Uint8Array>[] = [];
  for (let frame = 0; frame < frames; frame++) {
    packets.push(lanes.encode(frame, ready[frame % ready.length]!.buffer));
    await lanes.room();
  }
  const encoded = await Promise.all(packets);
  const milliseconds = performance.now() - startedAt;
  lanes.dispose();
  return { milliseconds, frames, bytes: encoded.reduce((sum, { length }) => sum + length, 0) };
}

/** ffmpeg in WebAssembly, one thread: its conversion and encoder on raw frames that lie in its memory. */
async function ffmpegWasm(size: ProResBenchSize, encoder: string, frames: number, args: string[]): Promise<ProResRun> {
  const { width, height } = size;
  const key = `${width}x${height}`;
  let ffmpeg = ffmpegs.get(key);
  if (!ffmpeg) {
    for (const other of ffmpegs.values()) other.terminate();
    ffmpegs.clear();
    ffmpeg = new FFmpeg();
    await ffmpeg.load({ coreURL: new URL(coreUrl, location.href).href, wasmURL: new URL(wasmUrl, location.href).href });
    const ready = picturesOf(size);
    const raw = new Uint8Array(frames * width * height * 4);
    for (let frame = 0; frame < frames; frame++) raw.set(ready[frame % ready.length]!, frame * width * height * 4);
    await ffmpeg.writeFile('in.raw', raw);
    ffmpegs.set(key, ffmpeg);
  }
  const startedAt = performance.now();
  const exitCode = await ffmpeg.exec([...args, '-frames:v', String(frames), '-c:v', encoder, '-y', 'out.mov']);
  const milliseconds = performance.now() - startedAt;
  const file = (await ffmpeg.readFile('out.mov')) as Uint8Array<ArrayBuffer>;
  if (exitCode !== 0) throw new Error(`ffmpeg.wasm ended with ${exitCode}.`);
  return { milliseconds, frames, bytes: file.length };
}

/** Luma PSNR of a file's first frame in dB, against the exact conversion of the picture. */
async function quality(size: ProResBenchSize, file: Uint8Array<ArrayBuffer>): Promise<number> {
  const [decoded] = await decodeWithMediabunny(new File([file], 'one.mov'));
  const { planes } = referencePlanes(picturesOf(size)[0]!, size.width, size.height, { halved: true, bits: 10 });
  return psnr(decoded!.planes[0]!, planes[0]!, 10);
}

async function oursQuality(size: ProResBenchSize): Promise<number> {
  const encoder = await createProResEncoder(settingsOf(size));
  const packet = encoder.encode(picturesOf(size)[0]!.buffer);
  const file = await proResFile([packet], encoder.decoderConfig);
  return quality(size, new Uint8Array(await file.arrayBuffer()));
}

/** Of the file the encoder made last. */
async function ffmpegWasmQuality(size: ProResBenchSize): Promise<number> {
  const ffmpeg = ffmpegs.get(`${size.width}x${size.height}`)!;
  return quality(size, (await ffmpeg.readFile('out.mov')) as Uint8Array<ArrayBuffer>);
}

const proResBench = { ours, ffmpegWasm, oursQuality, ffmpegWasmQuality };
export type ProResBench = typeof proResBench;

Object.assign(globalThis, { proResBench });

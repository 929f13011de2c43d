import * as Comlink from 'comlink';
import { ExportError } from '../../errors';
import { ffmpegCodec } from '../../formats/ffmpeg-codecs';
import { linearPlanes, linearPlanesOfFloats } from '../images/linear-light';
import { premultiplied, floatsTo16, white, widenTo16 } from '../images/widen';
import { framesInput, mountInput, removeFile, watchedFolder } from './core-files';
import { openPlanarKernel } from '../../kernels/planar/load-kernel';
import type { PlanarKernel } from '../../kernels/planar/planar-kernel';
import { corePaths, encodeArguments, extradataArguments, firstPassArguments } from './ffmpeg-args';
import { compileCore, FfmpegCore } from './ffmpeg-core';
import { decodePictures } from './decode-pictures';
import { awaitFrame, type FrameMemory } from './frame-batch';
import { ffmpegFailed } from './ffmpeg-failed';
import type {
  FfmpegBatch,
  FfmpegCoreUrls,
  FfmpegDecodeJob,
  FfmpegEncoded,
  FfmpegFileJob,
  FfmpegLane,
  FfmpegPackets,
  FfmpegPicture,
  FfmpegProgress,
} from './ffmpeg-lane';
import { rgbPixels, planarFrames } from './ffmpeg-pixels';
import type { FfmpegEncoderSettings } from './ffmpeg-settings';
import { ffv1RecordOf, storedForm } from './packet-form';
import { writeFile } from './write-file';

/** The worker's side of a lane: one core, kept from call to call. */
export class LaneSession implements FfmpegLane {
  private core: FfmpegCore | undefined;
  private compiled: WebAssembly.Module | undefined;
  /** By settings. */
  private readonly extradata = new Map<string, Uint8Array<ArrayBuffer> | null>();
  /** Of the settings that came last: it holds a frame's memory. */
  private kernel: { key: string; planar: PlanarKernel | null } | undefined;

  async load(urls: FfmpegCoreUrls, module: WebAssembly.Module | null): Promise<WebAssembly.Module> {
    this.compiled ??= module ?? (await compileCore(urls));
    if (!this.core?.usable) this.core = await FfmpegCore.load(urls, this.compiled);
    return this.compiled;
  }

  async encode(batch: FfmpegBatch, progress: FfmpegProgress): Promise<FfmpegEncoded> {
    const core = this.loaded();
    const { settings, frames } = batch;
    const planar = await this.kernelFor(settings);
    const input = framesInput(frames.length, (index) => {
      progress.postMessage(index);
      awaitFrame(batch.filled, index);
      return planar?.convert(frames[index]!) ?? new Uint8Array(inputFrame(frames[index]!, settings));
    });
    mountInput(core.files, corePaths.frames, input);
    try {
      const extradata = this.extradataOf(core, settings);
      const firstPass = firstPassArguments(settings, batch.firstFrame);
      const look = firstPass === null ? null : core.run(firstPass);
      if (look && !look.ok) throw ffmpegFailed(look, 'encoder');
      // Encoders hold frames back: after the last one was read, packets are what tells of progress.
      watchedFolder(core.files, corePaths.packetFolder, () => progress.postMessage(frames.length));
      const run = core.run(encodeArguments(settings, batch.firstFrame));
      if (!run.ok) throw ffmpegFailed(run, 'encoder');
      const packets = takePackets(core, settings, extradata);
      const moved = frames.filter((frame) => frame instanceof ArrayBuffer);
      return Comlink.transfer({ packets, frames: moved }, [packets.data.buffer, ...moved]);
    } finally {
      removeFile(core.files, corePaths.frames);
    }
  }

  writeFile(job: FfmpegFileJob, progress: FfmpegProgress): Promise<number> {
    return writeFile(this.loaded(), job, (bytes) => progress.postMessage(bytes));
  }

  decode(job: FfmpegDecodeJob, progress: FfmpegProgress): Promise<FfmpegPicture[]> {
    const pictures = decodePictures(this.loaded(), job, (bytes) => progress.postMessage(bytes));
    return Promise.resolve(Comlink.transfer(pictures, [...new Set(pictures.map(({ bytes }) => bytes.buffer))]));
  }

  private async kernelFor(settings: FfmpegEncoderSettings): Promise<PlanarKernel | null> {
    const key = JSON.stringify(settings);
    if (this.kernel?.key !== key) {
      const frames = planarFrames(settings);
      this.kernel = { key, planar: frames && (await openPlanarKernel(frames)) };
    }
    return this.kernel.planar;
  }

  private extradataOf(core: FfmpegCore, settings: FfmpegEncoderSettings): Uint8Array<ArrayBuffer> | null {
    const key = JSON.stringify(settings);
    const known = this.extradata.get(key);
    if (known !== undefined) return known;
    const args = extradataArguments(settings);
    let extradata: Uint8Array<ArrayBuffer> | null = null;
    if (args !== null) {
      const run = core.run(args);
      if (!run.ok) throw ffmpegFailed(run, 'encoder');
      extradata = ffv1RecordOf(core.files.readFile(corePaths.probe));
      removeFile(core.files, corePaths.probe);
    }
    this.extradata.set(key, extradata);
    return extradata;
  }

  private loaded(): FfmpegCore {
    if (this.core) return this.core;
    throw new ExportError('internal', {
      detail: 'ffmpeg-lane-not-loaded',
      stage: 'encode',
      message: 'A lane was used before its core was loaded.',
      remedy: 'This is a fault of the export module; please report it.',
    });
  }
}

/** The frame as ffmpeg is given it in RGB. */
function inputFrame(frame: FrameMemory, settings: FfmpegEncoderSettings): FrameMemory {
  const { codec, alpha, pixelFormat } = settings;
  const isFloat = pixelFormat === 'rgba-f16';
  const to16 = (littleEndian: boolean): ArrayBuffer =>
    isFloat
      ? floatsTo16(frame, { alpha, littleEndian, white: ffmpegCodec(codec).chroma === 'rgb' ? white.rgb : white.yuv })
      : widenTo16(frame, { alpha, littleEndian });
  switch (rgbPixels(settings)) {
    case 'bgr0':
      return frame;
    case 'bgra':
      return alpha === 'premultiplied' ? premultiplied(frame) : frame;
    case 'rgb48be':
    case 'rgba64be':
      return to16(false);
    case 'rgb48le':
    case 'rgba64le':
      return to16(true);
    case 'gbrpf32le':
    case 'gbrapf32le':
      return isFloat ? linearPlanesOfFloats(frame, alpha) : linearPlanes(frame, alpha);
  }
}

/** Files are listed in the order they were written in: the decoding order. */
function takePackets(
  { files }: FfmpegCore,
  settings: FfmpegEncoderSettings,
  extradata: Uint8Array<ArrayBuffer> | null,
): FfmpegPackets {
  let told = extradata;
  const packets: FfmpegPackets['packets'] = [];
  const parts: Uint8Array[] = [];
  for (const name of files.readdir(corePaths.packetFolder)) {
    const [, frame] = corePaths.packet.exec(name) ?? [];
    if (frame === undefined) continue;
    const path = `${corePaths.packetFolder}/${name}`;
    const form = storedForm(settings, files.readFile(path));
    files.unlink(path);
    told ??= form.extradata ?? null;
    packets.push({ frame: Number(frame), byteLength: form.packet.length, key: form.key });
    parts.push(form.packet);
  }
  const data = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    data.set(part, at);
    at += part.length;
  }
  return { packets, data, extradata: told };
}

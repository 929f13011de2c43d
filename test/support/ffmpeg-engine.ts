import coreUrl from '@ffmpeg/core?url';
import wasmUrl from '@ffmpeg/core/wasm?url';
import * as Comlink from 'comlink';
import { frameSample, type FrameRate } from '../../src/composition/frame-rate';
import type { FfmpegFilePlan } from '../../src/encode/ffmpeg/ffmpeg-lane';
import { FfmpegLanes, type FfmpegLanesOptions } from '../../src/encode/ffmpeg/ffmpeg-lanes';
import { FfmpegSegmentEncoder } from '../../src/encode/ffmpeg/ffmpeg-segment-encoder';
import { fieldsPerFrame, type FfmpegEncoderSettings } from '../../src/encode/ffmpeg/ffmpeg-settings';
import { InterlacedEncoder } from '../../src/encode/interlaced-encoder';
import type { EncodedSegment } from '../../src/encode/segment-encoder';
import { cancelled } from '../../src/errors';
import { LaneHosts } from '../../src/workers/lane-hosts';
import { WorkerHost } from '../../src/workers/worker-host';
import type { FfmpegMuxTestApi, TestSound } from './ffmpeg-mux.worker';

export const coreUrls = {
  coreUrl: new URL(coreUrl, location.href).href,
  wasmUrl: new URL(wasmUrl, location.href).href,
};

/** Draws frame `frame` into `pixels`: blue, green, red, alpha. */
export type Painter = (pixels: Uint8Array, frame: number, width: number, height: number) => void;

const ffmpegWorker = (): Promise<Worker> =>
  Promise.resolve(new Worker(new URL('../../src/workers/ffmpeg.worker.ts', import.meta.url), { type: 'module' }));

/** The ffmpeg engine as an export uses it, for tests. */
export class FfmpegEngine {
  readonly hosts: LaneHosts;
  private readonly muxer = new WorkerHost<FfmpegMuxTestApi>('mux', () =>
    Promise.resolve(new Worker(new URL('./ffmpeg-mux.worker.ts', import.meta.url), { type: 'module' })),
  );

  constructor(lanes = 2, worker = ffmpegWorker) {
    this.hosts = new LaneHosts('ffmpeg', worker, lanes, coreUrls);
  }

  async lanes(options: Partial<FfmpegLanesOptions> = {}): Promise<FfmpegLanes> {
    const ports = await Promise.all(Array.from({ length: this.hosts.count }, (_, index) => this.hosts.open(index)));
    return new FfmpegLanes({ core: coreUrls, ports, replaceLane: (index) => this.replaceLane(index), ...options });
  }

  replaceLane(index: number): Promise<MessagePort> {
    this.hosts.end(index);
    return this.hosts.open(index);
  }

  /** Encodes `frameCount` frames as they come, in segments of `segmentFrames`. */
  async encode(
    settings: FfmpegEncoderSettings,
    painter: Painter,
    frameCount: number,
    segmentFrames = frameCount,
    lanes?: FfmpegLanes,
  ): Promise<EncodedSegment[]> {
    const { width, height } = settings;
    const plain = new FfmpegSegmentEncoder(lanes ?? (await this.lanes()), settings);
    const encoder = settings.scan === 'interlaced' ? new InterlacedEncoder(plain, settings) : plain;
    const ends: Promise<EncodedSegment>[] = [];
    const pixels = new ArrayBuffer(width * height * 4);
    for (let frame = 0; frame < frameCount; frame++) {
      const first = frame % segmentFrames === 0;
      if (first) {
        if (frame > 0) ends.push(encoder.end());
        encoder.begin({
          index: frame / segmentFrames,
          first: frame,
          count: Math.min(segmentFrames, frameCount - frame),
        });
      }
      painter(new Uint8Array(pixels), frame, width, height);
      await encoder.encode({ frame, pixels, timestampUs: 0, durationUs: 0 });
    }
    ends.push(encoder.end());
    return Promise.all(ends);
  }

  async mux(segments: EncodedSegment[], plan: FfmpegFilePlan, sound: TestSound | null = null): Promise<Blob> {
    const lanes = await this.lanes();
    const writer = Comlink.proxy({ writeFile: lanes.writeFile.bind(lanes) });
    return new Blob([await this.muxer.call((api) => api.mux(segments, plan, sound, writer))]);
  }

  /** A whole file. */
  async export(
    plan: FfmpegFilePlan,
    painter: Painter,
    frameCount: number,
    sound: TestSound | null = null,
  ): Promise<{ file: Blob; segments: EncodedSegment[] }> {
    const fields = fieldsPerFrame(plan.settings.scan);
    const segments = await this.encode(plan.settings, painter, frameCount, Math.ceil(frameCount / 2 / fields) * fields);
    return { file: await this.mux(segments, plan, sound), segments };
  }

  leftovers(): Promise<string[]> {
    return this.muxer.call((api) => api.leftovers());
  }

  dispose(): void {
    this.hosts.terminate(cancelled('encode'));
    this.muxer.terminate(cancelled('mux'));
  }
}

/** A busy picture: gradients, hard edges, noise, all of it moving. Every frame differs; opaque. */
export const busy: Painter = (pixels, frame, width, height) => {
  let seed = 12345 + frame;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 4) {
      const bar = ((x + frame * 8) >> 6) & 1;
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      const noise = y > height * 0.75 ? (seed >>> 16) & 63 : 0;
      pixels[at] = (((x + frame * 4) * 255) / width) & 255;
      pixels[at + 1] = bar === 1 ? 200 : ((y * 255) / height) & 255;
      pixels[at + 2] = Math.min(255, ((((x ^ y) + frame) & 255) >> 1) + noise);
      pixels[at + 3] = 255;
    }
  }
};

/** A disc with soft edges that moves over nothing: every alpha from 0 to 255. */
export const disc: Painter = (pixels, frame, width, height) => {
  const [cx, cy, radius] = [width / 3 + frame * 6, height / 2, height / 2.5];
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 4) {
      const alpha = Math.min(1, Math.max(0, 1.4 - (1.4 * Math.hypot(x - cx, y - cy)) / radius));
      pixels[at] = (x * 255) / width;
      pixels[at + 1] = 180;
      pixels[at + 2] = (y * 255) / height;
      pixels[at + 3] = Math.round(alpha * 255);
    }
  }
};

/** A tone of 440 Hz on the left, 880 Hz on the right, as long as so many frames. */
export function toneSound(frameCount: number, rate: FrameRate, sampleRate = 48000): TestSound {
  const samples = frameSample(frameCount, rate, sampleRate);
  const pcm = new Int16Array(samples * 2);
  for (let index = 0; index < samples; index++) {
    pcm[index * 2] = 8000 * Math.sin((2 * Math.PI * 440 * index) / sampleRate);
    pcm[index * 2 + 1] = 8000 * Math.sin((2 * Math.PI * 880 * index) / sampleRate);
  }
  return { sampleRate, data: new Uint8Array(pcm.buffer) };
}

/** Eight bars of full colours that move by two pixels a frame. */
export const bars: Painter = (pixels, frame, width, height) => {
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 4) {
      const colour = 7 - (Math.floor(((x + frame * 2) * 8) / width) & 7);
      pixels[at] = colour & 1 ? 255 : 0;
      pixels[at + 1] = colour & 4 ? 255 : 0;
      pixels[at + 2] = colour & 2 ? 255 : 0;
      pixels[at + 3] = 255;
    }
  }
};

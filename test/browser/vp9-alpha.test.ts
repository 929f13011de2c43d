import { describe, expect, it } from 'vitest';
import type { WebVideoSettings } from '../../src/encode/segment-encoder';
import { AlphaSegmentEncoder } from '../../src/encode/webcodecs/alpha-segment-encoder';
import { chooseWebCodecsEngine } from '../../src/encode/webcodecs/engine-trial';
import { WebCodecsSegmentEncoder } from '../../src/encode/webcodecs/webcodecs-segment-encoder';
import { frameTimestampUs } from '../../src/composition/frame-rate';
import { mux } from '../../src/mux/mediabunny-muxer';
import { decodesWhole, decodeTo, painted } from '../support/ffmpeg-checks';
import { disc } from '../support/ffmpeg-engine';
import { inOrder } from '../support/in-order';
import { probe } from '../support/media-tools';

const [width, height, frameCount] = [320, 180, 24];

async function webm(): Promise<Blob> {
  const settings: WebVideoSettings = {
    ...{ codec: 'vp9', width, height, frameRate: { num: 25, den: 1 }, keyFrameInterval: 6, colourSpace: 'bt709' },
    ...{ rateControl: { mode: 'quantizer', quantizer: 12 }, deterministic: false },
    ...{ profile: null, alpha: 'straight', scan: 'progressive' },
  };
  const colour = new WebCodecsSegmentEncoder(await chooseWebCodecsEngine(settings), settings);
  const encoder = new AlphaSegmentEncoder(colour, { width, height, keyFrameInterval: 6, quantizer: 8 });
  const segments = [];
  const pixels = new ArrayBuffer(width * height * 4);
  for (let frame = 0; frame < frameCount; frame++) {
    if (frame % 12 === 0) {
      if (frame > 0) segments.push(encoder.end());
      encoder.begin({ index: frame / 12, first: frame, count: 12 });
    }
    disc(new Uint8Array(pixels), frame, width, height);
    await encoder.encode({
      frame,
      pixels,
      timestampUs: frameTimestampUs(frame, settings.frameRate),
      durationUs: 40000,
    });
  }
  segments.push(encoder.end());
  const parts: [number, Uint8Array<ArrayBuffer>][] = [];
  const done = await Promise.all(segments);
  encoder.dispose();
  const { byteLength } = await mux(
    {
      container: { kind: 'webm', layout: 'none', cover: false },
      video: {
        ...{ codec: 'vp9', colourSpace: 'bt709', frameRate: settings.frameRate, scan: 'progressive', frameCount },
        ...{ width, height, segments: inOrder(done) },
      },
      ...{ audio: null, metadata: {}, chapters: [], captions: [], cover: null },
    },
    { write: (position, data) => void parts.push([position, data.slice()]) },
    { signal: new AbortController().signal },
  );
  const file = new Uint8Array(byteLength);
  for (const [position, data] of parts) file.set(data, position);
  return new Blob([file], { type: 'video/webm' });
}

describe('VP9 with transparency', () => {
  it('has the picture and all of its alpha, for ffmpeg and for the browser', async () => {
    const file = await webm();
    await decodesWhole(file, 'webm');
    const { streams } = await probe(file, 'webm');
    expect(streams[0]).toMatchObject({ codec_name: 'vp9', nb_read_frames: String(frameCount) });
    expect(JSON.stringify(streams[0])).toMatch(/"alpha_mode":"1"/i);
    const bgra = await decodeTo(file, 'webm', 'bgra', ['-c:v', 'libvpx-vp9']);
    expect(bgra.length).toBe(width * height * 4 * frameCount);
    for (const frame of [0, 11, 12, 23]) {
      const source = painted(disc, frame, width, height);
      const decoded = bgra.subarray(frame * source.length, (frame + 1) * source.length);
      let [worst, sum] = [0, 0];
      for (let at = 3; at < source.length; at += 4) {
        const difference = Math.abs(decoded[at]! - source[at]!);
        worst = Math.max(worst, difference);
        sum += difference;
      }
      expect(worst).toBeLessThan(16);
      expect(sum / (width * height)).toBeLessThan(1.5);
    }
    expect(await browserAlpha(file)).toEqual([0, 255]);
  });
});

/** Alpha of a corner and of the disc's middle, as a `<video>` shows one of the first frames. */
async function browserAlpha(file: Blob): Promise<number[]> {
  const video = document.createElement('video');
  video.muted = true;
  video.src = URL.createObjectURL(file);
  document.body.append(video);
  const shown = new Promise((resolve, reject) => {
    video.requestVideoFrameCallback(resolve);
    video.onerror = () => reject(new Error(video.error?.message));
  });
  await video.play();
  await shown;
  video.pause();
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d')!;
  context.drawImage(video, 0, 0);
  URL.revokeObjectURL(video.src);
  video.remove();
  return [
    [0, 0],
    [Math.round(width / 3), height / 2],
  ].map(([x, y]) => context.getImageData(x!, y!, 1, 1).data[3]!);
}

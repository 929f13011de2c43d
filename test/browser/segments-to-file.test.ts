import * as Comlink from 'comlink';
import { afterAll, describe, expect, it } from 'vitest';
import { toFrameRate } from '../../src/composition/frame-rate';
import type { ChosenEngine, VideoEncoderSettings } from '../../src/encode/segment-encoder';
import { cancelled } from '../../src/errors';
import { findFormat } from '../../src/formats/registry';
import { openOpfsFile, removeOpfsFile } from '../../src/delivery/opfs-sink';
import { planSegments } from '../../src/orchestrator/segment-plan';
import { SegmentWriter } from '../../src/orchestrator/segment-writer';
import { ExportStore } from '../../src/storage/export-store';
import { WorkerPool } from '../../src/workers/worker-pool';
import { drawFrameCode, readFrameCodes } from '../support/frame-code';
import { decodeRgb, probe } from '../support/media-tools';

const pool = new WorkerPool();
const workers = pool.take();
const store = new ExportStore();

afterAll(async () => {
  pool.end(workers, cancelled('prepare'));
  await store.close();
});

interface Case {
  format: string;
  codec: VideoEncoderSettings['codec'];
  rate: number | { num: number; den: number };
  /** ffprobe's names. */
  codecName: string;
}

async function makeFile(
  { format: formatId, codec, rate }: Case,
  frameCount: number,
): Promise<{ file: File; extension: string }> {
  const format = findFormat(formatId)!;
  const frameRate = toFrameRate(rate);
  const settings: VideoEncoderSettings = {
    codec,
    profile: null,
    alpha: null,
    scan: 'progressive',
    width: 320,
    height: 180,
    frameRate,
    rateControl: { mode: 'quality', quality: 'high' },
    keyFrameInterval: 12,
    colourSpace: 'bt709',
    deterministic: false,
  };
  const id = crypto.randomUUID();
  const engine = await workers.encode.call<ChosenEngine>((api) =>
    api.chooseEngine(settings, { failed: [], hasFfmpeg: false }),
  );
  const segments = planSegments(frameCount, 24);
  const canvas = new OffscreenCanvas(settings.width, settings.height);
  const context = canvas.getContext('2d')!;
  let stored = 0;
  const writer = new SegmentWriter({
    workers,
    exportId: id,
    engine,
    settings,
    segments,
    onStoredFrame: () => undefined,
    onFramesDropped: () => undefined,
    reference: null,
    onReferenceDropped: () => undefined,
    onFailed: () => undefined,
    onSegmentStored: () => stored++,
  });
  for (let frame = 0; frame < frameCount; frame++) {
    const span = segments.find(({ first }) => first === frame);
    if (span) writer.begin(span, false);
    const buffer = await writer.takeBuffer();
    drawFrameCode(context, frame, settings.width, settings.height);
    const captured = new VideoFrame(canvas, { timestamp: 0, alpha: 'discard' });
    await captured.copyTo(buffer);
    captured.close();
    writer.write(frame, buffer);
  }
  await writer.finish();
  writer.dispose();
  expect(stored).toBe(segments.length);
  const request = {
    exportId: id,
    container: format.container,
    video: settings,
    frameCount,
    segmentCount: segments.length,
    hasAudio: false,
    metadata: { title: 'Segments', author: 'Stepframe' },
    chapters: [],
    captions: [],
    animation: undefined,
    sequence: { name: 'test', extension: 'png', firstNumber: 0, digits: 4 },
    releaseSegments: false,
  } as const;
  const inStore = {
    segment: () => Promise.resolve(),
    sound: () => Promise.resolve(),
    cover: () => Promise.resolve(null),
  };
  await workers.mux.call((api) => api.mux(request, { kind: 'opfs', name: id }, Comlink.proxy(inStore)));
  const opfs = await openOpfsFile(id, format.mimeType, `test.${format.extension}`);
  const file = new File([await opfs.arrayBuffer()], opfs.name, { type: opfs.type });
  await removeOpfsFile(id);
  await store.discard(id);
  return { file, extension: format.extension };
}

const rates = [24, 25, 30, 60, 120, { num: 24000, den: 1001 }, { num: 30000, den: 1001 }, { num: 60000, den: 1001 }];
const containers = [
  { format: 'mp4', codec: 'h264', codecName: 'h264' },
  { format: 'mp4-fragmented', codec: 'h264', codecName: 'h264' },
  { format: 'mov', codec: 'h264', codecName: 'h264' },
  { format: 'webm', codec: 'vp9', codecName: 'vp9' },
  { format: 'mkv', codec: 'vp8', codecName: 'vp8' },
  { format: 'mp4', codec: 'av1', codecName: 'av1' },
  { format: 'mp4', codec: 'vp9', codecName: 'vp9' },
  { format: 'webm', codec: 'av1', codecName: 'av1' },
] as const;

describe('segments from fresh encoders, muxed from the store', () => {
  const cases = [
    ...rates.map((rate) => ({ ...containers[0], rate })),
    ...containers.slice(1).map((container) => ({ ...container, rate: { num: 30000, den: 1001 } })),
  ];

  it.each(cases)('$codec in $format at $rate: exact count, order, duration and tags', async (given) => {
    const frameCount = 61;
    const { file, extension } = await makeFile(given, frameCount);
    const { streams, format } = await probe(file, extension);
    const video = streams.find(({ codec_type }) => codec_type === 'video')!;
    expect(video.codec_name).toBe(given.codecName);
    expect(Number(video.nb_read_frames)).toBe(frameCount);
    expect([video.color_range, video.color_space, video.color_primaries, video.color_transfer]).toEqual([
      'tv',
      'bt709',
      'bt709',
      'bt709',
    ]);
    const rate = toFrameRate(given.rate);
    const seconds = (frameCount * rate.den) / rate.num;
    // Matroska counts in milliseconds.
    const tolerance = extension === 'mp4' || extension === 'mov' ? 0.0005 : 0.0011;
    expect(Math.abs(Number(format.duration) - seconds)).toBeLessThan(tolerance);
    expect(video.r_frame_rate).toBe(`${rate.num}/${rate.den}`);
    expect(format.tags?.['title'] ?? format.tags?.['TITLE']).toBe('Segments');
    const codes = readFrameCodes(await decodeRgb(file, extension), 320, 180);
    expect(codes).toEqual(Array.from({ length: frameCount }, (_, index) => index));
  });
});

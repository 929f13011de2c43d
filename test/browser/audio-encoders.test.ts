import {
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  MovOutputFormat,
  Output,
  type AudioCodec as MediabunnyCodec,
} from 'mediabunny';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import type { EncoderCodec, AudioEncoderSettings } from '../../src/audio/audio-source';
import { defaultBitrate } from '../../src/audio/bitrates';
import type { StereoBlock } from '../../src/audio/encoders/stereo-block';
import { ExportError } from '../../src/errors';
import { ffmpeg } from '../support/media-tools';
import { encodeWhole, type WholeAudio } from '../support/whole-audio';
import type { EncodeRequest } from './audio-worker';

const sampleRate = 48000;

/** Lengths that end in the middle of a packet, at its end, and within the look-ahead of the encoders. */
const lengths = [sampleRate + 777, 48 * 960, 47 * 1024, 50 * 960 - 100, 100];

function settingsFor(codec: EncoderCodec): AudioEncoderSettings {
  return { codec, sampleRate, channels: 2, bitrate: defaultBitrate(codec) };
}

/** A click on the left in the middle, and one on the right just before the end. */
function clicks(length: number): { sound: StereoBlock; middle: number; last: number } {
  const sound = [new Float32Array(length), new Float32Array(length)] as const;
  const middle = Math.floor(length / 2) + 7;
  const last = length - 20;
  for (const [channel, at] of [
    [0, middle],
    [1, last],
  ] as const) {
    // Five samples wide, so that a lossy codec keeps the top where it is.
    [0.3, 0.7, 0.9, 0.7, 0.3].forEach((value, i) => (sound[channel][at - 2 + i] = value));
  }
  return { sound, middle, last };
}

function chord(length: number): StereoBlock {
  const wave = (frequency: number): Float32Array<ArrayBuffer> =>
    Float32Array.from({ length }, (_, i) => 0.4 * Math.sin((2 * Math.PI * frequency * i) / sampleRate));
  return [wave(440), wave(660)];
}

async function* once(sound: StereoBlock): AsyncGenerator<StereoBlock> {
  yield await Promise.resolve(sound);
}

async function* failingInput(): AsyncGenerator<StereoBlock> {
  yield await Promise.resolve(chord(9000));
  throw new ExportError('storage', { detail: 'gone', stage: 'store', message: 'Gone.', remedy: 'None.' });
}

async function encodeInWorker(request: EncodeRequest): Promise<WholeAudio> {
  const worker = new Worker(new URL('./audio-worker.ts', import.meta.url), { type: 'module' });
  onTestFinished(() => {
    worker.terminate();
  });
  return new Promise((resolve, reject) => {
    worker.onerror = ({ message }) => {
      reject(new Error(message));
    };
    worker.onmessage = ({ data }: MessageEvent<{ encoded?: WholeAudio; error?: string }>) => {
      if (data.encoded) resolve(data.encoded);
      else reject(new Error(data.error));
    };
    worker.postMessage(request);
  });
}

/** Every sample the packets hold, priming included. */
function decode(encoded: WholeAudio): Promise<StereoBlock> {
  const { codec } = encoded.settings;
  return codec.startsWith('pcm') ? Promise.resolve(readPcm(encoded, codec as PcmCodec)) : decodeCompressed(encoded);
}

/** By hand: Chromium's decoder brings its page down on PCM. */
type PcmCodec = 'pcm-s16' | 'pcm-s24' | 'pcm-f32';

function readPcm({ packets }: WholeAudio, codec: PcmCodec): StereoBlock {
  const bytes = new Uint8Array(packets.reduce((sum, { data }) => sum + data.length, 0));
  packets.reduce((at, { data }) => (bytes.set(data, at), at + data.length), 0);
  const view = new DataView(bytes.buffer);
  const [size, sample] = {
    'pcm-s16': [2, (at: number) => view.getInt16(at, true) / 2 ** 15] as const,
    'pcm-s24': [3, (at: number) => (view.getInt8(at + 2) * 2 ** 16 + view.getUint16(at, true)) / 2 ** 23] as const,
    'pcm-f32': [4, (at: number) => view.getFloat32(at, true)] as const,
  }[codec];
  const length = bytes.length / size / 2;
  return [0, size].map((from) => Float32Array.from({ length }, (_, i) => sample(from + i * size * 2))) as [
    Float32Array<ArrayBuffer>,
    Float32Array<ArrayBuffer>,
  ];
}

/** Through the browser's decoder. */
async function decodeCompressed({ packets, decoderConfig, settings }: WholeAudio): Promise<StereoBlock> {
  const planes: [number[], number[]] = [[], []];
  let failure: unknown;
  const decoder = new AudioDecoder({
    output: (data) => {
      for (const channel of [0, 1] as const) {
        const samples = new Float32Array(data.numberOfFrames);
        data.copyTo(samples, { planeIndex: channel, format: 'f32-planar' });
        for (const sample of samples) planes[channel].push(sample);
      }
      data.close();
    },
    error: (error) => {
      failure = error;
    },
  });
  // With its header, Chromium's Opus decoder drops the priming itself; here it must stay in to be seen.
  const { description, ...bare } = decoderConfig;
  const config = settings.codec === 'opus' ? bare : { ...bare, ...(description && { description }) };
  decoder.configure(config);
  for (const { data, startSample, sampleCount } of packets) {
    const timestamp = Math.round((startSample * 1e6) / sampleRate);
    const duration = Math.round((sampleCount * 1e6) / sampleRate);
    decoder.decode(new EncodedAudioChunk({ type: 'key', timestamp, duration, data }));
  }
  await decoder.flush();
  decoder.close();
  if (failure !== undefined) throw failure as Error;
  return [Float32Array.from(planes[0]), Float32Array.from(planes[1])];
}

function peakAt(samples: Float32Array): number {
  return samples.reduce((best, value, i) => (Math.abs(value) > Math.abs(samples[best]!) ? i : best), 0);
}

describe.each<EncoderCodec>(['aac', 'opus', 'pcm-s16', 'pcm-s24', 'pcm-f32'])('%s, encoded in a worker', (codec) => {
  it.each(lengths)('puts every one of %d samples where it was', async (length) => {
    const { sound, middle, last } = clicks(length);
    const encoded = await encodeInWorker({ settings: settingsFor(codec), sound, chunkLength: 5000 });

    expect(encoded.length).toBe(length);
    const decoded = await decode(encoded);
    let end = 0;
    for (const packet of encoded.packets) {
      expect(packet.startSample).toBe(end);
      end += packet.sampleCount;
    }
    expect(end).toBe(decoded[0].length);
    expect(end).toBeGreaterThanOrEqual(encoded.primingSamples + length);
    expect(Math.abs(peakAt(decoded[0]) - encoded.primingSamples - middle)).toBeLessThanOrEqual(1);
    expect(Math.abs(peakAt(decoded[1]) - encoded.primingSamples - last)).toBeLessThanOrEqual(1);
  });
});

describe('what the packets say', () => {
  it('AAC is primed by one packet, Opus by what its header says, PCM by nothing', async () => {
    const { signal } = new AbortController();
    const primed = async (codec: EncoderCodec): Promise<WholeAudio> =>
      encodeWhole(settingsFor(codec), once(chord(4800)), { signal });
    expect((await primed('aac')).primingSamples).toBe(1024);
    const opus = await primed('opus');
    const head = new DataView((opus.decoderConfig.description as Uint8Array<ArrayBuffer>).buffer);
    expect(opus.primingSamples).toBe(head.getUint16(10, true));
    expect(opus.primingSamples).toBeGreaterThan(0);
    const pcm = await primed('pcm-s16');
    expect(pcm.primingSamples).toBe(0);
    expect(pcm.packets.map(({ sampleCount }) => sampleCount)).toEqual([2048, 2048, 704]);
  });

  it('PCM survives to its own precision', async () => {
    const sound = chord(4800);
    const { signal } = new AbortController();
    for (const [codec, tolerance] of [
      ['pcm-s16', 0.5 / 2 ** 15],
      ['pcm-s24', 0.5 / 2 ** 23],
      ['pcm-f32', 0],
    ] as const) {
      const [left] = await decode(await encodeWhole(settingsFor(codec), once(sound), { signal }));
      const error = left.reduce((worst, value, i) => Math.max(worst, Math.abs(value - sound[0][i]!)), 0);
      expect(error).toBeLessThanOrEqual(tolerance + 2 ** -25);
    }
  });

  it('AAC is the same to the byte, whatever the chunks', async () => {
    const sound = chord(20000);
    const settings = settingsFor('aac');
    const first = await encodeInWorker({ settings, sound, chunkLength: 20000 });
    const second = await encodeInWorker({ settings, sound, chunkLength: 333 });
    expect(second).toEqual(first);
  });

  it.each<[codec: EncoderCodec, mediabunny: MediabunnyCodec]>([
    ['aac', 'aac'],
    ['pcm-s16', 'pcm-s16'],
    ['pcm-s24', 'pcm-s24'],
    ['pcm-f32', 'pcm-f32'],
  ])('%s goes into a MOV that ffmpeg decodes', async (codec, mediabunny) => {
    const { sound, middle, last } = clicks(sampleRate);
    const { signal } = new AbortController();
    const encoded = await encodeWhole(settingsFor(codec), once(sound), { signal });
    const output = new Output({ format: new MovOutputFormat(), target: new BufferTarget() });
    const source = new EncodedAudioPacketSource(mediabunny);
    output.addAudioTrack(source);
    await output.start();
    for (const { data, startSample, sampleCount } of encoded.packets) {
      const packet = new EncodedPacket(data, 'key', startSample / sampleRate, sampleCount / sampleRate);
      await source.add(packet, { decoderConfig: encoded.decoderConfig });
    }
    await output.finalize();
    const args = ['-v', 'error', '-i', '{in}', '-f', 'f32le', '-'];
    const { bytes, stderr } = await ffmpeg(new Blob([output.target.buffer!]), 'mov', args);
    expect(stderr).toBe('');
    const samples = new Float32Array(bytes.buffer);
    const left = samples.filter((_, i) => i % 2 === 0);
    const right = samples.filter((_, i) => i % 2 === 1);
    expect(Math.abs(peakAt(left) - encoded.primingSamples - middle)).toBeLessThanOrEqual(1);
    expect(Math.abs(peakAt(right) - encoded.primingSamples - last)).toBeLessThanOrEqual(1);
  });
});

describe('the AAC encoder’s own worker', () => {
  const PlatformWorker = globalThis.Worker;
  const running = new Set<Worker>();

  /** The real worker, counted. */
  class CountedWorker extends PlatformWorker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      running.add(this);
    }

    override terminate(): void {
      super.terminate();
      running.delete(this);
    }
  }

  afterEach(() => {
    globalThis.Worker = PlatformWorker;
    running.clear();
  });

  it('is there while it runs and gone when it is done', async () => {
    globalThis.Worker = CountedWorker;
    const { signal } = new AbortController();
    let whileRunning = 0;
    await encodeWhole(settingsFor('aac'), once(chord(48000)), {
      signal,
      onProgress: () => (whileRunning = running.size),
    });
    expect(whileRunning).toBe(1);
    expect(running.size).toBe(0);
  });

  it('is gone after its input has failed', async () => {
    globalThis.Worker = CountedWorker;
    const { signal } = new AbortController();
    await expect(encodeWhole(settingsFor('aac'), failingInput(), { signal })).rejects.toMatchObject({ detail: 'gone' });
    expect(running.size).toBe(0);
  });

  it('is gone after a cancellation', async () => {
    globalThis.Worker = CountedWorker;
    const controller = new AbortController();
    const onProgress = (samples: number): void => {
      if (samples > 20000) controller.abort();
    };
    const encoding = encodeWhole(settingsFor('aac'), once(chord(480000)), { signal: controller.signal, onProgress });
    await expect(encoding).rejects.toMatchObject({ code: 'cancelled', stage: 'audio' });
    expect(running.size).toBe(0);
  });
});

describe('encoding', () => {
  const { signal } = new AbortController();

  it.each<EncoderCodec>(['aac', 'opus', 'pcm-s16'])('tells how far it is: %s', async (codec) => {
    const progress: number[] = [];
    await encodeWhole(settingsFor(codec), once(chord(5000)), {
      signal,
      onProgress: (samples) => progress.push(samples),
    });
    expect(progress).toEqual([2048, 4096, 5000]);
  });

  it.each<[string, Partial<AudioEncoderSettings>, object]>([
    [
      'Opus at a bitrate it has not',
      { codec: 'opus', bitrate: 100 },
      { code: 'unsupported', detail: 'audio-codec-unavailable' },
    ],
    [
      'Opus at 44.1 kHz',
      { codec: 'opus', sampleRate: 44100 },
      { code: 'unsupported', detail: 'audio-sample-rate-unsupported' },
    ],
    [
      'AAC at 192 kHz',
      { codec: 'aac', sampleRate: 192000 },
      { code: 'unsupported', detail: 'audio-sample-rate-unsupported' },
    ],
    ['AAC without a bitrate', { codec: 'aac', bitrate: 0 }, { code: 'encoder', detail: 'audio-encoder-failed' }],
    ['six channels', { codec: 'aac', channels: 6 }, { code: 'invalid-input', detail: 'audio-channels-unsupported' }],
  ])('refuses %s', async (_, change, error) => {
    const encoding = encodeWhole({ ...settingsFor('aac'), ...change }, once(chord(4800)), { signal });
    await expect(encoding).rejects.toMatchObject(error);
    await expect(encoding).rejects.toBeInstanceOf(ExportError);
  });

  it('tells what the encoder itself failed on', async () => {
    const noNumbers = [new Float32Array(9600).fill(Number.NaN), new Float32Array(9600)] as const;
    await expect(encodeWhole(settingsFor('aac'), once(noNumbers), { signal })).rejects.toMatchObject({
      code: 'encoder',
      detail: 'audio-encoder-failed',
      stage: 'audio',
    });
  });

  it.each<EncoderCodec>(['aac', 'opus', 'pcm-f32'])('refuses no sound at all: %s', async (codec) => {
    await expect(encodeWhole(settingsFor(codec), once(chord(0)), { signal })).rejects.toMatchObject({
      code: 'invalid-input',
      detail: 'audio-empty',
    });
  });

  it.each<EncoderCodec>(['aac', 'opus', 'pcm-f32'])(
    'stops when cancelled and when its input fails: %s',
    async (codec) => {
      const controller = new AbortController();
      const onProgress = (): void => {
        controller.abort();
      };
      const long = once(chord(200000));
      await expect(
        encodeWhole(settingsFor(codec), long, { signal: controller.signal, onProgress }),
      ).rejects.toMatchObject({
        code: 'cancelled',
      });
      await expect(encodeWhole(settingsFor(codec), failingInput(), { signal })).rejects.toMatchObject({
        detail: 'gone',
      });
    },
  );
});

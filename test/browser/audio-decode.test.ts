import { describe, expect, it } from 'vitest';
import { openSounds } from '../../src/audio/decode';
import { prepareMix } from '../../src/audio/mix';
import type { PlanarSamples, Sound } from '../../src/audio/sound';
import { toWaveFile } from '../../src/audio/wave-file';
import { ExportError } from '../../src/errors';

const { signal } = new AbortController();

function tone(frequency: number, sampleRate: number, length: number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length }, (_, i) => 0.5 * Math.sin((2 * Math.PI * frequency * i) / sampleRate));
}

function audioBuffer(channels: Float32Array<ArrayBuffer>[], sampleRate: number): AudioBuffer {
  const buffer = new AudioBuffer({ length: channels[0]!.length, sampleRate, numberOfChannels: channels.length });
  channels.forEach((samples, channel) => {
    buffer.copyToChannel(samples, channel);
  });
  return buffer;
}

function waveBlob(channels: Float32Array[], sampleRate: number): Blob {
  return new Blob([toWaveFile(channels, sampleRate)], { type: 'audio/wav' });
}

function samplesOf(sound: Sound): Promise<PlanarSamples> {
  return sound.read(0, sound.length);
}

function peakAt(samples: Float32Array): number {
  return samples.reduce((best, value, i) => (Math.abs(value) > Math.abs(samples[best]!) ? i : best), 0);
}

/** Signal to error in dB against the tone at another rate, the filter's run-in and run-out left out. */
function accuracy(samples: Float32Array, frequency: number, sampleRate: number): number {
  const ideal = tone(frequency, sampleRate, samples.length);
  let signalPower = 0;
  let errorPower = 0;
  for (let i = 500; i < samples.length - 500; i++) {
    signalPower += ideal[i]! ** 2;
    errorPower += (samples[i]! - ideal[i]!) ** 2;
  }
  return 10 * Math.log10(signalPower / errorPower);
}

describe('a source at the rate of the export', () => {
  const left = tone(440, 48000, 4800);
  const right = tone(1000, 48000, 4800);

  it.each<[kind: string, source: () => AudioBuffer | Blob | string | (() => Promise<AudioBuffer>)]>([
    ['an AudioBuffer', () => audioBuffer([left, right], 48000)],
    ['a Blob', () => waveBlob([left, right], 48000)],
    ['a URL', () => URL.createObjectURL(waveBlob([left, right], 48000))],
    ['a function', () => () => Promise.resolve(audioBuffer([left, right], 48000))],
  ])('comes out sample by sample: %s', async (_, source) => {
    const [sound] = await openSounds([{ source: source() }], 48000, signal);
    expect(sound!.length).toBe(4800);
    expect(await samplesOf(sound!)).toEqual([left, right]);
  });

  it('is mixed where the track says', async () => {
    const tracks = [{ source: waveBlob([left, right], 48000), start: 0.05, offset: 0.01, gain: 0.5 }];
    const mix = await prepareMix(tracks, { sampleRate: 48000, length: 9600, signal });
    const [mixedLeft, mixedRight] = await mix.read(2400, 4320);
    expect(mixedLeft).toEqual(left.slice(480).map((value) => value * 0.5));
    expect(mixedRight).toEqual(right.slice(480).map((value) => value * 0.5));
    expect((await mix.read(0, 2400))[0]).toEqual(new Float32Array(2400));
  });
});

describe('a source at another rate', () => {
  it.each([
    { from: 44100, to: 48000 },
    { from: 96000, to: 48000 },
    { from: 48000, to: 44100 },
  ])('is resampled in place and pitch, $from to $to Hz', async ({ from, to }) => {
    const click = new Float32Array(from);
    click[from / 4] = 1;
    const channels = [tone(3000, from, from), click];
    const sources = [audioBuffer(channels, from), waveBlob(channels, from)];
    for (const sound of await openSounds(
      sources.map((source) => ({ source })),
      to,
      signal,
    )) {
      expect(Math.abs(sound.length - to)).toBeLessThanOrEqual(1);
      const [sine, clicks] = await samplesOf(sound);
      expect(peakAt(clicks!)).toBe(to / 4);
      expect(accuracy(sine!, 3000, to)).toBeGreaterThan(60);
    }
  });

  it('keeps six channels in their order', async () => {
    const channels = Array.from({ length: 6 }, (_, channel) => tone(500 * (channel + 1), 44100, 4410));
    const [sound] = await openSounds([{ source: audioBuffer(channels, 44100) }], 48000, signal);
    (await samplesOf(sound!)).forEach((samples, channel) => {
      expect(accuracy(samples, 500 * (channel + 1), 48000)).toBeGreaterThan(50);
    });
    expect(sound!.channelCount).toBe(6);
  });
});

it('decodes a source that several tracks share once', async () => {
  let calls = 0;
  const source = (): Promise<AudioBuffer> => {
    calls += 1;
    return Promise.resolve(audioBuffer([tone(440, 48000, 100)], 48000));
  };
  const sounds = await openSounds([{ source }, { source, start: 1 }, { source }], 48000, signal);
  expect(calls).toBe(1);
  expect(sounds).toHaveLength(3);
});

describe('a source that fails', () => {
  const good = { source: waveBlob([tone(440, 48000, 100)], 48000) };

  async function failure(source: Blob | string | (() => Promise<AudioBuffer>)): Promise<ExportError> {
    const error: unknown = await openSounds([good, { source }], 48000, signal).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ExportError);
    expect(error).toMatchObject({ code: 'audio', stage: 'audio' });
    expect((error as ExportError).message).toContain('audio[1].source');
    expect((error as ExportError).remedy).not.toBe('');
    return error as ExportError;
  }

  it.each([
    ['that the server has not', '/missing/music.mp3'],
    ['that answers nothing', 'http://127.0.0.1:9/music.mp3'],
    ['that is none', 'http://'],
  ])('names a URL %s', async (_, url) => {
    const error = await failure(url);
    expect(error.detail).toBe('audio-missing');
    expect(error.message).toContain(url);
  });

  it('is corrupt when it holds no sound', async () => {
    const noise = new File([crypto.getRandomValues(new Uint8Array(5000))], 'noise.mp3');
    expect(await failure(noise)).toMatchObject({
      detail: 'audio-corrupt',
      message: expect.stringContaining('noise.mp3') as string,
    });
    expect((await failure(new Blob([]))).detail).toBe('audio-corrupt');
  });

  it.each([48000, 44100])('is corrupt when a sample is no number, at %d Hz', async (sampleRate) => {
    const samples = tone(440, sampleRate, sampleRate);
    samples[sampleRate / 4] = Number.NaN;
    const buffer = audioBuffer([tone(440, sampleRate, sampleRate), samples], sampleRate);
    const error = await failure(() => Promise.resolve(buffer));
    expect(error.detail).toBe('audio-corrupt');
    expect(error.message).toContain('NaN at 0.250 s');
  });

  it('is told when the function throws, at once or later, or gives something else', async () => {
    const broken = (): never => {
      throw new Error('no synthesiser');
    };
    const error = await failure(broken);
    expect(error.detail).toBe('audio-source-failed');
    expect(error.message).toContain('no synthesiser');
    expect((await failure(() => Promise.reject(new Error('later')))).detail).toBe('audio-source-failed');
    expect((await failure(() => Promise.resolve({} as AudioBuffer))).detail).toBe('audio-source-failed');
  });

  it('stops when the export is cancelled, even while a source never answers', async () => {
    const controller = new AbortController();
    const never = (): Promise<AudioBuffer> => new Promise(() => {});
    const decoding = openSounds([good, { source: never }], 48000, controller.signal);
    controller.abort();
    await expect(decoding).rejects.toMatchObject({ code: 'cancelled' });
  });
});

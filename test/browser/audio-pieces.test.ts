import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commands } from 'vitest/browser';
import { openSounds } from '../../src/audio/decode';
import type { Sound } from '../../src/audio/sound';
import { ffmpeg } from '../support/media-tools';
import { everyNth } from '../support/thorough';

let cancelling: AbortController;

/** More than is decoded whole, and in the middle of a piece. */
const seconds = 43;

/** What sums of floats may differ by: the resampler counts its steps from where a piece begins. */
const roundings = 2e-7;

/** Seconds of all that `decodeAudioData` made in a test. */
const decoded: number[] = [];

// eslint-disable-next-line @typescript-eslint/unbound-method -- called with its object below
const { decodeAudioData } = OfflineAudioContext.prototype;

beforeEach(() => {
  cancelling = new AbortController();
  decoded.length = 0;
  // No spy: it would keep what is decoded.
  OfflineAudioContext.prototype.decodeAudioData = async function (file): Promise<AudioBuffer> {
    const buffer = await decodeAudioData.call(this, file);
    decoded.push(Math.round(buffer.duration));
    return buffer;
  };
});

afterEach(() => {
  cancelling.abort();
  OfflineAudioContext.prototype.decodeAudioData = decodeAudioData;
});

const files = new Map<string, Promise<Blob>>();

/**
 * A sweep on the left, a tone and bursts on the right, noise on both: every sample differs from every other. Made once of
 * each kind.
 */
function soundFile(extension: string, args: readonly string[], sampleRate = 44_100, length = seconds): Promise<Blob> {
  const key = JSON.stringify([extension, args, sampleRate, length]);
  const file = files.get(key) ?? makeSoundFile(extension, args, sampleRate, length);
  files.set(key, file);
  return file;
}

async function makeSoundFile(
  extension: string,
  args: readonly string[],
  sampleRate: number,
  length: number,
): Promise<Blob> {
  const left = '0.3*sin(2*PI*(200+90*t)*t)+0.05*(random(0)-0.5)';
  const right = '0.3*sin(2*PI*441*t)*lt(mod(t\\,1)\\,0.5)+0.2*(random(1)-0.5)*abs(sin(t))';
  const source = `aevalsrc=${left}|${right}:s=${sampleRate}:d=${length}`;
  const made = await ffmpeg(new Blob(['unused']), 'bin', [
    '-v',
    'error',
    '-f',
    'lavfi',
    '-i',
    source,
    ...args,
    '-y',
    '{out}',
  ]);
  expect(made.stderr).toBe('');
  return new File([made.bytes], `sound.${extension}`);
}

function waveFile(codec: string, sampleRate?: number): Promise<Blob> {
  return soundFile('wav', ['-c:a', codec, '-f', 'wav'], sampleRate);
}

/** What users have always got: the whole file through `decodeAudioData`. */
async function decodedWhole(file: Blob, sampleRate: number): Promise<AudioBuffer> {
  const context = new OfflineAudioContext({ numberOfChannels: 1, length: 1, sampleRate });
  const whole = await context.decodeAudioData(await file.arrayBuffer());
  decoded.length = 0;
  return whole;
}

async function open(source: Blob | string, sampleRate: number): Promise<Sound> {
  const [sound] = await openSounds([{ source }], sampleRate, cancelling.signal);
  return sound!;
}

/** The largest difference to the whole between two samples of the sound. */
async function difference(sound: Sound, whole: AudioBuffer, first: number, end: number): Promise<number> {
  let largest = 0;
  (await sound.read(first, end)).forEach((samples, channel) => {
    expect(samples).toHaveLength(end - first);
    const expected = whole.getChannelData(channel);
    for (let i = 0; i < samples.length; i++) largest = Math.max(largest, Math.abs(samples[i]! - expected[first + i]!));
  });
  return largest;
}

/** The largest difference of the sound read from its beginning to its end, in runs that fall across the pieces. */
async function differenceOfAll(sound: Sound, whole: AudioBuffer): Promise<number> {
  expect(sound.length).toBe(whole.length);
  expect(sound.channelCount).toBe(whole.numberOfChannels);
  const run = Math.round(3.7 * whole.sampleRate);
  let largest = 0;
  for (let first = 0; first < sound.length; first += run) {
    largest = Math.max(largest, await difference(sound, whole, first, Math.min(first + run, sound.length)));
  }
  return largest;
}

/** Every piece is far shorter than the sound: nothing was decoded whole. */
function expectPieces(): void {
  expect(decoded.length).toBeGreaterThan(4);
  expect(Math.max(...decoded)).toBeLessThanOrEqual(10);
}

const kinds: [name: string, extension: string, args: string[]][] = [
  ['WAV, 16 bits', 'wav', ['-c:a', 'pcm_s16le', '-f', 'wav']],
  ['WAV, 24 bits', 'wav', ['-c:a', 'pcm_s24le', '-f', 'wav']],
  ['WAV, float', 'wav', ['-c:a', 'pcm_f32le', '-f', 'wav']],
  ['WAV, A-law', 'wav', ['-c:a', 'pcm_alaw', '-f', 'wav']],
  ['FLAC', 'flac', ['-c:a', 'flac', '-f', 'flac']],
  ['MP3 of constant bitrate', 'mp3', ['-c:a', 'libmp3lame', '-b:a', '128k', '-f', 'mp3']],
  [
    'MP3 of variable bitrate with tags',
    'mp3',
    ['-c:a', 'libmp3lame', '-q:a', '3', '-metadata', 'title=x', '-f', 'mp3'],
  ],
  ['MP3 without a header', 'mp3', ['-c:a', 'libmp3lame', '-write_xing', '0', '-id3v2_version', '0', '-f', 'mp3']],
  ['MP3 at half the rate, mono', 'mp3', ['-c:a', 'libmp3lame', '-ar', '22050', '-ac', '1', '-f', 'mp3']],
  ['MP3 of very low bitrate', 'mp3', ['-c:a', 'libmp3lame', '-b:a', '32k', '-f', 'mp3']],
  ['AAC in MP4', 'm4a', ['-c:a', 'aac', '-b:a', '128k', '-f', 'mp4']],
  ['AAC in MP4 without an edit list', 'm4a', ['-c:a', 'aac', '-use_editlist', '0', '-f', 'mp4']],
  [
    'AAC in fragmented MP4',
    'mp4',
    ['-c:a', 'aac', '-movflags', 'frag_keyframe+empty_moov', '-frag_duration', '5000000', '-f', 'mp4'],
  ],
  ['AAC in ADTS', 'aac', ['-c:a', 'aac', '-f', 'adts']],
  ['AAC, six channels', 'm4a', ['-af', 'pan=5.1|c0=c0|c1=c1|c2=c0|c3=c1|c4=c0|c5=c1', '-c:a', 'aac', '-f', 'mp4']],
  ['Opus in Ogg', 'opus', ['-c:a', 'libopus', '-ar', '48000', '-f', 'ogg']],
  [
    'Opus in Ogg, 60 ms a packet',
    'opus',
    ['-c:a', 'libopus', '-ar', '48000', '-frame_duration', '60', '-b:a', '24k', '-f', 'ogg'],
  ],
];

describe('a long file, in pieces', () => {
  it.each(everyNth(kinds, 3))('is sample by sample what it is whole: %s', async (kind, extension, args) => {
    const file = await soundFile(extension, args);
    // Each at another rate than its own, and one of each sort at its own.
    const own = ['WAV, 16 bits', 'FLAC', 'MP3 of constant bitrate', 'AAC in MP4'].some((name) => name === kind);
    for (const sampleRate of own ? [48_000, 44_100] : [48_000]) {
      const whole = await decodedWhole(file, sampleRate);
      expect(await differenceOfAll(await open(file, sampleRate), whole)).toBeLessThanOrEqual(roundings);
      expectPieces();
    }
  });

  it.each([8000, 44_100, 48_000])('is the very same at its own rate of %d Hz', async (sampleRate) => {
    const file = await waveFile('pcm_f32le', sampleRate);
    const whole = await decodedWhole(file, sampleRate);
    expect(await differenceOfAll(await open(file, sampleRate), whole)).toBe(0);
    expectPieces();
  });

  it.each([
    [8000, 48_000],
    // No common divisor: a sample of one falls on one of the other once a second.
    [44_101, 48_000],
  ])('has no seams where it is resampled from %d to %d Hz', async (from, to) => {
    const file = await waveFile('pcm_f32le', from);
    const whole = await decodedWhole(file, to);
    expect(await differenceOfAll(await open(file, to), whole)).toBeLessThanOrEqual(roundings);
    expectPieces();
  });

  it('is the same by its address', async () => {
    const file = await waveFile('pcm_s16le', 48_000);
    const url = URL.createObjectURL(file);
    expect(await differenceOfAll(await open(url, 48_000), await decodedWhole(file, 48_000))).toBe(0);
    URL.revokeObjectURL(url);
  });
});

const jumpers: typeof kinds = kinds.filter(([name]) =>
  ['WAV, 16 bits', 'FLAC', 'MP3 of very low bitrate', 'AAC in MP4', 'Opus in Ogg'].includes(name),
);

describe('jumping', () => {
  it.each(jumpers)('gives the same samples in any order: %s', async (_, extension, args) => {
    const file = await soundFile(extension, args);
    const whole = await decodedWhole(file, 48_000);
    const sound = await open(file, 48_000);
    for (const second of [40, 2, 17, 16, 33, 0, 24, 41.9]) {
      const first = second * 48_000;
      expect(await difference(sound, whole, first, first + 48_000), `at ${second} s`).toBeLessThanOrEqual(roundings);
    }
  });

  it.each(everyNth(jumpers, 2))('gives the same samples to two who read at once: %s', async (_, extension, args) => {
    const file = await soundFile(extension, args);
    const whole = await decodedWhole(file, 48_000);
    const sound = await open(file, 48_000);
    for (let second = 0; second < 20; second++) {
      const apart = await Promise.all(
        [second, second + 21].map((at) => difference(sound, whole, at * 48_000, (at + 1) * 48_000)),
      );
      expect(Math.max(...apart), `at ${second} s`).toBeLessThanOrEqual(roundings);
    }
    expectPieces();
  });
});

describe('a damaged file', () => {
  // The index of an MP4 in front, or nothing could be read at all.
  const inFront = ['-movflags', '+faststart'];

  it.each(everyNth(jumpers, 2))(
    'that is cut off sounds as far as it goes, and is silent then: %s',
    async (_, extension, args) => {
      const file = await soundFile(extension, [...inFront, ...args]);
      const cut = file.slice(0, Math.floor(0.83 * file.size) + 1);
      const whole = await decodedWhole(cut, 48_000);
      const sound = await open(cut, 48_000);
      expect(whole.duration).toBeGreaterThan(30);
      expect(await difference(sound, whole, 0, whole.length)).toBeLessThanOrEqual(roundings);
      const after = await sound.read(whole.length, sound.length);
      expect(after[1]).toEqual(new Float32Array(sound.length - whole.length));
    },
  );

  /** Three thousand bytes in its middle are no sound. */
  async function holed([, extension, args]: (typeof kinds)[number]): Promise<Blob> {
    const file = await soundFile(extension, [...inFront, ...args]);
    const [start, end] = [file.size >> 1, (file.size >> 1) + 3000];
    return new Blob([file.slice(0, start), new Uint8Array(end - start).fill(0x5a), file.slice(end)]);
  }

  it.each(jumpers.filter(([, extension]) => extension !== 'mp3'))(
    'with a hole sounds as it always has: %s',
    async (...kind) => {
      const file = await holed(kind);
      const whole = await decodedWhole(file, 48_000);
      const sound = await open(file, 48_000);
      const length = Math.min(sound.length, whole.length);
      expect(length).toBeGreaterThan(20 * 48_000);
      expect(await difference(sound, whole, 0, length)).toBeLessThanOrEqual(roundings);
    },
  );

  it('with a hole sounds on after it: MP3', async () => {
    const file = await holed(kinds.find(([name]) => name === 'MP3 of very low bitrate')!);
    const whole = await decodedWhole(file, 48_000);
    const sound = await open(file, 48_000);
    expect(await difference(sound, whole, 0, 20 * 48_000)).toBeLessThanOrEqual(roundings);
    // Where frames begin again after the hole is anyone's guess, some frames up or down.
    expect(Math.abs(sound.length - whole.length)).toBeLessThan(0.2 * 48_000);
    const [, last] = await sound.read(sound.length - 48_000, sound.length);
    expect(Math.max(...last!)).toBeGreaterThan(0.2);
    expect(Math.max(...decoded)).toBeLessThanOrEqual(10);
  });

  it('is named where a sample in the middle is no number', async () => {
    const file = await waveFile('pcm_f32le', 48_000);
    const at = file.size - 4 - 2.5 * 48_000 * 8;
    const broken = new File([file.slice(0, at), new Float32Array([Number.NaN]), file.slice(at + 4)], 'broken.wav');
    const sound = await open(broken, 48_000);
    await sound.read(0, 48_000);
    await expect(sound.read(40 * 48_000, 41 * 48_000)).rejects.toMatchObject({
      code: 'audio',
      detail: 'audio-corrupt',
      message: expect.stringMatching(/broken\.wav.*NaN at 40\.500 s/) as string,
    });
  });
});

it.each(kinds.filter(([name]) => name === 'AAC in MP4'))(
  'of a long file no more is held than of a short one: %s',
  async (_, extension, args) => {
    const held: number[] = [];
    for (const length of [60, 180]) {
      const file = await soundFile(extension, args, 44_100, length);
      const sound = await open(file, 48_000);
      for (let second = 0; second < length - 1; second++) await sound.read(second * 48_000, (second + 1) * 48_000);
      held.push(await commands.heldBytes());
      cancelling.abort();
      cancelling = new AbortController();
    }
    // Decoded, two minutes more are 46 MB. What is known of their packets takes up to 4 MB.
    expect(held[1]! - held[0]!).toBeLessThan(6e6);
  },
);

it('is read no more when the export is cancelled', async () => {
  const file = await soundFile('mp3', ['-c:a', 'libmp3lame', '-f', 'mp3']);
  const sound = await open(file, 48_000);
  const reading = sound.read(20 * 48_000, 21 * 48_000);
  cancelling.abort();
  await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
  await expect(sound.read(0, 48_000)).rejects.toMatchObject({ code: 'cancelled' });
});

it('is told when a file can no longer be read', async () => {
  const folder = await navigator.storage.getDirectory();
  const handle = await folder.getFileHandle('vanishing.wav', { create: true });
  const writable = await handle.createWritable();
  await writable.write(await waveFile('pcm_s16le', 48_000));
  await writable.close();
  const sound = await open(await handle.getFile(), 48_000);
  await sound.read(0, 48_000);
  await folder.removeEntry('vanishing.wav');
  await expect(sound.read(20 * 48_000, 21 * 48_000)).rejects.toMatchObject({
    code: 'audio',
    detail: 'audio-missing',
    recoverable: true,
  });
});

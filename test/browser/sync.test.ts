import { afterAll, describe, expect, it } from 'vitest';
import { commands } from 'vitest/browser';
import { frameTime, toFrameRate } from '../../src/composition/frame-rate';
import { createExporter, settingsFor, type ExportSettings, type FormatId } from '../../src/index';
import { presets } from '../../src/presets/registry';
import { findBeep, flashBeepComposition, flashFrames, sampleRate } from '../support/flash-beep';
import { ffmpeg, fromBase64, probe, toBase64 } from '../support/media-tools';
import { everyNth } from '../support/thorough';

const exporter = createExporter({ check: 'off' });
afterAll(() => exporter.dispose());

/** 1 ms. */
const allowedSamples = sampleRate / 1000;
const reach = 1500;

type AudioCodec = NonNullable<ExportSettings['audio']>['codec'];

interface Case {
  format: FormatId;
  codec: ExportSettings['video']['codec'];
  audio: AudioCodec;
  frameRate: number | { num: number; den: number };
}

const cases: Case[] = [
  { format: 'mp4', codec: 'h264', audio: 'aac', frameRate: 30 },
  { format: 'mp4', codec: 'h264', audio: 'aac', frameRate: { num: 30000, den: 1001 } },
  { format: 'mp4-fragmented', codec: 'h264', audio: 'aac', frameRate: 30 },
  { format: 'mov', codec: 'h264', audio: 'aac', frameRate: 25 },
  { format: 'mov', codec: 'h264', audio: 'pcm-s16', frameRate: 30 },
  { format: 'mov', codec: 'h264', audio: 'pcm-s24', frameRate: 24 },
  { format: 'mp4', codec: 'av1', audio: 'opus', frameRate: 30 },
  { format: 'webm', codec: 'vp9', audio: 'opus', frameRate: 30 },
  { format: 'webm', codec: 'vp8', audio: 'opus', frameRate: { num: 60000, den: 1001 } },
  { format: 'mkv', codec: 'vp9', audio: 'opus', frameRate: 60 },
  { format: 'mkv', codec: 'h264', audio: 'aac', frameRate: 30 },
  { format: 'mkv', codec: 'h264', audio: 'pcm-s24', frameRate: 30 },
];

async function exportFile({ format, codec, audio, frameRate }: Case): Promise<File> {
  const composition = flashBeepComposition({ frameRate, seconds: 3 });
  const settings = settingsFor(presets[0]!, composition);
  const handle = exporter.start(composition, {
    ...settings,
    format,
    video: { codec, rateControl: { mode: 'quality', quality: 'high' } },
    audio: { codec: audio },
  });
  return (await handle.result).file!;
}

interface FlashesAndBeeps {
  /** Seconds. */
  flashes: number[];
  /** Samples of the left channel, and the time of the first one in seconds. */
  samples: Float32Array;
  firstSampleAt: number;
}

async function probeTimes(file: File, extension: string, stream: 'v:0' | 'a:0'): Promise<number[]> {
  const args = ['-v', 'error', '-select_streams', stream, '-show_entries', 'frame=pts_time', '-of', 'csv=p=0', '{in}'];
  const { stdoutBase64 } = await commands.mediaTool('ffprobe', await toBase64(file), extension, args);
  return new TextDecoder().decode(fromBase64(stdoutBase64)).trim().split('\n').map(Number.parseFloat);
}

/** The file as ffmpeg decodes it. */
async function inFfmpeg(file: File, extension: string): Promise<FlashesAndBeeps> {
  const gray = [
    '-v',
    'error',
    '-i',
    '{in}',
    '-map',
    'v:0',
    '-fps_mode',
    'passthrough',
    '-vf',
    'scale=1:1',
    '-pix_fmt',
    'gray',
  ];
  const luma = (await ffmpeg(file, extension, [...gray, '-f', 'rawvideo', '-'])).bytes;
  const times = await probeTimes(file, extension, 'v:0');
  expect(times).toHaveLength(luma.length);
  const sound = ['-v', 'error', '-i', '{in}', '-map', 'a:0', '-af', 'pan=mono|c0=c0', '-f', 'f32le', '-'];
  const { bytes } = await ffmpeg(file, extension, sound);
  const [firstSampleAt] = await probeTimes(file, extension, 'a:0');
  return {
    flashes: times.filter((_, index) => luma[index]! > 128),
    samples: new Float32Array(bytes.buffer, 0, bytes.byteLength >> 2),
    firstSampleAt: firstSampleAt!,
  };
}

/**
 * The sound as a `<video>` element plays it, from media time 0 on. What is captured begins with the first sample the
 * element lets out, so a beep that belongs to time 0 must begin it.
 */
async function inVideoElement(file: File): Promise<Float32Array> {
  const video = document.createElement('video');
  video.src = URL.createObjectURL(file);
  document.body.append(video);
  try {
    await new Promise((resolve, reject) => {
      video.oncanplaythrough = resolve;
      video.onerror = () => reject(new Error(video.error?.message ?? 'The video does not play.'));
    });
    const stream = (video as unknown as { captureStream(): MediaStream }).captureStream();
    if (stream.getAudioTracks().length === 0) {
      await new Promise<void>((resolve) => (stream.onaddtrack = ({ track }) => track.kind === 'audio' && resolve()));
    }
    const [track] = stream.getAudioTracks();
    const recorded = record(track!);
    await video.play();
    await new Promise((resolve) => (video.onended = resolve));
    track!.stop();
    return await recorded;
  } finally {
    video.remove();
    URL.revokeObjectURL(video.src);
  }
}

async function record(track: MediaStreamTrack): Promise<Float32Array> {
  type Processor = new (init: { track: MediaStreamTrack; maxBufferSize: number }) => {
    readable: ReadableStream<AudioData>;
  };
  const { MediaStreamTrackProcessor } = globalThis as unknown as { MediaStreamTrackProcessor: Processor };
  const reader = new MediaStreamTrackProcessor({ track, maxBufferSize: 500 }).readable.getReader();
  const samples: number[] = [];
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    const chunk = new Float32Array(next.value.numberOfFrames);
    next.value.copyTo(chunk, { planeIndex: 0, format: 'f32-planar' });
    next.value.close();
    samples.push(...chunk);
  }
  return Float32Array.from(samples);
}

/** Sound against picture in samples, beep by beep: positive when the sound is late. */
function errors({ flashes, samples, firstSampleAt }: FlashesAndBeeps): number[] {
  return flashes.map((time) => {
    const expected = (time - firstSampleAt) * sampleRate;
    const { at, likeness } = findBeep(samples, Math.round(expected), reach);
    expect(likeness).toBeGreaterThan(0.5);
    return at - expected;
  });
}

describe('sound and picture', () => {
  it.each(everyNth(cases, 2))('$codec + $audio in $format at $frameRate', async (given) => {
    const file = await exportFile(given);
    const extension = file.name.split('.').at(-1)!;
    const rate = toFrameRate(given.frameRate);
    const expectedFlashes = flashFrames({ frameRate: given.frameRate, seconds: 3 }).map((frame) =>
      frameTime(frame, rate),
    );

    const { streams, format } = await probe(file, extension);
    const seconds = frameTime(Math.round((3 * rate.num) / rate.den), rate);
    // Of a fragmented file ffprobe adds up the fragments, priming and all, although the edit list takes it out again.
    const probed = given.format === 'mp4-fragmented' ? streams[0]!.duration : format.duration;
    expect(Math.abs(Number(probed) - seconds)).toBeLessThanOrEqual(0.001);

    const asFfmpeg = await inFfmpeg(file, extension);
    expect(asFfmpeg.flashes).toHaveLength(expectedFlashes.length);
    asFfmpeg.flashes.forEach((time, index) => expect(Math.abs(time - expectedFlashes[index]!)).toBeLessThan(0.001));
    const ffmpegErrors = errors(asFfmpeg);

    const figures: Record<string, number[]> = { ffmpeg: ffmpegErrors };
    // Chromium does not play PCM in QuickTime files, so there is nothing to compare.
    if (!(given.audio.startsWith('pcm') && extension === 'mov')) {
      const context = new OfflineAudioContext(2, 1, sampleRate);
      const decoded = await context.decodeAudioData(await file.arrayBuffer());
      figures['decodeAudioData'] = errors({
        flashes: expectedFlashes,
        samples: decoded.getChannelData(0),
        firstSampleAt: 0,
      });
    }
    if (extension === 'mp4' || extension === 'webm') {
      // The first beeps alone: on a busy machine a player may stumble, and then all that follows is late.
      const samples = await inVideoElement(file);
      figures['video'] = errors({ flashes: expectedFlashes.slice(0, 1), samples, firstSampleAt: 0 });
    }
    console.log(`sync ${given.codec}+${given.audio} ${given.format}: ${JSON.stringify(figures)} samples`);
    for (const each of Object.values(figures).flat()) expect(Math.abs(each)).toBeLessThanOrEqual(allowedSamples);
  });
});

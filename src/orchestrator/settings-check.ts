import type { Composition } from '../composition/composition';
import type { FrameRate } from '../composition/frame-rate';
import { codecs } from '../formats/codecs';
import type { ExportSettings, Format } from '../formats/format';
import { isLoudness } from '../formats/loudness-targets';
import { findFormat } from '../formats/registry';
import { checkCaptions } from './captions-check';
import { checkChapters } from './chapters-check';
import { checkCodec, checkVideoCodec } from './codec-check';
import { invalid, type ExportIssue } from './export-issue';
import { lengthAt } from './export-length';
import { checkMetadata } from './metadata-check';
import { checkOptions } from './option-check';

const leastPixels = 16;
const mostPixels = 8192;
const mostFramesPerSecond = 240;

/** What can be said of the settings without asking an encoder. An empty list: nothing stands in the way. */
export function checkSettings(composition: Composition, settings: ExportSettings): ExportIssue[] {
  return [
    ...checkSize(settings),
    ...checkFrameRate(settings.frameRate),
    ...checkRange(composition, settings),
    ...checkFormat(settings),
    ...checkCodec(settings),
    ...checkKeyFrameInterval(settings),
    ...checkLoudness(settings),
    ...checkPosterFrame(settings),
    ...(checkFrameRate(settings.frameRate).length > 0 ? [] : checkExtras(composition, settings)),
  ];
}

/** What a file has beside picture and sound. The frame rate is one that can be exported. */
function checkExtras(composition: Composition, settings: ExportSettings): ExportIssue[] {
  return [...checkMetadata(settings), ...checkChapters(composition, settings), ...checkCaptions(composition, settings)];
}

function checkSize({ width, height, video }: ExportSettings): ExportIssue[] {
  const issues: ExportIssue[] = [];
  for (const [path, value] of [
    ['width', width],
    ['height', height],
  ] as const) {
    if (!Number.isInteger(value) || value < leastPixels || value > mostPixels) {
      const near = Number.isFinite(value) ? clamp(evenNear(value), leastPixels, mostPixels) : undefined;
      issues.push({
        ...invalid(
          'size-out-of-range',
          path,
          Number.isFinite(value) ? `A ${path} of ${value} pixels cannot be exported.` : `The ${path} is not a number.`,
          `Choose a whole number of pixels from ${leastPixels} to ${mostPixels}${near === undefined ? '' : `, such as ${near}`}.`,
        ),
        ...(near === undefined ? {} : { suggestion: { [path]: near } }),
      });
    } else if (value % 2 !== 0 && !codecs[video.codec].oddSizes) {
      const near = evenNear(value);
      issues.push({
        ...invalid(
          'odd-size',
          path,
          `A ${path} of ${value} pixels is odd, and this codec stores colour for every second pixel.`,
          `Choose ${near}.`,
        ),
        suggestion: { [path]: near },
      });
    }
  }
  return issues;
}

function checkFrameRate({ num, den }: FrameRate): ExportIssue[] {
  const whole = Number.isSafeInteger(num) && Number.isSafeInteger(den) && num > 0 && den > 0;
  if (whole && num / den >= 1 && num / den <= mostFramesPerSecond) return [];
  return [
    invalid(
      'frame-rate-out-of-range',
      'frameRate',
      `A frame rate of ${den === 1 ? num : `${num}/${den}`} cannot be exported.`,
      `Choose a rate from 1 to ${mostFramesPerSecond} frames per second, such as 30.`,
    ),
  ];
}

function checkRange(composition: Composition, { format, range, frameRate }: ExportSettings): ExportIssue[] {
  const { first, end } = range;
  if (!Number.isInteger(first) || !Number.isInteger(end) || first < 0) {
    return [
      invalid(
        'range-invalid',
        'range',
        `The range ${first} to ${end} is not made of frames.`,
        'Choose whole frames from 0.',
      ),
    ];
  }
  if (end > first + 1 && findFormat(format)?.container.kind === 'picture') {
    return [
      {
        ...invalid(
          'one-frame-only',
          'range',
          `A picture holds one frame, not ${end - first}.`,
          'Choose the frame, or a sequence of pictures.',
        ),
        suggestion: { range: { first, end: first + 1 } },
      },
    ];
  }
  if (end <= first) {
    return [invalid('range-empty', 'range', 'The range holds no frame.', 'Move the out point behind the in point.')];
  }
  if (checkFrameRate(frameRate).length > 0) return [];
  const length = lengthAt(composition, frameRate);
  if (end <= length) return [];
  return [
    {
      ...invalid(
        'range-outside',
        'range',
        `The range ends at frame ${end - 1}, but the last frame is ${length - 1}.`,
        `End at frame ${length - 1} or before.`,
      ),
      suggestion: first < length ? { range: { first, end: length } } : { range: { first: 0, end: length } },
    },
  ];
}

function checkFormat(settings: ExportSettings): ExportIssue[] {
  const format = findFormat(settings.format);
  if (!format) {
    return [
      invalid(
        'format-unknown',
        'format',
        `There is no format ${settings.format}.`,
        'Choose one of the formats offered.',
      ),
    ];
  }
  return [
    ...checkVideoCodec(settings, format),
    ...checkAudioCodec(settings, format),
    ...checkOptions(settings, format),
  ];
}

function checkAudioCodec({ audio, video }: ExportSettings, format: Format): ExportIssue[] {
  if (audio === null) return [];
  if (audio.codec === 'aac' && codecs[video.codec].muxer === 'ffmpeg') {
    return [
      {
        ...invalid(
          'audio-codec-not-with-video',
          'audio.codec',
          `Beside ${codecs[video.codec].label}, editing programs expect sound that is not compressed.`,
          'Choose PCM.',
        ),
        suggestion: { audio: { ...audio, codec: 'pcm-s24' } },
      },
    ];
  }
  if (audio.codec === 'opus' && audio.sampleRate !== undefined && audio.sampleRate !== 48_000) {
    return [
      {
        ...invalid(
          'sample-rate-not-in-codec',
          'audio.sampleRate',
          `Opus is always at 48000 Hz, not at ${audio.sampleRate} Hz.`,
          'Choose 48000 Hz, or another audio codec.',
        ),
        suggestion: { audio: { ...audio, sampleRate: 48_000 } },
      },
    ];
  }
  if (format.audioCodecs.includes(audio.codec)) return [];
  const [instead] = format.audioCodecs;
  return [
    {
      ...invalid(
        'audio-codec-not-in-format',
        'audio.codec',
        instead === undefined ? `${format.label} has no sound.` : `${format.label} cannot hold ${audio.codec}.`,
        instead === undefined ? 'Export without sound.' : `Choose one of ${format.audioCodecs.join(', ')}.`,
      ),
      suggestion: { audio: instead === undefined ? null : { codec: instead } },
    },
  ];
}

function checkLoudness({ audio }: ExportSettings): ExportIssue[] {
  if (!audio?.loudness || isLoudness(audio.loudness)) return [];
  return [
    invalid(
      'loudness-invalid',
      'audio.loudness',
      'The sound cannot be made that loud.',
      'Choose a loudness from -70 to 0 LUFS and a true-peak ceiling from -20 to 0 dBTP, such as -23 and -1.',
    ),
  ];
}

function checkKeyFrameInterval({ video }: ExportSettings): ExportIssue[] {
  const { keyFrameInterval } = video;
  if (keyFrameInterval === undefined || (Number.isFinite(keyFrameInterval) && keyFrameInterval > 0)) return [];
  return [
    invalid(
      'key-frame-interval-invalid',
      'video.keyFrameInterval',
      `A key frame every ${keyFrameInterval} seconds cannot be made.`,
      'Choose a positive number of seconds, such as 2.',
    ),
  ];
}

function checkPosterFrame({ posterFrame = null, range, format }: ExportSettings): ExportIssue[] {
  const frames = range.end - range.first;
  const kept = findFormat(format);
  if (posterFrame !== null && kept?.container.cover === false) {
    return [
      {
        severity: 'warning',
        code: 'invalid-input',
        detail: 'poster-not-in-format',
        path: 'posterFrame',
        message: `${kept.label} has no place for a cover picture.`,
        remedy: 'Leave it out, or choose another format, such as MP4.',
        suggestion: { posterFrame: null },
      },
    ];
  }
  if (posterFrame === null || (Number.isInteger(posterFrame) && posterFrame >= 0 && posterFrame < frames)) return [];
  return [
    {
      ...invalid(
        'poster-outside',
        'posterFrame',
        `Frame ${posterFrame} cannot be the cover: it is not exported.`,
        `Choose a frame from 0 to ${frames - 1}.`,
      ),
      suggestion: { posterFrame: 0 },
    },
  ];
}

function evenNear(value: number): number {
  return Math.max(2, Math.round(value / 2) * 2);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

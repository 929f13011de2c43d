import type { Composition } from '../composition/composition';
import { convertFrameCount, framesPerSecond, toFrameRate, type FrameRate } from '../composition/frame-rate';
import type { RateControl, VideoCodec } from '../encode/segment-encoder';
import { ExportError } from '../errors';
import { codecs, findProfile } from '../formats/codecs';
import type { ExportSettings, Format } from '../formats/format';
import { findFormat } from '../formats/registry';

/** Something in the settings that cannot be exported as asked. */
export interface ExportIssue {
  /** `error`: the export would refuse. `warning`: it would run, but not as one may think. */
  severity: 'error' | 'warning';
  code: 'invalid-input' | 'unsupported';
  detail: string;
  /** Where in the settings, e.g. `video.codec`. */
  path: string;
  message: string;
  remedy: string;
  /** Settings that would do instead, ready to be applied. */
  suggestion?: Partial<ExportSettings>;
}

const leastPixels = 16;
const mostPixels = 8192;
const mostFramesPerSecond = 240;
/** Bits/s no encoder here is meant for. */
const mostBitrate = 1e9;
/** VP9's and AV1's scale. */
const mostQuantizer = 63;

/** What can be said of the settings without asking an encoder. An empty list: nothing stands in the way. */
export function checkSettings(composition: Composition, settings: ExportSettings): ExportIssue[] {
  return [
    ...checkSize(settings),
    ...checkFrameRate(settings.frameRate),
    ...checkRange(composition, settings),
    ...checkFormat(settings),
    ...checkProfile(settings.video),
    ...checkRateControl(settings.video),
    ...checkKeyFrameInterval(settings),
    ...checkPosterFrame(settings),
  ];
}

/** The first error among the issues as what an export fails with; undefined when there is none. */
export function errorFrom(issues: readonly ExportIssue[]): ExportError | undefined {
  const issue = issues.find(({ severity }) => severity === 'error');
  if (!issue) return undefined;
  const { code, detail, message, remedy } = issue;
  return new ExportError(code, { detail, stage: 'configure', message, remedy });
}

/** The length of a composition at a rate, in frames. @throws RangeError when the composition's own rate is not one */
export function lengthAt(composition: Composition, rate: FrameRate): number {
  return convertFrameCount(composition.durationInFrames, toFrameRate(composition.frameRate), rate);
}

function invalid(detail: string, path: string, message: string, remedy: string): ExportIssue {
  return { severity: 'error', code: 'invalid-input', detail, path, message, remedy };
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

function checkRange(composition: Composition, { range, frameRate }: ExportSettings): ExportIssue[] {
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
  return [...checkVideoCodec(settings, format), ...checkAudioCodec(settings, format)];
}

function checkVideoCodec({ video }: ExportSettings, format: Format): ExportIssue[] {
  if (format.videoCodecs.includes(video.codec)) return [];
  const [instead] = format.videoCodecs;
  return [
    {
      ...invalid(
        'codec-not-in-format',
        'video.codec',
        `${format.label} cannot hold ${video.codec}.`,
        `Choose one of ${format.videoCodecs.join(', ')}.`,
      ),
      suggestion: { video: asCodec(video, instead!) },
    },
  ];
}

/** The same with another codec, and what goes with that. */
function asCodec(video: ExportSettings['video'], codec: VideoCodec): ExportSettings['video'] {
  const { rateControl, keyFrameInterval, colourSpace } = video;
  const { rateControls, profiles } = codecs[codec];
  const [first] = profiles;
  return {
    codec,
    ...(first ? { profile: first.id } : {}),
    rateControl: rateControls.includes(rateControl.mode) ? rateControl : ordinaryRate(codec),
    ...(keyFrameInterval === undefined ? {} : { keyFrameInterval }),
    ...(colourSpace === undefined ? {} : { colourSpace }),
  };
}

function ordinaryRate(codec: VideoCodec): RateControl {
  return codecs[codec].rateControls.includes('quality') ? { mode: 'quality', quality: 'high' } : { mode: 'profile' };
}

function checkProfile(video: ExportSettings['video']): ExportIssue[] {
  const { codec, profile, alpha } = video;
  const { label, profiles } = codecs[codec];
  const chosen = profile === undefined ? profiles[0] : findProfile(codec, profile);
  if (profile !== undefined && !chosen) {
    const without = { ...video };
    delete without.profile;
    return [
      {
        ...invalid(
          'profile-not-in-codec',
          'video.profile',
          `${label} has no profile ${profile}.`,
          profiles.length === 0 ? 'Leave it out.' : `Choose one of ${profiles.map(({ id }) => id).join(', ')}.`,
        ),
        suggestion: { video: without },
      },
    ];
  }
  if (alpha === undefined || chosen?.alpha === true) return [];
  const translucent = profiles.find((each) => each.alpha);
  const opaque = { ...video };
  delete opaque.alpha;
  return [
    {
      ...invalid(
        'alpha-not-in-codec',
        'video.alpha',
        `${[label, chosen?.label ?? ''].join(' ').trim()} cannot keep transparency.`,
        translucent ? `Choose ${label} ${translucent.label}, or leave transparency out.` : 'Leave transparency out.',
      ),
      suggestion: { video: translucent ? { ...video, profile: translucent.id } : opaque },
    },
  ];
}

function checkAudioCodec({ audio }: ExportSettings, format: Format): ExportIssue[] {
  if (audio === null) return [];
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
        `${format.label} cannot hold ${audio.codec}.`,
        `Choose one of ${format.audioCodecs.join(', ')}.`,
      ),
      suggestion: { audio: { codec: instead! } },
    },
  ];
}

function checkRateControl(video: ExportSettings['video']): ExportIssue[] {
  const { rateControl, codec } = video;
  const { label, rateControls } = codecs[codec];
  if (!rateControls.includes(rateControl.mode)) {
    return [
      {
        ...invalid(
          rateControl.mode === 'quantizer' ? 'quantizer-not-in-codec' : 'rate-control-not-in-codec',
          'video.rateControl',
          rateControl.mode === 'quantizer'
            ? `Browsers do not offer a constant quantizer for ${codec}.`
            : `${label} has no rate control by ${rateControl.mode}.`,
          rateControls.includes('profile')
            ? 'Its rate follows from its profile: choose that.'
            : 'Choose a quality or a bitrate, or one of vp9, av1.',
        ),
        suggestion: { video: { ...video, rateControl: ordinaryRate(codec) } },
      },
    ];
  }
  switch (rateControl.mode) {
    case 'quality':
    case 'profile':
      return [];
    case 'bitrate': {
      const { bitrate } = rateControl;
      if (Number.isFinite(bitrate) && bitrate >= 1000 && bitrate <= mostBitrate) return [];
      return [
        invalid(
          'bitrate-out-of-range',
          'video.rateControl.bitrate',
          `A bitrate of ${bitrate} bits per second cannot be used.`,
          'Choose a bitrate from 1 kbit/s to 1 Gbit/s.',
        ),
      ];
    }
    case 'quantizer': {
      const { quantizer } = rateControl;
      if (Number.isInteger(quantizer) && quantizer >= 0 && quantizer <= mostQuantizer) return [];
      return [
        invalid(
          'quantizer-out-of-range',
          'video.rateControl.quantizer',
          `A quantizer of ${quantizer} cannot be used.`,
          `Choose a whole number from 0 (best) to ${mostQuantizer}.`,
        ),
      ];
    }
  }
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

function checkPosterFrame({ posterFrame = null, range }: ExportSettings): ExportIssue[] {
  const frames = range.end - range.first;
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

/** Seconds an export lasts. */
export function exportSeconds({ range, frameRate }: ExportSettings): number {
  return (range.end - range.first) / framesPerSecond(frameRate);
}

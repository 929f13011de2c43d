import { colourSpaces } from '../colour/colour-space';
import { checkFfmpegSettings } from '../encode/ffmpeg/check-ffmpeg-settings';
import { ffmpegSettings } from '../encode/ffmpeg/ffmpeg-settings-of';
import {
  needsX264,
  type AlphaMode,
  type BitrateControl,
  type RateControl,
  type VideoCodec,
} from '../encode/segment-encoder';
import { bitDepthOf, codecs, ffmpegCodecIdOf, findProfile, isWebVideoCodec, keepsAlpha } from '../formats/codecs';
import type { ExportSettings, Format, FormatId } from '../formats/format';
import { findFormat } from '../formats/registry';
import { nearestPicture } from '../formats/nearest-raster';
import { videoEncoderSettings } from './export-job';
import { invalid, type ExportIssue } from './export-issue';

/** Bits/s no encoder here is meant for. */
const mostBitrate = 1e9;
/** VP9's and AV1's scale. */
const mostQuantizer = 63;

/** Whether the codec can be used as asked. */
export function checkCodec(settings: ExportSettings): ExportIssue[] {
  const { video } = settings;
  const issues = [...checkProfile(settings), ...checkRateControl(video), ...checkColour(video), ...checkDepth(video)];
  return issues.length > 0 ? issues : [...checkScan(settings), ...checkStandard(settings)];
}

/** What a file cannot say of its colours, readers would guess wrongly. */
function checkColour(video: ExportSettings['video']): ExportIssue[] {
  const { codec, colourSpace } = video;
  const { label, colourSpaces: allowed } = codecs[codec];
  if (colourSpace === undefined || allowed.includes(colourSpace)) return [];
  const without = { ...video };
  delete without.colourSpace;
  const names = allowed.map((id) => colourSpaces[id].label);
  return [
    {
      ...invalid(
        'colour-space-not-in-codec',
        'video.colourSpace',
        `${label} cannot say that its colours are ${colourSpaces[colourSpace].label}.`,
        `Choose ${names.join(' or ')}, or another codec, such as ProRes.`,
      ),
      suggestion: { video: without },
    },
  ];
}

function checkDepth(video: ExportSettings['video']): ExportIssue[] {
  const { codec, profile, captureDepth } = video;
  if (captureDepth !== 16 || bitDepthOf(codec, profile) > 8) return [];
  const without = { ...video };
  delete without.captureDepth;
  const deeper = codecs[codec].profiles.find(({ id }) => bitDepthOf(codec, id) > 8);
  return [
    {
      ...invalid(
        'depth-not-in-codec',
        'video.captureDepth',
        `${codecs[codec].label} has no more than 8 bits here.`,
        `Choose ${deeper ? `the profile ${deeper.label}` : 'a codec with more, such as ProRes'}, or capture 8 bits.`,
      ),
      suggestion: { video: deeper ? { ...video, profile: deeper.id } : without },
    },
  ];
}

function checkScan({ video }: ExportSettings): ExportIssue[] {
  if ((video.scan ?? 'progressive') === 'progressive' || codecs[video.codec].interlaced) return [];
  const progressive = { ...video };
  delete progressive.scan;
  return [
    {
      ...invalid(
        'scan-not-in-codec',
        'video.scan',
        `${codecs[video.codec].label} is exported progressive only.`,
        'Choose progressive, or a format for broadcast.',
      ),
      suggestion: { video: progressive },
    },
  ];
}

/** Sizes, rates and scans that the codec's own standard has. */
function checkStandard(settings: ExportSettings): ExportIssue[] {
  const { video, width, height, frameRate } = settings;
  const encoder = videoEncoderSettings(settings);
  if (ffmpegCodecIdOf(video.codec, encoder.profile) === undefined) return [];
  const paths: Readonly<Record<string, string>> = { scan: 'video.scan', alpha: 'video.alpha' };
  const nearest = nearestPicture(video.codec, encoder.profile, {
    ...{ width, height, frameRate, scan: undefined },
    fixed: { width: false, height: false, frameRate: false },
  });
  return checkFfmpegSettings(ffmpegSettings(encoder)).map(({ path, message, remedy }) => ({
    ...invalid('not-in-standard', paths[path] ?? path, message, remedy),
    ...(nearest === null || path === 'alpha'
      ? {}
      : {
          suggestion: {
            width: nearest.width,
            height: nearest.height,
            frameRate: nearest.frameRate,
            video: { ...video, scan: nearest.scan },
          },
        }),
  }));
}

/** Whether the format can hold the codec. */
export function checkVideoCodec({ video }: ExportSettings, format: Format): ExportIssue[] {
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
export function asCodec(video: ExportSettings['video'], codec: VideoCodec): ExportSettings['video'] {
  const { rateControl, keyFrameInterval, colourSpace, captureDepth } = video;
  const { rateControls, profiles } = codecs[codec];
  const [first] = profiles;
  return {
    codec,
    ...(first ? { profile: first.id } : {}),
    rateControl: rateControls.includes(rateControl.mode) ? rateControl : ordinaryRate(codec),
    ...(keyFrameInterval === undefined ? {} : { keyFrameInterval }),
    ...(colourSpace !== undefined && codecs[codec].colourSpaces.includes(colourSpace) ? { colourSpace } : {}),
    ...(captureDepth !== undefined && bitDepthOf(codec, first?.id) > 8 ? { captureDepth } : {}),
  };
}

/** Transparency of a codec that has none itself lies beside the picture, for which Matroska alone has a place. */
function hasPlaceForAlpha({ codec }: ExportSettings['video'], format: FormatId): boolean {
  const kind = findFormat(format)?.container.kind;
  return !isWebVideoCodec(codec) || kind === 'webm' || kind === 'matroska';
}

function ordinaryRate(codec: VideoCodec): RateControl {
  return codecs[codec].rateControls.includes('quality') ? { mode: 'quality', quality: 'high' } : { mode: 'profile' };
}

function checkProfile(settings: ExportSettings): ExportIssue[] {
  const { video, format } = settings;
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
  if (alpha === undefined) return [];
  if (keepsAlpha(codec, profile) && hasPlaceForAlpha(video, format)) return checkAlphaMode(video, alpha);
  const translucent = profiles.find((each) => each.alpha);
  return [
    {
      ...invalid(
        'alpha-not-in-codec',
        'video.alpha',
        `${[label, chosen?.label ?? ''].join(' ').trim()} cannot keep transparency.`,
        translucent
          ? `Choose ${label} ${translucent.label}, or leave transparency out.`
          : 'Choose WebM with VP9, or leave transparency out.',
      ),
      suggestion: translucent ? { video: { ...video, profile: translucent.id } } : translucentWeb(settings, alpha),
    },
  ];
}

/** The same in a format that keeps transparency, which every browser with encoders can make. */
function translucentWeb({ video, audio }: ExportSettings, alpha: AlphaMode): Partial<ExportSettings> {
  const { alphaModes } = codecs.vp9;
  const kept = alphaModes.includes(alpha) ? alpha : alphaModes[0]!;
  const keepsProfile = video.codec === 'vp9' && video.profile !== undefined && keepsAlpha('vp9', video.profile);
  const own = video.codec === 'vp9' ? video : asCodec(video, 'vp9');
  const opaqueProfile = { ...own, alpha: kept };
  if (!keepsProfile) delete opaqueProfile.profile;
  return {
    format: 'webm',
    video: opaqueProfile,
    ...(audio === null || audio.codec === 'opus' ? {} : { audio: { codec: 'opus' } }),
  };
}

function checkAlphaMode(video: ExportSettings['video'], alpha: AlphaMode): ExportIssue[] {
  const { label, alphaModes } = codecs[video.codec];
  const [usual] = alphaModes;
  if (alphaModes.includes(alpha) || usual === undefined) return [];
  return [
    {
      ...invalid(
        'alpha-mode-not-in-codec',
        'video.alpha',
        `The colours of ${label} are ${usual} by its standard, not ${alpha}.`,
        `Choose ${usual}.`,
      ),
      suggestion: { video: { ...video, alpha: usual } },
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
      const { bitrate, maxBitrate = bitrate } = rateControl;
      const isRate = Number.isFinite(bitrate) && bitrate >= 1000 && bitrate <= mostBitrate;
      if (isRate && needsX264(video) && codec !== 'h264') return [onlyH264(video, rateControl)];
      if (isRate && maxBitrate >= bitrate && maxBitrate <= mostBitrate) return [];
      if (isRate) {
        return [
          {
            ...invalid(
              'bitrate-out-of-range',
              'video.rateControl.maxBitrate',
              `A limit of ${maxBitrate} bits per second does not go with an average of ${bitrate}.`,
              'Choose a limit from the average to 1 Gbit/s.',
            ),
            suggestion: { video: { ...video, rateControl: { ...rateControl, maxBitrate: bitrate } } },
          },
        ];
      }
      return [
        {
          ...invalid(
            'bitrate-out-of-range',
            'video.rateControl.bitrate',
            `A bitrate of ${bitrate} bits per second cannot be used.`,
            'Choose a bitrate from 1 kbit/s to 1 Gbit/s.',
          ),
          suggestion: { video: { ...video, rateControl: { mode: 'bitrate', bitrate: nearBitrate(bitrate) } } },
        },
      ];
    }
    case 'quantizer': {
      const { quantizer } = rateControl;
      if (Number.isInteger(quantizer) && quantizer >= 0 && quantizer <= mostQuantizer) return [];
      return [
        {
          ...invalid(
            'quantizer-out-of-range',
            'video.rateControl.quantizer',
            `A quantizer of ${quantizer} cannot be used.`,
            `Choose a whole number from 0 (best) to ${mostQuantizer}.`,
          ),
          suggestion: { video: { ...video, rateControl: { mode: 'quantizer', quantizer: nearQuantizer(quantizer) } } },
        },
      ];
    }
  }
}

/** Bits/s. What is no number gives way to a usual one. */
function nearBitrate(bitrate: number): number {
  return Number.isFinite(bitrate) ? Math.min(mostBitrate, Math.max(1000, bitrate)) : 8e6;
}

function nearQuantizer(quantizer: number): number {
  return Number.isFinite(quantizer) ? Math.min(mostQuantizer, Math.max(0, Math.round(quantizer))) : 24;
}

function onlyH264(video: ExportSettings['video'], { bitrate, variability = 'variable' }: BitrateControl): ExportIssue {
  return {
    ...invalid(
      'rate-control-not-in-codec',
      'video.rateControl',
      `${codecs[video.codec].label} has neither a limit of the bitrate nor two passes.`,
      'Choose H.264, or a bitrate without them; a constant one is limited as well.',
    ),
    suggestion: { video: { ...video, rateControl: { mode: 'bitrate', bitrate, variability } } },
  };
}

import type { Composition } from '../composition/composition';
import type { AudioCodec } from '../audio/audio-source';
import type { VideoCodec } from '../encode/segment-encoder';
import { codecs } from '../formats/codecs';
import type { ExportSettings, FormatId } from '../formats/format';
import { nearestPicture } from '../formats/nearest-raster';
import type { FormatOption } from '../formats/option';
import { formats } from '../formats/registry';
import type { ExportIssue } from './export-issue';

/** A format, and what of it this browser can make here and now. */
export interface SupportedFormat {
  id: FormatId;
  label: string;
  extension: string;
  mimeType: string;
  video: readonly SupportedCodec[];
  audio: readonly AudioCodec[];
  /** What can be chosen of it beyond codecs. */
  options: readonly FormatOption[];
}

export interface SupportedCodec {
  codec: VideoCodec;
  label: string;
  /** By id. */
  profiles: readonly string[];
  /** A trial at 720p, or the nearest its standard has, found that it works; or it needs none. */
  available: boolean;
  /** What to know of it: why it is not, or that it is slow; null: nothing. */
  remark: string | null;
}

type Judge = (composition: Composition, settings: ExportSettings) => Promise<ExportIssue[]>;

/** Tries every codec once, one after the other: encoders of a device are few. */
export async function supportedFormats(canExport: Judge): Promise<SupportedFormat[]> {
  const found = new Map<VideoCodec, Pick<SupportedCodec, 'available' | 'remark'>>();
  for (const format of formats) {
    for (const codec of format.videoCodecs) {
      if (!found.has(codec)) found.set(codec, await tried(codec, format.id, canExport));
    }
  }
  return formats.map(({ id, label, extension, mimeType, videoCodecs, audioCodecs, options }) => ({
    ...{ id, label, extension, mimeType, options, audio: audioCodecs },
    video: videoCodecs.map((codec) => ({
      ...{ codec, label: codecs[codec].label, profiles: codecs[codec].profiles.map((profile) => profile.id) },
      ...found.get(codec)!,
    })),
  }));
}

async function tried(codec: VideoCodec, format: FormatId, canExport: Judge) {
  const rateControl = codecs[codec].rateControls.includes('quality')
    ? ({ mode: 'quality', quality: 'medium' } as const)
    : ({ mode: 'profile' } as const);
  const [profile] = codecs[codec].profiles;
  const asked = { width: 1280, height: 720, scan: undefined, frameRate: { num: 25, den: 1 } };
  const fixed = { width: false, height: false, frameRate: false };
  const { width, height, scan, frameRate } = nearestPicture(codec, profile?.id ?? null, { ...asked, fixed })!;
  const settings: ExportSettings = {
    ...{ format, width, height, frameRate, range: { first: 0, end: 1 }, audio: null },
    video: { codec, scan, rateControl, ...(profile ? { profile: profile.id } : {}) },
  };
  const issues = await canExport(anyComposition, settings);
  const worst = issues.find(({ severity }) => severity === 'error') ?? issues[0];
  return { available: worst?.severity !== 'error', remark: worst?.message ?? null };
}

/** It is never opened. */
const anyComposition: Composition = {
  ...{ id: 'any', name: 'Any', width: 1280, height: 720, frameRate: 25, durationInFrames: 1 },
  open: () => Promise.reject(new TypeError('It is not to be drawn.')),
};

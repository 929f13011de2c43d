import type { AudioCodec } from '../audio/audio-source';
import type { Composition } from '../composition/composition';
import type { FrameRate } from '../composition/frame-rate';
import { codedRate, type Scan, type VideoCodec } from '../encode/segment-encoder';
import { bitDepthOf, codecs, ffmpegFactsOf, keepsAlpha, scansOf } from '../formats/codecs';
import type { FormatId } from '../formats/format';
import { nearestPicture } from '../formats/nearest-raster';
import { formatOf } from '../formats/registry';
import { rateChoiceFor, sizeChoiceFor, sizeFrom } from './draft-picture';
import { nativeFrameRate } from './frame-range';
import type { SettingsDraft } from './settings-draft';

/** Above it a rate is one of fields already. */
const fastestFrames = 30;

/** Another container; codecs it cannot hold give way to its first ones. */
export function withFormat(draft: SettingsDraft, format: FormatId): SettingsDraft {
  const { videoCodecs, audioCodecs } = formatOf(format);
  const videoCodec = videoCodecs.includes(draft.videoCodec) ? draft.videoCodec : videoCodecs[0]!;
  const audioCodec = audioCodecs.includes(draft.audioCodec) ? draft.audioCodec : (audioCodecs[0] ?? draft.audioCodec);
  return withAudioCodec(withVideoCodec({ ...draft, format }, videoCodec), audioCodec);
}

export function withVideoCodec(draft: SettingsDraft, videoCodec: VideoCodec): SettingsDraft {
  if (videoCodec === draft.videoCodec) return draft;
  const { rateControls, profiles, colourSpaces } = codecs[videoCodec];
  const rateControl = rateControls.includes(draft.rateControl) ? draft.rateControl : rateControls[0]!;
  const isOffered = draft.colourSpace !== null && colourSpaces.includes(draft.colourSpace);
  const colourSpace = isOffered ? draft.colourSpace : null;
  // Where a rate can be chosen, the first profile goes without saying.
  const profile = rateControls.includes('profile') ? (profiles[0]?.id ?? null) : null;
  const changed = { ...draft, videoCodec, rateControl, bitrateControl: {}, colourSpace, scan: 'progressive' as const };
  return withProfile(changed, profile);
}

/** Another profile; what it does not have of transparency, scans and depth gives way. */
export function withProfile(draft: SettingsDraft, profile: string | null): SettingsDraft {
  const { videoCodec } = draft;
  const { alphaModes } = codecs[videoCodec];
  const scans = scansOf(videoCodec, profile);
  const scan = scans.includes(draft.scan) ? draft.scan : scans[0]!;
  const captureDepth = bitDepthOf(videoCodec, profile) > 8 ? draft.captureDepth : null;
  const changed = { ...draft, profile, scan, captureDepth };
  if (draft.alpha === null || !keepsAlpha(videoCodec, profile)) return { ...changed, alpha: null };
  return { ...changed, alpha: alphaModes.includes(draft.alpha) ? draft.alpha : alphaModes[0]! };
}

/** A bitrate means something else to another codec, so it returns to the default. */
export function withAudioCodec(draft: SettingsDraft, audioCodec: AudioCodec): SettingsDraft {
  return audioCodec === draft.audioCodec ? draft : { ...draft, audioCodec, audioBitrate: null };
}

/** Another scan, at the rate that goes with it: fields come twice as fast as their frames. */
export function withScan(draft: SettingsDraft, scan: Scan, composition: Composition): SettingsDraft {
  const profile = draft.profile ?? codecs[draft.videoCodec].profiles[0]?.id ?? null;
  const isNative = draft.frameRate === 'composition';
  const frameRate = draft.frameRate === 'composition' ? nativeFrameRate(composition) : draft.frameRate;
  const coded = codedRate({ frameRate, scan: draft.scan });
  if ((ffmpegFactsOf(draft.videoCodec, profile)?.rasters ?? null) === null) {
    const rate = scan === 'progressive' ? (isNative ? frameRate : coded) : fieldRate(coded);
    return { ...draft, scan, frameRate: rateChoiceFor(composition, rate) };
  }
  const free = { width: false, height: false, frameRate: false };
  // What was fitted to the standard before is fitted anew, from what the composition has.
  const asked = draft.fitted
    ? { width: composition.width, height: composition.height, frameRate: nativeFrameRate(composition) }
    : { ...sizeFrom(draft, composition), frameRate: coded };
  const nearest = nearestPicture(draft.videoCodec, profile, { ...asked, scan, fixed: free });
  if (nearest === null) return { ...draft, scan };
  return {
    ...draft,
    scan,
    fitted: true,
    ...sizeChoiceFor(composition, { width: nearest.width, height: nearest.height }),
    frameRate: rateChoiceFor(composition, nearest.frameRate),
  };
}

function fieldRate({ num, den }: FrameRate): FrameRate {
  return num / den > fastestFrames ? { num, den } : { num: num * 2, den };
}

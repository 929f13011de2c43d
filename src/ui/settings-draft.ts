import type { AudioCodec } from '../audio/audio-source';
import type { ColourSpaceId } from '../colour/colour-space';
import type { Composition } from '../composition/composition';
import type { FrameRate } from '../composition/frame-rate';
import { codecs, ffmpegFactsOf } from '../formats/codecs';
import type {
  AlphaMode,
  BitrateControl,
  Scan,
  QualityPreset,
  RateControl,
  VideoCodec,
} from '../encode/segment-encoder';
import type { ExportSettings, FileMetadata, FormatId } from '../formats/format';
import type { LoudnessSettings } from '../formats/loudness-targets';
import { formatOf } from '../formats/registry';
import { defaultCheck, type QualityCheck } from '../orchestrator/export-job';
import { settingsFor, type Preset } from '../presets/preset';
import { presets } from '../presets/registry';
import { metadataFrom, optionsFrom } from './draft-options';
import {
  captionsFrom,
  chaptersFrom,
  timedTextFields,
  type DraftCaptions,
  type DraftChapters,
} from './draft-timed-text';
import {
  definedSize,
  posterChoiceFor,
  posterFrom,
  rangeChoiceFor,
  rateChoiceFor,
  sizeChoiceFor,
  sizeFrom,
} from './draft-picture';
import { convertRange, nativeFrameRate, wholeRange, type FrameRange } from './frame-range';
import type { SizeChoice } from './frame-sizes';

/**
 * What the form holds. Choices such as “as the composition” stay choices, so a draft outlives a change of the composition
 * and switching back and forth loses nothing; numbers may be NaN while a field is empty.
 */
export interface SettingsDraft {
  /** Id of the preset that was chosen last, whether or not the draft still follows it. */
  preset: string;
  /** Template of the file's name, as `outputName` takes it. */
  name: string;
  size: SizeChoice;
  /** Size and rate are those of the codec's standard, and go with it. */
  fitted: boolean;
  /** Pixels, for the choice `custom`. */
  width: number;
  height: number;
  frameRate: FrameRate | 'composition';
  range: 'whole' | 'in-out' | 'custom';
  /** For the choice `custom`: native frames, `lastFrame` included. */
  firstFrame: number;
  lastFrame: number;
  format: FormatId;
  videoCodec: VideoCodec;
  /** Null: the codec has none, or its first. */
  profile: string | null;
  alpha: AlphaMode | null;
  scan: Scan;
  /** Of the format, and of others it had before. */
  options: Pick<ExportSettings, 'animation' | 'sequence'>;
  /** Where pictures of a sequence go, if the user can pick a folder. */
  sequencePlace: 'folder' | 'zip';
  colourSpace: ColourSpaceId | null;
  captureDepth: 8 | 16 | null;
  rateControl: RateControl['mode'];
  quality: QualityPreset;
  /** bits/s. */
  bitrate: number;
  /** What else is asked of a bitrate. */
  bitrateControl: Omit<BitrateControl, 'mode' | 'bitrate'>;
  quantizer: number;
  /** Seconds; null: the exporter's default. */
  keyFrameInterval: number | null;
  sound: boolean;
  audioCodec: AudioCodec;
  /** bits/s; null: the exporter's default. */
  audioBitrate: number | null;
  /** Hz; null: the exporter's default. */
  sampleRate: number | null;
  /** Null: as loud as the composition is. */
  loudness: LoudnessSettings | null;
  /** The same bytes every time. */
  deterministic: boolean;
  metadata: FileMetadata;
  /** The native frame that is the file's cover; null: none. */
  posterFrame: number | null;
  /** Null: none. */
  chapters: DraftChapters | null;
  captions: readonly DraftCaptions[];
  /** What is done about a finished file. */
  check: QualityCheck;
  /** Ids of presets by which more files are made of the same frames. */
  also: readonly string[];
  /** What is changed of them, by the ids of their presets, so that they can be made. */
  alsoFixes: Readonly<Record<string, Partial<ExportSettings>>>;
}

/** What a file is called unless someone says otherwise. */
export const defaultName = '{composition}';

/** A first draft: the preset, for the whole composition as it is. */
export function draftFor(composition: Composition, preset: Preset): SettingsDraft {
  const blank: SettingsDraft = {
    preset: preset.id,
    name: defaultName,
    size: 'composition',
    fitted: false,
    width: composition.width,
    height: composition.height,
    frameRate: 'composition',
    range: 'whole',
    firstFrame: 0,
    lastFrame: composition.durationInFrames - 1,
    format: preset.format,
    videoCodec: preset.video.codec,
    profile: null,
    alpha: null,
    options: {},
    sequencePlace: 'folder',
    scan: 'progressive',
    colourSpace: null,
    captureDepth: null,
    rateControl: 'quality',
    quality: 'high',
    bitrate: 8_000_000,
    bitrateControl: {},
    quantizer: 24,
    keyFrameInterval: null,
    sound: true,
    audioCodec: formatOf(preset.format).audioCodecs[0] ?? 'aac',
    audioBitrate: null,
    sampleRate: null,
    loudness: null,
    deterministic: false,
    metadata: {},
    posterFrame: null,
    chapters: null,
    captions: [],
    check: defaultCheck,
    also: [],
    alsoFixes: {},
  };
  return applyPreset(blank, preset, composition);
}

/**
 * The draft for another composition: what was counted in frames of the old one starts anew, and its texts are its own.
 *
 * @param before id of the composition that the draft was of; null: none
 */
export function adaptDraft(
  draft: SettingsDraft,
  composition: Composition,
  inOut: FrameRange | null,
  before: string | null = composition.id,
): SettingsDraft {
  const length = composition.durationInFrames;
  const fits = draft.lastFrame < length;
  const frames = fits ? {} : { firstFrame: 0, lastFrame: length - 1, posterFrame: null };
  const range = inOut !== null ? 'in-out' : draft.range === 'custom' && fits ? 'custom' : 'whole';
  const texts = before === composition.id ? {} : { chapters: null, captions: [] };
  return { ...draft, ...frames, ...texts, range };
}

export function settingsFrom(draft: SettingsDraft, composition: Composition, inOut: FrameRange | null): ExportSettings {
  const native = nativeFrameRate(composition);
  const frameRate = draft.frameRate === 'composition' ? native : draft.frameRate;
  const { profile, alpha, scan, keyFrameInterval, colourSpace, captureDepth, audioBitrate, sampleRate, loudness } =
    draft;
  const metadata = metadataFrom(draft);
  const range = convertRange(nativeRange(draft, composition, inOut), native, frameRate, composition.durationInFrames);
  const posterFrame = posterFrom(draft, composition, { frameRate, range });
  return {
    format: draft.format,
    ...sizeFrom(draft, composition),
    frameRate,
    range,
    video: {
      codec: draft.videoCodec,
      ...(profile === null ? {} : { profile }),
      ...(alpha === null ? {} : { alpha }),
      ...(scan === 'progressive' ? {} : { scan }),
      rateControl: rateControlFrom(draft),
      ...(keyFrameInterval === null ? {} : { keyFrameInterval }),
      ...(colourSpace === null ? {} : { colourSpace }),
      ...(captureDepth === null ? {} : { captureDepth }),
    },
    audio:
      draft.sound && formatOf(draft.format).audioCodecs.length > 0
        ? {
            codec: draft.audioCodec,
            ...(audioBitrate === null ? {} : { bitrate: audioBitrate }),
            ...(sampleRate === null ? {} : { sampleRate }),
            ...(loudness === null ? {} : { loudness }),
          }
        : null,
    ...optionsFrom(draft),
    ...(draft.deterministic ? { deterministic: true } : {}),
    ...(metadata === undefined ? {} : { metadata }),
    ...chaptersFrom(draft, frameRate),
    ...captionsFrom(draft),
    ...(posterFrame === null ? {} : { posterFrame }),
  };
}

/** The frames a draft asks for, at the composition's own rate. */
export function nativeRange(draft: SettingsDraft, composition: Composition, inOut: FrameRange | null): FrameRange {
  if (draft.range === 'custom') return { first: draft.firstFrame, end: draft.lastFrame + 1 };
  return draft.range === 'in-out' && inOut !== null ? inOut : wholeRange(composition);
}

/** Takes over settings, such as a suggested fix, field by field; what they leave out stays. */
export function applySettings(
  draft: SettingsDraft,
  settings: Partial<ExportSettings>,
  composition: Composition,
): SettingsDraft {
  const {
    width,
    height,
    frameRate,
    range,
    format,
    video,
    audio,
    deterministic,
    metadata,
    animation,
    sequence,
    posterFrame,
  } = settings;
  return {
    ...draft,
    ...(width === undefined && height === undefined
      ? {}
      : sizeChoiceFor(composition, { ...sizeFrom(draft, composition), ...definedSize({ width, height }) })),
    ...(frameRate === undefined ? {} : { frameRate: rateChoiceFor(composition, frameRate) }),
    ...(range === undefined ? {} : rangeChoiceFor(composition, range, frameRate ?? draft.frameRate)),
    ...(format === undefined ? {} : { format }),
    ...(video === undefined ? {} : videoFields(video)),
    ...(audio === undefined ? {} : audioFields(audio)),
    ...(deterministic === undefined ? {} : { deterministic }),
    ...(metadata === undefined ? {} : { metadata }),
    ...(posterFrame === undefined ? {} : { posterFrame: posterChoiceFor(draft, composition, posterFrame) }),
    ...timedTextFields(settings, settings.frameRate ?? settingsFrom(draft, composition, null).frameRate),
    options: {
      ...draft.options,
      ...(animation === undefined ? {} : { animation }),
      ...(sequence === undefined ? {} : { sequence }),
    },
  };
}

/** A preset's file settings, and its size and rate where it names them. */
export function applyPreset(draft: SettingsDraft, preset: Preset, composition: Composition): SettingsDraft {
  const settings = settingsFor(preset, composition);
  const { format, video, audio, width, height, frameRate, deterministic = false, animation, sequence } = settings;
  const facts = ffmpegFactsOf(video.codec, video.profile ?? codecs[video.codec].profiles[0]?.id ?? null);
  const onRaster = (facts?.rasters ?? null) !== null;
  const sized = preset.width !== undefined || preset.height !== undefined || preset.shortSide !== undefined;
  // What a preset names is given up with it.
  const fitted = onRaster || sized || preset.frameRate !== undefined;
  const base: SettingsDraft = draft.fitted ? { ...draft, size: 'composition', frameRate: 'composition' } : draft;
  return applySettings(
    { ...base, preset: preset.id, fitted, options: {} },
    {
      format,
      video,
      audio,
      deterministic,
      ...(animation === undefined ? {} : { animation }),
      ...(sequence === undefined ? {} : { sequence }),
      ...(onRaster || sized ? { width, height } : {}),
      ...(preset.frameRate === undefined && !onRaster ? {} : { frameRate }),
    },
    composition,
  );
}

/**
 * The preset a draft still follows: the one that would change nothing, and of several the one that was chosen.
 *
 * @param own those of the person, beside those of the package
 */
export function presetOf(
  draft: SettingsDraft,
  composition: Composition,
  own: readonly Preset[] = [],
): Preset | undefined {
  // Of texts, which may be long, no preset says anything.
  const bare = { ...draft, chapters: null, captions: [] };
  const now = JSON.stringify(settingsFrom(bare, composition, null));
  const all = [...own, ...presets];
  const chosen = all.filter(({ id }) => id === draft.preset);
  return [...chosen, ...presets, ...own].find(
    (preset) => JSON.stringify(settingsFrom(applyPreset(bare, preset, composition), composition, null)) === now,
  );
}

function rateControlFrom(draft: SettingsDraft): RateControl {
  switch (draft.rateControl) {
    case 'quality':
      return { mode: 'quality', quality: draft.quality };
    case 'bitrate':
      return { mode: 'bitrate', bitrate: draft.bitrate, ...draft.bitrateControl };
    case 'quantizer':
      return { mode: 'quantizer', quantizer: draft.quantizer };
    case 'profile':
      return { mode: 'profile' };
  }
}

function videoFields({
  codec,
  profile,
  alpha,
  scan,
  rateControl,
  keyFrameInterval,
  colourSpace,
  captureDepth,
}: ExportSettings['video']): Partial<SettingsDraft> {
  return {
    videoCodec: codec,
    profile: profile ?? null,
    alpha: alpha ?? null,
    scan: scan ?? 'progressive',
    ...rateFields(rateControl),
    keyFrameInterval: keyFrameInterval ?? null,
    colourSpace: colourSpace ?? null,
    captureDepth: captureDepth ?? null,
  };
}

function rateFields(control: RateControl): Partial<SettingsDraft> {
  const { mode, ...amount } = control;
  if (control.mode !== 'bitrate') return { rateControl: mode, ...amount };
  const { mode: rateControl, bitrate, ...bitrateControl } = control;
  return { rateControl, bitrate, bitrateControl };
}

function audioFields(audio: ExportSettings['audio']): Partial<SettingsDraft> {
  if (audio === null) return { sound: false };
  return {
    sound: true,
    audioCodec: audio.codec,
    audioBitrate: audio.bitrate ?? null,
    sampleRate: audio.sampleRate ?? null,
    loudness: audio.loudness ?? null,
  };
}

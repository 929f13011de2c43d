import type { SoundExcerpt } from '../../audio/audio-source';
import type { ExportSettings } from '../../formats/format';
import type { CheckResult, SoundFigures } from '../report';
import { UndecodableError } from '../undecodable-error';
import { ByteReader } from './byte-reader';
import { checkList, runChecks } from './check';
import type { DecodedSound } from './decoded-sound';
import type { FileFacts, SoundTrackFacts } from './file-facts';
import { loudnessChecks } from './loudness-checks';
import { measureSound, type MeasuredSound } from './measure-sound';
import { decodeTrack } from './mediabunny-sound';
import { decodeMxf } from './mxf-sound';
import { soundTrackChecks } from './sound-track-checks';

export interface SoundReport {
  checks: CheckResult[];
  /** Null: the file has no sound. */
  figures: SoundFigures | null;
  /** LUFS every `step` seconds; null: silence. */
  momentary: (number | null)[];
  shortTerm: (number | null)[];
  step: number;
}

export interface SoundOptions {
  /** Of what was encoded, at the file's rate, to lay its sound against; null: they are not known. */
  excerpts: readonly SoundExcerpt[] | null;
  /** What `readFacts` says of the file. */
  facts: FileFacts;
}

const soundList = checkList([...soundTrackChecks, ...loudnessChecks]);

/** What a plot shows of silence: nothing. */
const floor = -119.9;

/** Decodes the sound from beginning to end, once, and judges it. Broken files do not make it throw. */
export async function soundChecks(
  file: Blob,
  expected: ExportSettings | null,
  { facts, excerpts }: SoundOptions,
): Promise<SoundReport> {
  const [sound, undecoded] = await decodeSound(file, facts, excerpts);
  const checks = runChecks(soundList, { facts, expected, sound, undecoded });
  if (!sound) return { checks, figures: null, momentary: [], shortTerm: [], step: 0.1 };
  const { integrated, range, momentaryMax, shortTermMax, truePeak } = sound.loudness;
  const series = (values: Float32Array): (number | null)[] =>
    Array.from(values, (value) => (value > floor ? value : null));
  return {
    checks,
    figures: { integrated, range, momentaryMax, shortTermMax, truePeak },
    momentary: series(sound.course.momentary),
    shortTerm: series(sound.course.shortTerm),
    step: sound.course.step,
  };
}

/** What there is to say of the sound, or why it cannot be decoded here. */
async function decodeSound(
  file: Blob,
  facts: FileFacts,
  excerpts: SoundOptions['excerpts'],
): Promise<[sound: MeasuredSound | null, undecoded: string | null]> {
  try {
    return [facts.sound && (await measure(file, facts, facts.sound, excerpts)), null];
  } catch (cause) {
    if (!(cause instanceof UndecodableError)) throw cause;
    return [null, cause.message];
  }
}

/** Seconds: what a packet may last whose length is not told. */
const longestPacket = 0.25;

/** Channels that have a usual order. */
const mostChannels = 6;

function measure(
  file: Blob,
  { structure }: FileFacts,
  track: SoundTrackFacts,
  excerpts: SoundOptions['excerpts'],
): Promise<MeasuredSound> | null {
  const { sampleRate, channels: told, codec, end, isEndExact } = track;
  const channels = Math.min(mostChannels, told);
  if (sampleRate <= 0 || channels <= 0) return null;
  const length = Math.round((end + (isEndExact ? 0 : longestPacket)) * sampleRate);
  const mxf = { bytesPerSample: codec.endsWith('16') ? 2 : 3, channels };
  const sound: DecodedSound = {
    sampleRate,
    channels,
    runs: () =>
      structure.container === 'mxf'
        ? decodeMxf(new ByteReader(file), mxf)
        : decodeTrack(file, { sampleRate, channels }),
  };
  return measureSound(sound, length, excerpts);
}

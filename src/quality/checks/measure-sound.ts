import type { SoundExcerpt, SoundLoudness } from '../../audio/audio-source';
import { LevelChecks, type Levels } from '../../audio/loudness/level-checks';
import { SoundMeter } from '../../audio/loudness/measure-sound';
import type { LoudnessCourse } from '../../audio/loudness/loudness-meter';
import { UndecodableError } from '../undecodable-error';
import { cutRun, type DecodedSound } from './decoded-sound';
import { OffsetProbe, type SoundOffset } from './sound-offset';

/** What there is to say of a sound that was decoded as far as it goes. */
export interface MeasuredSound {
  /** Hz. */
  sampleRate: number;
  loudness: SoundLoudness;
  levels: Levels;
  course: LoudnessCourse;
  /** Whether there are samples that are no numbers. */
  isDamaged: boolean;
  /** Samples: the first that was decoded, and the end. */
  start: number;
  end: number;
  /** None: what was encoded is silent. Null: it is not known. */
  offsets: SoundOffset[] | null;
  /** Why decoding stopped before the end; null: it did not. */
  failure: string | null;
}

/** @param length samples that are heard, by the container. @throws UndecodableError where there is no decoder for it */
export async function measureSound(
  sound: DecodedSound,
  length: number,
  excerpts: readonly SoundExcerpt[] | null,
): Promise<MeasuredSound> {
  const { sampleRate, channels } = sound;
  const meter = new SoundMeter(sampleRate, channels);
  const checks = new LevelChecks({ sampleRate, channels });
  const probe = excerpts && new OffsetProbe(excerpts, { length, sampleRate });
  let [start, end, failure]: [number | null, number, string | null] = [null, 0, null];
  try {
    for await (const run of sound.runs()) {
      const heard = cutRun(run, 0, length);
      if (!heard) continue;
      start ??= heard.start;
      end = heard.start + heard.channels[0]!.length;
      meter.push(heard.channels);
      checks.push(heard.channels);
      probe?.push(heard);
    }
  } catch (error) {
    if (error instanceof UndecodableError) throw error;
    failure = error instanceof Error ? error.message : String(error);
  }
  return {
    sampleRate,
    levels: checks.read(),
    course: meter.loudness.course(),
    isDamaged: meter.isDamaged,
    loudness: meter.finish(),
    start: start ?? 0,
    end,
    offsets: probe?.read() ?? null,
    failure,
  };
}

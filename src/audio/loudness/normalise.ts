import type { LoudnessTarget } from '../../formats/loudness-targets';
import type { LoudnessReport, SoundLoudness } from '../audio-source';
import type { StereoBlock } from '../encoders/stereo-block';
import { GainSearch } from './gain-search';
import { integratedLoudness } from './gating';
import { loudnessWarning } from './loudness-warning';
import { SoundMeter } from './measure-sound';
import { TruePeakLimiter } from './true-peak-limiter';

/** LU a search ends at; half of what is promised. */
const closeEnough = 0.05;

/** LU between the target and the second measurement at the most. */
const tolerance = 0.1;

/** Passes over the sound for a gain in front of the limiter. Two or three are usual. */
const mostPasses = 12;

/** dB above the gain that would do without a limiter: what is squeezed more is another sound. */
const mostExtraGain = 20;

/** dB the limiter stays below the ceiling: another meter may see a peak between the points looked at here. */
const margin = 0.2;

/** A sound that can be read again and again, the same every time: stereo, in runs of any length. */
export interface RereadableSound {
  /** Hz. */
  sampleRate: number;
  read(): AsyncIterable<StereoBlock>;
}

/** What is done to a sound to bring it to its loudness. */
interface Treatment {
  /** dB. */
  gain: number;
  /** dBTP; null: no limiter is needed. */
  ceiling: number | null;
}

export interface NormalisedSound {
  /** The sound at its new loudness, exactly as long. It is measured on the way. */
  read(): AsyncGenerator<StereoBlock, void, undefined>;
  /** What has come of it, once it was read to its end. @throws Error before */
  report(): LoudnessReport;
}

/**
 * Measures a sound and finds what brings it to the target: a gain, and a limiter only where true peaks would exceed the
 * ceiling. A limiter takes loudness away, so its gain is found by trying. Silence, and sound that is too short or damaged
 * to be measured, is left as it is, and the report says so. The same sound gives the same result, to the bit.
 */
export async function normalise(sound: RereadableSound, target: LoudnessTarget): Promise<NormalisedSound> {
  const meter = new SoundMeter(sound.sampleRate, 2);
  for await (const block of sound.read()) meter.push(block);
  const before = meter.finish();
  const unchanged = reasonToLeave(meter, before);
  if (unchanged !== null) return leftAlone(sound, { target, outcome: unchanged, before });
  const gain = gainTo(target.lufs, meter.loudness.blocks);
  const isTooHigh = before.truePeak! + gain > target.truePeakCeiling;
  const treatment = isTooHigh ? await findLimited(sound, target, gain) : { gain, ceiling: null };
  return treated(sound, treatment, { target, before });
}

function reasonToLeave(meter: SoundMeter, { integrated, truePeak }: SoundLoudness): LoudnessReport['outcome'] | null {
  if (meter.isDamaged) return 'damaged';
  if (integrated !== null && truePeak !== null) return null;
  return meter.loudness.blocks.length === 0 ? 'too-short' : 'silent';
}

/**
 * The gain in dB that takes gating blocks to a loudness. Nearly the difference, but the absolute gate stays where it is
 * when a sound is amplified: other blocks may pass it.
 */
function gainTo(lufs: number, blocks: Float64Array): number {
  let gain = 0;
  for (let round = 0; round < 8; round++) {
    const reached = integratedLoudness(blocks, 10 ** (gain / 10));
    if (reached === null || Math.abs(lufs - reached) < 1e-6) break;
    gain += lufs - reached;
  }
  return gain;
}

/** Tries gains in front of the limiter: louder in, louder out, but nobody knows by how much. */
async function findLimited(sound: RereadableSound, target: LoudnessTarget, needed: number): Promise<Treatment> {
  const search = new GainSearch(needed, needed + mostExtraGain);
  let ceiling = target.truePeakCeiling - margin;
  let best = { treatment: { gain: needed, ceiling }, missing: Number.POSITIVE_INFINITY };
  for (let pass = 0; pass < mostPasses && search.gain !== null; pass++) {
    const treatment = { gain: search.gain, ceiling };
    const { integrated, truePeak } = await measured(sound, treatment);
    const overshoot = (truePeak ?? ceiling) - target.truePeakCeiling;
    if (overshoot > 0) {
      // Between the points the limiter looks at there is more than usual.
      ceiling -= overshoot + margin / 4;
      continue;
    }
    if (integrated === null) break; // Nothing was left above the gate.
    const missing = target.lufs - integrated;
    if (Math.abs(missing) < Math.abs(best.missing)) best = { treatment, missing };
    if (Math.abs(missing) <= closeEnough) break;
    search.learn(missing);
  }
  return best.treatment;
}

async function measured(sound: RereadableSound, treatment: Treatment): Promise<SoundLoudness> {
  const meter = new SoundMeter(sound.sampleRate, 2);
  for await (const block of treat(sound, treatment)) meter.push(block);
  return meter.finish();
}

function leftAlone(
  sound: RereadableSound,
  { target, outcome, before }: Pick<LoudnessReport, 'target' | 'outcome' | 'before'>,
): NormalisedSound {
  return {
    async *read() {
      yield* sound.read();
    },
    report: () => withWarning({ target, outcome, gain: 0, limited: false, before, after: before }),
  };
}

function treated(
  sound: RereadableSound,
  treatment: Treatment,
  { target, before }: Pick<LoudnessReport, 'target' | 'before'>,
): NormalisedSound {
  let after: SoundLoudness | null = null;
  return {
    async *read() {
      const meter = new SoundMeter(sound.sampleRate, 2);
      for await (const block of treat(sound, treatment)) {
        meter.push(block);
        yield block;
      }
      after = meter.finish();
    },
    report() {
      if (after === null) throw new Error('The sound was not read to its end.');
      const { gain, ceiling } = treatment;
      return withWarning({ target, outcome: judged(after, target), gain, limited: ceiling !== null, before, after });
    },
  };
}

function withWarning(report: Omit<LoudnessReport, 'warning'>): LoudnessReport {
  return { ...report, warning: loudnessWarning(report) };
}

function judged({ integrated, truePeak }: SoundLoudness, target: LoudnessTarget): 'reached' | 'missed' {
  if (integrated === null || truePeak === null) return 'missed';
  // Rounding to 32-bit samples may lift a peak by a trifle that no one could hear or measure.
  const isLow = truePeak <= target.truePeakCeiling + 1e-4;
  return isLow && Math.abs(integrated - target.lufs) <= tolerance ? 'reached' : 'missed';
}

/** The sound with its treatment, in new arrays. */
async function* treat(sound: RereadableSound, { gain, ceiling }: Treatment): AsyncGenerator<StereoBlock> {
  const factor = 10 ** (gain / 20);
  const limiter =
    ceiling === null
      ? null
      : new TruePeakLimiter({ sampleRate: sound.sampleRate, channels: 2, ceiling: 10 ** (ceiling / 20) });
  for await (const block of sound.read()) {
    const louder = block.map((samples) => samples.map((sample) => sample * factor));
    const [left, right] = limiter?.push(louder) ?? louder;
    if (left!.length > 0) yield [left!, right!];
  }
  if (limiter === null) return;
  const [left, right] = limiter.finish();
  yield [left!, right!];
}

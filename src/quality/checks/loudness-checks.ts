import { loudnessTarget, loudnessTargets, type LoudnessTargetId } from '../../formats/loudness-targets';
import type { Check } from './check';
import { isLossy, type SoundSubject } from './sound-subject';

const category = 'sound' as const;

const target: Check<SoundSubject> = {
  id: 'loudness-target',
  category,
  title: 'Loudness that was asked',
  source: 'ITU-R BS.1770-4, EBU Tech 3341',
  find({ facts, expected, sound }) {
    const asked = expected?.audio?.loudness;
    if (!sound || asked === undefined) return null;
    const { lufs } = loudnessTarget(asked);
    const { integrated } = sound.loudness;
    if (integrated === null)
      return { status: 'skipped', message: 'The sound is silent or shorter than 0.4 s: it has no loudness.' };
    const lossy = isLossy(facts.sound?.codec);
    // A lossy codec leaves out what is not heard, but is measured.
    const allowed = lossy ? 0.3 : 0.1;
    const fits = Math.abs(integrated - lufs) <= allowed;
    const reason = lossy ? ', as the codec is lossy' : '';
    return {
      status: fits ? 'pass' : 'fail',
      message: `${integrated.toFixed(2)} LUFS, where ${lufs} were asked; ±${allowed} LU are allowed${reason}.`,
      ...(fits ? {} : { remedy: 'Ask for less loudness or a higher ceiling: peaks stand in the way.' }),
      measured: Number(integrated.toFixed(2)),
      expected: lufs,
    };
  },
};

const truePeak: Check<SoundSubject> = {
  id: 'true-peak',
  category,
  title: 'True peak',
  source: 'ITU-R BS.1770-4, annex 2',
  find({ facts, expected, sound }) {
    const peak = sound?.loudness.truePeak;
    if (peak === undefined || peak === null) return null;
    const asked = expected?.audio?.loudness;
    const ceiling = asked ? loudnessTarget(asked).truePeakCeiling : 0;
    const fits = peak <= ceiling + (isLossy(facts.sound?.codec) ? 0.5 : 0.1);
    return {
      status: fits ? 'pass' : asked ? 'fail' : 'warn',
      message: `${peak.toFixed(2)} dBTP, with a ceiling of ${ceiling}.`,
      ...(fits ? {} : { remedy: 'Make the sound quieter, or ask for a loudness: players will clip it.' }),
      measured: Number(peak.toFixed(2)),
      expected: ceiling,
    };
  },
};

/** How a norm would judge it, whether it was asked or not. */
function norm(id: LoudnessTargetId, allowed: number, source: string): Check<SoundSubject> {
  const { label, lufs, truePeakCeiling } = loudnessTargets[id];
  return {
    id: `loudness-${id}`,
    category,
    title: label,
    source,
    find({ sound }) {
      if (!sound) return null;
      const { integrated, truePeak: peak } = sound.loudness;
      if (integrated === null) return { status: 'info', message: `${label}: there is no loudness to judge.` };
      const fits = Math.abs(integrated - lufs) <= allowed && (peak ?? -Infinity) <= truePeakCeiling;
      return {
        status: 'info',
        message: `${fits ? 'Meets' : 'Does not meet'} ${label}: ${lufs} ± ${allowed} LUFS, ${truePeakCeiling} dBTP at the most.`,
        measured: Number(integrated.toFixed(2)),
        expected: lufs,
      };
    },
  };
}

const silence: Check<SoundSubject> = {
  id: 'silence',
  category,
  title: 'Silence',
  source: 'No sample above −60 dBFS for half a second',
  find({ sound }) {
    if (!sound) return null;
    const { silences } = sound.levels;
    if (silences.some(({ place }) => place === 'all')) {
      return {
        status: 'warn',
        message: 'The whole sound is silent.',
        remedy: 'Check that the tracks are on and not at zero.',
      };
    }
    const seconds = (samples: number): string => (samples / sound.sampleRate).toFixed(2);
    const ends = silences.filter(({ place }) => place !== 'middle');
    if (ends.length === 0) return { status: 'pass', message: 'The sound neither begins nor ends with silence.' };
    const said = ends.map(
      ({ place, start, end }) => `${place === 'head' ? 'begins' : 'ends'} with ${seconds(end - start)} s of silence`,
    );
    return { status: 'info', message: `The sound ${said.join(' and ')}.` };
  },
};

const clipping: Check<SoundSubject> = {
  id: 'clipping',
  category,
  title: 'Clipping',
  source: 'Three samples in a row at full scale',
  find({ sound }) {
    if (!sound) return null;
    const runs = sound.levels.channels.reduce((sum, channel) => sum + channel.clipping.runs, 0);
    const places = sound.levels.channels
      .flatMap((channel) => channel.clipping.places)
      .map((at) => (at / sound.sampleRate).toFixed(2));
    if (runs === 0) return { status: 'pass', message: 'Nothing is cut off.', measured: 0, expected: 0 };
    return {
      status: 'warn',
      message: `The sound is cut off in ${runs} places, the first at ${places.slice(0, 5).join(', ')} s.`,
      remedy: 'Make the tracks quieter, or ask for a loudness.',
      measured: runs,
      expected: 0,
    };
  },
};

/** −40 dBFS. */
const mostOffset = 0.01;

const dcOffset: Check<SoundSubject> = {
  id: 'dc-offset',
  category,
  title: 'Constant offset',
  source: 'The mean of all samples, below −40 dBFS',
  find({ sound }) {
    if (!sound) return null;
    const most = Math.max(...sound.levels.channels.map((channel) => Math.abs(channel.dcOffset)));
    const measured = Number(most.toFixed(5));
    if (most <= mostOffset)
      return { status: 'pass', message: 'The sound swings around zero.', measured, expected: mostOffset };
    return {
      status: 'warn',
      message: 'The sound does not swing around zero: it clicks where it begins, and has less room.',
      remedy: 'Take the offset out of the source with a high-pass.',
      measured,
      expected: mostOffset,
    };
  },
};

const phase: Check<SoundSubject> = {
  id: 'phase',
  category,
  title: 'Phase of the channels',
  source: 'Correlation of left and right, above 0 for mono players',
  find({ sound }) {
    const correlation = sound?.levels.correlation;
    if (correlation === undefined || correlation === null) return null;
    const measured = Number(correlation.toFixed(3));
    if (correlation >= -0.1) return { status: 'pass', message: 'Nothing is lost in mono.', measured };
    return {
      status: 'warn',
      message: 'Left and right cancel each other in mono.',
      remedy: 'Turn the phase of one channel around in the source.',
      measured,
    };
  },
};

export const loudnessChecks: readonly Check<SoundSubject>[] = [
  target,
  truePeak,
  norm('ebu-r128', 0.5, 'EBU R 128'),
  norm('atsc-a85', 2, 'ATSC A/85'),
  silence,
  clipping,
  dcOffset,
  phase,
];

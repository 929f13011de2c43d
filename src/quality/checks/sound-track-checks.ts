import { compare, type Check, type Finding } from './check';
import { pictureEnd } from './file-facts';
import { isLossy, type SoundSubject } from './sound-subject';

const again = 'Export again with the settings that were asked.';
const category = 'sound' as const;
const source = 'Export settings';

/** Seconds that sound and picture may be apart. */
const allowedSeconds = 0.001;

/** Seconds. */
const opusPacket = 0.02;

const present: Check<SoundSubject> = {
  id: 'sound-present',
  category,
  title: 'Sound',
  source,
  find({ facts, expected }) {
    const asked = expected ? expected.audio !== null : null;
    if (facts.sound) {
      if (asked !== false) return { status: 'pass', message: 'There is sound.' };
      return { status: 'warn', message: 'There is sound where none was asked.', remedy: again };
    }
    if (asked !== true) return null;
    // What a damaged container holds is not known.
    if (facts.structure.problems.length > 0)
      return { status: 'skipped', message: 'It was not looked for: the container is damaged.' };
    return { status: 'fail', message: 'There is no sound, although it was asked.', remedy: 'Export again with sound.' };
  },
};

const codec: Check<SoundSubject> = {
  id: 'sound-codec',
  category,
  title: 'Codec of the sound',
  source,
  find({ facts: { sound, structure }, expected }) {
    if (!sound || !expected?.audio) return null;
    // D-10 holds 24 bits in words of its own, whatever was asked.
    if (structure.container === 'mxf' && expected.video.codec === 'imx') return null;
    return compare('Codec', sound.codec, expected.audio.codec, again);
  },
};

const rate: Check<SoundSubject> = {
  id: 'sound-rate',
  category,
  title: 'Sample rate',
  source,
  find({ facts: { sound }, expected }) {
    const asked = expected?.audio?.sampleRate;
    return sound && asked !== undefined ? compare('Hz', sound.sampleRate, asked, again) : null;
  },
};

const decodes: Check<SoundSubject> = {
  id: 'sound-decodes',
  category,
  title: 'Decoding of the sound',
  source: 'The standard of the codec',
  find({ sound, undecoded }) {
    if (undecoded !== null) return { status: 'skipped', message: undecoded };
    if (!sound) return null;
    if (sound.failure !== null) {
      return {
        status: 'fail',
        message: `The sound cannot be decoded: ${sound.failure}`,
        remedy: 'Export again: the file is damaged.',
      };
    }
    if (!sound.isDamaged) return { status: 'pass', message: 'All of the sound can be decoded.' };
    return {
      status: 'fail',
      message: 'The sound holds samples that are not numbers.',
      remedy: 'Look for the fault in its sources.',
    };
  },
};

const start: Check<SoundSubject> = {
  id: 'sound-start',
  category,
  title: 'Beginning of the sound',
  source: 'Sound and picture begin together, within 1 ms',
  find({ facts: { sound } }) {
    if (!sound) return null;
    return near(
      'The sound begins at',
      sound.start,
      0,
      'Export again, or let the file begin with its sound: it is late.',
    );
  },
};

const length: Check<SoundSubject> = {
  id: 'sound-length',
  category,
  title: 'Length of the sound',
  source: 'Sound and picture end together, within 1 ms',
  find({ facts: { sound, picture }, sound: measured }) {
    if (!sound || !picture) return null;
    // What the container says, and what there is to decode: the shorter counts.
    const decoded = measured?.failure === null ? measured.end / measured.sampleRate : sound.end;
    const isCut = sound.isEndExact && decoded >= sound.end - allowedSeconds;
    const asked = pictureEnd(picture);
    // Opus ends with a whole packet where nothing says how much of it is heard.
    const slack = picture.timeResolution >= 0.0005 && picture.timeResolution < 0.01 ? picture.timeResolution : 0;
    const over = decoded - asked;
    const isPacketOver = !sound.isEndExact && isLossy(sound.codec) && over > 0 && over <= opusPacket + slack;
    const end = isPacketOver ? asked : isCut ? sound.end : decoded;
    return near(
      'The sound ends at',
      end,
      asked,
      'Export again: sound is missing, or lasts longer than the picture.',
      slack,
    );
  },
};

function near(what: string, seconds: number, asked: number, remedy: string, slack = 0): Finding {
  const off = (seconds - asked) * 1000;
  const fits = Math.abs(off) <= (allowedSeconds + slack) * 1000 + 1e-6;
  const message = `${what} ${seconds.toFixed(4)} s, ${Math.abs(off).toFixed(2)} ms ${off < 0 ? 'too early' : 'late'}.`;
  return {
    status: fits ? 'pass' : 'fail',
    message: fits ? `${what} ${seconds.toFixed(4)} s.` : message,
    ...(fits ? {} : { remedy }),
    measured: Number(seconds.toFixed(6)),
    expected: Number(asked.toFixed(6)),
  };
}

const sync: Check<SoundSubject> = {
  id: 'av-sync',
  category,
  title: 'Sound against picture',
  source: 'Cross-correlation with excerpts of what was encoded, within 1 ms; ITU-R BT.1359: −45 … 125 ms are noticed',
  find({ sound, facts }) {
    if (!sound?.offsets) return null;
    if (sound.offsets.length === 0)
      return { status: 'skipped', message: 'The sound is silent: there is nothing to compare.' };
    const remedy = 'Export again, or shift the sound back by as much.';
    const other = sound.offsets.filter(({ seconds }) => seconds === null);
    if (other.length > 0) {
      const places = other.map(({ place }) => place).join(', ');
      const message = `The sound is not the one that was encoded, or more than 250 ms away: ${places}.`;
      return { status: 'fail', message, remedy };
    }
    const offsets = sound.offsets.map(({ place, seconds }) => ({ place, ms: Number((seconds! * 1000).toFixed(3)) }));
    const worst = offsets.reduce((most, { ms }) => (Math.abs(ms) > Math.abs(most) ? ms : most), 0);
    const fits = Math.abs(worst) <= allowedSeconds * 1000;
    const said = offsets.map(({ place, ms }) => `${Math.abs(ms)} ms ${ms < 0 ? 'early' : 'late'} (${place})`);
    const lossy = isLossy(facts.sound?.codec) ? ', through a lossy codec' : '';
    return {
      status: fits ? 'pass' : 'fail',
      message: `The sound is ${said.join(', ')}${lossy}.`,
      ...(fits ? {} : { remedy }),
      measured: worst,
      expected: 0,
    };
  },
};

export const soundTrackChecks: readonly Check<SoundSubject>[] = [present, codec, rate, decodes, start, length, sync];

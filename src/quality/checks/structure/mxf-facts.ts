import { toFrameRate, type FrameRate } from '../../../composition/frame-rate';
import type { ColourTags, PictureFacts, SoundTrackFacts } from '../file-facts';
import { labelIn, numberIn, rationalIn, textIn, type MxfSet } from './mxf-sets';
import { timecodeOf } from './timecode-text';

/** What the header metadata says. */
export interface MxfFacts {
  picture: Omit<PictureFacts, 'packets' | 'bitstream'> | null;
  sound: Pick<SoundTrackFacts, 'codec' | 'sampleRate' | 'channels'> | null;
  soundTracks: number;
  /** Frames, as the descriptor of the picture says; null: it does not. */
  frames: number | null;
  timecode: string | null;
  reel: string | null;
  title: string | null;
  author: string | null;
  colour: ColourTags | null;
}

/** Coded pictures by their labels (SMPTE RP 224). */
const codings: readonly (readonly [prefix: string, codec: string])[] = [
  ['060e2b34040101030401020201020101', 'imx'],
  ['060e2b34040101010401020201020102', 'imx'],
  ['060e2b3404010101040102020102', 'imx'],
  ['060e2b3404010103040102020104', 'xdcam-hd422'],
  ['060e2b34040101030401020201', 'mpeg2'],
  ['060e2b340401010a0401020201', 'h264'],
  ['060e2b340401010a0401020271', 'dnx'],
];

const transfers: Readonly<Record<string, number>> = { '01010000': 6, '01020000': 1, '01030000': 7, '01070000': 13 };
const matrices: Readonly<Record<string, number>> = { '01010000': 6, '02020000': 1, '01020000': 1, '01030000': 7 };
const primaryCodes: Readonly<Record<string, number>> = { '01010000': 6, '01030000': 1, '03030000': 1 };

export function mxfFacts(sets: readonly MxfSet[]): MxfFacts {
  const pictureSet = sets.find(({ values }) => values.has(0x3203));
  const soundSets = sets.filter(({ values }) => values.has(0x3d03) || values.has(0x3d07));
  const [soundSet] = soundSets;
  const timecodeSet = sets.find(({ values }) => values.has(0x1501));
  return {
    picture: pictureSet ? pictureOf(pictureSet) : null,
    sound: soundSet
      ? {
          codec: `pcm-s${numberIn(soundSet, 0x3d01) ?? 0}`,
          sampleRate: rateNumber(rationalIn(soundSet, 0x3d03)),
          channels: numberIn(soundSet, 0x3d07) ?? 1,
        }
      : null,
    soundTracks: soundSets.length,
    frames: pictureSet ? numberIn(pictureSet, 0x3002) : null,
    timecode: timecodeSet ? startOf(timecodeSet) : null,
    ...namesOf(sets),
    colour: pictureSet ? coloursOf(pictureSet) : null,
  };
}

function pictureOf(set: MxfSet): MxfFacts['picture'] {
  const rate = rationalIn(set, 0x3001);
  const frameRate: FrameRate | null =
    rate && rate[0] > 0 && rate[1] > 0 ? toFrameRate({ num: rate[0], den: rate[1] }) : null;
  // FrameLayout: 1 separate fields, whose heights are half; 3 mixed fields.
  const fields = numberIn(set, 0x320c) === 1 ? 2 : 1;
  const width = numberIn(set, 0x3209) ?? numberIn(set, 0x3203) ?? 0;
  const height = (numberIn(set, 0x3208) ?? numberIn(set, 0x3202) ?? 0) * fields;
  const aspect = rationalIn(set, 0x320e);
  const label = labelIn(set, 0x3201);
  return {
    codec: codings.findLast(([prefix]) => label.startsWith(prefix))?.[1] ?? label,
    width,
    height,
    pixelAspect: aspect ? reduce(aspect[0] * height, aspect[1] * width) : [1, 1],
    frameRate,
    timeResolution: frameRate ? frameRate.den / frameRate.num : 1,
  };
}

function reduce(num: number, den: number): readonly [number, number] {
  if (num <= 0 || den <= 0) return [1, 1];
  let [a, b] = [num, den];
  while (b !== 0) [a, b] = [b, a % b];
  return [num / a, den / a];
}

function startOf(set: MxfSet): string | null {
  return timecodeOf(numberIn(set, 0x1501) ?? 0, numberIn(set, 0x1502) ?? 0, numberIn(set, 0x1503) === 1);
}

/** Of tagged values, and of the packages: that of the tape has the reel's name. */
function namesOf(sets: readonly MxfSet[]): Pick<MxfFacts, 'reel' | 'title' | 'author'> {
  const tagged = new Map(
    sets.flatMap((set) => {
      const [name, value] = [textIn(set, 0x5001), set.values.get(0x5003)];
      // An indirect value: 17 bytes say of what type it is.
      return name === null || value === undefined
        ? []
        : [[name.toLowerCase(), new TextDecoder('utf-16be').decode(value.subarray(17)).replace(/\0+$/, '')] as const];
    }),
  );
  const packages = sets.filter(({ key }) => key.slice(26, 30) === '0137').flatMap((set) => textIn(set, 0x4402) ?? []);
  return {
    reel: packages.at(-1) ?? null,
    title: tagged.get('title') ?? null,
    author: tagged.get('author') ?? tagged.get('artist') ?? null,
  };
}

function coloursOf(set: MxfSet): ColourTags | null {
  const code = (tag: number, codes: Readonly<Record<string, number>>): number | null =>
    codes[labelIn(set, tag).slice(24)] ?? null;
  const tags = {
    transfer: code(0x3210, transfers),
    matrix: code(0x321a, matrices),
    primaries: code(0x3219, primaryCodes),
  };
  const black = numberIn(set, 0x3304);
  const fullRange = black === null ? null : black === 0;
  return tags.transfer === null && tags.matrix === null && tags.primaries === null ? null : { ...tags, fullRange };
}

function rateNumber(rate: readonly [number, number] | null): number {
  return rate === null || rate[1] === 0 ? 0 : rate[0] / rate[1];
}

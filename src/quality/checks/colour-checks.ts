import { colourSpaces } from '../../colour/colour-space';
import type { ExportSettings } from '../../formats/format';
import type { Check, Finding } from './check';
import type { ColourTags, PictureFacts } from './file-facts';
import type { TechnicalSubject } from './technical-subject';

const source = 'ITU-T H.273; EBU R 103: limited range';
const remedy = 'Export again: players will show other colours than the editor does.';

const guessed = 'Write tags into it, or export it again with them: players guess, and not all of them alike.';

const untagged: ColourTags = { primaries: null, transfer: null, matrix: null, fullRange: null };

/** Pictures in RGB, of all codes, and those that need no tags. */
const rgb = ['png', 'jpeg', 'tiff', 'exr', 'dng', 'gif', 'apng', 'webp', 'ffv1'];

const inContainer: Check<TechnicalSubject> = {
  id: 'colour-tags',
  category: 'technical',
  title: 'Colour tags of the container',
  source,
  find({ facts, expected }) {
    if (!facts.picture || rgb.includes(facts.picture.codec)) return null;
    const { colour, container } = facts.structure;
    if (colour) return expected ? judge(colour, tagsFor(expected, colour), [], 'The container') : told(colour);
    if (container === 'mxf') return null;
    const message = 'The container does not say what its colours are.';
    if (!expected) return { status: 'warn', message, remedy: guessed, measured: 'none', expected: 'some' };
    return { status: 'fail', message, remedy, measured: 'none', expected: written(tagsFor(expected, untagged)) };
  },
};

const inStream: Check<TechnicalSubject> = {
  id: 'colour-tags-stream',
  category: 'technical',
  title: 'Colour tags of the stream',
  source,
  find({ facts, expected }) {
    const { picture } = facts;
    const colour = picture?.bitstream.colour;
    if (!picture || !colour || rgb.includes(picture.codec)) return null;
    return expected ? judge(colour, tagsFor(expected, colour), leftOpen(picture), 'The stream') : told(colour);
  },
};

/** VP9 has one number for all of it, with which not every combination can be said: that of the matrix counts. */
function leftOpen({ codec }: PictureFacts): readonly (keyof ColourTags)[] {
  return codec === 'vp9' ? ['primaries', 'transfer'] : [];
}

function tagsFor({ video, height }: ExportSettings, measured: ColourTags): ColourTags {
  const { codePoints } = colourSpaces[video.colourSpace ?? 'bt709'];
  // BT.601 has primaries of its own for pictures of 625 lines, which not every encoder can say.
  const isOf625 = video.colourSpace === 'bt601' && height === 576 && measured.primaries === 5;
  return { ...codePoints, ...(isOf625 ? { primaries: 5 } : {}), fullRange: false };
}

/** BT.709, SMPTE 170M and BT.2020 have one transfer function under several numbers (H.273, table 3); some files lack one. */
const sameTransfer: readonly unknown[] = [1, 6, 14, 15];

/** As the matrix of BT.601 has two (table 4). */
const sameMatrix: readonly unknown[] = [5, 6];

function differs(field: keyof ColourTags, measured: unknown, asked: unknown): boolean {
  if (field === 'matrix' && sameMatrix.includes(measured) && sameMatrix.includes(asked)) return false;
  if (field === 'transfer' && sameTransfer.includes(measured) && sameTransfer.includes(asked)) return false;
  return measured !== asked;
}

const fields = ['primaries', 'transfer', 'matrix', 'fullRange'] as const;

/** What is not said is not wrong; 2 stands for that. */
function judge(measured: ColourTags, asked: ColourTags, open: readonly string[], name: string): Finding {
  const said = fields.filter((field) => measured[field] !== null && measured[field] !== 2);
  const wrong = said.filter((field) => !open.includes(field) && differs(field, measured[field], asked[field]));
  const values = { measured: written(measured), expected: written(asked) };
  if (wrong.length > 0) {
    return {
      status: 'fail',
      message: `${name} says ${values.measured}, where ${values.expected} was asked.`,
      remedy,
      ...values,
    };
  }
  if (said.every((field) => field === 'fullRange')) {
    const status = name === 'The stream' ? 'info' : 'fail';
    return {
      status,
      message: `${name} does not say what its colours are.`,
      ...(status === 'fail' ? { remedy } : {}),
      ...values,
    };
  }
  return { status: 'pass', message: `${name} says ${values.measured}, as asked.`, ...values };
}

function told(tags: ColourTags): Finding {
  return { status: 'info', message: `Colours are ${written(tags)}.`, measured: written(tags) };
}

/** `1-1-1 limited` */
function written({ primaries, transfer, matrix, fullRange }: ColourTags): string {
  const range = fullRange === null ? '' : fullRange ? ' full' : ' limited';
  return `${[primaries, transfer, matrix].map((each) => each ?? '?').join('-')}${range}`;
}

export const colourChecks: readonly Check<TechnicalSubject>[] = [inContainer, inStream];

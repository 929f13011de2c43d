import { codecs } from '../../formats/codecs';
import type { ContainerPlan } from '../../formats/format';
import { formatOf } from '../../formats/registry';
import { compare, type Check } from './check';
import type { ContainerKind } from './file-facts';
import { foreignContainer, type ForeignContainer } from './structure/foreign-containers';
import type { TechnicalSubject } from './technical-subject';

const standards: Readonly<Record<Exclude<ContainerKind, ForeignContainer>, string>> = {
  isobmff: 'ISO/IEC 14496-12',
  quicktime: 'QuickTime File Format',
  webm: 'RFC 9559 and the WebM guidelines',
  matroska: 'RFC 9559 (Matroska)',
  mxf: 'SMPTE ST 377-1 (MXF)',
  gif: 'GIF89a',
  png: 'PNG, third edition',
  apng: 'PNG, third edition',
  webp: 'RFC 9649 (WebP)',
  zip: 'PKWARE APPNOTE',
  folder: 'The standard of the pictures',
  unknown: 'The containers that are known',
};

const kinds: Readonly<Record<ContainerPlan['kind'], ContainerKind>> = {
  isobmff: 'isobmff',
  quicktime: 'quicktime',
  webm: 'webm',
  matroska: 'matroska',
  mxf: 'mxf',
  gif: 'gif',
  apng: 'apng',
  webp: 'webp',
  picture: 'png',
  sequence: 'zip',
};

const container: Check<TechnicalSubject> = {
  id: 'container',
  category: 'technical',
  title: 'Container',
  source: 'Export settings',
  find({ facts: { structure, picture, sound }, expected }) {
    if (!expected) {
      const name = foreignContainer(structure.container)?.name ?? structure.container;
      const alone = !picture && sound ? ': sound alone' : '';
      return { status: 'info', message: `The file is ${name}${alone}.`, measured: structure.container };
    }
    const { kind } = formatOf(expected.format).container;
    const found = structure.container === 'folder' ? 'zip' : structure.container; // The one or the other is asked for.
    return compare('Container', found, kinds[kind], 'Export again in the format that was asked.');
  },
};

const structure: Check<TechnicalSubject> = {
  id: 'container-structure',
  category: 'technical',
  title: 'Structure of the container',
  source: 'The standard of the container',
  find({ facts }) {
    const problems = [...facts.structure.problems, ...(facts.unreadable === null ? [] : [facts.unreadable])];
    const { container: kind } = facts.structure;
    const foreign = foreignContainer(kind);
    const standard = foreign ? foreign.name : standards[kind as keyof typeof standards];
    const [first] = problems;
    if (first === undefined && foreign)
      return { status: 'skipped', message: `What it is made of is not looked at: it is ${foreign.name}.` };
    if (first === undefined)
      return { status: 'pass', message: `All parts are whole and in their place (${standard}).` };
    const more = problems.length > 1 ? ` And ${problems.length - 1} more.` : '';
    return {
      status: 'fail',
      message: `${first}${more}`,
      remedy: 'The file is damaged or incomplete: export it again, or copy it again from where it was whole.',
      measured: `${problems.length} problems`,
      expected: `none (${standard})`,
    };
  },
};

const layout: Check<TechnicalSubject> = {
  id: 'fast-start',
  category: 'technical',
  title: 'Index before the data',
  source: 'ISO/IEC 14496-12, 8.1.1; Apple, YouTube: “fast start”',
  find({ facts, expected }) {
    const { fastStart, fragmented } = facts.structure;
    if (fastStart === null || !expected) return null;
    const asked = formatOf(expected.format).container.layout;
    if (asked === 'fragmented') {
      return compare('Layout', fragmented ? 'fragmented' : 'whole', 'fragmented', 'Export again as fragmented MP4.');
    }
    // What ffmpeg puts together has its index at the end: films for editing, which nobody streams.
    if (asked !== 'fast-start' || codecs[expected.video.codec].muxer !== 'mediabunny') return null;
    return compare(
      'Index',
      fastStart ? 'before the data' : 'behind the data',
      'before the data',
      'Export again, or move the index to the front: ffmpeg -i in.mp4 -c copy -movflags +faststart out.mp4.',
    );
  },
};

export const structureChecks: readonly Check<TechnicalSubject>[] = [container, structure, layout];

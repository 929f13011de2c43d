import { viewOf } from '../byte-reader';
import { isoBox, isoBoxes, type IsoBox } from './isobmff-boxes';
import type { Extent } from './isobmff-samples';
import type { ProblemList } from './problem-list';

/** What a fragmented film has told until now. */
export interface FragmentState {
  sequence: number;
  /** Of each track, where its next fragment begins. */
  times: Map<number, number>;
}

/** ISO/IEC 14496-12, 8.8.7: which fields a `tfhd` has. */
const tfhdFields = [
  [0x1, 8],
  [0x2, 4],
  [0x8, 4],
  [0x10, 4],
  [0x20, 4],
] as const;

/** Reads one `moof`. @returns where its samples lie */
export function readFragment(
  moof: IsoBox,
  state: FragmentState,
  tracks: readonly number[],
  problems: ProblemList,
): Extent[] {
  const header = isoBox(moof, 'mfhd');
  const sequence = header?.body.length === 8 ? viewOf(header.body).getUint32(4) : -1;
  problems.require(sequence > state.sequence, `The fragment at ${moof.at} is out of order.`);
  state.sequence = sequence;
  const parts = isoBoxes(moof, 'traf');
  problems.require(parts.length > 0, `The fragment at ${moof.at} is empty.`);
  return parts.flatMap((part) => readPart(part, moof, state, tracks, problems));
}

function readPart(
  part: IsoBox,
  moof: IsoBox,
  state: FragmentState,
  tracks: readonly number[],
  problems: ProblemList,
): Extent[] {
  const where = `The fragment at ${moof.at}`;
  const [tfhd, tfdt] = [isoBox(part, 'tfhd'), isoBox(part, 'tfdt')];
  if (!problems.require(tfhd !== undefined && tfhd.body.length >= 8, `${where} names no track.`)) return [];
  const head = viewOf(tfhd!.body);
  const flags = head.getUint32(0) & 0xffffff;
  const track = head.getUint32(4);
  problems.require(tracks.includes(track), `${where} belongs to track ${track}, which there is not.`);
  const fields = new Map<number, number>();
  let at = 8;
  for (const [flag, bytes] of tfhdFields) {
    if ((flags & flag) === 0) continue;
    if (!problems.require(at + bytes <= head.byteLength, `${where} has a broken header.`)) return [];
    fields.set(flag, bytes === 8 ? Number(head.getBigUint64(at)) : head.getUint32(at));
    at += bytes;
  }
  problems.require(at === head.byteLength, `${where} has a broken header.`);
  const runs = isoBoxes(part, 'trun').map((run) => readRun(run, fields, moof, where, problems));
  checkTime(
    tfdt,
    runs.reduce((sum, { duration }) => sum + duration, 0),
    track,
    state,
    where,
    problems,
  );
  return runs.map(({ extent }) => extent);
}

function checkTime(
  tfdt: IsoBox | undefined,
  duration: number,
  track: number,
  state: FragmentState,
  where: string,
  problems: ProblemList,
): void {
  if (!tfdt || tfdt.body.length < 8) return;
  const view = viewOf(tfdt.body);
  const time = tfdt.body[0] === 1 ? Number(view.getBigUint64(4)) : view.getUint32(4);
  const expected = state.times.get(track);
  problems.require(
    expected === undefined || expected === time,
    `${where} begins at ${time} of track ${track}, not at ${expected}.`,
  );
  state.times.set(track, time + duration);
}

function readRun(
  { body }: IsoBox,
  defaults: ReadonlyMap<number, number>,
  moof: IsoBox,
  where: string,
  problems: ProblemList,
): { extent: Extent; duration: number } {
  const view = viewOf(body);
  const none = { extent: { start: moof.at, end: moof.at }, duration: 0 };
  if (!problems.require(body.length >= 8, `${where} has a broken run.`)) return none;
  const flags = view.getUint32(0) & 0xffffff;
  const count = view.getUint32(4);
  const fields = [0x100, 0x200, 0x400, 0x800].filter((flag) => (flags & flag) !== 0);
  let at = 8 + ((flags & 0x1) === 0 ? 0 : 4) + ((flags & 0x4) === 0 ? 0 : 4);
  if (!problems.require(at + count * fields.length * 4 === body.length, `${where} has a run of another length.`))
    return none;
  const start = (defaults.get(0x1) ?? moof.at) + ((flags & 0x1) === 0 ? 0 : view.getInt32(8));
  let [end, duration] = [start, 0];
  for (let sample = 0; sample < count; sample++) {
    const values = new Map<number, number>();
    for (const flag of fields) {
      values.set(flag, view.getUint32(at));
      at += 4;
    }
    duration += values.get(0x100) ?? defaults.get(0x8) ?? 0;
    end += values.get(0x200) ?? defaults.get(0x10) ?? 0;
  }
  return { extent: { start, end }, duration };
}

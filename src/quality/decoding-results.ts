import type { FileFacts } from './checks/file-facts';
import type { CheckResult } from './report';
import { UndecodableError } from './undecodable-error';
import type { WatchedFilm } from './watch-film';

const base = {
  id: 'decodes',
  category: 'technical',
  title: 'The picture can be decoded',
  source: 'The browser’s decoder',
} as const;

/** How far decoding came. */
export function decoded({ failure, isWhole, timestampsUs, sampled }: WatchedFilm, facts: FileFacts): CheckResult {
  const frames = timestampsUs.length;
  if (failure !== null) return damaged(`After ${frames} frames: ${failure}`);
  const packets = facts.picture?.packets.times.length ?? frames;
  if (!isWhole) {
    const few = frames === 0 ? 'samples alone' : `${frames} of ${packets} frames, spread over the film, and samples`;
    return { ...base, status: 'pass', message: `So far as there was time: ${few} (${sampled.length}) were decoded.` };
  }
  // A field may have a packet of its own.
  if (facts.picture?.bitstream.interlaced !== true && frames < packets)
    return damaged(`Of ${packets} frames ${frames} were decoded.`);
  return { ...base, status: 'pass', message: `All ${frames} frames were decoded.` };
}

/** Where the film could not even be opened. */
export function notOpened(cause: unknown): CheckResult {
  const message = cause instanceof Error ? cause.message : String(cause);
  return cause instanceof UndecodableError ? { ...base, status: 'skipped', message } : damaged(message);
}

export const undecoded: CheckResult = {
  ...base,
  status: 'skipped',
  message: 'It was not tried: the container is damaged.',
};

function damaged(message: string): CheckResult {
  const remedy = 'The file is damaged: export again, and look whether the disk has room.';
  return { ...base, status: 'fail', message, remedy };
}

/** @param message a sentence: why not */
export function notCompared(message: string): CheckResult {
  return { ...comparison, status: 'skipped', message };
}

/** @param notes what must be known of the comparison; without any there is nothing to tell */
export function comparedWith(notes: readonly string[]): CheckResult[] {
  return notes.length === 0 ? [] : [{ ...comparison, status: 'info', message: notes.join(' ') }];
}

const comparison = {
  id: 'compared',
  category: 'visual',
  title: 'Compared with what was captured',
  source: 'The frames captured for the file',
} as const;

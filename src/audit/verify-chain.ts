import type { AuditEntry, AuditFault, AuditVerification } from './audit-entry';
import { canonicalJson } from './canonical-json';
import { noPrevious, openHashChain } from './hash-chain';

/** What of an entry the chain hangs on. */
type Link = Pick<AuditEntry, 'sequence' | 'previous' | 'hash'>;

interface Line {
  line: number;
  /** Null: it is no entry. */
  entry: Link | null;
  /** As it was sealed, to the letter. */
  sound: boolean;
}

/**
 * Looks whether a trail is as it was written. It sees what was changed, removed, moved or repeated. It cannot see from the
 * chain alone that the end was cut off, or that somebody sealed everything from some entry on anew: `head` does.
 *
 * @param text one entry a line
 * @param head `hash` of an entry that was noted elsewhere and must be among them
 */
export async function verifyJsonLines(text: string, head?: string): Promise<AuditVerification> {
  const lines = await readLines(text);
  const faults = [...changedLines(lines), ...misplacedLines(lines), ...brokenLinks(lines)];
  const last = lines.at(-1)?.entry?.hash ?? null;
  const kept = head === undefined || lines.some(({ entry, sound }) => sound && entry?.hash === head.toLowerCase());
  if (!kept) {
    faults.push({
      kind: 'cut-off-tail',
      line: lines.length,
      message: `No entry has the hash ${head}: the end is cut off, or was written anew.`,
    });
  }
  faults.sort((one, other) => one.line - other.line);
  const readable = lines.filter(({ entry }) => entry !== null).length;
  return { whole: faults.length === 0, entries: lines.length, readable, head: last, faults };
}

async function readLines(text: string): Promise<Line[]> {
  const chain = await openHashChain();
  const lines = text.split(/\r?\n/);
  // What ends the last line begins no other.
  if (lines.at(-1) === '') lines.pop();
  return lines.map((written, at) => {
    const entry = parseEntry(written);
    // A member given twice, or in another form, is read otherwise by other programs: only the very text counts.
    const sound = entry !== null && canonicalJson(entry) === written && chain.hashOf(entry) === entry.hash;
    return { line: at + 1, entry, sound };
  });
}

function parseEntry(line: string): Link | null {
  try {
    const { sequence, previous, hash } = JSON.parse(line) as Partial<Link>;
    const isLink = Number.isSafeInteger(sequence) && typeof previous === 'string' && typeof hash === 'string';
    return isLink && sequence! > 0 ? (JSON.parse(line) as Link) : null;
  } catch (cause) {
    if (cause instanceof SyntaxError || cause instanceof TypeError) return null; // No JSON, or `null`.
    throw cause;
  }
}

function changedLines(lines: readonly Line[]): AuditFault[] {
  return lines.flatMap(({ line, entry, sound }) => {
    if (sound) return [];
    const message = entry
      ? `Entry ${entry.sequence} was changed: it does not have the hash it says.`
      : 'The line was changed: it is no entry.';
    return [{ kind: 'changed' as const, line, message }];
  });
}

/** By their numbers. A line that is no entry may be any that is missing, and is told already. */
function misplacedLines(lines: readonly Line[]): AuditFault[] {
  const present = new Set(lines.map(({ entry }) => entry?.sequence));
  const seen = new Set<number>();
  const faults: AuditFault[] = [];
  let highest = 0;
  let unread = 0;
  for (const { line, entry } of lines) {
    if (!entry) {
      unread++;
      continue;
    }
    const { sequence } = entry;
    if (seen.has(sequence)) {
      faults.push({ kind: 'repeated', line, message: `Entry ${sequence} stands here once more.` });
    } else if (sequence < highest) {
      faults.push({ kind: 'reordered', line, message: `Entry ${sequence} stands after entry ${highest}.` });
    } else {
      const gap = sequence > highest + 1 ? missingBetween(highest, sequence, present) : null;
      if (gap && gap.count > unread) faults.push(missing(gap, highest === 0, line));
      unread = 0;
    }
    seen.add(sequence);
    highest = Math.max(highest, sequence);
  }
  return faults;
}

interface Gap {
  first: number;
  last: number;
  count: number;
}

/** Numbers come from a file that may say anything: those between two are counted, not listed. */
function missingBetween(before: number, after: number, present: ReadonlySet<number | undefined>): Gap {
  const elsewhere = [...present].filter((number) => number !== undefined && number > before && number < after).length;
  return { first: before + 1, last: after - 1, count: after - 1 - before - elsewhere };
}

function missing({ first, last, count }: Gap, atHead: boolean, line: number): AuditFault {
  const which = first === last ? `Entry ${first} is` : `Of entries ${first} to ${last}, ${count} are`;
  return atHead
    ? { kind: 'cut-off-head', line, message: `The beginning is cut off: ${lowerFirst(which)} missing.` }
    : { kind: 'missing', line, message: `${which} missing before this line.` };
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** An entry that was changed and sealed anew is sound by itself: only the one that follows knows better. */
function brokenLinks(lines: readonly Line[]): AuditFault[] {
  const bySequence = new Map<number, Line>();
  for (const each of lines) if (each.entry) bySequence.set(each.entry.sequence, each);
  const faults: AuditFault[] = [];
  for (const { line, entry, sound } of lines) {
    if (!entry || !sound) continue;
    const { sequence, previous } = entry;
    if (sequence === 1 && previous !== noPrevious) {
      faults.push({ kind: 'changed', line, message: 'Entry 1 was changed: it says that another one came before it.' });
    }
    const before = bySequence.get(sequence - 1);
    if (!before?.sound || before.entry?.hash === previous) continue;
    faults.push({
      kind: 'changed',
      line: before.line,
      message: `Entry ${sequence - 1} is not the one that entry ${sequence} was written after: one of them was exchanged.`,
    });
  }
  return faults;
}

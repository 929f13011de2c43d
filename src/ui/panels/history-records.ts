import type { AuditedFile, AuditEntry } from '../../audit/audit-entry';
import type { ExportSettings } from '../../formats/format';

export type Outcome = 'completed' | 'failed' | 'cancelled' | 'unfinished';

/** One export, as its entries in the trail tell it. */
export interface HistoryRecord {
  readonly exportId: string;
  readonly name: string | null;
  readonly settings: ExportSettings | null;
  readonly outcome: Outcome;
  /** Milliseconds since the epoch, of the last that happened to it. */
  readonly at: number;
  /** Seconds of work in all sessions, pauses included. */
  readonly seconds: number;
  readonly file: AuditedFile | null;
  readonly score: number | null;
  readonly error: AuditEntry['error'];
  readonly userId: string | null;
}

const outcomes: Readonly<Record<AuditEntry['event'], Outcome>> = {
  started: 'unfinished',
  paused: 'unfinished',
  resumed: 'unfinished',
  interrupted: 'unfinished',
  completed: 'completed',
  fetched: 'completed',
  failed: 'failed',
  cancelled: 'cancelled',
  discarded: 'cancelled',
};

/** The latest first. @param entries in the order of the trail */
export function historyRecords(entries: readonly AuditEntry[]): readonly HistoryRecord[] {
  const byExport = new Map<string, AuditEntry[]>();
  for (const entry of entries) {
    const known = byExport.get(entry.exportId);
    if (known) known.push(entry);
    else byExport.set(entry.exportId, [entry]);
  }
  return [...byExport.values()]
    .sort((one, other) => other.at(-1)!.sequence - one.at(-1)!.sequence)
    .map((own) => recordOf(own));
}

function recordOf(entries: readonly AuditEntry[]): HistoryRecord {
  const last = entries.at(-1)!;
  const latest = <T>(pick: (entry: AuditEntry) => T | null): T | null =>
    entries.reduce<T | null>((found, entry) => pick(entry) ?? found, null);
  const outcome = outcomeOf(entries);
  return {
    exportId: last.exportId,
    name: latest(({ composition }) => composition.name),
    settings: latest(({ settings }) => settings),
    outcome,
    at: Date.parse(last.at),
    seconds: secondsOf(entries),
    file: latest(({ file }) => file),
    score: latest(({ quality }) => quality?.total ?? null),
    error: outcome === 'completed' || outcome === 'cancelled' ? null : latest(faultOf),
    userId: latest(({ userId }) => userId),
  };
}

/** That somebody stopped it is no fault. */
function faultOf({ error }: AuditEntry): AuditEntry['error'] {
  return error?.code === 'cancelled' ? null : error;
}

/** What was done or had failed stays so when what is stored of it is discarded. */
function outcomeOf(entries: readonly AuditEntry[]): Outcome {
  const last = outcomes[entries.at(-1)!.event];
  const before = entries.filter(({ event }) => event !== 'discarded').at(-1);
  const kept = before === undefined ? last : outcomes[before.event];
  return kept === 'unfinished' ? last : kept;
}

/** Each session counts from nothing; fetching a file that was finished is no work. */
function secondsOf(entries: readonly AuditEntry[]): number {
  let all = 0;
  let inSession = 0;
  for (const { event, secondsElapsed } of entries) {
    if (event === 'fetched') continue;
    if (secondsElapsed < inSession) all += inSession;
    inSession = secondsElapsed;
  }
  return all + inSession;
}

/** Those that fit: every word is to be found somewhere in what is known of it. */
export function searchHistory(
  records: readonly HistoryRecord[],
  query: string,
  outcome: Outcome | 'all',
): readonly HistoryRecord[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return records.filter((record) => {
    if (outcome !== 'all' && record.outcome !== outcome) return false;
    const { name, settings, error, file, exportId, userId } = record;
    const text = [
      name,
      settings?.format,
      settings?.video.codec,
      settings?.audio?.codec,
      settings && `${settings.width}x${settings.height} ${settings.width}×${settings.height}`,
      error && `${error.code} ${error.detail} ${error.message}`,
      file?.sha256,
      exportId,
      userId,
    ]
      .join(' ')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

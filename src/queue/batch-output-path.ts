import { safeFileName, sameName } from '../presets/safe-file-name';
import { invalidItem, type BatchIssue } from './batch-issue';

/** Files that a batch writes itself, at the top of its output. */
export const manifestName = 'manifest.json';
export const reportNames = { json: 'report.json', text: 'report.txt' } as const;

const ownNames = [manifestName, ...Object.values(reportNames)].map(sameName);

/** Folders within each other. */
const deepest = 16;

/** Where a file goes: the path as every system takes it, or why it cannot be had. */
export type CheckedPath = { path: string } | { detail: string; message: string; remedy: string };

/** A path within the output: folders and a name with `/` between, none of which leads out of it or means a device. */
export function checkOutputPath(out: string): CheckedPath {
  const refuse = (detail: string, message: string, remedy: string): CheckedPath => ({ detail, message, remedy });
  const within = 'Give a path within the folder of the batch, such as "films/a.mp4".';
  if (out.includes('\\')) return refuse('out-unsafe', `"${out}" has a backslash.`, 'Put / between folders.');
  if (/^(\/|[A-Za-z]:)/.test(out))
    return refuse('out-escapes', `"${out}" begins outside the folder of the batch.`, within);
  const names = out.normalize('NFC').split('/');
  if (names.includes('..')) return refuse('out-escapes', `"${out}" leads out of the folder of the batch.`, within);
  if (names.some((name) => name === '' || name === '.')) return refuse('out-unsafe', `"${out}" is no file.`, within);
  if (names.length > deepest) return refuse('out-unsafe', `"${out}" has more than ${deepest} folders.`, within);
  const unsafe = names.find((name) => safeFileName(name, '') !== name);
  if (unsafe !== undefined) {
    const instead = names.map((name) => safeFileName(name, '')).join('/');
    return refuse('out-unsafe', `"${unsafe}" is no name that every system takes.`, `Call it "${instead}".`);
  }
  if (ownNames.includes(sameName(out))) {
    return refuse('out-reserved', `"${out}" is what the batch writes itself.`, 'Choose another name, or a folder.');
  }
  return { path: names.join('/') };
}

/** A file of an item, of which no other may be. */
export interface TakenPath {
  path: string;
  id: string;
  /** Of the item in the batch. */
  index: number;
}

/** Items that would write over each other: one path, in any case, or one inside of what is another's file. */
export function pathConflicts(taken: readonly TakenPath[]): BatchIssue[] {
  const owners = new Map<string, TakenPath>();
  const issues: BatchIssue[] = [];
  for (const each of taken) {
    const owner = owners.get(sameName(each.path));
    if (owner) issues.push(conflict(each, owner, `"${each.path}" is also the file of "${owner.id}".`));
    else owners.set(sameName(each.path), each);
  }
  for (const each of taken) {
    const names = each.path.split('/');
    for (let depth = 1; depth < names.length; depth++) {
      const owner = owners.get(sameName(names.slice(0, depth).join('/')));
      if (owner)
        issues.push(
          conflict(each, owner, `"${each.path}" lies in "${owner.path}", which is written by "${owner.id}".`),
        );
    }
  }
  return issues;
}

function conflict({ index, id }: TakenPath, owner: TakenPath, message: string): BatchIssue {
  const remedy = `Give it a name of its own, unlike that of items[${owner.index}].`;
  return invalidItem({ path: `items[${index}].out`, item: id }, 'out-taken', message, remedy);
}

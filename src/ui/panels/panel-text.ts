import type { JobPriority } from '../../queue/job';
import { figureTexts, phaseLabels } from '../display-text';
import { formatList } from '../language/number-format';
import { words } from '../language/words';
import type { Outcome } from './history-records';

/** All that the panels say themselves. What comes with an `ExportError` is said as it comes. */

export const countTexts = words('counts', {
  jobs: { one: '{count} job', other: '{count} jobs' },
  files: { one: '{count} file', other: '{count} files' },
  exports: { one: '{count} export', other: '{count} exports' },
  quoted: '“{name}”',
});

export const jobs = (count: number): string => countTexts.jobs({ count });
export const files = (count: number): string => countTexts.files({ count });
export const exports = (count: number): string => countTexts.exports({ count });
export const frames = (count: number): string => figureTexts.frames({ count });
export const quoted = (name: string): string => countTexts.quoted({ name });

export const priorityLabels = words('priorities', {
  urgent: 'Urgent',
  high: 'High',
  normal: 'Normal',
  low: 'Low',
} satisfies Record<JobPriority, string>);

/** A job has written down the phase of its export as a text. */
export function phaseLabel(phase: string): string {
  return (phaseLabels as Readonly<Record<string, string>>)[phase] ?? queueText.atWork;
}

/** Jobs that one comes after, a few by name. */
export function after(names: readonly string[], more: number): string {
  return queueText.after({
    names: formatList([...names.map(quoted), ...(more === 0 ? [] : [queueText.moreJobs({ count: more })])]),
  });
}

export function clearAsks(count: number, held: number): string {
  return held === 0
    ? queueText.clearAsks({ jobs: jobs(count) })
    : queueText.clearAsksHeld({ jobs: jobs(count), files: files(held) });
}

export function notifyBody(complete: number, failed: number): string {
  return failed === 0
    ? queueText.notifyBody({ files: files(complete) })
    : queueText.notifyBodyFailed({ files: files(complete), failed });
}

export const queueText = words('queue', {
  unconnected: 'No queue is connected.',
  reading: 'Reading the queue…',
  empty: 'Nothing is queued. Exports that are added run here one after the other, and go on after a reload.',
  allDone: 'Nothing waits.',
  toRun: 'To run, in order',
  watching: 'Another tab works on this queue. What you change here counts all the same.',
  stopped: 'The queue is paused: nothing begins until it is resumed.',
  pauseAll: 'Pause all',
  resumeAll: 'Resume all',
  clear: 'Clear finished',
  clearAnyway: 'Clear',
  keep: 'Keep',
  notify: 'Notify me when all is done',
  notifyRefused: 'The browser does not let this page notify you. Its site settings can allow it.',
  notifyTitle: 'All exports are done',
  dismiss: 'Dismiss',
  priority: 'Priority',
  move: 'Move',
  moveHint: 'Arrow keys move it up and down.',
  pause: 'Pause',
  resume: 'Resume',
  cancel: 'Cancel',
  cancelIt: 'Cancel it',
  retry: 'Try again',
  remove: 'Remove',
  save: 'Save',
  open: 'Open',
  paused: 'Paused',
  waiting: 'Waiting',
  failed: 'Failed',
  cancelled: 'Cancelled',
  complete: 'Done',
  pausing: 'Pausing',
  resuming: 'Resuming',
  cancelling: 'Cancelling',
  removing: 'Removing',
  unchecked: 'not checked',
  firstOfPriority: 'It is the first of its priority. Raise its priority to move it further.',
  lastOfPriority: 'It is the last of its priority. Lower its priority to move it further.',
  agedFirst: 'It stays where it is: jobs that have waited for long come first.',
  fileGone: 'The browser does not hold this file any more.',

  atWork: 'Running',
  running: '{count} running',
  waitingCount: '{count} waiting',
  pausedCount: '{count} paused',
  overCount: 'Finished ({count})',
  left: 'about {time} left, done about {moment}',
  timeLeft: '{time} left',
  doneAbout: 'done about {time}',
  used: 'The device was in use {share} of the time; the queue itself took {own}.',
  frameOf: 'Frame {frame} / {total}',
  goesOnAt: 'goes on at frame {frame} / {total}',
  triesAgain: 'Tries again at {time}',
  tried: { one: 'tried once', other: 'tried {count} times' },
  after: 'After {names}',
  moreJobs: { other: '{count} more' },
  took: 'took {time}',
  score: 'score {score} / 100',
  savedTo: 'saved to “{name}”',
  savedByHost: 'handed over',
  movedTo: '“{name}” is now {place} of {total}.',
  nowDone: '“{name}” is done.',
  nowFailed: '“{name}” failed. {message}',
  nowWaitsForYou: '“{name}” is paused. {message}',
  loseFile: 'Its file is kept by the browser alone, and is deleted.',
  loseFrames: { one: 'Loses {count} finished frame.', other: 'Loses {count} finished frames.' },
  loseStored: 'What is finished of it is lost.',
  clearAsks: 'Takes {jobs} off the list.',
  clearAsksHeld: 'Takes {jobs} off the list, and deletes {files} that only the browser keeps.',
  notifyBody: '{files} made.',
  notifyBodyFailed: '{files} made, {failed} failed.',
  moveLong: 'Move. Arrow keys move it up and down.',
});

export const historyText = words('history', {
  reading: 'Reading the history…',
  empty: 'Nothing has been exported yet. Every export is noted here, whether it worked or not.',
  noneFound: 'No export fits the search.',
  list: 'Exports, the latest first',
  search: 'Search by name, format, code or checksum',
  show: 'Show',
  unnamed: 'Unnamed composition',
  noSettings: 'settings unknown',
  verify: 'Verify',
  verifying: 'Verifying…',
  save: 'Save as JSON lines',
  more: { other: 'Show {count} more' },
  copy: 'Copy SHA-256',
  copied: 'The checksum is copied.',
  copyFailed: 'The browser did not let the checksum be copied. Select it and copy it yourself.',
  by: 'by {user}',
  whole: {
    one: 'The chain is whole: {count} entry, none changed.',
    other: 'The chain is whole: {count} entries, none changed.',
  },
  broken: { one: 'The chain is not whole: {count} fault.', other: 'The chain is not whole: {count} faults.' },
  found: { one: '{count} export found.', other: '{count} exports found.' },
  sha256: 'SHA-256',
});

export const outcomeLabels = words('outcomes', {
  all: 'All',
  completed: 'Completed',
  failed: 'Failed',
  cancelled: 'Cancelled',
  unfinished: 'Unfinished',
} satisfies Record<Outcome | 'all', string>);

export const storageText = words('storage', {
  reading: 'Asking the browser…',
  used: '{size} of {quota} used by this site',
  usedShare: '{used} ({share})',
  bar: 'Storage in use',
  unfinished: 'Unfinished exports',
  unsaved: 'Finished, not saved yet',
  queueFiles: 'Finished files of the queue',
  queueParts: 'Begun jobs of the queue',
  atWork: 'Exports at work',
  other: 'Everything else of this site',
  persisted: 'The browser has promised not to evict it when the disk gets full.',
  lessThan: 'less than {share}',
  notPersisted: 'The browser may evict it when the disk gets full.',
  discard: 'Discard',
  keep: 'Keep',
  discarded: '{name}: discarded.',
  nothing: 'Stepframe holds nothing here.',
  loseUnfinished: {
    one: '{count} export with {frames} finished: it would have to be drawn again.',
    other: '{count} exports with {frames} finished: they would have to be drawn again.',
  },
  loseUnsaved: {
    one: '{count} file that nobody has saved yet: gone for good.',
    other: '{count} files that nobody has saved yet: gone for good.',
  },
  loseQueueFiles: {
    one: '{count} file that only the browser keeps, and its job: gone for good.',
    other: '{count} files that only the browser keeps, and their jobs: gone for good.',
  },
});

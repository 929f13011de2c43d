import type { JobPriority } from '../../queue/job';
import { phaseLabels } from '../display-text';
import { count } from './panel-format';

/** All that the panels say themselves. What comes with an `ExportError` is said as it comes. */

const plural = (value: number, one: string, many: string): string => `${count(value)} ${value === 1 ? one : many}`;

export const jobs = (value: number): string => plural(value, 'job', 'jobs');
export const files = (value: number): string => plural(value, 'file', 'files');
export const exports = (value: number): string => plural(value, 'export', 'exports');
export const frames = (value: number): string => plural(value, 'frame', 'frames');
export const quoted = (name: string): string => `“${name}”`;

export const priorityLabels: Readonly<Record<JobPriority, string>> = {
  urgent: 'Urgent',
  high: 'High',
  normal: 'Normal',
  low: 'Low',
};

/** A job has written down the phase of its export as a text. */
export function phaseLabel(phase: string): string {
  const labels: Readonly<Record<string, string>> = phaseLabels;
  return labels[phase] ?? 'Running';
}

export const queueText = {
  unconnected: 'No queue is connected.',
  reading: 'Reading the queue…',
  empty: 'Nothing is queued. Exports that are added run here one after the other, and go on after a reload.',
  allDone: 'Nothing waits.',
  toRun: 'To run, in order',
  over: 'Finished',
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

  running: (value: number): string => `${count(value)} running`,
  waitingCount: (value: number): string => `${count(value)} waiting`,
  pausedCount: (value: number): string => `${count(value)} paused`,
  overCount: (value: number): string => `${queueText.over} (${count(value)})`,
  left: (time: string): string => `about ${time} left`,
  timeLeft: (time: string): string => `${time} left`,
  doneAbout: (time: string): string => `done about ${time}`,
  used: (share: string, own: string): string =>
    `The device was in use ${share} of the time; the queue itself took ${own}.`,
  frameOf: (done: number, total: number): string => `Frame ${count(done)} / ${count(total)}`,
  perSecond: (rate: string): string => `${rate} fps`,
  goesOnAt: (frame: number, total: number): string => `goes on at frame ${count(frame)} / ${count(total)}`,
  triesAgain: (time: string): string => `Tries again at ${time}`,
  tried: (times: number): string => (times === 1 ? 'tried once' : `tried ${count(times)} times`),
  after: (names: readonly string[], more: number): string =>
    `After ${[...names, ...(more === 0 ? [] : [`${count(more)} more`])].join(', ')}`,
  took: (time: string): string => `took ${time}`,
  score: (score: string): string => `score ${score} / 100`,
  savedTo: (name: string): string => `saved to ${quoted(name)}`,
  savedByHost: 'handed over',
  doneAt: (time: string): string => `Done ${time}`,
  movedTo: (name: string, place: number, of: number): string =>
    `${quoted(name)} is now ${count(place)} of ${count(of)}.`,
  nowDone: (name: string): string => `${quoted(name)} is done.`,
  nowFailed: (name: string, message: string): string => `${quoted(name)} failed. ${message}`,
  nowWaitsForYou: (name: string, message: string): string => `${quoted(name)} is paused. ${message}`,
  loseFile: 'Its file is kept by the browser alone, and is deleted.',
  loseFrames: (value: number): string => `Loses ${count(value)} finished ${value === 1 ? 'frame' : 'frames'}.`,
  loseStored: 'What is finished of it is lost.',
  clearAsks: (value: number, held: number): string =>
    held === 0
      ? `Takes ${jobs(value)} off the list.`
      : `Takes ${jobs(value)} off the list, and deletes ${files(held)} that only the browser keeps.`,
  notifyBody: (complete: number, failed: number): string =>
    `${files(complete)} made${failed === 0 ? '' : `, ${count(failed)} failed`}.`,
};

export const historyText = {
  reading: 'Reading the history…',
  empty: 'Nothing has been exported yet. Every export is noted here, whether it worked or not.',
  noneFound: 'No export fits the search.',
  list: 'Exports, the latest first',
  search: 'Search by name, format, code or checksum',
  show: 'Show',
  outcomes: {
    all: 'All',
    completed: 'Completed',
    failed: 'Failed',
    cancelled: 'Cancelled',
    unfinished: 'Unfinished',
  },
  unnamed: 'Unnamed composition',
  noSettings: 'settings unknown',
  verify: 'Verify',
  verifying: 'Verifying…',
  save: 'Save as JSON lines',
  more: (value: number): string => `Show ${count(value)} more`,
  copy: 'Copy SHA-256',
  copied: 'The checksum is copied.',
  copyFailed: 'The browser did not let the checksum be copied. Select it and copy it yourself.',
  by: (user: string): string => `by ${user}`,
  whole: (entries: number): string => `The chain is whole: ${plural(entries, 'entry', 'entries')}, none changed.`,
  broken: (faults: number): string => `The chain is not whole: ${plural(faults, 'fault', 'faults')}.`,
  found: (value: number): string => `${exports(value)} found.`,
  sha256: 'SHA-256',
};

export const storageText = {
  reading: 'Asking the browser…',
  used: (size: string, quota: string): string => `${size} of ${quota} used by this site`,
  bar: 'Storage in use',
  unfinished: 'Unfinished exports',
  unsaved: 'Finished, not saved yet',
  queueFiles: 'Finished files of the queue',
  queueParts: 'Begun jobs of the queue',
  atWork: 'Exports at work',
  other: 'Everything else of this site',
  free: 'Free',
  persisted: 'The browser has promised not to evict it when the disk gets full.',
  lessThan: (share: string): string => `less than ${share}`,
  notPersisted: 'The browser may evict it when the disk gets full.',
  discard: 'Discard',
  keep: 'Keep',
  discarded: (name: string): string => `${name}: discarded.`,
  nothing: 'Stepframe holds nothing here.',
  loseUnfinished: (value: number, done: number): string =>
    `${exports(value)} with ${frames(done)} finished: they would have to be drawn again.`,
  loseUnsaved: (value: number): string => `${files(value)} that nobody has saved yet: gone for good.`,
  loseQueueFiles: (value: number): string =>
    `${files(value)} that only the browser keeps, and their jobs: gone for good.`,
};

import { words } from './language/words';

export const unfinishedTexts = words('unfinished', {
  list: 'Unfinished exports',
  none: 'Nothing is unfinished.',
  use: 'Stepframe uses {size} of this browser’s storage.',
  discard: 'Discard',
  discardAll: 'Discard all',
  askAll: 'Discard all for good?',
  ask: 'Discard it for good?',
  keep: 'Keep',
  back: 'Back to the list',
  discarded: 'Discarded.',
  allDiscarded: 'All discarded.',
  begun: 'Begun {moment}',
  homeless: 'Its composition, “{name}”, is not here: it can only be discarded.',
  stopped: 'Stopped:',
  report: 'Report',
  keepAnyway: 'Keep anyway',
  save: 'Save',
  resume: 'Resume',
  finished: 'Finished, not saved yet',
  heldBack: 'Held back',
  progress: 'Frame {frame} of {total} · {share}',
});

/** What is in the page before the dialog is loaded. */
export const entryTexts = words('entry', { export: 'Export', close: 'Close' });

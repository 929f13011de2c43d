import { words } from './language/words';

export const reportTexts = words('report', {
  notMade: 'The report could not be made. Reload the page and try again.',
  measured: 'Measured',
  worst: 'Worst frames',
  save: 'Save report',
  saveData: 'Save as JSON',
  frame: 'Frame {frame}',
  worstBy: 'among the worst by {metric}',
  ofSource: 'Frame {frame} of the source',
  ofFile: 'Frame {frame} of the file',
  source: 'Source',
  file: 'File',
  wipe: 'How much of frame {frame} is the source, by {metric}',
});

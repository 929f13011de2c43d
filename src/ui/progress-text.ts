import { words } from './language/words';

export const progressTexts = words('progress', {
  frame: 'Frame',
  speed: 'Speed',
  left: 'Left',
  elapsed: 'Elapsed',
  replay: '{stage}: frame {frame} / {total}',
  checking: 'The finished file is decoded again and compared with what was drawn.',
  straight:
    'Or save straight to a file, which needs no space in the browser. Such an export cannot be resumed after a crash.',
});

export const resultTexts = words('result', {
  complete: 'Export complete',
  heldBack: 'It was held back. Change the settings and export again, or keep it as it is.',
  also: 'Also made',
  save: 'Save',
  size: 'Size',
  duration: 'Duration',
  picture: 'Picture',
  frames: 'Frames',
  encoder: 'Encoder',
  took: 'Took',
  list: '{first}, {second}',
  atFrame: '{code}, frame {frame}',
});

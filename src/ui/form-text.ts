import type { QualityCheck } from '../exporter';
import type { MetadataField } from '../formats/format';
import { words } from './language/words';

/** What the form of settings says, beside its presets, its names and its timeline. */
export const formTexts = words('form', {
  advanced: 'Advanced',
  // The picture.
  size: 'Resolution',
  composition: 'Composition ({what})',
  custom: 'Custom',
  named: '{name} ({size})',
  width: 'Width in pixels',
  height: 'Height in pixels',
  pixels: 'px',
  frameRate: 'Frame rate',
  range: 'Range',
  whole: 'Whole',
  inOut: 'In – out',
  firstFrame: 'First frame',
  lastFrame: 'Last frame',
  first: 'first',
  last: 'last',
  // The file.
  format: 'Format',
  videoCodec: 'Video codec',
  profile: 'Profile',
  colourSpace: 'Colour space',
  deep: 'More than 8 bits',
  deepNote: 'For compositions that draw on canvases of half floats.',
  alpha: 'Keep transparency',
  alphaNote: 'Where nothing is drawn, and the composition has no background, the video lets through what lies below.',
  alphaMode: 'Colours of translucent pixels',
  straight: 'Straight',
  premultiplied: 'Premultiplied',
  scan: 'Scan',
  progressive: 'Progressive',
  interlaced: 'Interlaced',
  interlacedNote: 'Two fields make a frame, the upper first: {rate} in the file.',
  quality: 'Quality',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  bitrate: 'Bitrate',
  quantizer: 'Quantizer',
  bitrateLabel: 'Bitrate in megabits per second',
  megabits: 'Mbit/s',
  constant: 'Constant',
  constantNote: 'Every second costs about the same, as live platforms ask for.',
  quantizerLabel: 'Quantizer, 0 to 63, lower is better',
  of63: 'of 63',
  quantizerNote: 'Lower is better, and a larger file.',
  keyFrames: 'Key frame every',
  keyFramesLabel: 'Seconds between key frames',
  seconds: 's',
  sameBytes: 'Same bytes every time',
  sameBytesNote: 'The same frames give the same file, to the byte. Slower; not for every codec and size.',
  saveAs: 'Save as',
  folder: 'Files in a folder',
  zip: 'One zip file',
  unit: '{label}, {unit}',
  none: 'None',
  // The sound.
  sound: 'Sound',
  loudness: 'Loudness',
  asItIs: 'As it is',
  loudnessOf: '{lufs} LUFS, {standard}',
  lufs: '{lufs} LUFS',
  off: 'Off',
  formatSilent: 'The format has none',
  compositionSilent: 'The composition has none',
  // More files of the same frames.
  also: 'Also make',
  alsoList: 'More files',
  alsoFull: 'No more than {count}',
  alsoAdd: 'Add a file of the same frames…',
  alsoNote: 'At the same size and rate. They are saved among your downloads.',
  alsoRemove: 'Do not make {name}',
  alsoOf: '{name}:',
  textsFailed: 'Chapters and captions could not be loaded. Close this part and open it again.',
  check: 'Check of the file',
});

export const sizeNames = words('sizes', { vertical: 'Vertical', square: 'Square' });

export const checkChoices = words('checkChoices', {
  off: 'Off',
  warn_user: 'Tell me',
  fail_export: 'Hold back',
} satisfies Record<QualityCheck, string>);

export const checkNotes = words('checkNotes', {
  off: 'The file is saved as it comes out, and nobody looks at it.',
  warn_user: 'The finished file is decoded again and compared with what was drawn. You are told what is wrong with it.',
  fail_export:
    'The finished file is decoded again and compared with what was drawn. One that fails is held back for you to decide.',
} satisfies Record<QualityCheck, string>);

export const metadataLabels = words('metadata', {
  title: 'Title',
  author: 'Author',
  description: 'Description',
  timecode: 'First timecode',
  reel: 'Reel',
  date: 'Date',
  company: 'Company',
  product: 'Product',
  productVersion: 'Product version',
  materialPackageName: 'Material package',
  umid: 'UMID',
} satisfies Record<MetadataField, string>);

export const metadataHints = words('metadataHints', { date: 'YYYY-MM-DD', umid: 'Made from the content' });

import type { ChoiceOption, NumberOption } from './option';

export const loops: NumberOption = {
  ...{ kind: 'number', path: 'animation.loops', label: 'Plays', unit: 'times', note: '0: for ever.' },
  ...{ min: 0, max: 65_535, whole: true, default: 0 },
};

export const palette: ChoiceOption = {
  ...{ kind: 'choice', path: 'animation.palette', label: 'Palette', default: 'global' },
  values: [
    { value: 'global', label: 'One for all' },
    { value: 'per-frame', label: 'One per frame' },
  ],
};

export const colours: NumberOption = {
  ...{ kind: 'number', path: 'animation.colours', label: 'Colours', unit: 'of 256' },
  ...{ min: 2, max: 256, whole: true, default: 256 },
};

export const dithering: ChoiceOption = {
  ...{ kind: 'choice', path: 'animation.dithering', label: 'Dithering', default: 'sierra' },
  values: [
    { value: 'sierra', label: 'Sierra' },
    { value: 'floyd-steinberg', label: 'Floyd–Steinberg' },
    { value: 'bayer', label: 'Bayer' },
    { value: 'none', label: 'None' },
  ],
};

export const quality: NumberOption = {
  ...{ kind: 'number', path: 'animation.quality', label: 'Quality', unit: 'of 100' },
  ...{ min: 0, max: 100, whole: false, default: 80 },
  instead: { value: 'lossless', label: 'Lossless' },
};

export const scale: NumberOption = {
  ...{ kind: 'number', path: 'animation.scale', label: 'Scale', unit: '%', unitSize: 0.01 },
  ...{ min: 0.05, max: 1, whole: false, default: 1 },
};

export const sizeLimit: NumberOption = {
  ...{ kind: 'number', path: 'animation.sizeLimit', label: 'Size limit', unit: 'kB', unitSize: 1000 },
  ...{ min: 1000, max: Infinity, whole: true, default: null },
  note: 'Quality, then size give way until the file fits.',
};

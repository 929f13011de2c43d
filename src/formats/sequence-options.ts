import type { FormatOption } from './option';

/** How pictures are numbered. */
export const sequenceOptions: readonly FormatOption[] = [
  {
    ...{ kind: 'number', path: 'sequence.firstNumber', label: 'First number' },
    ...{ min: 0, max: 1e9, whole: true, default: 0 },
  },
  { kind: 'number', path: 'sequence.digits', label: 'Digits', min: 1, max: 12, whole: true, default: 4 },
];

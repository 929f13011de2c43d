import type { SequencePlan } from './format';

/** `title.0000.png`; numbers are as long as the longest needs. */
export function pictureName({ name, extension, firstNumber, digits }: SequencePlan, frame: number): string {
  return `${name}.${String(firstNumber + frame).padStart(digits, '0')}.${extension}`;
}

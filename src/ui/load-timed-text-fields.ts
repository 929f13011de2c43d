import { defineElements } from './define-elements';
import type { TimedTextFields } from './timed-text-fields';

const tag = 'stepframe-timed-text-fields';

/** Registers `<stepframe-timed-text-fields>`, which whoever leaves the advanced settings closed never loads. */
export async function loadTimedTextFields(): Promise<void> {
  const { TimedTextFields } = await import('./timed-text-fields');
  defineElements({ [tag]: TimedTextFields });
}

declare global {
  interface HTMLElementTagNameMap {
    [tag]: TimedTextFields;
  }
}

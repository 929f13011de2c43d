import { defineElements } from './define-elements';
import type { SampleView } from './sample-view';

const tag = 'stepframe-settings-preview';

/** Registers `<stepframe-settings-preview>`, which whoever exports without a look beforehand never loads. */
export async function loadSampleView(): Promise<void> {
  const { SampleView } = await import('./sample-view');
  defineElements({ [tag]: SampleView });
}

declare global {
  interface HTMLElementTagNameMap {
    [tag]: SampleView;
  }
}

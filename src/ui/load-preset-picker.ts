import { defineElements } from './define-elements';
import type { PresetPicker } from './preset-picker';

const tag = 'stepframe-preset-picker';

/** Registers `<stepframe-preset-picker>`, which whoever takes a preset from the menu never loads. */
export async function loadPresetPicker(): Promise<void> {
  const { PresetPicker } = await import('./preset-picker');
  defineElements({ [tag]: PresetPicker });
}

declare global {
  interface HTMLElementTagNameMap {
    [tag]: PresetPicker;
  }
}

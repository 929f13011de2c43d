import { defineElements } from './define-elements';
import type { SettingsPreviewView } from './settings-preview-view';

const tag = 'stepframe-settings-preview';

/** Registers `<stepframe-settings-preview>`, which whoever exports without a look beforehand never loads. */
export async function loadSettingsPreview(): Promise<void> {
  const { SettingsPreviewView } = await import('./settings-preview-view');
  defineElements({ [tag]: SettingsPreviewView });
}

declare global {
  interface HTMLElementTagNameMap {
    [tag]: SettingsPreviewView;
  }
}

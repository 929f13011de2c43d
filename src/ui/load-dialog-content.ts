import { defineElements } from './define-elements';
import type { DialogContent } from './dialog-content';
import type { ExportDialog } from './export-dialog';

/** What fills `dialog`, which pages that never open it never load. */
export async function loadDialogContent(dialog: ExportDialog): Promise<DialogContent> {
  const { DialogContent, dialogElements } = await import('./dialog-content');
  defineElements(dialogElements);
  return new DialogContent(dialog);
}

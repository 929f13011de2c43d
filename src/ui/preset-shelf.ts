import type { Preset } from '../presets/preset';
import type { PresetLibrary } from '../presets/preset-library';
import type { ExportModel, ExportSubject } from './export-model';
import { ownPreset } from './own-preset';
import { presetById } from './preset-groups';
import { importedText, presetTexts } from './preset-text';
import { presetsFailed } from './preset-watch';
import { downloadFile } from './save-location';
import { applyPreset, presetOf } from './settings-draft';

/** What a person can do to presets. */
export type PresetCommand =
  | { readonly kind: 'choose' | 'duplicate' | 'remove' | 'download'; readonly id: string }
  | { readonly kind: 'favourite'; readonly id: string; readonly isFavourite: boolean }
  | { readonly kind: 'rename'; readonly id: string; readonly name: string }
  /** The settings as they are, as one more. */
  | { readonly kind: 'save'; readonly name: string }
  | { readonly kind: 'import'; readonly files: readonly File[] };

/** Does to a person's presets what they ask for. The model hears what became of it. */
export class PresetShelf {
  private readonly model: ExportModel;
  private readonly library: PresetLibrary;

  constructor(model: ExportModel, library: PresetLibrary) {
    this.model = model;
    this.library = library;
  }

  /** What to tell when it is done, if anything. Never rejects: what went wrong is the model's, and nothing has changed then. */
  async do(command: PresetCommand): Promise<string> {
    this.model.presetsFail(null);
    try {
      return await this.attempt(command);
    } catch (thrown) {
      this.model.presetsFail(presetsFailed(thrown));
      return '';
    }
  }

  /** Remembers which preset is used for an export. Best effort: the export does not wait for it. */
  async markUsed(): Promise<void> {
    const { subject, presets } = this.model.state;
    if (subject === null) return;
    const preset = presetOf(subject.draft, subject.composition, presets.own);
    if (preset !== undefined) await this.library.markUsed(preset.id).catch(() => undefined);
  }

  private async attempt(command: PresetCommand): Promise<string> {
    const { library, model } = this;
    const { subject, presets } = model.state;
    switch (command.kind) {
      case 'choose': {
        const preset = presetById(command.id, presets.own);
        if (preset !== undefined) this.choose(preset, subject);
        return '';
      }
      case 'duplicate':
        return presetTexts.saved({ name: (await library.duplicate(command.id)).name });
      case 'remove':
        await library.remove(command.id);
        return '';
      case 'download': {
        const file = await library.exportFile(command.id);
        downloadFile(file, file.name);
        return '';
      }
      case 'favourite':
        await library.setFavourite(command.id, command.isFavourite);
        return '';
      case 'rename':
        await library.rename(command.id, command.name);
        return '';
      case 'save': {
        if (subject === null) return '';
        const { draft, composition } = subject;
        const saved = await library.save(ownPreset(draft, composition, command.name, presets.own));
        // The settings are its own now.
        if (this.model.state.subject?.draft === draft) this.model.edit({ ...draft, preset: saved.id });
        return presetTexts.saved({ name: saved.name });
      }
      case 'import': {
        const imported = await library.importFiles(command.files);
        if (imported[0] !== undefined) this.choose(imported[0], this.model.state.subject);
        return importedText(imported);
      }
    }
  }

  private choose(preset: Preset, subject: ExportSubject | null): void {
    if (subject === null || this.model.state.phase !== 'configuring') return;
    this.model.edit(applyPreset(subject.draft, preset, subject.composition));
    this.model.browse(false);
  }
}

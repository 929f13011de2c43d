import { ExportError } from '../errors';
import type { PresetLibrary } from '../presets/preset-library';
import type { ExportModel } from './export-model';

/**
 * Tells the model what the person has of presets: at first, and whenever this tab or another has changed it.
 *
 * @returns how to stop
 */
export function watchPresets(model: ExportModel, library: Pick<PresetLibrary, 'read' | 'subscribe'>): () => void {
  let latest = 0;
  const read = async (): Promise<void> => {
    const question = ++latest;
    try {
      const presets = await library.read();
      if (question === latest) model.shelve(presets);
    } catch (thrown) {
      if (question === latest) model.presetsFail(presetsFailed(thrown));
    }
  };
  const unsubscribe = library.subscribe(() => void read());
  void read();
  return () => {
    latest++;
    unsubscribe();
  };
}

export function presetsFailed(thrown: unknown): ExportError {
  return ExportError.from(thrown, 'internal', {
    detail: 'presets-failed',
    stage: 'configure',
    message: 'Your presets could not be read or changed.',
    remedy: 'Try again; reload the page if it happens once more.',
    recoverable: true,
  });
}

import { ExportError } from '../errors';
import type { Exporter } from '../exporter';
import type { DialogPhase } from './dialog-phase';
import type { ExportModel } from './export-model';

/**
 * Asks the exporter what is unfinished whenever the dialog comes to its settings, and tells the model. An answer that
 * comes when it has left them is as true as before, and kept.
 *
 * @returns how to stop
 */
export function watchUnfinished(model: ExportModel, exporter: () => Pick<Exporter, 'unfinished'> | null): () => void {
  let before: DialogPhase = model.state.phase;
  let latest = 0;

  const ask = async (from: Pick<Exporter, 'unfinished'>): Promise<void> => {
    const question = ++latest;
    try {
      const unfinished = await from.unfinished();
      if (question === latest) model.offer(unfinished, null);
    } catch (thrown) {
      if (question === latest) model.offer([], unfinishedUnreadable(thrown));
    }
  };

  return model.subscribe(({ phase }) => {
    const entered = phase === 'configuring' && before !== phase;
    before = phase;
    const from = exporter();
    if (entered && from !== null) void ask(from);
  });
}

export function unfinishedUnreadable(thrown: unknown): ExportError {
  return ExportError.from(thrown, 'storage', {
    detail: 'unfinished-unreadable',
    stage: 'configure',
    message: 'The browser does not tell what it holds of unfinished exports.',
    remedy: 'Close other tabs of this page and reload it.',
    recoverable: true,
  });
}

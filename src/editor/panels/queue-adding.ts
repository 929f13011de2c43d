import {
  ExportError,
  formatFrameRate,
  presetCategories,
  presets,
  settingsFor,
  type Exporter,
  type ExportQueue,
  type ExportSettings,
} from '../../index';
import { element } from '../dom';
import { editedComposition, editedKey } from '../edited-composition';
import { overridesOf, watch, type EditorStore } from '../editor-store';
import { icon } from './icons';

/** Puts what is open, from its in to its out point, into the queue with a preset. */
export function queueAdding(store: EditorStore, exporter: Exporter, queue: ExportQueue): HTMLElement {
  const select = element(
    'select',
    { 'aria-label': 'Preset' },
    ...presetCategories.map(({ label, presets: own }) =>
      element('optgroup', { label }, ...own.map(({ id, name }) => element('option', { value: id }, name))),
    ),
  );
  const add = element('button', { type: 'button', class: 'queue-add-button' }, 'Add to queue');
  const about = element('p', { class: 'queue-about' });
  const said = element('p', { class: 'queue-said', role: 'status' });

  const chosen = (): { settings: ExportSettings; presetId: string } => {
    const { composition, range } = store.getState();
    const preset = presets.find(({ id }) => id === select.value) ?? presets[0]!;
    const whole = settingsFor(preset, composition);
    const inOutput = (frames: number): number => Math.round((frames * whole.range.end) / composition.durationInFrames);
    const first = Math.min(inOutput(range.first), whole.range.end - 1);
    const end = Math.max(first + 1, inOutput(range.end));
    return { settings: { ...whole, range: { first, end } }, presetId: preset.id };
  };
  const describe = (): void => {
    const { composition } = store.getState();
    const { width, height, frameRate, range } = chosen().settings;
    const frames = range.end - range.first;
    about.textContent = `${composition.name} · ${width} × ${height} · ${formatFrameRate(frameRate)} fps · ${frames} ${frames === 1 ? 'frame' : 'frames'}`;
    said.textContent = '';
  };
  const say = (text: string, failed: boolean): void => {
    said.textContent = text;
    said.classList.toggle('queue-said-failed', failed);
  };
  const queueIt = async (): Promise<void> => {
    const state = store.getState();
    const overrides = overridesOf(state);
    const { settings, presetId } = chosen();
    const { id, name } = state.composition;
    try {
      const issues = await exporter.canExport(editedComposition(state.composition, overrides), settings);
      const issue = issues.find(({ severity }) => severity === 'error');
      if (issue) {
        say(`${issue.message} ${issue.remedy}`, true);
        return;
      }
      const compositionId = editedKey(state.composition, overrides);
      const [job] = await queue.add([{ compositionId, compositionName: name || id, settings, presetId }]);
      say(`“${job?.fileName ?? name}” is queued.`, false);
    } catch (thrown) {
      if (!(thrown instanceof ExportError)) throw thrown;
      say(`${thrown.message} ${thrown.remedy}`, true);
    }
  };

  select.addEventListener('change', describe);
  add.addEventListener('click', () => {
    add.disabled = true;
    void queueIt().finally(() => {
      add.disabled = false;
      add.focus();
    });
  });
  watch(store, ({ composition }) => composition, describe);
  watch(store, ({ range }) => range, describe);
  return element(
    'div',
    { class: 'queue-adding' },
    element('span', { class: 'select select-large' }, select, icon('stepForward')),
    add,
    about,
    said,
  );
}

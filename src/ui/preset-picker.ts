import { LitElement, html, nothing, svg, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ExportError } from '../errors';
import type { Preset } from '../presets/preset';
import type { OwnPresets } from '../presets/preset-library';
import { controlStyles } from './control-style';
import { presetError } from './preset-field';
import {
  optionAfter,
  presetCount,
  presetGroups,
  presetOptions,
  type PresetGroup,
  type PresetOption,
} from './preset-groups';
import { pickerStyles } from './preset-picker-style';
import type { PresetCommand } from './preset-shelf';
import { presetCountText, presetFacts, presetName, presetNote, presetTexts } from './preset-text';
import { theme } from './theme';
import { followLanguage } from './language/follow-language';

/** What is asked in place of the buttons. */
type Question = 'none' | 'save' | 'rename' | 'remove';

/**
 * Every preset, to be searched, looked at and chosen, and what can be done with a person's own. Dispatches
 * `preset-command` with a `PresetCommand`; keeps nothing itself.
 */
export class PresetPicker extends LitElement {
  static override properties = {
    presets: { attribute: false },
    chosen: { attribute: false },
    error: { attribute: false },
    words: { state: true },
    active: { state: true },
    question: { state: true },
  };
  static override styles = [theme, controlStyles, pickerStyles];

  declare presets: OwnPresets;
  /** Id of the preset that the settings follow; undefined: none. */
  declare chosen: string | undefined;
  declare error: ExportError | null;
  declare private words: string;
  /** Key of the line that is looked at. */
  declare private active: string | undefined;
  declare private question: Question;

  constructor() {
    super();
    this.presets = { own: [], favourites: [], recent: [] };
    this.chosen = undefined;
    this.error = null;
    this.words = '';
    this.active = undefined;
    this.question = 'none';
    followLanguage(this);
  }

  override focus(): void {
    this.renderRoot.querySelector('input')?.focus();
  }

  override render(): TemplateResult {
    const groups = presetGroups(this.presets, this.words);
    const options = presetOptions(groups);
    const active = this.activeOf(options);
    return html`
      <div class="search">
        <input
          type="text"
          part="input"
          role="combobox"
          aria-label=${presetTexts.search}
          aria-expanded="true"
          aria-controls="options"
          aria-autocomplete="list"
          aria-activedescendant=${active?.key ?? nothing}
          autocomplete="off"
          spellcheck="false"
          maxlength="100"
          placeholder=${presetTexts.searchPlaceholder}
          .value=${this.words}
          @input=${(event: Event) => this.search((event.target as HTMLInputElement).value)}
          @keydown=${(event: KeyboardEvent) => this.onKey(event, options, active)}
        />
        <p role="status">${presetCountText(presetCount(groups), this.words.trim() !== '')}</p>
      </div>
      ${presetError(this.error)}
      <div class="panes">
        ${groups.length === 0 ? this.nothingFound() : this.list(groups, active)}
        ${active === undefined ? nothing : this.details(active.preset)}
      </div>
      ${this.foot()}
    `;
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('active') || changed.has('words')) {
      this.renderRoot.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
    }
    if (changed.has('question')) {
      if (this.question !== 'none') this.renderRoot.querySelector<HTMLElement>('.ask')?.focus();
      else if (changed.get('question') !== undefined) this.focus();
    }
  }

  /** The line that is looked at: the one in use at first, the first one where it is gone. */
  private activeOf(options: readonly PresetOption[]): PresetOption | undefined {
    return (
      options.find(({ key }) => key === this.active) ??
      (this.words.trim() === '' ? options.find(({ preset }) => preset.id === this.chosen) : undefined) ??
      options[0]
    );
  }

  private list(groups: readonly PresetGroup[], active: PresetOption | undefined): TemplateResult {
    return html`<div class="list" id="options" role="listbox" aria-label=${presetTexts.list}>
      ${repeat(
        groups,
        ({ id }) => id,
        (group) =>
          html`<div role="group" aria-labelledby="group-${group.id}">
            <h3 id="group-${group.id}" role="presentation">${group.label}</h3>
            ${repeat(
              group.presets,
              ({ id }) => id,
              (preset) => this.option(`${group.id}-${preset.id}`, preset, active),
            )}
          </div>`,
      )}
    </div>`;
  }

  private option(key: string, preset: Preset, active: PresetOption | undefined): TemplateResult {
    const isChosen = preset.id === this.chosen;
    return html`<div
      id=${key}
      class="option"
      role="option"
      aria-selected=${key === active?.key}
      @mousedown=${(event: Event) => event.preventDefault()}
      @click=${() => this.look(key)}
      @dblclick=${() => this.command({ kind: 'choose', id: preset.id })}
    >
      <span>${presetName(preset)}</span>
      ${isChosen ? html`<small>${presetTexts.current}</small>` : nothing}
      ${this.isFavourite(preset) ? html`<span class="star" title=${presetTexts.favourite}>${star}</span>` : nothing}
    </div>`;
  }

  private details(preset: Preset): TemplateResult {
    const isFavourite = this.isFavourite(preset);
    return html`<section class="details" aria-labelledby="details-name">
      <div class="title">
        <h3 id="details-name">${presetName(preset)}</h3>
        <button
          type="button"
          class="icon-button star"
          part="button"
          aria-label=${presetTexts.favourite}
          aria-pressed=${isFavourite}
          @click=${() => this.command({ kind: 'favourite', id: preset.id, isFavourite: !isFavourite })}
        >
          ${star}
        </button>
      </div>
      <p class="facts-line">${presetFacts(preset)}</p>
      ${preset.description === undefined ? nothing : html`<p>${presetNote(preset)}</p>`}
      ${this.question === 'rename' || this.question === 'remove' ? this.asks(preset) : this.actions(preset)}
    </section>`;
  }

  private actions(preset: Preset): TemplateResult {
    const { id } = preset;
    const own = this.presets.own.some((each) => each.id === id);
    return html`<div class="actions">
      ${
        id === this.chosen
          ? nothing
          : html`<button
              type="button"
              class="button primary"
              part="button primary-button"
              @click=${() => this.command({ kind: 'choose', id })}
            >
              ${presetTexts.use}
            </button>`
      }
      ${button(presetTexts.duplicate, () => this.command({ kind: 'duplicate', id }))}
      ${own ? button(presetTexts.rename, () => (this.question = 'rename')) : nothing}
      ${button(presetTexts.file, () => this.command({ kind: 'download', id }))}
      ${own ? button(presetTexts.remove, () => (this.question = 'remove'), 'danger') : nothing}
    </div>`;
  }

  private asks({ id, name }: Preset): TemplateResult {
    if (this.question === 'rename') {
      return this.nameForm(name, (given) => this.command({ kind: 'rename', id, name: given }));
    }
    return html`<div class="actions" role="group" aria-labelledby="remove-question">
      <p id="remove-question">${presetTexts.removeQuestion({ name })}</p>
      ${button(presetTexts.remove, () => this.command({ kind: 'remove', id }), 'danger')}
      ${button(presetTexts.keep, () => (this.question = 'none'), 'ask')}
    </div>`;
  }

  private foot(): TemplateResult {
    if (this.question === 'save') {
      return html`<div class="foot">${this.nameForm('', (name) => this.command({ kind: 'save', name }))}</div>`;
    }
    return html`<div class="foot">
      ${button(presetTexts.saveCurrent, () => (this.question = 'save'))}
      <label class="button">
        ${presetTexts.importFiles}
        <input
          type="file"
          class="visually-hidden"
          multiple
          accept=".json,application/json"
          @change=${(event: Event) => this.importFrom(event.target as HTMLInputElement)}
        />
      </label>
    </div>`;
  }

  private nameForm(value: string, onName: (name: string) => void): TemplateResult {
    return html`<form
      class="name-form"
      @submit=${(event: SubmitEvent) => {
        event.preventDefault();
        const name = (event.target as HTMLFormElement).querySelector('input')!.value.trim();
        if (name !== '') onName(name);
      }}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        this.question = 'none';
      }}
    >
      <input
        class="ask"
        type="text"
        part="input"
        maxlength="200"
        required
        autocomplete="off"
        aria-label=${presetTexts.name}
        placeholder=${presetTexts.name}
        .value=${value}
      />
      <button class="button primary" part="button primary-button">${presetTexts.save}</button>
      ${button(presetTexts.cancel, () => (this.question = 'none'))}
    </form>`;
  }

  private nothingFound(): TemplateResult {
    return html`<div class="empty" id="options" role="listbox" aria-label=${presetTexts.list}>
      <p>${presetTexts.noneFound}</p>
      ${button(presetTexts.clear, () => {
        this.search('');
        this.focus();
      })}
    </div>`;
  }

  private search(words: string): void {
    this.words = words;
    this.active = undefined;
    this.question = 'none';
  }

  private look(key: string): void {
    this.active = key;
    this.question = 'none';
  }

  private onKey(event: KeyboardEvent, options: readonly PresetOption[], active: PresetOption | undefined): void {
    const { key } = event;
    const next = optionAfter(options, active?.key, key);
    if (next !== undefined) this.look(next);
    else if (key === 'Enter' && active !== undefined) this.command({ kind: 'choose', id: active.preset.id });
    // The first Escape clears the field, the next one leaves.
    else if (key === 'Escape' && this.words !== '') this.search('');
    else return;
    event.preventDefault();
  }

  private importFrom(input: HTMLInputElement): void {
    const files = [...(input.files ?? [])];
    // The same file may be chosen again.
    input.value = '';
    if (files.length > 0) this.command({ kind: 'import', files });
  }

  private isFavourite({ id }: Preset): boolean {
    return this.presets.favourites.some((each) => each.id === id);
  }

  private command(command: PresetCommand): void {
    this.question = 'none';
    this.dispatchEvent(new CustomEvent('preset-command', { detail: command }));
  }
}

const star = html`<svg viewBox="0 0 16 16" aria-hidden="true">
  ${svg`<path d="m8 1.9 1.9 3.8 4.2.6-3 3 .7 4.2L8 11.5l-3.8 2 .7-4.2-3-3 4.2-.6z" />`}
</svg>`;

function button(label: string, onClick: () => void, className = ''): TemplateResult {
  return html`<button type="button" class="button ${className}" part="button" @click=${onClick}>${label}</button>`;
}

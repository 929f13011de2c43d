import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { ExportError } from '../errors';
import { formatOf } from '../formats/registry';
import { captionsTexts as texts } from './captions-text';
import { closeIcon } from './close-icon';
import { controlStyles } from './control-style';
import { takesCaptions, type CaptionPlace, type DraftCaptions } from './draft-timed-text';
import { problemSentence } from './error-text';
import { checkboxControl, selectControl } from './form-controls';
import { field, issuesAt, note, type FormContext } from './form-field';
import type { SettingsDraft } from './settings-draft';
import { formatLabel } from './format-text';
import { followLanguage } from './language/follow-language';
import { settingsFormStyles } from './settings-form-style';
import { theme } from './theme';
import { timedTextStyles } from './timed-text-style';
import { readCaptionFile, readChapterFile } from './timed-text-files';

type Kind = 'chapters' | 'captions';

/**
 * Chapters and captions of an export, from files that are picked or dropped on their field. Set `context`, which takes the
 * changes; why a file was refused is kept here.
 */
export class TimedTextFields extends LitElement {
  static override properties = {
    context: { attribute: false },
    errors: { state: true },
    over: { state: true },
    said: { state: true },
  };

  static override styles = [
    theme,
    controlStyles,
    settingsFormStyles,
    timedTextStyles,
    css`
      :host {
        display: block;
        position: relative;
        container-type: inline-size;
      }
    `,
  ];

  declare context: FormContext;
  /** Why files were not taken. */
  declare private errors: Readonly<Partial<Record<Kind, ExportError>>>;
  /** The field that files are held over. */
  declare private over: Kind | null;
  /** What a screen reader is told. */
  declare private said: string;

  constructor() {
    super();
    this.errors = {};
    this.over = null;
    this.said = '';
    followLanguage(this);
  }

  override render(): TemplateResult {
    const { format } = this.context.subject.draft;
    return html`
      <div class="fields">
        ${formatOf(format).chapters ? this.chapters() : nothing} ${takesCaptions(format) ? this.captions() : nothing}
      </div>
      <p class="visually-hidden" role="status">${this.said}</p>
    `;
  }

  private chapters(): TemplateResult {
    const { chapters } = this.context.subject.draft;
    const given =
      chapters === null
        ? nothing
        : html`<div class="given">
            <span class="file">${chapters.fileName === '' ? texts.chapters : chapters.fileName}</span>
            <span class="muted">${texts.count({ count: chapters.list.length })}</span>
            ${this.remover(texts.removeChapters, 'chapters', (draft) => ({ ...draft, chapters: null }))}
          </div>`;
    return field(
      this.context,
      { id: 'chapters', label: texts.chapters, place: 'chapters', wide: true, group: true },
      this.taker('chapters', chapters === null ? texts.choose : texts.another, texts.chaptersAbout, given),
    );
  }

  private captions(): TemplateResult {
    const { captions, format } = this.context.subject.draft;
    const { captions: place } = formatOf(format);
    const list = html`<ul aria-label=${texts.captions}>
      ${repeat(
        captions,
        (_, at) => at,
        (track, at) => this.track(track, at),
      )}
    </ul>`;
    return field(
      this.context,
      { id: 'captions', label: texts.captions, place: 'captions', wide: true, group: true },
      this.taker(
        'captions',
        captions.length === 0 ? texts.choose : texts.add,
        texts.captionsAbout,
        captions.length === 0 ? nothing : list,
      ),
      note(captions.length > 0 && place === 'sidecar' ? texts.beside({ format: formatLabel(format) }) : undefined),
    );
  }

  /** A field that takes files: those that are there, and how to give more. */
  private taker(kind: Kind, choose: string, about: string, given: TemplateResult | typeof nothing): TemplateResult {
    return html`<div
        class="taker ${this.over === kind ? 'over' : ''}"
        role="group"
        aria-labelledby="${kind}-label"
        @dragenter=${(event: DragEvent) => this.drag(event, kind)}
        @dragover=${(event: DragEvent) => this.drag(event, kind)}
        @dragleave=${(event: DragEvent) => this.leave(event)}
        @drop=${(event: DragEvent) => this.drop(event, kind)}
      >
        ${given}
        <div class="give">
          <label class="button small">
            ${choose}
            <input
              id=${kind}
              type="file"
              class="visually-hidden"
              aria-label=${kind === 'chapters' ? texts.chooseChapters : texts.chooseCaptions}
              aria-describedby="${kind}-notes"
              accept=${kind === 'chapters' ? '.vtt,text/vtt' : '.vtt,.srt,text/vtt,application/x-subrip'}
              ?multiple=${kind === 'captions'}
              @change=${(event: Event) => this.choose(event.target as HTMLInputElement, kind)}
            />
          </label>
          <span class="muted">${about}</span>
        </div>
      </div>
      ${this.refused(kind)}`;
  }

  private track(track: DraftCaptions, at: number): TemplateResult {
    const { format } = this.context.subject.draft;
    const { fileName, language, place, isDefault } = track;
    const name = fileName === '' ? texts.captions : fileName;
    const embeds = formatOf(format).captions === 'embedded';
    const places = embeds ? (['film', 'vtt', 'srt'] as const) : (['vtt', 'srt'] as const);
    const wrong = issuesAt(this.context, 'captions').some(({ path }) => path === `captions.${at}.language`);
    return html`<li>
      <div class="given">
        <span class="file">${name}</span>
        ${this.remover(texts.remove({ name }), 'captions', (draft) => ({
          ...draft,
          captions: draft.captions.filter((_, index) => index !== at),
        }))}
      </div>
      <div class="about">
        <label class="language">
          <span class="muted">${texts.language}</span>
          <input
            type="text"
            part="input"
            maxlength="35"
            autocomplete="off"
            spellcheck="false"
            aria-label=${texts.languageOf({ name })}
            aria-invalid=${wrong}
            aria-describedby="captions-notes"
            .value=${language}
            @input=${(event: Event) => this.change(at, { language: (event.target as HTMLInputElement).value })}
          />
        </label>
        ${selectControl<CaptionPlace>({
          id: `place-${at}`,
          label: texts.place,
          named: true,
          field: 'captions',
          value: embeds ? place : place === 'film' ? 'vtt' : place,
          choices: places.map((value) => ({
            value,
            label: texts[value],
          })),
          onChoose: (chosen) => this.change(at, { place: chosen }),
        })}
        ${
          embeds && place === 'film'
            ? checkboxControl({
                id: `default-${at}`,
                label: texts.shown,
                field: 'captions',
                checked: isDefault,
                onChange: (checked) => this.show(at, checked),
              })
            : nothing
        }
      </div>
    </li>`;
  }

  private remover(label: string, kind: Kind, without: (draft: SettingsDraft) => SettingsDraft): TemplateResult {
    const remove = async (): Promise<void> => {
      this.context.edit(without(this.context.subject.draft));
      await this.updateComplete;
      this.renderRoot.querySelector<HTMLElement>(`#${kind}`)?.focus();
    };
    return html`<button
      type="button"
      class="icon-button"
      part="button"
      aria-label=${label}
      @click=${() => void remove()}
    >
      ${closeIcon}
    </button>`;
  }

  private refused(kind: Kind): TemplateResult {
    const error = this.errors[kind];
    return html`<div role="alert">
      ${error === undefined ? nothing : html`<p class="issue error" part="issue">${problemSentence(error)}</p>`}
    </div>`;
  }

  private change(at: number, changes: Partial<DraftCaptions>): void {
    const { draft } = this.context.subject;
    const captions = draft.captions.map((track, index) => (index === at ? { ...track, ...changes } : track));
    this.context.edit({ ...draft, captions });
  }

  /** One track at the most is shown by default. */
  private show(at: number, shown: boolean): void {
    const { draft } = this.context.subject;
    const captions = draft.captions.map((track, index) => ({ ...track, isDefault: shown && index === at }));
    this.context.edit({ ...draft, captions });
  }

  private choose(input: HTMLInputElement, kind: Kind): void {
    const files = [...(input.files ?? [])];
    // The same file can be chosen again, once it has been mended.
    input.value = '';
    void this.take(files, kind);
  }

  private drag(event: DragEvent, kind: Kind): void {
    if (event.dataTransfer?.types.includes('Files') !== true) return;
    // Whoever is around it leaves the files to it.
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    this.over = kind;
  }

  private leave(event: DragEvent): void {
    const { currentTarget, relatedTarget } = event;
    if (relatedTarget instanceof Node && (currentTarget as Node).contains(relatedTarget)) return;
    this.over = null;
  }

  private drop(event: DragEvent, kind: Kind): void {
    if (event.dataTransfer?.types.includes('Files') !== true) return;
    event.preventDefault();
    this.over = null;
    void this.take([...event.dataTransfer.files], kind);
  }

  /** Takes all of the files, or none. */
  private async take(files: readonly File[], kind: Kind): Promise<void> {
    if (files.length === 0) return;
    try {
      if (kind === 'chapters') await this.takeChapters(files[0]!);
      else await this.takeCaptions(files);
      this.errors = { ...this.errors, [kind]: undefined };
    } catch (thrown) {
      if (!(thrown instanceof ExportError)) throw thrown;
      this.errors = { ...this.errors, [kind]: thrown };
    }
  }

  private async takeChapters(file: File): Promise<void> {
    const chapters = await readChapterFile(file);
    const { context } = this;
    context.edit({ ...context.subject.draft, chapters });
    this.said = texts.about({ name: chapters.fileName, what: texts.count({ count: chapters.list.length }) });
  }

  private async takeCaptions(files: readonly File[]): Promise<void> {
    const added: DraftCaptions[] = [];
    for (const file of files) {
      added.push(await readCaptionFile(file, [...this.context.subject.draft.captions, ...added]));
    }
    const { context } = this;
    const { draft } = context.subject;
    context.edit({ ...draft, captions: [...draft.captions, ...added] });
    this.said = added.map(({ fileName }) => texts.added({ name: fileName })).join(' ');
  }
}

import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { parseFrameRate, toFrameRate, type FrameRate } from '../composition/frame-rate';
import type { ExportIssue } from '../exporter';
import { formatOf, formats } from '../formats/registry';
import { findPreset, presets } from '../presets/registry';
import { audioCodecLabels, dimensions, frameCount, frameRateLabel, videoCodecLabels } from './display-text';
import { settingsOf, type ExportState, type ExportSubject } from './export-model';
import { controlStyles, numberControl, segmentedControl, selectControl, textControl } from './form-controls';
import { frameSizes, type NamedSize, type SizeChoice } from './frame-sizes';
import { nativeFrameRate, timecode } from './frame-range';
import { fixLabel, placeOf, type IssuePlace } from './issue-placement';
import {
  applyPreset,
  applySettings,
  hasQuantizer,
  nativeRange,
  presetOf,
  withAudioCodec,
  withFormat,
  withVideoCodec,
  type SettingsDraft,
} from './settings-draft';
import { theme } from './theme';

const frameRates: readonly FrameRate[] = [23.976, 24, 25, 29.97, 30, 50, 59.94, 60, 120].map(toFrameRate);
const namedSizes = Object.keys(frameSizes) as NamedSize[];
/** Where an issue is hidden while the disclosure is closed. */
const advancedPlaces: readonly IssuePlace[] = ['keyFrames', 'sound', 'metadata'];

/** The settings of an export as a form. Dispatches `draft-edit` with the changed draft; keeps nothing itself. */
export class ExportSettingsForm extends LitElement {
  static override properties = { state: { attribute: false } };

  static override styles = [
    theme,
    controlStyles,
    css`
      :host {
        display: block;
        container-type: inline-size;
      }

      .fields {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 16px;
      }

      .field {
        min-width: 0;
      }

      .wide {
        grid-column: 1 / -1;
      }

      .label {
        display: block;
        margin-bottom: 4px;
        font-size: 12px;
        color: var(--_muted);
      }

      .note {
        margin: 6px 0 0;
        font-size: 12px;
        color: var(--_muted);
        font-variant-numeric: tabular-nums;
      }

      .issue {
        margin: 6px 0 0;
        padding-left: 8px;
        font-size: 12px;
        border-left: 2px solid var(--_issue);
      }

      .issue strong {
        font-weight: 500;
        color: var(--_issue);
      }

      .issue.error {
        --_issue: var(--_danger);
      }

      .issue.warning {
        --_issue: var(--_warning);
      }

      .fix {
        display: inline;
        padding: 0;
        font-weight: 500;
        color: var(--_text);
        background: none;
        border: 0;
        text-decoration: underline;
        text-underline-offset: 2px;
        cursor: pointer;
      }

      .pair {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 8px;
        margin-top: 8px;
      }

      .pair .note {
        margin-top: 4px;
      }

      details {
        margin-top: 16px;
        padding-top: 12px;
        border-top: 1px solid var(--_border);
      }

      summary {
        width: fit-content;
        margin-bottom: 4px;
        font-weight: 500;
        cursor: pointer;
        border-radius: 2px;
      }

      details .fields {
        margin-top: 12px;
      }

      @container (max-width: 420px) {
        .fields {
          grid-template-columns: 1fr;
          gap: 12px;
        }
      }
    `,
  ];

  declare state: ExportState;

  override render(): TemplateResult | typeof nothing {
    const { subject } = this.state;
    if (subject === null) return nothing;
    return html`
      <div class="fields" part="fields">
        ${this.presetField(subject)} ${this.sizeField(subject)} ${this.frameRateField(subject)}
        ${this.rangeField(subject)} ${this.formatField(subject)} ${this.videoCodecField(subject)}
        ${this.qualityField(subject)}
      </div>
      ${this.advanced(subject)} ${this.formNotes()}
    `;
  }

  private presetField({ draft, composition }: ExportSubject): TemplateResult {
    const preset = presetOf(draft, composition);
    const control = selectControl({
      id: 'preset',
      label: 'Preset',
      value: preset?.id ?? 'custom',
      choices: [
        ...(preset === undefined ? [{ value: 'custom', label: 'Custom', disabled: true }] : []),
        ...presets.map(({ id, name, format }) => ({ value: id, label: name, group: formatOf(format).label })),
      ],
      onChoose: (id) => this.edit(applyPreset(draft, findPreset(id)!, composition)),
    });
    const about = preset === undefined ? 'Your own settings.' : preset.description;
    return this.field('preset', 'Preset', null, [control, note(about)], 'wide');
  }

  private sizeField({ draft, composition }: ExportSubject): TemplateResult {
    const issues = this.hasErrors('size');
    const control = selectControl<SizeChoice>({
      id: 'size',
      label: 'Resolution',
      value: draft.size,
      invalid: issues && draft.size !== 'custom',
      choices: [
        { value: 'composition', label: `Composition (${dimensions(composition.width, composition.height)})` },
        ...namedSizes.map((value) => {
          const { label, width, height } = frameSizes[value];
          return { value, label: `${label} (${dimensions(width, height)})` };
        }),
        { value: 'custom', label: 'Custom' },
      ],
      onChoose: (size) => this.edit({ ...draft, size }),
    });
    const pixels = { min: 16, max: 8192, unit: 'px', invalid: issues };
    const custom = html`
      <div class="pair">
        ${numberControl({
          ...pixels,
          id: 'width',
          label: 'Width in pixels',
          value: draft.width,
          onInput: (width) => this.edit({ ...draft, width }),
        })}
        ${numberControl({
          ...pixels,
          id: 'height',
          label: 'Height in pixels',
          value: draft.height,
          onInput: (height) => this.edit({ ...draft, height }),
        })}
      </div>
    `;
    return this.field('size', 'Resolution', 'size', [control, draft.size === 'custom' ? custom : nothing]);
  }

  private frameRateField({ draft, composition }: ExportSubject): TemplateResult {
    const key = ({ num, den }: FrameRate): string => `${num}/${den}`;
    const value = draft.frameRate === 'composition' ? 'composition' : key(draft.frameRate);
    const listed = value === 'composition' || frameRates.some((rate) => key(rate) === value);
    const rates = listed ? frameRates : [...frameRates, parseFrameRate(value)];
    const control = selectControl({
      id: 'frame-rate',
      label: 'Frame rate',
      value,
      invalid: this.hasErrors('frameRate'),
      choices: [
        { value: 'composition', label: `Composition (${frameRateLabel(nativeFrameRate(composition))})` },
        ...rates.map((rate) => ({ value: key(rate), label: frameRateLabel(rate) })),
      ],
      onChoose: (chosen) =>
        this.edit({ ...draft, frameRate: chosen === 'composition' ? chosen : parseFrameRate(chosen) }),
    });
    return this.field('frame-rate', 'Frame rate', 'frameRate', [control]);
  }

  private rangeField(subject: ExportSubject): TemplateResult {
    const { draft, inOut } = subject;
    const control = segmentedControl<SettingsDraft['range']>({
      id: 'range',
      label: 'Range',
      value: draft.range,
      choices: [
        { value: 'whole', label: 'Whole' },
        { value: 'in-out', label: 'In – out', disabled: inOut === null },
        { value: 'custom', label: 'Custom' },
      ],
      onChoose: (range) => this.edit({ ...draft, range }),
    });
    const frames = draft.range === 'custom' ? this.customRange(subject) : note(describeRange(subject));
    return this.field('range', 'Range', 'range', [control, frames], 'wide');
  }

  private customRange({ draft, composition }: ExportSubject): TemplateResult {
    const rate = nativeFrameRate(composition);
    const frames = { min: 0, max: composition.durationInFrames - 1, invalid: this.hasErrors('range') };
    return html`
      <div class="pair">
        <div>
          ${numberControl({
            ...frames,
            id: 'first-frame',
            label: 'First frame',
            unit: 'first',
            value: draft.firstFrame,
            onInput: (firstFrame) => this.edit({ ...draft, firstFrame }),
          })}
          ${note(timecode(draft.firstFrame, rate))}
        </div>
        <div>
          ${numberControl({
            ...frames,
            id: 'last-frame',
            label: 'Last frame',
            unit: 'last',
            value: draft.lastFrame,
            onInput: (lastFrame) => this.edit({ ...draft, lastFrame }),
          })}
          ${note(timecode(draft.lastFrame, rate))}
        </div>
      </div>
    `;
  }

  private formatField({ draft }: ExportSubject): TemplateResult {
    const control = selectControl({
      id: 'format',
      label: 'Format',
      value: draft.format,
      invalid: this.hasErrors('format'),
      choices: formats.map(({ id, label }) => ({ value: id, label })),
      onChoose: (format) => this.edit(withFormat(draft, format)),
    });
    return this.field('format', 'Format', 'format', [control]);
  }

  private videoCodecField({ draft }: ExportSubject): TemplateResult {
    const control = selectControl({
      id: 'video-codec',
      label: 'Video codec',
      value: draft.videoCodec,
      invalid: this.hasErrors('videoCodec'),
      choices: formatOf(draft.format).videoCodecs.map((value) => ({ value, label: videoCodecLabels[value] })),
      onChoose: (codec) => this.edit(withVideoCodec(draft, codec)),
    });
    return this.field('video-codec', 'Video codec', 'videoCodec', [control]);
  }

  private qualityField({ draft }: ExportSubject): TemplateResult {
    const control = segmentedControl({
      id: 'quality',
      label: 'Quality',
      value: draft.rateControl === 'quality' ? draft.quality : draft.rateControl,
      choices: [
        { value: 'high', label: 'High' },
        { value: 'medium', label: 'Medium' },
        { value: 'low', label: 'Low' },
        { value: 'bitrate', label: 'Bitrate' },
        ...(hasQuantizer(draft.videoCodec) ? [{ value: 'quantizer', label: 'Quantizer' } as const] : []),
      ],
      onChoose: (choice) =>
        this.edit(
          choice === 'bitrate' || choice === 'quantizer'
            ? { ...draft, rateControl: choice }
            : { ...draft, rateControl: 'quality', quality: choice },
        ),
    });
    return this.field('quality', 'Quality', 'quality', [control, this.qualityAmount(draft)], 'wide');
  }

  private qualityAmount(draft: SettingsDraft): TemplateResult | typeof nothing {
    const invalid = this.hasErrors('quality');
    if (draft.rateControl === 'bitrate') {
      const control = numberControl({
        id: 'bitrate',
        label: 'Bitrate in megabits per second',
        unit: 'Mbit/s',
        value: draft.bitrate / 1e6,
        min: 0.1,
        step: 'any',
        invalid,
        onInput: (megabits) => this.edit({ ...draft, bitrate: Math.round(megabits * 1e6) }),
      });
      return html`<div class="pair">${control}</div>`;
    }
    if (draft.rateControl === 'quantizer') {
      const control = numberControl({
        id: 'quantizer',
        label: 'Quantizer, 0 to 63, lower is better',
        unit: 'of 63',
        value: draft.quantizer,
        min: 0,
        max: 63,
        invalid,
        onInput: (quantizer) => this.edit({ ...draft, quantizer }),
      });
      return html`<div class="pair">${control}</div>
        ${note('Lower is better and larger.')}`;
    }
    return nothing;
  }

  private advanced(subject: ExportSubject): TemplateResult {
    const { draft, composition } = subject;
    // An issue must be seen, so it opens the disclosure; whoever closes it again has seen it.
    const hasIssues = advancedPlaces.some((place) => this.issuesAt(place).length > 0);
    const keyFrames = numberControl({
      id: 'key-frames',
      label: 'Seconds between key frames',
      unit: 's',
      value: draft.keyFrameInterval ?? 2,
      min: 0.1,
      max: 60,
      step: 'any',
      invalid: this.hasErrors('keyFrames'),
      onInput: (keyFrameInterval) => this.edit({ ...draft, keyFrameInterval }),
    });
    const title = textControl({
      id: 'title',
      label: 'Title',
      value: draft.title,
      placeholder: composition.name,
      onInput: (title) => this.edit({ ...draft, title }),
    });
    const author = textControl({
      id: 'author',
      label: 'Author',
      value: draft.author,
      onInput: (author) => this.edit({ ...draft, author }),
    });
    return html`
      <details part="advanced" ?open=${hasIssues}>
        <summary>Advanced</summary>
        <div class="fields">
          ${this.field('key-frames', 'Key frame every', 'keyFrames', [keyFrames])} ${this.soundField(subject)}
          ${this.field('title', 'Title', 'metadata', [title])} ${this.field('author', 'Author', null, [author])}
        </div>
      </details>
    `;
  }

  private soundField({ draft, composition }: ExportSubject): TemplateResult {
    const silent = (composition.audio?.length ?? 0) === 0;
    const control = selectControl({
      id: 'sound',
      label: 'Sound',
      value: draft.sound && !silent ? draft.audioCodec : 'none',
      disabled: silent,
      invalid: this.hasErrors('sound'),
      choices: [
        ...formatOf(draft.format).audioCodecs.map((value) => ({ value, label: audioCodecLabels[value] })),
        { value: 'none', label: silent ? 'The composition has none' : 'Off' } as const,
      ],
      onChoose: (choice) =>
        this.edit(choice === 'none' ? { ...draft, sound: false } : { ...withAudioCodec(draft, choice), sound: true }),
    });
    return this.field('sound', 'Sound', 'sound', [control]);
  }

  /** What is wrong but belongs to no field. */
  private formNotes(): TemplateResult | typeof nothing {
    const { checkError } = this.state;
    return html`
      ${this.issuesAt('form').map((issue) => this.issueNote(issue))}
      ${
        checkError === null
          ? nothing
          : html`<p class="issue warning"><strong>${checkError.message}</strong> ${checkError.remedy}</p>`
      }
    `;
  }

  private field(
    id: string,
    label: string,
    place: IssuePlace | null,
    controls: readonly (TemplateResult | typeof nothing)[],
    className = '',
  ): TemplateResult {
    const issues = place === null ? [] : this.issuesAt(place);
    return html`
      <div class="field ${className}" part="field">
        <label class="label" id="${id}-label" for=${id}>${label}</label>
        ${controls}
        <div id="${id}-notes">${issues.map((issue) => this.issueNote(issue))}</div>
      </div>
    `;
  }

  private issueNote({ severity, message, remedy, suggestion }: ExportIssue): TemplateResult {
    const { draft, composition } = this.state.subject!;
    const fix = (changes: NonNullable<typeof suggestion>): TemplateResult => html`
      <button
        type="button"
        class="fix"
        part="fix"
        @click=${() => this.edit(applySettings(draft, changes, composition))}
      >
        ${fixLabel(changes, settingsOf(this.state.subject!))}
      </button>
    `;
    return html`
      <p class="issue ${severity}" part="issue">
        <strong>${message}</strong> ${remedy} ${suggestion === undefined ? nothing : fix(suggestion)}
      </p>
    `;
  }

  private issuesAt(place: IssuePlace): readonly ExportIssue[] {
    return this.state.issues.filter((issue) => placeOf(issue) === place);
  }

  private hasErrors(place: IssuePlace): boolean {
    return this.issuesAt(place).some(({ severity }) => severity === 'error');
  }

  private edit(draft: SettingsDraft): void {
    this.dispatchEvent(new CustomEvent('draft-edit', { detail: draft }));
  }
}

function note(text: string | undefined): TemplateResult | typeof nothing {
  return text === undefined ? nothing : html`<p class="note">${text}</p>`;
}

function describeRange({ draft, composition, inOut }: ExportSubject): string {
  const { first, end } = nativeRange(draft, composition, inOut);
  const rate = nativeFrameRate(composition);
  return `${timecode(first, rate)} – ${timecode(end - 1, rate)} · ${frameCount(end - first)}`;
}

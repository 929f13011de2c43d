import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly group?: string;
  readonly disabled?: boolean;
}

interface Control {
  /** Also the `id` that labels and notes refer to. */
  readonly id: string;
  readonly label: string;
  readonly disabled?: boolean;
  /** The field whose notes explain the value, where it is not named as the control. They are in `<field>-notes`. */
  readonly field?: string;
  readonly invalid?: boolean;
}

export interface SelectControl<Value extends string> extends Control {
  readonly value: Value;
  readonly choices: readonly Choice<Value>[];
  /** No visible label names it. */
  readonly named?: boolean;
  readonly onChoose: (value: Value) => void;
}

/** A drop-down; the choices of a group are shown under its name. */
export function selectControl<Value extends string>(control: SelectControl<Value>): TemplateResult {
  const { id, value, choices, onChoose } = control;
  const option = (choice: Choice<Value>): TemplateResult => html`
    <option
      value=${choice.value}
      ?disabled=${choice.disabled ?? false}
      ?hidden=${choice.disabled ?? false}
      .selected=${live(choice.value === value)}
    >
      ${choice.label}
    </option>
  `;
  const groups = new Map<string | undefined, Choice<Value>[]>();
  for (const choice of choices) groups.set(choice.group, [...(groups.get(choice.group) ?? []), choice]);
  return html`
    <select
      id=${id}
      part="select"
      aria-label=${control.named === true ? control.label : nothing}
      aria-invalid=${control.invalid ?? false}
      aria-describedby="${control.field ?? id}-notes"
      ?disabled=${control.disabled ?? false}
      @change=${(event: Event) => onChoose((event.target as HTMLSelectElement).value as Value)}
    >
      ${[...groups].map(([group, members]) =>
        group === undefined ? members.map(option) : html`<optgroup label=${group}>${members.map(option)}</optgroup>`,
      )}
    </select>
  `;
}

/** A row of buttons of which one is pressed in; radio buttons to the keyboard and to screen readers. */
export function segmentedControl<Value extends string>(control: SelectControl<Value>): TemplateResult {
  const { id, value, choices, onChoose } = control;
  return html`
    <div
      class="segments"
      id=${id}
      part="segments"
      role="radiogroup"
      aria-labelledby="${id}-label"
      aria-describedby="${id}-notes"
    >
      ${choices.map(
        (choice) => html`
          <label class="segment">
            <input
              type="radio"
              class="visually-hidden"
              name=${id}
              value=${choice.value}
              ?disabled=${choice.disabled ?? false}
              .checked=${live(choice.value === value)}
              @change=${() => onChoose(choice.value)}
            />
            <span>${choice.label}</span>
          </label>
        `,
      )}
    </div>
  `;
}

export interface NumberControl extends Control {
  readonly value: number;
  readonly min: number;
  readonly max?: number;
  readonly step?: number | 'any';
  readonly unit?: string;
  /** What an empty field means. */
  readonly placeholder?: string;
  readonly onInput: (value: number) => void;
}

/** A number with its unit behind it. NaN stands for an empty field. */
export function numberControl(control: NumberControl): TemplateResult {
  const { id, value, unit, onInput } = control;
  return html`
    <span class="number">
      <input
        id=${id}
        part="input"
        type="number"
        inputmode=${control.step === 'any' ? 'decimal' : 'numeric'}
        aria-label=${control.label}
        aria-invalid=${control.invalid ?? false}
        aria-describedby="${control.field ?? id}-notes"
        min=${control.min}
        max=${control.max ?? nothing}
        step=${control.step ?? 1}
        placeholder=${control.placeholder ?? nothing}
        ?disabled=${control.disabled ?? false}
        .value=${Number.isNaN(value) ? '' : String(value)}
        @input=${(event: Event) => onInput((event.target as HTMLInputElement).valueAsNumber)}
      />
      ${unit === undefined ? nothing : html`<span class="unit" aria-hidden="true">${unit}</span>`}
    </span>
  `;
}

export interface TextControl extends Control {
  readonly value: string;
  readonly placeholder?: string;
  readonly onInput: (value: string) => void;
}

export function textControl({ id, value, placeholder, invalid, onInput }: TextControl): TemplateResult {
  return html`
    <input
      id=${id}
      part="input"
      type="text"
      maxlength="200"
      autocomplete="off"
      aria-invalid=${invalid ?? false}
      aria-describedby="${id}-notes"
      placeholder=${placeholder ?? nothing}
      .value=${value}
      @input=${(event: Event) => onInput((event.target as HTMLInputElement).value)}
    />
  `;
}

export interface CheckboxControl extends Control {
  readonly checked: boolean;
  /** What it costs or gives, in a sentence. */
  readonly note?: string;
  readonly onChange: (checked: boolean) => void;
}

/** A box with its label beside it. */
export function checkboxControl({ id, label, checked, note, onChange }: CheckboxControl): TemplateResult {
  return html`
    <label class="checkbox">
      <input
        id=${id}
        type="checkbox"
        part="checkbox"
        aria-describedby="${id}-notes"
        .checked=${live(checked)}
        @change=${(event: Event) => onChange((event.target as HTMLInputElement).checked)}
      />
      <span>${label}</span>
    </label>
    ${note === undefined ? nothing : html`<p class="note" id="${id}-notes">${note}</p>`}
  `;
}

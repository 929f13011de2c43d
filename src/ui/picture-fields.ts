import { html, nothing, type TemplateResult } from 'lit';
import { parseFrameRate, toFrameRate, type FrameRate } from '../composition/frame-rate';
import { dimensions, frameRateLabel } from './display-text';
import { numberControl, segmentedControl, selectControl } from './form-controls';
import { field, isInvalid, type FormContext } from './form-field';
import { nativeFrameRate, type FrameRange } from './frame-range';
import { frameSizes, type NamedSize, type SizeChoice } from './frame-sizes';
import { nativeRange, type SettingsDraft } from './settings-draft';
import { formTexts } from './form-text';

const namedSizes = Object.keys(frameSizes) as NamedSize[];
const frameRates: readonly FrameRate[] = [23.976, 24, 25, 29.97, 30, 50, 59.94, 60, 120].map(toFrameRate);

export function sizeField(context: FormContext): TemplateResult {
  const { draft, composition } = context.subject;
  const control = selectControl<SizeChoice>({
    id: 'size',
    label: formTexts.size,
    value: draft.size,
    invalid: draft.size !== 'custom' && isInvalid(context, 'size'),
    choices: [
      {
        value: 'composition',
        label: formTexts.composition({ what: dimensions(composition.width, composition.height) }),
      },
      ...namedSizes.map((value) => {
        const { label, width, height } = frameSizes[value];
        return { value, label: formTexts.named({ name: label(), size: dimensions(width, height) }) };
      }),
      { value: 'custom', label: formTexts.custom },
    ],
    onChoose: (size) => context.edit({ ...draft, size }),
  });
  const custom = draft.size === 'custom' ? customSize(context) : nothing;
  return field(context, { id: 'size', label: formTexts.size, place: 'size' }, control, custom);
}

function customSize({ subject: { draft }, issues, edit }: FormContext): TemplateResult {
  const pixels = (side: 'width' | 'height', label: string): TemplateResult =>
    numberControl({
      id: side,
      field: 'size',
      label,
      unit: formTexts.pixels,
      value: draft[side],
      min: 16,
      max: 8192,
      invalid: issues.some(({ path, severity }) => path === side && severity === 'error'),
      onInput: (value) => edit({ ...draft, [side]: value }),
    });
  return html`<div class="pair">${pixels('width', formTexts.width)} ${pixels('height', formTexts.height)}</div>`;
}

export function frameRateField(context: FormContext): TemplateResult {
  const { draft, composition } = context.subject;
  const key = ({ num, den }: FrameRate): string => `${num}/${den}`;
  const value = draft.frameRate === 'composition' ? 'composition' : key(draft.frameRate);
  const isListed = value === 'composition' || frameRates.some((rate) => key(rate) === value);
  const rates = isListed ? frameRates : [...frameRates, parseFrameRate(value)];
  const control = selectControl({
    id: 'frame-rate',
    label: formTexts.frameRate,
    value,
    invalid: isInvalid(context, 'frameRate'),
    choices: [
      { value: 'composition', label: formTexts.composition({ what: frameRateLabel(nativeFrameRate(composition)) }) },
      ...rates.map((rate) => ({ value: key(rate), label: frameRateLabel(rate) })),
    ],
    onChoose: (chosen) =>
      context.edit({ ...draft, frameRate: chosen === 'composition' ? chosen : parseFrameRate(chosen) }),
  });
  return field(context, { id: 'frame-rate', label: formTexts.frameRate, place: 'frameRate' }, control);
}

export function rangeField(context: FormContext, playhead: number, onSeek: (frame: number) => void): TemplateResult {
  const { draft, inOut } = context.subject;
  const control = segmentedControl<SettingsDraft['range']>({
    id: 'range',
    label: formTexts.range,
    value: draft.range,
    choices: [
      { value: 'whole', label: formTexts.whole },
      { value: 'in-out', label: formTexts.inOut, disabled: inOut === null },
      { value: 'custom', label: formTexts.custom },
    ],
    onChoose: (range) => context.edit({ ...draft, range }),
  });
  const frames = draft.range === 'custom' ? customRange(context) : nothing;
  return field(
    context,
    { id: 'range', label: formTexts.range, place: 'range', wide: true, group: true },
    control,
    timeline(context, playhead, onSeek),
    frames,
  );
}

function timeline(
  { subject: { draft, composition, inOut }, edit }: FormContext,
  playhead: number,
  onSeek: (frame: number) => void,
): TemplateResult {
  return html`<stepframe-range-timeline
    exportparts="timeline"
    .durationInFrames=${composition.durationInFrames}
    .frameRate=${nativeFrameRate(composition)}
    .range=${nativeRange(draft, composition, inOut)}
    .playhead=${playhead}
    @range-change=${({ detail: { first, end } }: CustomEvent<FrameRange>) =>
      edit({ ...draft, range: 'custom', firstFrame: first, lastFrame: end - 1 })}
    @playhead-change=${(event: CustomEvent<number>) => onSeek(event.detail)}
  ></stepframe-range-timeline>`;
}

function customRange(context: FormContext): TemplateResult {
  const { draft, composition } = context.subject;
  const frame = (end: 'firstFrame' | 'lastFrame', id: string, label: string, unit: string): TemplateResult => html`
    ${numberControl({
      id,
      field: 'range',
      label,
      unit,
      value: draft[end],
      min: 0,
      max: composition.durationInFrames - 1,
      invalid: isInvalid(context, 'range'),
      onInput: (value) => context.edit({ ...draft, [end]: value }),
    })}
  `;
  return html`
    <div class="pair">
      ${frame('firstFrame', 'first-frame', formTexts.firstFrame, formTexts.first)}
      ${frame('lastFrame', 'last-frame', formTexts.lastFrame, formTexts.last)}
    </div>
  `;
}

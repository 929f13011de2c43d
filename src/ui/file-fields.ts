import { html, nothing, type TemplateResult } from 'lit';
import { colourSpaces } from '../colour/colour-space';
import { codedRate, type AlphaMode, type Scan } from '../encode/segment-encoder';
import { bitDepthOf, codecs, isWebVideoCodec, keepsAlpha, scansOf } from '../formats/codecs';
import { formatOf, formats } from '../formats/registry';
import { frameRateLabel } from './display-text';
import { withFormat, withProfile, withScan, withVideoCodec } from './draft-changes';
import { settingsOf } from './export-model';
import type { SettingsDraft } from './settings-draft';
import { checkboxControl, numberControl, segmentedControl, selectControl } from './form-controls';
import { field, isInvalid, note, type FormContext } from './form-field';
import { formTexts } from './form-text';
import { formatLabel } from './format-text';

export function formatField(context: FormContext): TemplateResult {
  const { draft } = context.subject;
  const control = selectControl({
    id: 'format',
    label: formTexts.format,
    value: draft.format,
    invalid: isInvalid(context, 'format'),
    choices: formats.map(({ id }) => ({ value: id, label: formatLabel(id) })),
    onChoose: (format) => context.edit(withFormat(draft, format)),
  });
  return field(context, { id: 'format', label: formTexts.format, place: 'format' }, control);
}

export function videoCodecField(context: FormContext): TemplateResult {
  const { draft } = context.subject;
  const control = selectControl({
    id: 'video-codec',
    label: formTexts.videoCodec,
    value: draft.videoCodec,
    invalid: isInvalid(context, 'videoCodec'),
    choices: formatOf(draft.format).videoCodecs.map((value) => ({ value, label: codecs[value].label })),
    onChoose: (codec) => context.edit(withVideoCodec(draft, codec)),
  });
  return field(context, { id: 'video-codec', label: formTexts.videoCodec, place: 'videoCodec' }, control);
}

/**
 * The profile where the codec has several, how many bits to spend where that can be chosen, transparency where it has it.
 */
export function qualityField(context: FormContext): TemplateResult | typeof nothing {
  const { draft } = context.subject;
  const { profiles, rateControls } = codecs[draft.videoCodec];
  const profile = profiles.length > 0 ? profileField(context) : nothing;
  if (rateControls.includes('quality')) return html`${profile} ${rateField(context)}`;
  if (profiles.length > 0) return profile;
  return keepsAlpha(draft.videoCodec, null) ? html`<div class="field wide">${alphaControl(context)}</div>` : nothing;
}

/** Nothing where the codec has one colour space and no more than 8 bits. */
export function colourField(context: FormContext): TemplateResult | typeof nothing {
  const { draft } = context.subject;
  const { colourSpaces: offered } = codecs[draft.videoCodec];
  const depth = bitDepthOf(draft.videoCodec, draft.profile) > 8 ? depthControl(context) : nothing;
  if (offered.length < 2 && depth === nothing) return nothing;
  const control = selectControl({
    id: 'colour-space',
    label: formTexts.colourSpace,
    value: draft.colourSpace ?? 'bt709',
    choices: offered.map((value) => ({ value, label: colourSpaces[value].label })),
    onChoose: (space) => context.edit({ ...draft, colourSpace: space === 'bt709' ? null : space }),
  });
  return field(context, { id: 'colour-space', label: formTexts.colourSpace, wide: depth !== nothing }, control, depth);
}

function depthControl({ subject: { draft }, edit }: FormContext): TemplateResult {
  const control = checkboxControl({
    id: 'capture-depth',
    label: formTexts.deep,
    note: formTexts.deepNote,
    checked: draft.captureDepth === 16,
    onChange: (deep) => edit({ ...draft, captureDepth: deep ? 16 : null }),
  });
  return beneath(control);
}

function profileField(context: FormContext): TemplateResult {
  const { draft } = context.subject;
  const { profiles } = codecs[draft.videoCodec];
  const control = selectControl({
    id: 'profile',
    label: formTexts.profile,
    value: draft.profile ?? profiles[0]!.id,
    invalid: isInvalid(context, 'quality'),
    choices: profiles.map(({ id, label }) => ({ value: id, label })),
    onChoose: (profile) => context.edit(withProfile(draft, profile)),
  });
  const alphaHere = !codecs[draft.videoCodec].rateControls.includes('quality');
  const transparency =
    alphaHere && keepsAlpha(draft.videoCodec, draft.profile) ? beneath(alphaControl(context)) : nothing;
  return field(
    context,
    { id: 'profile', label: formTexts.profile, place: 'quality', wide: true },
    control,
    transparency,
  );
}

function beneath(content: TemplateResult): TemplateResult {
  return html`<div class="beneath">${content}</div>`;
}

function alphaControl(context: FormContext): TemplateResult {
  const { draft } = context.subject;
  const { alphaModes } = codecs[draft.videoCodec];
  const control = checkboxControl({
    id: 'alpha',
    label: formTexts.alpha,
    note: formTexts.alphaNote,
    checked: draft.alpha !== null,
    onChange: (keep) => context.edit({ ...draft, alpha: keep ? alphaModes[0]! : null }),
  });
  return html`${control}
  ${draft.alpha !== null && alphaModes.length > 1 ? alphaModeControl(context, draft.alpha) : nothing}`;
}

function alphaModeControl({ subject: { draft }, edit }: FormContext, value: AlphaMode): TemplateResult {
  return html`<div class="beneath">
    <span class="label" id="alpha-mode-label">${formTexts.alphaMode}</span>
    ${segmentedControl<AlphaMode>({
      id: 'alpha-mode',
      label: formTexts.alphaMode,
      value,
      choices: [
        { value: 'straight', label: formTexts.straight },
        { value: 'premultiplied', label: formTexts.premultiplied },
      ],
      onChoose: (alpha) => edit({ ...draft, alpha }),
    })}
  </div>`;
}

/** Where the profile can be interlaced as well. */
export function scanField(context: FormContext): TemplateResult | typeof nothing {
  const { draft, composition } = context.subject;
  if (scansOf(draft.videoCodec, draft.profile ?? codecs[draft.videoCodec].profiles[0]?.id ?? null).length < 2) {
    return nothing;
  }
  const { frameRate } = settingsOf(context.subject);
  const control = segmentedControl<Scan>({
    id: 'scan',
    label: formTexts.scan,
    value: draft.scan,
    choices: [
      { value: 'progressive', label: formTexts.progressive },
      { value: 'interlaced', label: formTexts.interlaced },
    ],
    onChoose: (scan) => context.edit(withScan(draft, scan, composition)),
  });
  const rate = frameRateLabel(codedRate({ frameRate, scan: draft.scan }));
  const about = draft.scan === 'interlaced' ? formTexts.interlacedNote({ rate }) : undefined;
  return field(context, { id: 'scan', label: formTexts.scan, wide: true, group: true }, control, note(about));
}

function rateField(context: FormContext): TemplateResult {
  const { draft } = context.subject;
  const hasQuantizer = codecs[draft.videoCodec].rateControls.includes('quantizer');
  const control = segmentedControl({
    id: 'quality',
    label: formTexts.quality,
    value: draft.rateControl === 'quality' ? draft.quality : draft.rateControl,
    choices: [
      { value: 'high', label: formTexts.high },
      { value: 'medium', label: formTexts.medium },
      { value: 'low', label: formTexts.low },
      { value: 'bitrate', label: formTexts.bitrate },
      ...(hasQuantizer ? [{ value: 'quantizer', label: formTexts.quantizer } as const] : []),
    ],
    onChoose: (choice) =>
      context.edit(
        choice === 'high' || choice === 'medium' || choice === 'low'
          ? { ...draft, rateControl: 'quality', quality: choice }
          : { ...draft, rateControl: choice },
      ),
  });
  const amounts = { quality: null, profile: null, bitrate: bitrateAmount, quantizer: quantizerAmount };
  const amount = amounts[draft.rateControl]?.(context) ?? nothing;
  const transparency = keepsAlpha(draft.videoCodec, draft.profile) ? beneath(alphaControl(context)) : nothing;
  return field(
    context,
    { id: 'quality', label: formTexts.quality, place: 'quality', wide: true, group: true },
    control,
    html`${amount}${transparency}`,
  );
}

function bitrateAmount(context: FormContext): TemplateResult {
  const { draft } = context.subject;
  const control = numberControl({
    id: 'bitrate',
    field: 'quality',
    label: formTexts.bitrateLabel,
    unit: formTexts.megabits,
    value: draft.bitrate / 1e6,
    min: 0.1,
    step: 'any',
    invalid: isInvalid(context, 'quality'),
    onInput: (megabits) => context.edit({ ...draft, bitrate: Math.round(megabits * 1e6) }),
  });
  const constant = checkboxControl({
    id: 'constant-bitrate',
    label: formTexts.constant,
    note: formTexts.constantNote,
    checked: draft.bitrateControl.variability === 'constant',
    onChange: (isConstant) =>
      context.edit({
        ...draft,
        bitrateControl: { ...draft.bitrateControl, variability: isConstant ? 'constant' : 'variable' },
      }),
  });
  return html`<div class="pair">${control}</div>
    <div class="beneath">${constant}</div>`;
}

function quantizerAmount(context: FormContext): TemplateResult {
  const { draft } = context.subject;
  const control = numberControl({
    id: 'quantizer',
    field: 'quality',
    label: formTexts.quantizerLabel,
    unit: formTexts.of63,
    value: draft.quantizer,
    min: 0,
    max: 63,
    invalid: isInvalid(context, 'quality'),
    onInput: (quantizer) => context.edit({ ...draft, quantizer }),
  });
  return html`<div class="pair">${control}</div>
    ${note(formTexts.quantizerNote)}`;
}

/** Where it is not the codec that places them. */
export function keyFramesField(context: FormContext): TemplateResult | typeof nothing {
  const { draft } = context.subject;
  if (!isWebVideoCodec(draft.videoCodec)) return nothing;
  const control = numberControl({
    id: 'key-frames',
    label: formTexts.keyFramesLabel,
    unit: formTexts.seconds,
    value: draft.keyFrameInterval ?? 2,
    min: 0.1,
    max: 60,
    step: 'any',
    invalid: isInvalid(context, 'keyFrames'),
    onInput: (keyFrameInterval) => context.edit({ ...draft, keyFrameInterval }),
  });
  return field(context, { id: 'key-frames', label: formTexts.keyFrames, place: 'keyFrames' }, control);
}

/** What cannot be had is told at the codec: another one may have it. */
export function deterministicField({ subject: { draft }, edit }: FormContext): TemplateResult {
  const control = checkboxControl({
    id: 'deterministic',
    label: formTexts.sameBytes,
    note: formTexts.sameBytesNote,
    checked: draft.deterministic,
    onChange: (deterministic) => edit({ ...draft, deterministic }),
  });
  return html`<div class="field wide" part="field">${control}</div>`;
}

/** Pictures of a sequence go into a folder where the browser lets the user pick one. */
export function sequencePlaceField(context: FormContext): TemplateResult | typeof nothing {
  const { draft } = context.subject;
  if (!context.picksFolders || formatOf(draft.format).container.kind !== 'sequence') return nothing;
  const control = segmentedControl<SettingsDraft['sequencePlace']>({
    id: 'sequence-place',
    label: formTexts.saveAs,
    value: draft.sequencePlace,
    choices: [
      { value: 'folder', label: formTexts.folder },
      { value: 'zip', label: formTexts.zip },
    ],
    onChoose: (sequencePlace) => context.edit({ ...draft, sequencePlace }),
  });
  return field(context, { id: 'sequence-place', label: formTexts.saveAs, wide: true, group: true }, control);
}

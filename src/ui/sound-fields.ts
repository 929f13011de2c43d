import type { TemplateResult } from 'lit';
import { loudnessTargetIds, loudnessTargets, type LoudnessTargetId } from '../formats/loudness-targets';
import { formatOf } from '../formats/registry';
import { audioCodecLabel } from './display-text';
import { withAudioCodec } from './draft-changes';
import { selectControl } from './form-controls';
import { field, isInvalid, type FormContext } from './form-field';
import { formTexts } from './form-text';
import { formatNumber } from './language/number-format';
import { coreWord } from './language/words';

export function soundField(context: FormContext): TemplateResult {
  const { draft, composition } = context.subject;
  const { audioCodecs } = formatOf(draft.format);
  const isSilent = (composition.audio?.length ?? 0) === 0 || audioCodecs.length === 0;
  const control = selectControl({
    id: 'sound',
    label: formTexts.sound,
    value: draft.sound && !isSilent ? draft.audioCodec : 'none',
    disabled: isSilent,
    invalid: isInvalid(context, 'sound'),
    choices: [
      ...audioCodecs.map((value) => ({ value, label: audioCodecLabel(value) })),
      { value: 'none', label: silence(context) } as const,
    ],
    onChoose: (choice) =>
      context.edit(choice === 'none' ? { ...draft, sound: false } : { ...withAudioCodec(draft, choice), sound: true }),
  });
  return field(context, { id: 'sound', label: formTexts.sound, place: 'sound' }, control);
}

export function loudnessField(context: FormContext): TemplateResult {
  const { draft, composition } = context.subject;
  const { loudness } = draft;
  const isSilent = !draft.sound || (composition.audio?.length ?? 0) === 0;
  const chosen = loudness === null ? 'off' : String(loudness.target);
  const ids: readonly string[] = loudnessTargetIds;
  const control = selectControl({
    id: 'loudness',
    label: formTexts.loudness,
    value: isSilent ? 'off' : chosen,
    disabled: isSilent || formatOf(draft.format).audioCodecs.length === 0,
    invalid: isInvalid(context, 'loudness'),
    choices: [
      { value: 'off', label: formTexts.asItIs },
      ...loudnessTargetIds.map((id) => ({ value: id, label: loudnessLabel(id) })),
      // Only a preset or a host asks for a number.
      ...(chosen === 'off' || ids.includes(chosen)
        ? []
        : [{ value: chosen, label: formTexts.lufs({ lufs: formatNumber(Number(chosen)) }) }]),
    ],
    onChoose: (choice) => {
      const target = loudnessTargetIds.find((id) => id === choice);
      if (choice !== chosen) context.edit({ ...draft, loudness: target === undefined ? null : { target } });
    },
  });
  return field(context, { id: 'loudness', label: formTexts.loudness, place: 'loudness' }, control);
}

/** `−23 LUFS, EBU R 128` */
function loudnessLabel(id: LoudnessTargetId): string {
  const { label, lufs } = loudnessTargets[id];
  return formTexts.loudnessOf({ lufs: `−${-lufs}`, standard: coreWord('loudness', id, label) });
}

function silence({ subject: { draft, composition } }: FormContext): string {
  if (formatOf(draft.format).audioCodecs.length === 0) return formTexts.formatSilent;
  return (composition.audio?.length ?? 0) === 0 ? formTexts.compositionSilent : formTexts.off;
}

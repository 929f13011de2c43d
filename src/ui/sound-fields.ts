import type { TemplateResult } from 'lit';
import { loudnessTargetIds, loudnessTargets, type LoudnessTargetId } from '../formats/loudness-targets';
import { formatOf } from '../formats/registry';
import { audioCodecLabels } from './display-text';
import { withAudioCodec } from './draft-changes';
import { selectControl } from './form-controls';
import { field, isInvalid, type FormContext } from './form-field';

export function soundField(context: FormContext): TemplateResult {
  const { draft, composition } = context.subject;
  const { audioCodecs } = formatOf(draft.format);
  const isSilent = (composition.audio?.length ?? 0) === 0 || audioCodecs.length === 0;
  const control = selectControl({
    id: 'sound',
    label: 'Sound',
    value: draft.sound && !isSilent ? draft.audioCodec : 'none',
    disabled: isSilent,
    invalid: isInvalid(context, 'sound'),
    choices: [
      ...audioCodecs.map((value) => ({ value, label: audioCodecLabels[value] })),
      { value: 'none', label: silence(context) } as const,
    ],
    onChoose: (choice) =>
      context.edit(choice === 'none' ? { ...draft, sound: false } : { ...withAudioCodec(draft, choice), sound: true }),
  });
  return field(context, { id: 'sound', label: 'Sound', place: 'sound' }, control);
}

export function loudnessField(context: FormContext): TemplateResult {
  const { draft, composition } = context.subject;
  const { loudness } = draft;
  const isSilent = !draft.sound || (composition.audio?.length ?? 0) === 0;
  const chosen = loudness === null ? 'off' : String(loudness.target);
  const ids: readonly string[] = loudnessTargetIds;
  const control = selectControl({
    id: 'loudness',
    label: 'Loudness',
    value: isSilent ? 'off' : chosen,
    disabled: isSilent || formatOf(draft.format).audioCodecs.length === 0,
    invalid: isInvalid(context, 'loudness'),
    choices: [
      { value: 'off', label: 'As it is' },
      ...loudnessTargetIds.map((id) => ({ value: id, label: loudnessLabel(id) })),
      // Only a preset or a host asks for a number.
      ...(chosen === 'off' || ids.includes(chosen) ? [] : [{ value: chosen, label: `${chosen} LUFS` }]),
    ],
    onChoose: (choice) => {
      const target = loudnessTargetIds.find((id) => id === choice);
      if (choice !== chosen) context.edit({ ...draft, loudness: target === undefined ? null : { target } });
    },
  });
  return field(context, { id: 'loudness', label: 'Loudness', place: 'loudness' }, control);
}

/** `−23 LUFS, EBU R 128` */
function loudnessLabel(id: LoudnessTargetId): string {
  const { label, lufs } = loudnessTargets[id];
  return `−${-lufs} LUFS, ${label}`;
}

function silence({ subject: { draft, composition } }: FormContext): string {
  if (formatOf(draft.format).audioCodecs.length === 0) return 'The format has none';
  return (composition.audio?.length ?? 0) === 0 ? 'The composition has none' : 'Off';
}

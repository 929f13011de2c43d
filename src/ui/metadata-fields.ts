import type { TemplateResult } from 'lit';
import type { MetadataField } from '../formats/format';
import { formatOf } from '../formats/registry';
import { textControl } from './form-controls';
import { field, isInvalid, type FormContext } from './form-field';
import { metadataHints, metadataLabels } from './form-text';

/** What an empty field shows, which is what is then written where it says so. */
const placeholders: Readonly<Partial<Record<MetadataField, () => string>>> = {
  timecode: () => '01:00:00:00',
  date: () => metadataHints.date,
  company: () => 'Stepframe',
  product: () => 'Stepframe',
  umid: () => metadataHints.umid,
};

const wideFields: readonly MetadataField[] = ['description', 'materialPackageName', 'umid'];

/** A field for everything that a file of the draft's format can say about itself. */
export function metadataFields(context: FormContext): TemplateResult[] {
  return formatOf(context.subject.draft.format).metadata.map((name) => textField(context, name));
}

function textField(context: FormContext, name: MetadataField): TemplateResult {
  const { draft, composition } = context.subject;
  const label = metadataLabels[name];
  const place = `metadata.${name}` as const;
  const shown =
    name === 'title'
      ? composition.name
      : name === 'materialPackageName'
        ? draft.metadata.title
        : placeholders[name]?.();
  const control = textControl({
    id: name,
    label,
    value: draft.metadata[name] ?? '',
    invalid: isInvalid(context, place),
    ...(shown === undefined ? {} : { placeholder: shown }),
    onInput: (text) => context.edit({ ...draft, metadata: { ...draft.metadata, [name]: text } }),
  });
  return field(context, { id: name, label, place, wide: wideFields.includes(name) }, control);
}

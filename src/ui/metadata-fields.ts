import type { TemplateResult } from 'lit';
import type { MetadataField } from '../formats/format';
import { formatOf } from '../formats/registry';
import { textControl } from './form-controls';
import { field, isInvalid, type FormContext } from './form-field';

/** What an empty field shows, which is what is then written where it says so. */
const fields: Readonly<Record<MetadataField, { label: string; placeholder?: string; wide?: boolean }>> = {
  title: { label: 'Title' },
  author: { label: 'Author' },
  description: { label: 'Description', wide: true },
  timecode: { label: 'First timecode', placeholder: '01:00:00:00' },
  reel: { label: 'Reel' },
  date: { label: 'Date', placeholder: 'YYYY-MM-DD' },
  company: { label: 'Company', placeholder: 'Stepframe' },
  product: { label: 'Product', placeholder: 'Stepframe' },
  productVersion: { label: 'Product version' },
  materialPackageName: { label: 'Material package', wide: true },
  umid: { label: 'UMID', placeholder: 'Made from the content', wide: true },
};

/** A field for everything that a file of the draft's format can say about itself. */
export function metadataFields(context: FormContext): TemplateResult[] {
  return formatOf(context.subject.draft.format).metadata.map((name) => textField(context, name));
}

function textField(context: FormContext, name: MetadataField): TemplateResult {
  const { draft, composition } = context.subject;
  const { label, placeholder, wide = false } = fields[name];
  const place = `metadata.${name}` as const;
  const shown =
    name === 'title' ? composition.name : name === 'materialPackageName' ? draft.metadata.title : placeholder;
  const control = textControl({
    id: name,
    label,
    value: draft.metadata[name] ?? '',
    invalid: isInvalid(context, place),
    ...(shown === undefined ? {} : { placeholder: shown }),
    onInput: (text) => context.edit({ ...draft, metadata: { ...draft.metadata, [name]: text } }),
  });
  return field(context, { id: name, label, place, wide }, control);
}

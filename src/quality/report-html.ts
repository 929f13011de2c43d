/** HTML that is safe to put into a page as it is. Made by {@link html} alone. */
export class SafeHtml {
  constructor(readonly text: string) {}
}

/** What may stand in a template: text is escaped, `null` and `false` leave nothing. */
export type HtmlValue = string | number | SafeHtml | null | false | readonly HtmlValue[];

/** HTML of a template, with all that is put in escaped, for elements' content and for attributes in double quotes. */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): SafeHtml {
  return new SafeHtml(strings.map((text, index) => (index === 0 ? '' : textOf(values[index - 1]!)) + text).join(''));
}

function textOf(value: HtmlValue): string {
  if (value === null || value === false) return '';
  if (value instanceof SafeHtml) return value.text;
  if (typeof value === 'object') return value.map(textOf).join('');
  return escaped(String(value));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]!);
}

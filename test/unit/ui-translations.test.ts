import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../src/errors';
import { loudnessTargetIds } from '../../src/formats/loudness-targets';
import { formats } from '../../src/formats/registry';
import { presetCategories, presets } from '../../src/presets/registry';
import { german } from '../../src/ui/language/german';
import { japanese } from '../../src/ui/language/japanese';
import { englishWords, type Text } from '../../src/ui/language/words';

import.meta.glob(['../../src/ui/**/*-text.ts', '../../src/ui/quality-verdict.ts'], { eager: true });

type Tables = Readonly<Record<string, Readonly<Record<string, Text>>>>;
const english = englishWords() as Tables;
const translations = { de: german, ja: japanese } as unknown as Readonly<Record<string, Tables>>;
/** Named by the core, in English. */
const core = Object.keys(translations['de']!).filter((table) => !(table in english));

const formsOf = (text: Text): Readonly<Record<string, string>> =>
  typeof text === 'string' ? { other: text } : (text as unknown as Readonly<Record<string, string>>);
const parameters = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).sort();
const idsOf = (all: readonly { readonly id: string }[]): string[] => all.map(({ id }) => id);
const keysOf = (tables: Tables): Record<string, string[]> =>
  Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, Object.keys(table).sort()]));

describe.each(Object.entries(translations))('the translation %s', (language, tables) => {
  it('says all that is said in English, and nothing else', () => {
    const said = Object.fromEntries(Object.entries(tables).filter(([name]) => !core.includes(name)));
    expect(keysOf(said)).toEqual(keysOf(english));
  });

  it('puts the same in', () => {
    const wrong = Object.entries(english).flatMap(([table, words]) =>
      Object.entries(words).flatMap(([key, text]) => {
        const wanted = parameters(formsOf(text)['other']!).join();
        const forms = Object.entries(formsOf(tables[table]![key]!));
        // One of a thing need not be counted.
        const differs = forms.filter(
          ([form, given]) =>
            parameters(given).join() !== wanted && !(form === 'one' && parameters(`${given}{count}`).join() === wanted),
        );
        return differs.map(([form, given]) => `${table}.${key} (${form}): ${given}`);
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('has the plural forms of its language', () => {
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const wrong = Object.entries(tables).flatMap(([table, words]) =>
      Object.entries(words)
        .filter(([, text]) => Object.keys(formsOf(text)).some((form) => !categories.includes(form as 'other')))
        .map(([key]) => `${table}.${key}`),
    );
    expect(wrong).toEqual([]);
  });

  it('says of the core what it says itself, and of nothing else', () => {
    expect(Object.keys(tables['failures']!).sort()).toEqual([...errorCodes].sort());
    expect(Object.keys(tables['presetCategories']!).sort()).toEqual(presetCategories.map(({ id }) => id).sort());
    const described = presets.filter(({ description }) => description !== undefined);
    expect(Object.keys(tables['presetNotes']!).sort()).toEqual(described.map(({ id }) => id).sort());
    const known = (table: string, ids: readonly string[]): void => {
      expect(Object.keys(tables[table]!).filter((id) => !ids.includes(id))).toEqual([]);
    };
    known('presetNames', idsOf(presets));
    known('formatNames', idsOf(formats));
    known('loudness', loudnessTargetIds);
    const options = formats.flatMap((format) => format.options);
    const parts = options.flatMap((option) => [
      ...[option.path, `${option.path}.unit`, `${option.path}.note`],
      ...(option.kind === 'choice' ? option.values : option.instead ? [option.instead] : []).map(
        ({ value }) => `${option.path}.${value}`,
      ),
    ]);
    known('options', parts);
    const unsaid = options.filter(({ path }) => !(path in tables['options']!));
    expect(unsaid).toEqual([]);
  });

  it('names of the core what the other ones name', () => {
    const named = (all: Tables): Tables => Object.fromEntries(core.map((table) => [table, all[table]!]));
    expect(keysOf(named(tables))).toEqual(keysOf(named(translations['de']!)));
  });

  it('says nothing that is empty', () => {
    const empty = Object.entries(tables).flatMap(([table, words]) =>
      Object.entries(words)
        .filter(([, text]) => Object.values(formsOf(text)).some((form) => form.trim() === ''))
        .map(([key]) => `${table}.${key}`),
    );
    expect(empty).toEqual([]);
  });
});

describe('the files of the interface', () => {
  const sources = import.meta.glob<string>('../../src/ui/**/*.ts', { query: '?raw', import: 'default', eager: true });
  const silent = Object.entries(sources).filter(
    ([path]) => !/(-text|-style|theme|quality-verdict|german|japanese|-names)\.ts$/.test(path),
  );
  /** Names of products and units, the same in every language. */
  const allowed = new Set(['Stepframe']);
  /** What a host and a log are told; the interface shows it by `problemWords`. */
  const told = new Set(['message', 'remedy']);

  it.each(silent)('%s has no words in it', (path, source) => {
    const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
    const found: string[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'html') found.push(...wordsOfTemplate(node));
      if (isWords(node)) found.push(node.text);
      if (!isSpoken(node)) return;
      ts.forEachChild(node, visit);
    };
    ts.forEachChild(file, visit);
    expect(found.filter((text) => !allowed.has(text))).toEqual([]);
  });

  /** Imports, types, errors and faults of ours say nothing to the reader. */
  function isSpoken(node: ts.Node): boolean {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node)) return false;
    if (ts.isPropertyAssignment(node) && told.has(node.name.getText())) return false;
    return !(ts.isNewExpression(node) && ['Error', 'DOMException'].includes(node.expression.getText()));
  }

  /** A text that begins as a sentence or a label does. A single word is a name of something, unless it labels a control. */
  function isWords(node: ts.Node): node is ts.StringLiteralLike {
    if (!ts.isStringLiteralLike(node) && !ts.isTemplateHead(node)) return false;
    if (/^[A-Z][a-z]+[ ,.…]/.test(node.text)) return true;
    const { parent } = node;
    const isLabel =
      ts.isPropertyAssignment(parent) && /^(label|note|placeholder|unit|description)$/.test(parent.name.getText());
    return (
      (isLabel && /[A-Za-z]{2}/.test(node.text)) ||
      (ts.isConditionalExpression(parent) && /^[A-Z][a-z]+$/.test(node.text))
    );
  }

  /** Words between tags, and in attributes that are read out. */
  function wordsOfTemplate({ template }: ts.TaggedTemplateExpression): string[] {
    const parts = ts.isNoSubstitutionTemplateLiteral(template)
      ? [template.text]
      : [template.head.text, ...template.templateSpans.map(({ literal }) => literal.text)];
    const markup = parts.join('\u0000').replace(/<!--.*?-->/gs, '');
    const attributes = [...markup.matchAll(/\s(?:aria-label|aria-valuetext|title|alt|placeholder|label)="([^"]*)"/g)];
    const between = markup.replace(/<(?:[^<>"]|"[^"]*")*>/g, '\n').split(/[\n\u0000]/);
    return [...attributes.map(([, text]) => text!), ...between]
      .map((text) => text.trim())
      .filter((text) => /\p{L}{2}/u.test(text));
  }
});

import type { Composition } from '../composition/composition';
import { compositionFrom } from '../composition/load-module';
import { compositions } from '../editor/compositions/index';
import { ExportError } from '../errors';
import type { PageComposition } from './page-protocol';

/**
 * A composition of the demo, or the one that a module exports.
 *
 * @throws ExportError `invalid-input` (unknown-composition, module-failed)
 */
export async function loadComposition(choice: PageComposition): Promise<Composition> {
  if (choice.kind === 'module') {
    const { url, stylesheetUrl, version } = choice;
    const composition = await importComposition(url, stylesheetUrl);
    // A module that was edited meanwhile must not go on where the old one stopped.
    return composition.version === undefined ? withVersion(composition, version) : composition;
  }
  const composition = compositions.find(({ id }) => id === choice.id);
  if (composition !== undefined) return composition;
  throw new ExportError('invalid-input', {
    detail: 'unknown-composition',
    stage: 'configure',
    message: `No composition is called "${choice.id}".`,
    remedy: `There are ${compositions.map(({ id }) => id).join(', ')}; or give a path to a module.`,
  });
}

async function importComposition(url: string, stylesheetUrl: string | null): Promise<Composition> {
  try {
    if (stylesheetUrl !== null) await addStylesheet(stylesheetUrl);
    const module = (await import(/* @vite-ignore */ url)) as { default?: unknown };
    return await compositionFrom(module.default);
  } catch (thrown) {
    throw ExportError.from(thrown, 'invalid-input', {
      detail: 'module-failed',
      stage: 'configure',
      message: `The composition's module failed to load: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
      remedy: 'Correct the module; its default export must be a Composition or a function returning one.',
    });
  }
}

/** The composition itself, whose methods may need it to be `this`, with a version besides. */
function withVersion(composition: Composition, version: string): Composition {
  return Object.create(composition, { version: { value: version, enumerable: true } }) as Composition;
}

function addStylesheet(url: string): Promise<void> {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = url;
  return new Promise((resolve, reject) => {
    link.onload = () => resolve();
    link.onerror = () => reject(new Error(`The stylesheet ${url} did not load.`));
    document.head.append(link);
  });
}

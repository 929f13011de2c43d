import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { packageFolder } from './app-build';
import type { CompositionChoice } from './argument-values';
import { bundleComposition } from './composition-bundle';
import type { PageComposition } from './page-protocol';
import { bytesRoute, folderRoute, type Route } from './static-server';

/**
 * How the page is to find a composition, and what serves it.
 *
 * @param place where its module is served, the only one to be so
 * @throws ExportError `invalid-input` (module-invalid)
 */
export async function chooseComposition(
  choice: CompositionChoice,
  place = '/module/',
): Promise<{ composition: PageComposition; routes: Record<string, Route> }> {
  if (choice.kind === 'id') return { composition: choice, routes: {} };
  const { folder, script, stylesheet } = await bundleComposition(choice.path, join(packageFolder, 'src'));
  // Beside the module's own files, so that what it asks for by URL is found where the source says it is.
  const scriptUrl = `${place}composition.bundle.js`;
  const stylesheetUrl = `${place}composition.bundle.css`;
  return {
    composition: {
      kind: 'module',
      url: scriptUrl,
      stylesheetUrl: stylesheet === null ? null : stylesheetUrl,
      version: createHash('sha256').update(script).digest('hex'),
    },
    routes: {
      [scriptUrl]: bytesRoute('text/javascript; charset=utf-8', script),
      ...(stylesheet === null ? {} : { [stylesheetUrl]: bytesRoute('text/css; charset=utf-8', stylesheet) }),
      [place]: folderRoute(folder),
    },
  };
}

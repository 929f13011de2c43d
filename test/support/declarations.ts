import { dirname, join, normalize, relative, resolve } from 'node:path';
import ts from 'typescript';

export const packageFolder = resolve(import.meta.dirname, '../..');
const source = join(packageFolder, 'src');

/** The package's entries, by what a host imports. */
export const entries: Readonly<Record<string, string>> = {
  stepframe: 'index.d.ts',
  'stepframe/elements': 'elements.d.ts',
  'stepframe/prores': 'prores.d.ts',
};

/**
 * The declarations of the sources by their path, those that the entries lead to. Relative imports in them have the
 * extension that Node's way of resolving demands.
 *
 * @throws Error where the sources do not compile
 */
export function emitDeclarations(): Map<string, string> {
  const config = join(source, 'tsconfig.build.json');
  const { options, fileNames } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(config, (path) => ts.sys.readFile(path)).config,
    ts.sys,
    source,
  );
  const emitted = new Map<string, string>();
  const { outDir } = options;
  const program = ts.createProgram(fileNames, options);
  const { diagnostics } = program.emit(undefined, (path, text) => emitted.set(relative(outDir!, path), text));
  if (diagnostics.length > 0) {
    throw new Error(
      ts.formatDiagnostics(diagnostics, {
        getCanonicalFileName: (name) => name,
        getCurrentDirectory: () => packageFolder,
        getNewLine: () => '\n',
      }),
    );
  }
  return reachable(emitted);
}

function reachable(emitted: ReadonlyMap<string, string>): Map<string, string> {
  const found = new Map<string, string>();
  const waiting = Object.values(entries);
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (found.has(path)) continue;
    let text = emitted.get(path)!;
    // From the last to the first, so that the positions of those before stay.
    for (const { fileName, pos } of ts.preProcessFile(text).importedFiles.toReversed()) {
      if (!fileName.startsWith('.')) continue;
      const target = normalize(join(dirname(path), fileName));
      const ending = ['', '/index'].find((candidate) => emitted.has(fileOf(target, candidate)));
      if (ending === undefined) throw new Error(`${path} imports ${fileName}, which declares nothing.`);
      waiting.push(fileOf(target, ending));
      const end = pos + 1 + fileName.length; // After the quote.
      text = `${text.slice(0, end)}${ending}.js${text.slice(end)}`;
    }
    found.set(path, text);
  }
  return found;
}

function fileOf(target: string, ending: string): string {
  return normalize(`${target}${ending}.d.ts`);
}

import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../src/errors';

const root = resolve(import.meta.dirname, '../..');
const folder = join(root, 'src/guides');
const guides = readdirSync(folder).filter((name) => name.endsWith('.md'));
const textOf = (guide: string): string => readFileSync(join(folder, guide), 'utf8');

/** Blocks of TypeScript: programs of their own, or, where a path stands beside `ts`, a piece of that file. */
const blocks = guides.flatMap((guide) =>
  [...textOf(guide).matchAll(/^```ts(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(([, from, code], index) => ({
    path: join(folder, `${guide.replace(/\.md$/, '')}-${index}.ts`),
    from,
    code: code!,
  })),
);

describe('the guides', () => {
  it('have code that compiles against the package’s entries', () => {
    const programs = new Map(blocks.filter(({ from }) => from === undefined).map(({ path, code }) => [path, code]));
    expect(programs.size).toBeGreaterThan(5);
    const { options } = ts.parseJsonConfigFileContent(
      ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)).config,
      ts.sys,
      root,
    );
    options.paths = {
      stepframe: [join(root, 'src/index.ts')],
      'stepframe/elements': [join(root, 'src/elements.ts')],
      'stepframe/prores': [join(root, 'src/prores.ts')],
    };
    const host = ts.createCompilerHost(options);
    const fileExists = host.fileExists.bind(host);
    const getSourceFile = host.getSourceFile.bind(host);
    host.fileExists = (path) => programs.has(path) || fileExists(path);
    host.getSourceFile = (path, language, ...rest) => {
      const code = programs.get(path);
      return code === undefined ? getSourceFile(path, language, ...rest) : ts.createSourceFile(path, code, language);
    };
    const modules = join(root, 'src/kernels/kernel-module.d.ts');
    const program = ts.createProgram([...programs.keys(), modules], options, host);
    const faults = [...programs.keys()].flatMap((path) => {
      const file = program.getSourceFile(path)!;
      return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    });
    const told = faults.map(({ file, messageText }) => {
      return `${file!.fileName.slice(folder.length + 1)}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
    });
    expect(told).toEqual([]);
  }, 120_000);

  it.each(blocks.filter(({ from }) => from !== undefined))('quote $from as it is', async ({ from, code }) => {
    expect(await readFile(join(root, from!), 'utf8')).toContain(code);
  });

  it.each(guides)('%s leads to files and names sources that exist', async (guide) => {
    const text = textOf(guide);
    const links = [...text.matchAll(/\]\(([^)#]+)\)/g)].map(([, link]) => resolve(dirname(join(folder, guide)), link!));
    const named = [...text.matchAll(/`((?:src|test|e2e)\/[\w./-]+\.ts)`/g)].map(([, path]) => join(root, path!));
    for (const path of [...links, ...named]) await expect(readFile(path, 'utf8'), path).resolves.not.toBe('');
  });

  it('have something to say of every error code, and of no detail that there is not', () => {
    const text = textOf('troubleshooting.md');
    const sections = text.split(/^## /m).slice(1);
    expect(sections.map((section) => /^`([a-z-]+)`/.exec(section)![1]).toSorted()).toEqual([...errorCodes].toSorted());
    const details = new Set(
      readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.ts'))
        .flatMap((path) => [...readFileSync(join(root, 'src', path), 'utf8').matchAll(/'([a-z]+(?:-[a-z]+)+)'/g)])
        .map(([, detail]) => detail!),
    );
    const named = sections.flatMap((section) =>
      [...section.matchAll(/`([a-z]+(?:-[a-z]+)+)`/g)].map(([, name]) => name!),
    );
    const known: readonly string[] = errorCodes;
    expect(named.filter((name) => !details.has(name) && !known.includes(name))).toEqual([]);
  });

  it('are all in the README', async () => {
    const readme = await readFile(join(root, 'README.md'), 'utf8');
    for (const guide of guides) expect(readme).toContain(`(src/guides/${guide})`);
  });
});

import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { Plugin } from 'vite';

const query = '?kernel';

/** As much of the compiler as is used here. */
interface Compiler {
  main(
    options: string[],
    host: {
      readFile(name: string): Promise<string | null>;
      writeFile(name: string, contents: string | Uint8Array): void;
      listFiles(): string[];
      stderr: { write(text: string | Uint8Array): void };
    },
  ): Promise<{ error: Error | null }>;
}

/** By a name that TypeScript does not follow: the compiler's own types declare arrays and numbers anew, for every file. */
async function loadCompiler(): Promise<Compiler> {
  const name = ['assemblyscript', 'asc'].join('/');
  return ((await import(/* @vite-ignore */ name)) as { default: Compiler }).default;
}

/**
 * Lets a module import an AssemblyScript file as the WebAssembly it compiles to: the default export of
 * `./assembly/index.ts?kernel` is its bytes, base64. They lie in the script itself, since a kernel is a few kB and an
 * inlined worker has no address to load files from.
 */
export function kernels(): Plugin {
  return {
    name: 'stepframe-kernels',
    enforce: 'pre',
    async load(id) {
      if (!id.endsWith(query)) return null;
      const { bytes, sources } = await kernelOf(id.slice(0, -query.length));
      for (const source of sources.keys()) this.addWatchFile(source);
      return { code: `export default '${Buffer.from(bytes).toString('base64')}';`, moduleType: 'js' };
    },
  };
}

/** What was compiled in this process, by path: a kernel is imported by several bundles of one build. */
const compiled = new Map<string, Kernel>();

interface Kernel {
  bytes: Uint8Array;
  /** Every file it was made from, and what stood in it. */
  sources: ReadonlyMap<string, string>;
}

async function isCurrent({ sources }: Kernel): Promise<boolean> {
  const texts = await Promise.all([...sources.keys()].map((path) => readFile(path, 'utf8').catch(() => null)));
  return [...sources.values()].every((text, index) => text === texts[index]);
}

async function kernelOf(entry: string): Promise<Kernel> {
  const known = compiled.get(entry);
  if (known && (await isCurrent(known))) return known;
  const kernel = await compileKernel(entry);
  compiled.set(entry, kernel);
  return kernel;
}

/** @throws Error with the compiler's own message */
async function compileKernel(entry: string): Promise<Kernel> {
  const folder = dirname(entry);
  const sources = new Map<string, string>();
  let bytes: Uint8Array | undefined;
  const options = ['-O3', '--enable', 'simd', '--runtime', 'stub', '--noAssert', '--outFile', 'kernel.wasm'];
  let messages = '';
  const asc = await loadCompiler();
  const { error } = await asc.main([basename(entry), ...options], {
    stderr: { write: (text) => void (messages += String(text)) },
    async readFile(name) {
      const path = resolve(folder, name);
      try {
        const text = await readFile(path, 'utf8');
        sources.set(path, text);
        return text;
      } catch {
        return null; // The compiler asks for a module under several names.
      }
    },
    writeFile(_name, contents) {
      if (typeof contents !== 'string') bytes = contents;
    },
    listFiles: () => [],
  });
  if (error || !bytes) throw new Error(`${entry} does not compile: ${messages}`, { cause: error });
  return { bytes, sources };
}

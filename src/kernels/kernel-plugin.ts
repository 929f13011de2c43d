import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import asc from 'assemblyscript/asc';
import type { Plugin } from 'vite';

const query = '?kernel';

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
      const { bytes, sources } = await compileKernel(id.slice(0, -query.length));
      for (const source of sources) this.addWatchFile(source);
      return { code: `export default '${Buffer.from(bytes).toString('base64')}';`, moduleType: 'js' };
    },
  };
}

/** @returns the module, and every file it was made from. @throws Error with the compiler's own message */
async function compileKernel(entry: string): Promise<{ bytes: Uint8Array; sources: string[] }> {
  const folder = dirname(entry);
  const sources: string[] = [];
  let bytes: Uint8Array | undefined;
  const options = ['-O3', '--enable', 'simd', '--runtime', 'stub', '--noAssert', '--outFile', 'kernel.wasm'];
  let messages = '';
  const { error } = await asc.main([basename(entry), ...options], {
    stderr: { write: (text) => void (messages += text) },
    async readFile(name) {
      const path = resolve(folder, name);
      try {
        const text = await readFile(path, 'utf8');
        sources.push(path);
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

import { basename, dirname, join } from 'node:path';
import { build, formatMessages, type BuildFailure, type Loader, type Plugin } from 'esbuild';
import { badArgument } from './bad-argument';

/** A composition module as the page can import it. */
export interface CompositionBundle {
  /** Where the module lies: what `new URL('…', import.meta.url)` in it starts from. */
  folder: string;
  script: Uint8Array;
  /** The styles the module imports, if any. */
  stylesheet: Uint8Array | null;
}

const inlined = ['.png', '.jpg', '.jpeg', '.gif', '.webp', '.avif', '.svg', '.woff', '.woff2', '.ttf', '.otf'];
const inlinedMedia = ['.mp3', '.wav', '.m4a', '.aac', '.ogg', '.opus', '.flac', '.mp4', '.webm'];
const asText = ['.glsl', '.vert', '.frag', '.wgsl', '.txt'];

/**
 * Bundles a composition module to one file for the browser. What it imports of `stepframe` comes from `libraryFolder`.
 *
 * @throws ExportError `invalid-input` (module-invalid) with the bundler's own message
 */
export async function bundleComposition(path: string, libraryFolder: string): Promise<CompositionBundle> {
  try {
    const { outputFiles } = await build({
      entryPoints: [path],
      bundle: true,
      write: false,
      outdir: dirname(path),
      format: 'esm',
      platform: 'browser',
      target: 'es2022',
      sourcemap: 'inline',
      logLevel: 'silent',
      alias: { stepframe: join(libraryFolder, 'index.ts'), 'stepframe/elements': join(libraryFolder, 'elements.ts') },
      loader: loaders(),
      plugins: [withoutKernels],
    });
    const output = (extension: string): Uint8Array | null =>
      outputFiles.find((file) => file.path.endsWith(extension))?.contents ?? null;
    return { folder: dirname(path), script: output('.js') ?? new Uint8Array(), stylesheet: output('.css') };
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    const messages = await formatMessages(error.errors, { kind: 'error' });
    throw badArgument(
      'module-invalid',
      `${basename(path)} cannot be bundled:\n${messages.join('').trimEnd()}`,
      'Correct the module and run the command again.',
      error,
    );
  }
}

/** A composition runs no worker of ours, so the kernels that workers import need not be compiled. */
const withoutKernels: Plugin = {
  name: 'without-kernels',
  setup(bundler) {
    bundler.onLoad({ filter: /[\\/]kernels[\\/].*[\\/]assembly[\\/]/ }, () => ({
      contents: "export default '';",
      loader: 'js',
    }));
  },
};

function loaders(): Record<string, Loader> {
  const entries = [
    ...[...inlined, ...inlinedMedia].map((extension) => [extension, 'dataurl'] as const),
    ...asText.map((extension) => [extension, 'text'] as const),
  ];
  return Object.fromEntries(entries);
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors);
}

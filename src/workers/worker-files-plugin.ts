import type { Plugin } from 'vite';

/**
 * The workers as files of their own, `workers/<name>.js`, with the very text that is inlined: for pages whose policy
 * forbids blob workers, which then give `createExporter` their own constructors.
 */
export function workerFiles(): { taken: Plugin; written: Plugin } {
  const texts = new Map<string, string>();
  return {
    /** Goes to the plugins of workers, which are bundled when they are first imported. */
    taken: {
      name: 'stepframe-worker-files-taken',
      generateBundle(_options, bundle) {
        for (const chunk of Object.values(bundle)) {
          if (chunk.type !== 'chunk') continue;
          // Their maps are larger than all of the package.
          texts.set(chunk.name.replace(/\.worker$/, ''), chunk.code.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n'));
        }
      },
    },
    written: {
      name: 'stepframe-worker-files-written',
      generateBundle() {
        for (const [name, source] of texts) {
          this.emitFile({ type: 'asset', fileName: `workers/${name}.js`, source });
        }
      },
    },
  };
}

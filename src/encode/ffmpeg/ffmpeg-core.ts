import { ExportError } from '../../errors';
import type { CoreFileSystem } from './core-files';
import type { FfmpegCoreUrls } from './ffmpeg-lane';

/** Lines of the log that are kept. */
const logLines = 40;

interface CoreModule {
  FS: CoreFileSystem;
  ret: number;
  exec(...args: string[]): number;
  reset(): void;
  setLogger(logger: (entry: { type: string; message: string }) => void): void;
}

interface CoreScript {
  default(options: {
    instantiateWasm(
      imports: WebAssembly.Imports,
      ready: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
    ): WebAssembly.Exports;
  }): Promise<CoreModule>;
}

/** What a run of ffmpeg came to. */
export interface FfmpegRun {
  ok: boolean;
  /** The core is beyond use: it crashed, and did not merely refuse. */
  crashed: boolean;
  /** The end of the log. */
  log: string;
}

/** ffmpeg as a function: arguments in, files in and out. */
export class FfmpegCore {
  readonly files: CoreFileSystem;
  private readonly core: CoreModule;
  private log: string[] = [];
  private onLine: ((line: string) => void) | undefined;
  private broken = false;

  private constructor(core: CoreModule) {
    this.core = core;
    this.files = core.FS;
    core.setLogger(({ message }) => {
      this.onLine?.(message);
      this.log.push(message);
      if (this.log.length > logLines * 2) this.log = this.log.slice(-logLines);
    });
  }

  /** @throws ExportError `unsupported` */
  static async load(urls: FfmpegCoreUrls, compiled: WebAssembly.Module): Promise<FfmpegCore> {
    try {
      const script = (await import(/* @vite-ignore */ urls.coreUrl)) as CoreScript;
      const core = await script.default({
        instantiateWasm: (imports, ready) => {
          // Synchronous: a worker may, and the core offers no way to tell of a failure later.
          const instance = new WebAssembly.Instance(compiled, imports);
          ready(instance, compiled);
          return instance.exports;
        },
      });
      return new FfmpegCore(core);
    } catch (cause) {
      throw notLoaded(urls.coreUrl, cause);
    }
  }

  /** Once it has crashed, a core cannot be used again. */
  get usable(): boolean {
    return !this.broken;
  }

  /**
   * Runs ffmpeg to its end; nothing else happens in this worker meanwhile.
   *
   * @param onLine is told every line of the log
   */
  run(args: readonly string[], onLine?: (line: string) => void): FfmpegRun {
    this.log = [];
    this.onLine = onLine;
    this.core.reset();
    try {
      const code = this.core.exec(...args);
      this.broken = code < 0;
      return { ok: code === 0, crashed: this.broken, log: this.lastLines() };
    } catch (thrown) {
      // Emscripten throws whatever it has: a RuntimeError of WebAssembly, a number, a JS error of its own glue.
      this.broken = true;
      const reason = thrown instanceof Error ? thrown.message : String(thrown);
      return { ok: false, crashed: true, log: `${this.lastLines()}\n${reason}` };
    }
  }

  private lastLines(): string {
    // Every run ends with this one, good or bad.
    return this.log
      .filter((line) => line !== 'Aborted()')
      .slice(-logLines)
      .join('\n');
  }
}

/** @throws ExportError `unsupported` */
export async function compileCore({ wasmUrl }: FfmpegCoreUrls): Promise<WebAssembly.Module> {
  try {
    const response = await fetch(wasmUrl);
    if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
    return await WebAssembly.compile(await response.arrayBuffer());
  } catch (cause) {
    throw notLoaded(wasmUrl, cause);
  }
}

function notLoaded(url: string, cause: unknown): ExportError {
  return new ExportError('unsupported', {
    detail: 'ffmpeg-not-loaded',
    stage: 'prepare',
    message: `ffmpeg could not be loaded from ${url}.`,
    remedy: 'Serve the files of @ffmpeg/core 0.12 there, allowed by the page’s content security policy.',
    recoverable: true,
    cause,
  });
}

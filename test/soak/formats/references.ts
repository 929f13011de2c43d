import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExportReport } from '../../../src/cli/report';
import { findPreset } from '../../../src/presets/registry';
import type { MediaInput } from './media-checks';
import { runExport, type AskedExport } from './terminal-command';

/** PNG files of a folder, in the order of their names. */
export function picturesIn(folder: string): MediaInput {
  return { args: ['-pattern_type', 'glob', '-i', `${folder}/*.png`], file: folder };
}

/** The same frames without loss, at the size and rate that a preset came out at: one file for all that need it. */
export class References {
  readonly #folder: string;
  readonly #made = new Map<string, Promise<MediaInput>>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** @param kind `opaque`: over black, as formats without alpha have it. `pictures`: not by the codec of the others */
  of(
    asked: Omit<AskedExport, 'out' | 'like'> & { name: string },
    like: ExportReport,
    kind: 'opaque' | 'alpha' | 'pictures',
  ): Promise<MediaInput> {
    const { width, height, frameRate } = like;
    const key = `${asked.name}-${width}x${height}-${frameRate.replace('/', '_')}-${kind}`;
    let reference = this.#made.get(key);
    if (!reference) {
      reference = this.#make(asked, like, kind, join(this.#folder, key));
      this.#made.set(key, reference);
    }
    return reference;
  }

  async #make(
    asked: Omit<AskedExport, 'out' | 'like'>,
    like: ExportReport,
    kind: 'opaque' | 'alpha' | 'pictures',
    path: string,
  ): Promise<MediaInput> {
    if (kind === 'pictures') {
      await runExport({ ...asked, preset: 'png-sequence', out: path, like });
      return picturesIn(path);
    }
    const out = `${path}.mkv`;
    const preset = kind === 'alpha' ? 'ffv1-mkv' : await this.#opaquePreset();
    await runExport({ ...asked, preset, out, like });
    return { args: ['-i', out], file: out };
  }

  async #opaquePreset(): Promise<string> {
    const path = join(this.#folder, 'opaque.json');
    const preset = findPreset('ffv1-mkv')!;
    const { codec, rateControl } = preset.video;
    await writeFile(path, JSON.stringify({ ...preset, id: 'opaque', video: { codec, rateControl } }));
    return path;
  }
}

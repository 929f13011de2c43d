import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decode, encode } from 'fast-png';
import * as v from 'valibot';
import { ExportError } from '../errors';
import type { GoldenFrameFiles, GoldenFrameKey } from '../quality/golden-frames';
import { goldenFrameDamaged } from '../storage/golden-frame-errors';
import { bgrxOf, rgbOf } from './rgb-pixels';

const listName = 'golden.json';
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** The list of a composition's golden frames, version 1. */
const listSchema = v.object({
  schema: v.literal('stepframe-golden-frames'),
  version: v.literal(1),
  compositionId: v.string(),
  frames: v.array(
    v.object({
      frame: count,
      width: count,
      height: count,
      /** Beside the list. */
      file: v.pipe(v.string(), v.regex(/^\d+-\d+x\d+\.png$/, 'must be the name of a picture')),
      /** SHA-256 of red, green and blue, hexadecimal: tools that pack a PNG better leave it as it is. */
      sha256: v.string(),
    }),
  ),
});

type GoldenList = v.InferOutput<typeof listSchema>;
type ListedFrame = GoldenList['frames'][number];

/**
 * Golden frames on disk, to be kept beside a project's sources: a folder for each composition, with a PNG for each frame and
 * size and a list of them. Calls wait for one another.
 *
 * @throws ExportError `storage`: golden-folder-failed, golden-list-invalid, frame-corrupted
 */
export class GoldenFolder implements GoldenFrameFiles {
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly folder: string) {}

  write(key: GoldenFrameKey, pixels: ArrayBuffer): Promise<void> {
    return this.inTurn(async () => {
      const { compositionId, frame, width, height } = key;
      const data = rgbOf(new Uint8Array(pixels));
      const file = nameOf(key);
      const folder = this.folderOf(compositionId);
      await mkdir(folder, { recursive: true });
      await replace(join(folder, file), encode({ width, height, depth: 8, channels: 3, data }));
      const others = (await this.framesOf(compositionId)).filter((one) => one.file !== file);
      await this.save(compositionId, [...others, { frame, width, height, file, sha256: digest(data) }]);
    });
  }

  /** Blue, green, red and a fourth byte. */
  read(key: GoldenFrameKey): Promise<ArrayBuffer | null> {
    return this.inTurn(async () => {
      const listed = (await this.framesOf(key.compositionId)).find(({ file }) => file === nameOf(key));
      if (!listed) return null;
      const { data, width, height } = await this.picture(key, listed);
      if (width !== key.width || height !== key.height || digest(data) !== listed.sha256) throw goldenFrameDamaged(key);
      return bgrxOf(data);
    });
  }

  list(compositionId?: string): Promise<GoldenFrameKey[]> {
    return this.inTurn(async () => {
      const ids = compositionId === undefined ? await this.compositions() : [compositionId];
      const keys: GoldenFrameKey[] = [];
      for (const id of ids) {
        for (const { frame, width, height } of await this.framesOf(id)) {
          keys.push({ compositionId: id, frame, width, height });
        }
      }
      return keys;
    });
  }

  remove(compositionId: string, one?: Omit<GoldenFrameKey, 'compositionId'>): Promise<void> {
    return this.inTurn(async () => {
      const frames = await this.framesOf(compositionId);
      const goes = ({ file }: ListedFrame): boolean => one === undefined || file === nameOf(one);
      if (!frames.some(goes)) return;
      const folder = this.folderOf(compositionId);
      const left = frames.filter((frame) => !goes(frame));
      if (left.length > 0) await this.save(compositionId, left);
      else await rm(join(folder, listName), { force: true });
      for (const { file } of frames.filter(goes)) await rm(join(folder, file), { force: true });
      // What else lies there is not ours.
      if ((await readdir(folder)).length === 0) await rmdir(folder);
    });
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(work).catch((cause: unknown) => {
      throw ExportError.from(cause, 'storage', {
        detail: 'golden-folder-failed',
        stage: 'store',
        message: `The golden frames in ${this.folder} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`,
        remedy: 'Check that the folder can be read and written.',
        recoverable: true,
      });
    });
    this.turn = mine.catch(() => undefined); // Whoever asked is told; the next one's turn comes all the same.
    return mine;
  }

  private async picture(key: GoldenFrameKey, { file }: ListedFrame) {
    try {
      return decode(await readFile(join(this.folderOf(key.compositionId), file)), { checkCrc: true });
    } catch {
      throw goldenFrameDamaged(key);
    }
  }

  private async framesOf(compositionId: string): Promise<ListedFrame[]> {
    return (await this.listOf(this.folderOf(compositionId)))?.frames ?? [];
  }

  private async compositions(): Promise<string[]> {
    const entries = await readdir(this.folder, { withFileTypes: true }).catch(nothingIfMissing);
    const ids: string[] = [];
    for (const entry of entries ?? []) {
      const list = entry.isDirectory() ? await this.listOf(join(this.folder, entry.name)) : null;
      if (list) ids.push(list.compositionId);
    }
    return ids.sort();
  }

  /** Null: there is none. */
  private async listOf(folder: string): Promise<GoldenList | null> {
    const text = await readFile(join(folder, listName), 'utf8').catch(nothingIfMissing);
    if (text === null) return null;
    try {
      return v.parse(listSchema, JSON.parse(text));
    } catch (cause) {
      throw listInvalid(join(folder, listName), cause);
    }
  }

  private async save(compositionId: string, frames: readonly ListedFrame[]): Promise<void> {
    const inOrder = [...frames].sort(
      (one, other) => one.frame - other.frame || one.width - other.width || one.height - other.height,
    );
    const list: GoldenList = { schema: 'stepframe-golden-frames', version: 1, compositionId, frames: inOrder };
    await replace(join(this.folderOf(compositionId), listName), `${JSON.stringify(list, null, 2)}\n`);
  }

  /** Ids are any text; names of folders are not. */
  private folderOf(compositionId: string): string {
    const name = encodeURIComponent(compositionId).replaceAll('.', '%2E').replaceAll('*', '%2A');
    return join(this.folder, name);
  }
}

function nameOf({ frame, width, height }: Omit<GoldenFrameKey, 'compositionId'>): string {
  return `${String(frame).padStart(6, '0')}-${width}x${height}.png`;
}

/** A file is there whole, as it was or as it is to be. */
async function replace(path: string, data: Uint8Array | string): Promise<void> {
  const partial = `${path}.partial`;
  await writeFile(partial, data);
  await rename(partial, path);
}

function digest(data: Uint8Array | Uint8ClampedArray | Uint16Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function nothingIfMissing(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
  throw error;
}

function listInvalid(path: string, cause: unknown): ExportError {
  return new ExportError('storage', {
    detail: 'golden-list-invalid',
    stage: 'store',
    message: `${path} is no list of golden frames: ${cause instanceof Error ? cause.message : String(cause)}`,
    remedy: 'Restore it, or remove the folder and register the frames again.',
    cause,
  });
}

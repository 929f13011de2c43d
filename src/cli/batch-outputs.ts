import type { Stats } from 'node:fs';
import { lstat, mkdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import type { Preset } from '../presets/preset';
import { invalidItem, type BatchIssue } from '../queue/batch-issue';
import type { BatchFile } from '../queue/batch-report';
import { digest } from './file-receiver';
import { isPictureFolder, OutputFile } from './output-file';
import { answering, wholeNumber } from './upload-routes';
import { end, type Route } from './static-server';

/** An item as far as its file is concerned. */
export interface BatchTarget {
  id: string;
  index: number;
  /** From the output folder. */
  out: string;
  format: Preset['format'];
}

/** What keeps files from being written where a batch wants them on this disk. */
export async function checkTargets(outDir: string, targets: readonly BatchTarget[]): Promise<BatchIssue[]> {
  const issues: BatchIssue[] = [];
  const root = await realPathOf(outDir);
  for (const target of targets) {
    const problem = await problemWith(root, outDir, target);
    if (problem === null) continue;
    const at = { path: `items[${target.index}].out`, item: target.id };
    issues.push(invalidItem(at, problem.detail, problem.message, 'Name another file within outDir.'));
  }
  return issues;
}

async function problemWith(
  root: string,
  outDir: string,
  { out, format }: BatchTarget,
): Promise<{ detail: string; message: string } | null> {
  const path = join(outDir, out);
  const there = await found(path);
  if (there?.isSymbolicLink()) return { detail: 'out-escapes', message: `"${out}" is a link to another place.` };
  // Links among its folders would lead elsewhere.
  const real = await realPathOf(dirname(path));
  if (real !== root && !real.startsWith(root + sep)) {
    return { detail: 'out-escapes', message: `"${out}" leads out of ${outDir} by a link.` };
  }
  const wantsFolder = isPictureFolder({ format }, out);
  if (there && there.isDirectory() !== wantsFolder) {
    return { detail: 'out-unusable', message: `"${out}" is ${wantsFolder ? 'a file' : 'a folder'} already.` };
  }
  for (let folder = dirname(path); folder.startsWith(outDir + sep); folder = dirname(folder)) {
    const above = await found(folder);
    if (above && !above.isDirectory() && !above.isSymbolicLink()) {
      return { detail: 'out-unusable', message: `${folder} is a file, where "${out}" needs a folder.` };
    }
  }
  return null;
}

async function found(path: string): Promise<Stats | null> {
  return lstat(path).catch(() => null);
}

/** Of the part of the path that exists, with the rest behind it. */
async function realPathOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(await realPathOf(parent), basename(path));
  }
}

/** The files of a batch on their way to the disk. Each is under its name when it is whole. */
export class BatchOutputs {
  private readonly targets: ReadonlyMap<string, BatchTarget>;
  private readonly open = new Map<string, OutputFile>();
  private readonly written = new Map<string, BatchFile>();

  /** @param partials a folder on the same disk, where files grow */
  constructor(
    private readonly outDir: string,
    targets: readonly BatchTarget[],
    private readonly partials: string,
  ) {
    this.targets = new Map(targets.map((target) => [target.id, target]));
  }

  /**
   * By the id of an item: `PUT ?begin`, whatever arrived of it before is dropped; `PUT ?position=` with bytes of the file;
   * `PUT ?commit=` with its length, which answers when it is under its name.
   */
  route(): Route {
    return async (id, ...request) => {
      const take = answering(async (query, incoming, response) => {
        const target = this.targets.get(id);
        if (incoming.method !== 'PUT' || !target) throw new TypeError(`Nothing is taken for "${id}".`);
        if (query.has('begin')) await this.begin(target);
        else if (query.has('commit')) await this.commit(target, wholeNumber(query, 'commit'));
        else await this.opened(id).receiver.write(wholeNumber(query, 'position'), incoming);
        end(response, 200);
      });
      await take(id, ...request);
    };
  }

  /** The file of an item that has been written; null where there is none. */
  file(id: string): BatchFile | null {
    return this.written.get(id) ?? null;
  }

  /** The file that an earlier command wrote; null where it is not there as it was. */
  async find(id: string, byteLength: number): Promise<BatchFile | null> {
    const target = this.targets.get(id);
    if (!target || isPictureFolder(target, target.out)) return null;
    const path = this.pathOf(target);
    const there = await stat(path).catch(() => null);
    if (!there?.isFile() || there.size !== byteLength) return null;
    const file = { path: target.out, byteLength, sha256: await digest(path) };
    this.written.set(id, file);
    return file;
  }

  /** Removes what arrived and was not committed. Idempotent, never rejects. */
  async discard(): Promise<void> {
    await Promise.all([...this.open.values()].map((file) => file.discard()));
    this.open.clear();
  }

  private opened(id: string): OutputFile {
    const file = this.open.get(id);
    if (!file) throw new TypeError(`The file of "${id}" was not begun.`);
    return file;
  }

  private pathOf({ out }: BatchTarget): string {
    return resolve(this.outDir, out);
  }

  private async begin(target: BatchTarget): Promise<void> {
    await this.open.get(target.id)?.discard();
    this.open.delete(target.id);
    const place = (kind: string): string => join(this.partials, `${target.index}.${kind}`);
    const partial = { partialFile: place('partial'), zip: place('zip'), partialFolder: place('pictures') };
    this.open.set(target.id, await OutputFile.create(this.pathOf(target), target, partial));
  }

  private async commit(target: BatchTarget, byteLength: number): Promise<void> {
    const file = this.opened(target.id);
    const path = this.pathOf(target);
    await mkdir(dirname(path), { recursive: true });
    const { bytes, sha256, pictures } = await file.commitBytes(byteLength);
    this.open.delete(target.id);
    if (!pictures) {
      this.written.set(target.id, { path: target.out, byteLength: bytes, sha256 });
      return;
    }
    const files: BatchFile[] = [];
    for (const name of pictures) {
      const picture = join(path, name);
      const { size } = await stat(picture);
      files.push({ path: `${target.out}/${name}`, byteLength: size, sha256: await digest(picture) });
    }
    const total = files.reduce((sum, each) => sum + each.byteLength, 0);
    this.written.set(target.id, { path: target.out, byteLength: total, sha256: null, files });
  }
}

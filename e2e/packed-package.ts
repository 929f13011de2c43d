import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const packageFolder = resolve(import.meta.dirname, '..');
const hosts = join(packageFolder, 'e2e/hosts');

/** A host's project of its own, outside of this one. */
export interface Project extends AsyncDisposable {
  /** Where the app lies. */
  readonly folder: string;
  /** Where the package lies. */
  readonly installed: string;
}

/**
 * What a host gets from a registry: the packed files, and links to the dependencies that the manifest names, no others.
 *
 * @param app one of `e2e/hosts`, which are copied into the project
 * @param besides packages the host has of its own
 */
export async function createProject(app = '.', besides: readonly string[] = []): Promise<Project> {
  const root = await mkdtemp(join(tmpdir(), 'stepframe-host-'));
  const modules = join(root, 'node_modules');
  const installed = join(modules, 'stepframe');
  await cp(await packedFiles(), installed, { recursive: true });
  const manifest = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  for (const name of [...Object.keys(manifest.dependencies), ...besides]) {
    await mkdir(resolve(modules, name, '..'), { recursive: true });
    await symlink(join(packageFolder, 'node_modules', name), join(modules, name));
  }
  await writeFile(join(root, 'package.json'), JSON.stringify({ name: 'host', private: true, type: 'module' }));
  await cp(hosts, root, { recursive: true });
  return {
    folder: join(root, app),
    installed,
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}

/** Emptied when a run begins, and seen by all of its processes. */
const packed = join(packageFolder, 'test-results/packed');

/** The package as it is published, built and packed once for all tests: call it before the first, for it takes long. */
export async function packedFiles(): Promise<string> {
  const files = join(packed, 'package');
  if (existsSync(files)) return files;
  await mkdir(packed, { recursive: true });
  await run('npm', ['run', 'build:lib'], { cwd: packageFolder });
  await run('npm', ['pack', '--ignore-scripts', '--pack-destination', packed], { cwd: packageFolder });
  const [tarball] = (await readdir(packed)).filter((name) => name.endsWith('.tgz'));
  await run('tar', ['-xzf', join(packed, tarball!), '-C', packed]);
  return files;
}

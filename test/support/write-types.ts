import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { emitDeclarations, packageFolder } from './declarations';

/** Writes the package's declarations, without those of its inside. */
const folder = join(packageFolder, 'dist/lib/types');
await rm(folder, { recursive: true, force: true });
for (const [path, text] of emitDeclarations()) {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

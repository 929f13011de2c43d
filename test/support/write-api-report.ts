import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { apiReport } from './api-report';
import { packageFolder } from './declarations';

/** Writes the report of the public API. With `--check` it is compared instead, and the first difference is told. */
const path = join(packageFolder, 'test/package/api.md');
const report = apiReport();
if (!process.argv.includes('--check')) {
  await writeFile(path, report);
} else {
  const kept = (await readFile(path, 'utf8')).split('\n');
  const lines = report.split('\n');
  const line = Array.from({ length: Math.max(kept.length, lines.length) }, (_, index) => index).find(
    (index) => kept[index] !== lines[index],
  );
  if (line !== undefined) {
    console.error(
      `The public API is not as test/package/api.md says, from line ${line + 1} on:\n` +
        `- ${kept[line] ?? '(nothing)'}\n+ ${lines[line] ?? '(nothing)'}\n` +
        'Where that is meant, write it with `npm run docs:report` and say so in CHANGELOG.md.',
    );
    process.exitCode = 1;
  }
}

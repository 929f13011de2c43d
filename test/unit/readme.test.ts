import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { formats } from '../../src/formats/registry';
import { formatTable } from '../support/format-table';
import { describe, expect, it } from 'vitest';
import { usage } from '../../src/cli/arguments';
import { checkUsage } from '../../src/cli/check-arguments';
import { goldenUsage } from '../../src/cli/golden-arguments';
import { verifyAuditUsage } from '../../src/cli/verify-audit-arguments';
import { errorCodes } from '../../src/errors';
import { retryPolicies } from '../../src/orchestrator/retry-policy';
import { presets } from '../../src/presets/registry';

const packageFolder = resolve(import.meta.dirname, '../..');
const read = (path: string): Promise<string> => readFile(resolve(packageFolder, path), 'utf8');

describe('the README', () => {
  it('shows the example that the package test runs', async () => {
    const [, example] = /```js\n([\s\S]*?)```/.exec(await read('README.md')) ?? [];
    expect(example).toBe(await read('test/package/embed-example.js'));
  });

  it('has the table of formats that `npm run docs` writes', async () => {
    expect(await read('README.md')).toContain(formatTable(formats));
  });

  it('lists every preset and every error code', async () => {
    const readme = await read('README.md');
    for (const { id } of presets) expect(readme).toContain(`| \`${id}\` |`);
    const table = readme.slice(readme.indexOf('| `code` |'));
    for (const code of errorCodes) expect(table).toContain(`\`${code}\``);
  });

  it('says how often each failure is tried again', async () => {
    const readme = await read('README.md');
    for (const [code, { retries, then }] of Object.entries(retryPolicies)) {
      expect(readme).toMatch(new RegExp(`^\\| \`${code}\` \\|.*\\| ${retries} \\| ${then} \\|$`, 'm'));
    }
  });
});

describe('the guide to the terminal', () => {
  it.each([
    ['export', usage],
    ['check-file', checkUsage],
    ['golden', goldenUsage],
    ['verify-audit', verifyAuditUsage],
  ])('names every flag of %s', async (command, text) => {
    const guide = await read('src/guides/terminal.md');
    expect(guide).toContain(`npm run ${command} -- `);
    const flags = text.match(/--[a-z-]{2,}/g)!.filter((flag) => flag !== '--help');
    for (const flag of new Set(flags)) expect(guide).toContain(flag);
  });
});

describe('the map of the sources', () => {
  it('names files that exist', async () => {
    const rows = [...(await read('src/README.md')).matchAll(/^\| `([a-z]+\/)` \|.*\| `([a-z-]+\.ts)` \|$/gm)];
    expect(rows.length).toBeGreaterThan(10);
    for (const [, room, file] of rows) await expect(read(`src/${room!}${file!}`)).resolves.not.toBe('');
  });
});

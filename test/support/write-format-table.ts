/** `npm run docs`: brings the README's table of formats up to date. */
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { formats } from '../../src/formats/registry';
import { formatTable } from './format-table';

const path = resolve(import.meta.dirname, '../../README.md');
const readme = await readFile(path, 'utf8');
await writeFile(path, readme.replace(/\| Format \| Id \|[^]*?(?=\n\n)/, formatTable(formats)));

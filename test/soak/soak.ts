/**
 * `npm run soak`: long and large exports in a real browser, one by every preset, and fifty at once. Takes the names of parts, all
 * without; `--quick` for short ones, `--only` for one case of a part.
 */
import { parseArgs } from 'node:util';
import { soakBatch } from './batch';
import { soakFormats } from './formats/formats';
import { soakHour } from './hour';
import { soakKills } from './kills';
import { soakLarge } from './large';
import { soakMemory } from './memory';
import { startSoakServer, type SoakServer } from './soak-browser';

type Part = (server: SoakServer, quick: boolean, only?: string) => Promise<boolean>;

const parts: Readonly<Record<string, Part>> = {
  memory: soakMemory,
  large: soakLarge,
  hour: soakHour,
  kills: soakKills,
  formats: soakFormats,
  batch: soakBatch,
};

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { quick: { type: 'boolean', default: false }, only: { type: 'string' } },
    allowPositionals: true,
  });
  const unknown = positionals.filter((name) => !(name in parts));
  if (unknown.length > 0) throw new Error(`No part is called ${unknown.join(', ')}: ${Object.keys(parts).join(', ')}.`);
  const server = await startSoakServer();
  try {
    for (const [name, part] of Object.entries(parts)) {
      if (positionals.length > 0 && !positionals.includes(name)) continue;
      console.log(`── ${name}\n`);
      if (!(await part(server, values.quick, values.only))) process.exitCode = 1;
    }
  } finally {
    await server.close();
  }
}

await main();

import { spawn } from 'node:child_process';

/** Runs the unit and browser tests as two halves at once, each with a browser and a cache of its own. */
function runHalf(half: 1 | 2): Promise<number> {
  const env = { ...process.env, STEPFRAME_HALF: String(half) };
  const child = spawn('npx', ['vitest', 'run', `--shard=${half}/2`], { env, stdio: 'inherit' });
  return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
}

const codes = await Promise.all([runHalf(1), runHalf(2)]);
process.exitCode = Math.max(...codes);

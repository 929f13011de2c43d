import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { browserProcesses } from '../../soak/process-memory';

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** Milliseconds all cores have worked for this process's browser so far; it hardly depends on what else they do. */
export async function browserCpuMs(): Promise<number> {
  const processes = await browserProcesses(process.pid);
  const each = await Promise.all(processes.filter(({ pid }) => pid !== process.pid).map(({ pid }) => cpuTicks(pid)));
  return (1000 * each.reduce((sum, ticks) => sum + ticks, 0)) / ticksPerSecond;
}

/** proc(5): utime and stime, the 14th and 15th field of `stat`; the second may have spaces. */
async function cpuTicks(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

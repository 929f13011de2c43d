import { readdir, readFile } from 'node:fs/promises';

export interface BrowserProcess {
  pid: number;
  /** As Chromium names it: `renderer`, `gpu-process`, `utility`; `browser` for the main one. */
  type: string;
  /** Whether it draws the browser's own windows and no page. */
  ownUi: boolean;
}

/** What the processes of a browser hold, bytes of PSS: memory shared by several counts in parts, so that sums are true. */
export interface ProcessMemory {
  /** The process of the page and its workers. */
  renderer: number;
  browser: number;
  gpu: number;
  /** All of them, those of storage and network included. */
  total: number;
}

/** The main process of a browser and all that descend from it. */
export async function browserProcesses(pid: number): Promise<BrowserProcess[]> {
  const parents = new Map<number, number>();
  for (const entry of await readdir('/proc')) {
    const parent = /^\d+$/.test(entry) ? await parentOf(Number(entry)) : null;
    if (parent !== null) parents.set(Number(entry), parent);
  }
  const descends = (child: number): boolean => {
    for (let at: number | undefined = child; at !== undefined && at > 1; at = parents.get(at)) {
      if (at === pid) return true;
    }
    return false;
  };
  const pids = [...parents.keys()].filter(descends);
  return (await Promise.all(pids.map((each) => describe(each, pid)))).filter((each) => each !== null);
}

/** The main process of the browser that runs with a profile. */
export async function mainProcess(profile: string): Promise<number> {
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const commandLine = await readOf(Number(entry), 'cmdline');
    if (commandLine?.includes(`--user-data-dir=${profile}`) === true && !commandLine.includes('--type=')) {
      return Number(entry);
    }
  }
  throw new Error(`No browser runs with the profile ${profile}.`);
}

export async function processMemory(pid: number): Promise<ProcessMemory> {
  const memory: ProcessMemory = { renderer: 0, browser: 0, gpu: 0, total: 0 };
  for (const each of await browserProcesses(pid)) {
    const bytes = await proportionalSetSize(each.pid);
    memory.total += bytes;
    if (each.type === 'renderer' && !each.ownUi) memory.renderer = Math.max(memory.renderer, bytes);
    if (each.type === 'browser') memory.browser += bytes;
    if (each.type === 'gpu-process') memory.gpu += bytes;
  }
  return memory;
}

async function parentOf(pid: number): Promise<number | null> {
  const status = await readOf(pid, 'status');
  const parent = status === null ? null : /^PPid:\s+(\d+)/m.exec(status)?.[1];
  return parent === undefined || parent === null ? null : Number(parent);
}

async function describe(pid: number, main: number): Promise<BrowserProcess | null> {
  const commandLine = await readOf(pid, 'cmdline');
  if (commandLine === null) return null;
  const type = pid === main ? 'browser' : (/--type=([\w-]+)/.exec(commandLine)?.[1] ?? 'other');
  return {
    pid,
    type,
    ownUi: commandLine.includes('--top-chrome-webui') || commandLine.includes('--extension-process'),
  };
}

async function proportionalSetSize(pid: number): Promise<number> {
  const rollup = await readOf(pid, 'smaps_rollup');
  return 1024 * Number(/^Pss:\s+(\d+)/m.exec(rollup ?? '')?.[1] ?? 0);
}

/** Null where the process has ended meanwhile. */
async function readOf(pid: number, file: string): Promise<string | null> {
  try {
    return await readFile(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return null;
  }
}

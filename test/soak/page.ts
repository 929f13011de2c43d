import {
  createExporter,
  findPreset,
  settingsFor,
  type AudioTrack,
  type Composition,
  type Destination,
  type Exporter,
  type ExportHandle,
  type ExportSettings,
} from '../../src/index';
import { noisyComposition } from './compositions/noisy';
import { numberedComposition } from './compositions/numbered';
import { longWaveFile, repeatedSound } from './compositions/sound';

/** What an export of this page is to be. Plain data: it comes from the script that drives the page. */
export interface SoakRequest {
  picture: 'numbered' | 'noisy';
  preset: string;
  width: number;
  height: number;
  frames: number;
  /** `repeated`: one short buffer, again and again. `file`: one long WAV file. */
  sound: 'none' | 'repeated' | 'file';
  /** Frames that flash, each with a beep. */
  flashes?: readonly number[];
  destination: 'browser' | 'handle' | 'nowhere';
  video?: ExportSettings['video'];
  deterministic?: boolean;
  releaseSegments?: boolean;
  /** Packets are padded to more than a megabyte each. */
  padded?: boolean;
}

export interface SoakProgress {
  phase: string;
  framesDone: number;
}

export interface SoakResult {
  byteLength: number;
  frames: number;
  durationSeconds: number;
  engine: string;
  warnings: string[];
}

/** Bytes that the page and its workers hold, by the browser's own account; null where it gives none. */
interface MemoryMeasurement {
  bytes: number;
}

const frameRate = 30;

/** The name, in the origin's private file system, of the file that stands for one the user picked. */
const pickedName = 'picked';

class SoakPage {
  private exporter: Exporter = createExporter();
  private handle: ExportHandle | null = null;

  async start(request: SoakRequest): Promise<void> {
    await this.handle?.release();
    if (request.padded === true) this.exporter = createExporter({ workers: { encode: paddingWorker } });
    const composition = compositionOf(request);
    this.handle = this.exporter.start(composition, settingsOf(request, composition), {
      destination: await destinationOf(request),
      releaseSegments: request.releaseSegments ?? false,
    });
  }

  /** Goes on with the only unfinished export there is, or begins it. */
  async startOrResume(request: SoakRequest): Promise<'started' | 'resumed'> {
    const [unfinished] = await this.exporter.unfinished();
    if (!unfinished) {
      await this.start(request);
      return 'started';
    }
    this.handle = this.exporter.resume(unfinished.id, compositionOf(request));
    return 'resumed';
  }

  progress(): SoakProgress {
    const { phase, framesDone } = this.handle!.progress;
    return { phase, framesDone };
  }

  phase(): string {
    return this.handle?.progress.phase ?? 'idle';
  }

  async result(): Promise<SoakResult> {
    const { byteLength, frames, durationSeconds, engine, codecString, warnings } = await this.handle!.result;
    const said = warnings.map(({ code, message }) => `${code}: ${message}`);
    return { byteLength, frames, durationSeconds, engine: `${engine} ${codecString}`, warnings: said };
  }

  async heapBytes(): Promise<number | null> {
    if (!crossOriginIsolated) return null;
    const measuring = performance as unknown as { measureUserAgentSpecificMemory(): Promise<MemoryMeasurement> };
    return (await measuring.measureUserAgentSpecificMemory()).bytes;
  }

  async quota(): Promise<{ quota: number; usage: number }> {
    const { quota = 0, usage = 0 } = await navigator.storage.estimate();
    return { quota, usage };
  }

  async dispose(): Promise<void> {
    await this.handle?.release();
    await this.exporter.dispose();
  }
}

function paddingWorker(): Worker {
  return new Worker(new URL('./padding-encode.worker.ts', import.meta.url), { type: 'module' });
}

function compositionOf({ picture, width, height, frames, sound, flashes = [] }: SoakRequest): Composition {
  if (picture === 'noisy') return noisyComposition({ width, height, frames });
  const seconds = frames / frameRate;
  const audio: Record<SoakRequest['sound'], () => AudioTrack[]> = {
    none: () => [],
    repeated: () =>
      repeatedSound(
        seconds,
        flashes.map((frame) => frame / frameRate),
      ),
    file: () => [{ source: longWaveFile(seconds) }],
  };
  return numberedComposition({ width, height, frameRate, frames, audio: audio[sound](), flashes });
}

function settingsOf({ preset, video, deterministic, sound }: SoakRequest, composition: Composition): ExportSettings {
  const settings = settingsFor(findPreset(preset)!, composition);
  return {
    ...settings,
    ...(video === undefined ? {} : { video }),
    ...(sound === 'none' ? { audio: null } : {}),
    ...(deterministic === undefined ? {} : { deterministic }),
  };
}

async function destinationOf({ destination }: SoakRequest): Promise<Destination> {
  switch (destination) {
    case 'browser':
      return { kind: 'browser' };
    case 'handle': {
      const folder = await navigator.storage.getDirectory();
      return { kind: 'handle', handle: await folder.getFileHandle(pickedName, { create: true }) };
    }
    case 'nowhere':
      return {
        kind: 'sink',
        sink: {
          write: () => Promise.resolve(),
          close: () => Promise.resolve(null),
          abort: () => Promise.resolve(),
        },
      };
  }
}

export type Soak = SoakPage;

Object.assign(globalThis, { soak: new SoakPage() });

import { createExporter, findPreset, settingsFor, type Composition, type ExportHandle } from '../src/index';
import { drawFrameCode } from './frame-code';

/** A film to export again and again, all of it known from its name. */
export interface Film {
  preset: 'webm-vp9' | 'mp4-h264';
  width: number;
  height: number;
  durationInFrames: number;
  /** Milliseconds each frame takes at the least, so that faults fall into the middle. */
  frameMs: number;
}

export interface ExportState {
  phase: string;
  /** Frames drawn on this page since it was loaded, of all exports. */
  drawn: number;
  segmentsStored: number;
  /** `code/detail` of what it failed with or waits for. */
  error: string | null;
  visibility: DocumentVisibilityState;
}

export interface FinishedFile {
  sha256: string;
  frames: number;
  base64: string;
}

/** What a test may ask of the page. */
export interface FaultsPage {
  /** Starts an export, or goes on with the one of that id. @returns its id */
  run(film: Film, id?: string): string;
  unfinished(): Promise<{ id: string; framesStored: number; finished: boolean }[]>;
  state(): ExportState;
  pause(): Promise<void>;
  /** The finished file, which is then removed from the browser. @throws what the export fails with */
  finish(): Promise<FinishedFile>;
}

declare global {
  interface Window {
    faults: FaultsPage;
  }
}

const exporter = createExporter();
let running: ExportHandle | null = null;
let drawn = 0;

function compositionOf({ width, height, durationInFrames, frameMs }: Film): Composition {
  return {
    id: 'faults',
    name: 'Faults',
    width,
    height,
    frameRate: 30,
    durationInFrames,
    open(stage) {
      const canvas = new OffscreenCanvas(stage.width, stage.height);
      const context = canvas.getContext('2d')!;
      return {
        renderFrame(frame) {
          drawn++;
          // Heard by the test even if it is the last thing this page says.
          console.debug(`drawn ${drawn}`);
          drawFrameCode(context, frame);
          // Busy, not asleep: a timer would be slowed down in a hidden tab, and drawing is not.
          for (const end = performance.now() + frameMs; performance.now() < end;);
        },
        layers: () => [{ source: canvas }],
        dispose: () => undefined,
      };
    },
  };
}

async function sha256(bytes: ArrayBuffer): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function base64(blob: Blob): Promise<string> {
  const url = await new Promise<string>((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.readAsDataURL(blob);
  });
  return url.slice(url.indexOf(',') + 1);
}

window.faults = {
  run(film, id) {
    const composition = compositionOf(film);
    const settings = { ...settingsFor(findPreset(film.preset)!, composition), audio: null, deterministic: true };
    running = id === undefined ? exporter.start(composition, settings) : exporter.resume(id, composition);
    return running.id;
  },
  async unfinished() {
    const all = await exporter.unfinished();
    return all.map(({ id, framesStored, finished }) => ({ id, framesStored, finished }));
  },
  state() {
    const { phase = 'idle', segmentsStored = 0, error = null } = running?.progress ?? {};
    const { visibilityState: visibility } = document;
    return { phase, drawn, segmentsStored, error: error && `${error.code}/${error.detail}`, visibility };
  },
  async pause() {
    await running?.pause();
  },
  async finish() {
    if (!running) throw new Error('Nothing was started.');
    const { file, frames } = await running.result;
    const finished = { sha256: await sha256(await file!.arrayBuffer()), frames, base64: await base64(file!) };
    await running.release();
    return finished;
  },
};

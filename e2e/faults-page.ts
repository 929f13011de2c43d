import { createExporter, findPreset, fromLoop, settingsFor, type Composition, type ExportHandle } from '../src/index';
import { drawFrameCode } from './frame-code';

/** A film to export again and again, all of it known from its name. */
export interface Film {
  preset: 'webm-vp9' | 'mp4-h264' | 'prores-422' | 'dnxhr-hq';
  width: number;
  height: number;
  durationInFrames: number;
  /** Milliseconds each frame takes at the least, so that faults fall into the middle. */
  frameMs: number;
  /**
   * How it is drawn. Default: a canvas. `loop`: by a page's own animation loop. `video`: so too, from the file finished
   * last, as a video element plays it. `element`: by the DOM.
   */
  drawing?: 'canvas' | 'loop' | 'video' | 'element';
}

export interface ExportState {
  phase: string;
  /** Frames drawn on this page since it was loaded, of all exports. */
  drawn: number;
  segmentsStored: number;
  /** `code/detail` of what it failed with or waits for. */
  error: string | null;
  visibility: DocumentVisibilityState;
  /** Screen wake locks that the page holds. */
  wakeLocks: number;
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

const core = (extension: string): string => new URL(`/ffmpeg/ffmpeg-core.${extension}`, location.href).href;
const exporter = createExporter({ ffmpeg: { coreUrl: core('js'), wasmUrl: core('wasm') } });
let running: ExportHandle | null = null;
let drawn = 0;
let lastFile: Blob | null = null;
let wakeLocks = 0;

// Counted, since nothing says from outside whether a page holds one.
const requestWakeLock = navigator.wakeLock.request.bind(navigator.wakeLock);
navigator.wakeLock.request = async (type) => {
  const sentinel = await requestWakeLock(type);
  wakeLocks++;
  sentinel.addEventListener('release', () => wakeLocks--);
  return sentinel;
};

function compositionOf(film: Film): Composition {
  const base = { ...film, id: 'faults', name: 'Faults', frameRate: 30 };
  switch (film.drawing ?? 'canvas') {
    case 'canvas':
      return canvasFilm(base);
    case 'loop':
      return loopFilm(base);
    case 'video':
      return videoFilm(base);
    case 'element':
      return elementFilm(base);
  }
}

type FilmBase = Film & Pick<Composition, 'id' | 'name' | 'frameRate'>;

function canvasFilm(film: FilmBase): Composition {
  return {
    ...film,
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
          for (const end = performance.now() + film.frameMs; performance.now() < end;);
        },
        layers: () => [{ source: canvas }],
        dispose: () => undefined,
      };
    },
  };
}

function canvasOf({ width, height }: { width: number; height: number }): CanvasRenderingContext2D {
  return Object.assign(document.createElement('canvas'), { width, height }).getContext('2d')!;
}

/** As a page draws that knows nothing of exports: in animation frames and by the clock. */
function loopFilm(film: FilmBase): Composition {
  return fromLoop({
    ...film,
    start(stage) {
      const context = canvasOf(stage);
      const from = performance.now();
      (function draw() {
        drawn++;
        drawFrameCode(context, Math.round(((performance.now() - from) * 30) / 1000));
        requestAnimationFrame(draw);
      })();
      return { layers: [{ source: context.canvas }] };
    },
  });
}

function videoFilm(film: FilmBase): Composition {
  return fromLoop({
    ...film,
    async load() {
      const video = document.createElement('video');
      video.muted = true;
      video.src = URL.createObjectURL(lastFile!);
      await new Promise((resolve, reject) => {
        video.onloadeddata = resolve;
        video.onerror = () => reject(new Error(video.error?.message));
      });
      return video;
    },
    start(stage, video) {
      const context = canvasOf(stage);
      void video.play();
      (function draw() {
        drawn++;
        context.drawImage(video, 0, 0, stage.width, stage.height);
        requestAnimationFrame(draw);
      })();
      return { layers: [{ source: context.canvas }], stop: () => video.pause() };
    },
  });
}

function elementFilm(film: FilmBase): Composition {
  return {
    ...film,
    open(stage) {
      const picture = document.createElement('div');
      picture.style.cssText = `display:grid;grid-template:repeat(4,1fr)/repeat(4,1fr);width:${stage.width}px;height:${stage.height}px`;
      picture.append(...Array.from({ length: 16 }, () => document.createElement('i')));
      stage.root.append(picture);
      return {
        renderFrame(frame) {
          drawn++;
          for (const [bit, square] of [...picture.children].entries())
            (square as HTMLElement).style.background = (frame >> (15 - bit)) & 1 ? 'white' : 'black';
        },
        layers: () => [{ source: picture }],
        dispose: () => picture.remove(),
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
    return { phase, drawn, segmentsStored, error: error && `${error.code}/${error.detail}`, visibility, wakeLocks };
  },
  async pause() {
    await running?.pause();
  },
  async finish() {
    if (!running) throw new Error('Nothing was started.');
    const { file, frames } = await running.result;
    const bytes = await file!.arrayBuffer();
    // A copy: the file itself goes with its release.
    lastFile = new Blob([bytes]);
    const finished = { sha256: await sha256(bytes), frames, base64: await base64(file!) };
    await running.release();
    return finished;
  },
};

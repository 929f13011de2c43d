import type { Composition } from '../composition/composition';
import { toFrameRate, frameTime } from '../composition/frame-rate';
import { compositionFrom } from '../composition/load-module';
import { compositions } from '../editor/compositions/index';
import { ExportError } from '../errors';
import { createExporter, type Exporter, type ExportOptions } from '../exporter';
import { settingsAsked } from './asked-settings';
import { HttpSink, put } from './http-sink';
import type {
  CompositionSummary,
  ExportPage,
  PageOutcome,
  PageProgress,
  PageRequest,
  ProgressBinding,
} from './page-protocol';
import { exactFrameRate } from './report';
import { resumeUnfinished, type ResumingExporter } from './resume-unfinished';

declare global {
  var stepframePage: ExportPage;
  var stepframeProgress: ProgressBinding;
}

globalThis.stepframePage = { list: () => compositions.map(summary), start };

async function start(request: PageRequest): Promise<PageOutcome> {
  let exporter: Exporter | undefined;
  try {
    const composition = await loadComposition(request.composition);
    const settings = settingsAsked(composition, request.preset, request.asked);
    const { sinkUrl, referencesUrl } = request;
    exporter = createExporter();
    const options: ExportOptions = {
      destination: { kind: 'sink', sink: new HttpSink(sinkUrl) },
      ...(referencesUrl === null
        ? {}
        : {
            onCapturedFrame: (frame, pixels) =>
              put(`${referencesUrl}?frame=${frame}&width=${settings.width}&height=${settings.height}`, pixels),
          }),
    };
    const handle = request.resume
      ? await resumeUnfinished(resumingExporter(), composition, settings, options)
      : exporter.start(composition, settings, options);
    // The command stops listening when it ends the page, and then nobody is left to be told.
    handle.subscribe((progress) => void stepframeProgress(progressOf(progress)).catch(() => {}));
    return { ok: true, result: await handle.result };
  } catch (thrown) {
    return { ok: false, error: asExportError(thrown).toJSON() };
  } finally {
    await exporter?.dispose();
  }
}

/** TO BE WIRED: once the exporter itself is a `ResumingExporter`, this goes and its caller passes `exporter`. */
function resumingExporter(): ResumingExporter {
  throw new ExportError('unsupported', {
    detail: 'resume-unavailable',
    stage: 'prepare',
    message: 'Interrupted exports cannot be continued yet.',
    remedy: 'Run the command without --resume.',
  });
}

async function loadComposition(choice: PageRequest['composition']): Promise<Composition> {
  if (choice.kind === 'module') return importComposition(choice.url, choice.stylesheetUrl);
  const composition = compositions.find(({ id }) => id === choice.id);
  if (composition !== undefined) return composition;
  throw new ExportError('invalid-input', {
    detail: 'unknown-composition',
    stage: 'configure',
    message: `No composition is called "${choice.id}".`,
    remedy: `There are ${compositions.map(({ id }) => id).join(', ')}; or give a path to a module.`,
  });
}

async function importComposition(url: string, stylesheetUrl: string | null): Promise<Composition> {
  try {
    if (stylesheetUrl !== null) await addStylesheet(stylesheetUrl);
    const module = (await import(/* @vite-ignore */ url)) as { default?: unknown };
    return await compositionFrom(module.default);
  } catch (thrown) {
    throw ExportError.from(thrown, 'invalid-input', {
      detail: 'module-failed',
      stage: 'configure',
      message: `The composition's module failed to load: ${messageOf(thrown)}`,
      remedy: 'Correct the module; its default export must be a Composition or a function returning one.',
    });
  }
}

function addStylesheet(url: string): Promise<void> {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = url;
  return new Promise((resolve, reject) => {
    link.onload = () => resolve();
    link.onerror = () => reject(new Error(`The stylesheet ${url} did not load.`));
    document.head.append(link);
  });
}

function asExportError(thrown: unknown): ExportError {
  return ExportError.from(thrown, 'internal', {
    detail: 'unexpected',
    stage: 'prepare',
    message: `The export failed in a way it should not: ${messageOf(thrown)}`,
    remedy: 'Report it with the composition and the command line.',
  });
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

function progressOf(progress: PageProgress): PageProgress {
  const { phase, framesDone, framesTotal, framesPerSecond, secondsLeft, segmentsStored } = progress;
  return { phase, framesDone, framesTotal, framesPerSecond, secondsLeft, segmentsStored };
}

function summary(composition: Composition): CompositionSummary {
  const { id, name, width, height, durationInFrames } = composition;
  const frameRate = toFrameRate(composition.frameRate);
  return {
    id,
    name,
    width,
    height,
    frameRate: exactFrameRate(frameRate),
    durationInFrames,
    seconds: frameTime(durationInFrames, frameRate),
    hasAudio: (composition.audio?.length ?? 0) > 0,
  };
}

import type { Composition } from '../composition/composition';
import { toFrameRate, frameTime } from '../composition/frame-rate';
import { compositionFrom } from '../composition/load-module';
import { compositions } from '../editor/compositions/index';
import { ffmpegCore } from '../editor/ffmpeg-core';
import { ExportError } from '../errors';
import { createExporter, type Destination, type Exporter, type ExportHandle, type ExportOptions } from '../exporter';
import type { ExportSettings } from '../formats/format';
import type { ExportResult } from '../orchestrator/export-run';
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
import { resumeOrStart, resumeUnfinished } from './resume-unfinished';

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
    const also = request.also.map(({ preset, asked, sinkUrl: url }) => ({
      settings: settingsAsked(composition, preset, asked),
      destination: sinkTo(url),
    }));
    exporter = createExporter({ ffmpeg: ffmpegCore });
    const options: ExportOptions = {
      destination: sinkTo(sinkUrl),
      ...(referencesUrl === null
        ? {}
        : {
            onCapturedFrame: (frame, pixels) => put(`${referencesUrl}?${referenceQuery(frame, settings)}`, pixels),
          }),
    };
    if (!request.resume) {
      return { ok: true, result: await finished(exporter.start(composition, settings, { ...options, also })) };
    }
    const unfinished = await exporter.unfinished();
    const handle = resumeUnfinished(exporter, unfinished, composition, settings, options);
    const result = await finished(handle);
    // An interrupted pass has left each of its files by itself.
    const others: ExportResult[] = [];
    for (const { settings: own, destination } of also) {
      const rest = resumeOrStart(exporter, unfinished, composition, own, { destination });
      others.push(await finished(rest));
    }
    return { ok: true, result: { ...result, also: others } };
  } catch (thrown) {
    return { ok: false, error: asExportError(thrown).toJSON() };
  } finally {
    // What is stored stays, for the command to keep or to remove.
    await exporter?.dispose();
  }
}

function sinkTo(url: string): Destination {
  return { kind: 'sink', sink: new HttpSink(url) };
}

function referenceQuery(frame: number, { width, height, video }: ExportSettings): string {
  return `frame=${frame}&width=${width}&height=${height}&alpha=${video.alpha !== undefined}`;
}

/** The result, or what it waits for the user to mend: in a terminal nobody is there to press Resume. */
function finished(handle: ExportHandle): Promise<ExportResult> {
  return new Promise((resolve, reject) => {
    handle.subscribe((progress) => {
      // The command stops listening when it ends the page, and then nobody is left to be told.
      void stepframeProgress(progressOf(progress)).catch(() => {});
      if (progress.phase === 'paused' && progress.error) reject(progress.error);
    });
    handle.result.then(resolve, reject);
  });
}

async function loadComposition(choice: PageRequest['composition']): Promise<Composition> {
  if (choice.kind === 'module') {
    const { url, stylesheetUrl, version } = choice;
    const composition = await importComposition(url, stylesheetUrl);
    // A module that was edited meanwhile must not go on where the old one stopped.
    return composition.version === undefined ? withVersion(composition, version) : composition;
  }
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

/** The composition itself, whose methods may need it to be `this`, with a version besides. */
function withVersion(composition: Composition, version: string): Composition {
  return Object.create(composition, { version: { value: version, enumerable: true } }) as Composition;
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

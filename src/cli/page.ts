import type { Composition } from '../composition/composition';
import { toFrameRate, frameTime } from '../composition/frame-rate';
import { compositions } from '../editor/compositions/index';
import { ffmpegCore } from '../editor/ffmpeg-core';
import { ExportError } from '../errors';
import { createExporter, type Destination, type Exporter, type ExportHandle, type ExportOptions } from '../exporter';
import type { ExportSettings } from '../formats/format';
import type { ExportResult } from '../orchestrator/export-run';
import { checkOutputs } from '../orchestrator/outputs-check';
import type { QualityReport } from '../quality/report';
import { settingsAsked } from './asked-settings';
import { HttpSink, put } from './http-sink';
import { planBatch, runBatch, tryBatch } from './page-batch';
import { check, compare } from './page-check';
import { loadComposition } from './page-composition';
import { golden } from './page-golden';
import type {
  CompositionSummary,
  ExportPage,
  PageOutcome,
  PageProgress,
  PageRequest,
  PageResult,
  ProgressBinding,
} from './page-protocol';
import { exactFrameRate } from './report';
import { resumeOrStart, resumeUnfinished } from './resume-unfinished';

declare global {
  var stepframePage: ExportPage;
  var stepframeProgress: ProgressBinding;
}

globalThis.stepframePage = {
  list: () => compositions.map(summary),
  ...{ start, planBatch, tryBatch, runBatch, check, compare, golden },
};

async function start(request: PageRequest): Promise<PageOutcome> {
  let exporter: Exporter | undefined;
  let handle: ExportHandle | undefined;
  try {
    const composition = await loadComposition(request.composition);
    const settings = settingsAsked(composition, request.preset, request.asked);
    const { sinkUrl, referencesUrl, check } = request;
    const checked = { check: check ?? 'warn_user' };
    const also = request.also.map(({ preset, asked, sinkUrl: url }) => ({
      settings: settingsAsked(composition, preset, asked),
      destination: sinkTo(url),
    }));
    const told = settingsWarnings(composition, [{ settings }, ...also]);
    exporter = createExporter({ ffmpeg: ffmpegCore });
    const options: ExportOptions = {
      destination: sinkTo(sinkUrl),
      ...checked,
      ...(referencesUrl === null
        ? {}
        : {
            onCapturedFrame: (frame, pixels) => put(`${referencesUrl}?${referenceQuery(frame, settings)}`, pixels),
          }),
    };
    if (!request.resume) {
      handle = exporter.start(composition, settings, { ...options, also });
      const made = await finished(handle);
      return { ok: true, result: await asPassed({ ...made, warnings: [...told, ...made.warnings] }, composition.id) };
    }
    const unfinished = await exporter.unfinished();
    handle = resumeUnfinished(exporter, unfinished, composition, settings, options);
    const result = await finished(handle);
    // An interrupted pass has left each of its files by itself.
    const others: ExportResult[] = [];
    for (const { settings: own, destination } of also) {
      const rest = resumeOrStart(exporter, unfinished, composition, own, { destination, ...checked });
      others.push(await finished(rest));
    }
    const warnings = [...told, ...result.warnings];
    return { ok: true, result: await asPassed({ ...result, warnings, also: others }, composition.id) };
  } catch (thrown) {
    const error = asExportError(thrown);
    return { ok: false, error: error.toJSON(), quality: await withheldReport(error, exporter, handle) };
  } finally {
    // What is stored stays, for the command to keep or to remove.
    await exporter?.dispose();
  }
}

/** What will not be there as asked, which the report tells of. */
function settingsWarnings(
  composition: Composition,
  files: readonly { settings: ExportSettings }[],
): ExportResult['warnings'] {
  return checkOutputs(composition, files)
    .filter(({ severity }) => severity === 'warning')
    .map(({ detail, message }) => ({ code: detail, message }));
}

/** With files as their text. */
async function asPassed(result: ExportResult, compositionId: string): Promise<PageResult> {
  const sidecars = result.sidecars.map(async (file) => ({
    suffix: file.name.slice(compositionId.length + 1),
    text: await file.text(),
  }));
  return {
    ...result,
    sidecars: await Promise.all(sidecars),
    also: await Promise.all(result.also.map((each) => asPassed(each, compositionId))),
  };
}

/** What was found of a file that was kept back; null where none was. */
async function withheldReport(
  { code }: ExportError,
  exporter?: Exporter,
  handle?: ExportHandle,
): Promise<QualityReport | null> {
  if (code !== 'validation' || !handle) return null;
  const withheld = await exporter?.withheld(handle.id).catch(() => null); // That it failed its check is told all the same.
  return withheld?.report ?? null;
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

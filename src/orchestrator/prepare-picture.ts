import { realDateNow } from '../composition/real-time';
import { engineKey, type ChosenEngine, type EncodedSegment } from '../encode/segment-encoder';
import type { ExportRecord } from '../storage/export-record';
import { videoEncoderSettings, type ExportJob } from './export-job';
import { coverToTake } from './kept-frames';
import type { ProgressTracker } from './progress-tracker';
import { planResume, type ResumePlan } from './resume-plan';
import { planSegments, segmentLength } from './segment-plan';
import { slownessOf } from './slowness';

/** How the picture will be encoded, and how much of it is there. */
export interface PreparedPicture {
  engine: ChosenEngine;
  frameCount: number;
  segmentCount: number;
  plan: ResumePlan;
}

/** Chooses the engine, or goes on with the one that the stored segments came from. @throws ExportError */
export async function preparePicture(job: ExportJob, tracker: ProgressTracker): Promise<PreparedPicture> {
  const { stored, settings, store, id } = job;
  const frameCount = settings.range.end - settings.range.first;
  if (stored.record?.withheld) await stored.update({ withheld: null });
  const existing = stored.record;
  const engine = existing ? await reviveEngine(job, existing, tracker) : await chooseEngine(job);
  const slow = slownessOf(engine, settings, job.workers.lanes.ffmpeg.count);
  if (slow !== null) tracker.warn({ code: 'slow-encoder', message: slow });
  const { segmentFrames } = existing ?? (await createRecord(job, engine));
  const segments = planSegments(frameCount, segmentFrames);
  const parts = existing ? await store.parts(id) : [];
  const cover = coverToTake(settings, stored.record);
  const coverSpan = segments.find(({ first, count }) => cover !== null && cover >= first && cover < first + count);
  const plan = planResume(segments, parts, coverSpan?.index ?? null);
  return { engine, frameCount, segmentCount: segments.length, plan };
}

function chooseEngine({ workers, settings, failedEngines }: ExportJob): Promise<ChosenEngine> {
  const conditions = { failed: failedEngines, hasFfmpeg: workers.lanes.ffmpeg.core !== null };
  return workers.encode.call<ChosenEngine>((api) => api.chooseEngine(videoEncoderSettings(settings), conditions));
}

async function createRecord(job: ExportJob, engine: ChosenEngine): Promise<ExportRecord> {
  const { id, composition, settings, options } = job;
  const { destination } = options;
  const record: ExportRecord = {
    id,
    compositionId: composition.id,
    compositionName: composition.name,
    compositionVersion: composition.version ?? null,
    settings,
    engine,
    userAgent: navigator.userAgent,
    segmentFrames: segmentLength(videoEncoderSettings(settings)),
    createdAt: realDateNow(),
    cover: null,
    file: destination?.kind === 'handle' ? destination.handle : null,
    ...(destination?.kind === 'folder' ? { folder: destination.handle } : {}),
    stopped: null,
    finished: null,
    ...(options.queued === true ? { queued: true } : {}),
  };
  await job.stored.putRecord(record);
  return record;
}

/**
 * The engine to go on with: the one of the stored segments where it still works and makes segments that fit theirs.
 * Otherwise another, and the segments are removed, for a file has one engine's segments only.
 */
async function reviveEngine(job: ExportJob, record: ExportRecord, tracker: ProgressTracker): Promise<ChosenEngine> {
  const { id, store, workers, settings } = job;
  // What the file is compared with is not made again: its check says that it is gone.
  const removed = await workers.encode.call((api) => api.removeDamaged(id));
  const damaged = removed.filter(({ kind }) => kind !== 'references');
  if (damaged.length > 0) {
    tracker.warn({
      code: 'stored-parts-damaged',
      message: `The browser's storage had damaged ${damaged.length} of the finished parts: they are made again.`,
    });
  }
  if (job.failedEngines.includes(engineKey(record.engine))) return replaceEngine(job, 'engine-failed', tracker);
  // The same bytes can be promised of one browser only.
  const moved = settings.deterministic === true && record.userAgent !== navigator.userAgent;
  const config = await workers.encode.call((api) => api.tryEngine(record.engine, videoEncoderSettings(settings)));
  if (!config || moved) return replaceEngine(job, 'engine-gone', tracker);
  // The others' output follows from the settings.
  if (record.engine.engine !== 'webcodecs') return record.engine;
  const [first] = (await store.parts(id)).filter(({ kind }) => kind === 'segments');
  const segment = first && (await store.getSegment(id, first.index));
  if (segment && !fits(segment, config)) return replaceEngine(job, 'engine-gone', tracker);
  return record.engine;
}

const reasons = {
  'engine-failed': 'The encoder failed again and again: the picture is encoded anew, with another one.',
  'engine-gone': 'This browser or this version of the page encodes otherwise than before: the picture is encoded anew.',
} as const;

async function replaceEngine(
  job: ExportJob,
  code: keyof typeof reasons,
  tracker: ProgressTracker,
): Promise<ChosenEngine> {
  const engine = await chooseEngine(job);
  await job.store.removeParts(job.id, 'segments');
  await job.stored.update({ engine, userAgent: navigator.userAgent });
  tracker.warn({ code, message: reasons[code] });
  return engine;
}

/** Whether both decode by one configuration, as the segments of one track must. */
function fits({ decoderConfig: stored }: EncodedSegment, fresh: VideoDecoderConfig): boolean {
  return stored.codec === fresh.codec && sameBytes(stored.description, fresh.description);
}

function sameBytes(one: AllowSharedBufferSource | undefined, other: AllowSharedBufferSource | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  const [a, b] = [one, other].map((source) =>
    ArrayBuffer.isView(source)
      ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
      : new Uint8Array(source),
  );
  return a!.length === b!.length && a!.every((byte, at) => byte === b![at]);
}

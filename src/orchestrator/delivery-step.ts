import * as Comlink from 'comlink';
import type { Composition } from '../composition/composition';
import { copyFile } from '../delivery/copy-file';
import { createHandleSink } from '../delivery/handle-sink';
import { openOpfsFile, removeOpfsFile } from '../delivery/opfs-sink';
import type { LaneSource } from '../encode/lane-source';
import { ExportError } from '../errors';
import { codecs } from '../formats/codecs';
import { captionSidecars, embeddedCaptions } from '../formats/captions/film-captions';
import { filmChapters } from '../formats/chapters';
import type { ExportSettings, SequencePlan } from '../formats/format';
import { formatOf } from '../formats/registry';
import type { FinishedFile } from '../storage/export-record';
import type { MuxRequest, MuxTarget } from '../workers/protocol';
import { videoEncoderSettings, type ExportJob } from './export-job';
import type { StoredParts } from './stored-parts';

/** What is known of the file before its parts are there. */
export interface DeliveryInput {
  frameCount: number;
  segmentCount: number;
  hasSound: boolean;
}

export interface Delivered {
  /** Null when the file went to a place of the host's. */
  file: File | null;
  byteLength: number;
}

/**
 * Puts the file together from the store, part by part as they get there, and brings it where it is wanted. After a
 * failure, here or elsewhere, call `abandon`.
 */
export async function deliver(job: ExportJob, input: DeliveryInput, parts: StoredParts): Promise<Delivered> {
  const { options, workers, id, composition, settings } = job;
  const destination = options.destination ?? { kind: 'browser' };
  const target = isStaged(options) ? { kind: 'opfs' as const, name: id } : muxTarget(destination, id);
  const sink = target.kind === 'sink' && destination.kind === 'sink' ? Comlink.proxy(destination.sink) : undefined;
  const request = muxRequest(job, input);
  const { segment, sound, cover } = parts;
  const source = Comlink.proxy({ segment, sound, cover });
  const { muxer } = codecs[settings.video.codec];
  const lanes = muxer === 'ffmpeg' ? Comlink.proxy<LaneSource>(workers.lanes.ffmpeg) : undefined;
  const byteLength = await workers.mux.call((api) => api.mux(request, target, source, sink, lanes));
  if (target.kind !== 'opfs') return { file: null, byteLength };
  const { mimeType, extension } = formatOf(settings.format);
  return { file: await openOpfsFile(target.name, mimeType, `${composition.id}.${extension}`), byteLength };
}

/**
 * Whether the browser keeps the file until it was checked: what went to a sink cannot be read again, and what stands in a
 * picked file cannot be withheld any more. What goes into a folder is there at once: that it failed is told. Where there is
 * no room for a file and what it is made of, one is only kept to be withheld; nor is one kept for a check nobody asked for.
 */
function isStaged({ check, destination, releaseSegments = false }: ExportJob['options']): boolean {
  if (destination?.kind === 'sink' && check === 'warn_user') return !releaseSegments;
  return check === 'fail_export' && (destination?.kind === 'handle' || destination?.kind === 'sink');
}

/** Brings a file that was kept back to its destination; any other is there. @throws ExportError `storage` */
export async function handOver(job: ExportJob, { file, byteLength }: Delivered): Promise<Delivered> {
  const { destination } = job.options;
  if (!file || !isStaged(job.options) || !destination) return { file, byteLength };
  try {
    if (destination.kind === 'handle') await copyFile(file, await createHandleSink(destination.handle));
    if (destination.kind === 'sink') await copyFile(file, destination.sink);
  } catch (cause) {
    throw ExportError.from(cause, 'storage', {
      detail: 'write-failed',
      stage: 'deliver',
      message: 'The file could not be written.',
      remedy: 'Check that the destination still exists and has free space, then try again.',
      recoverable: true,
    });
  }
  await removeOpfsFile(job.id);
  return { file: null, byteLength };
}

/** A file that was finished earlier and waits in the browser. @throws ExportError `storage` (record-missing) */
export async function finishedFile(id: string, { name, mimeType }: FinishedFile): Promise<File> {
  try {
    return await openOpfsFile(id, mimeType, name);
  } catch (cause) {
    throw ExportError.from(cause, 'storage', {
      detail: 'record-missing',
      stage: 'deliver',
      message: 'The browser no longer has the finished file.',
      remedy: 'Discard it and export again; do not clear the site data meanwhile.',
    });
  }
}

/** Leaves nothing of the file where it was to go, whatever part of it is there. Never rejects. */
export async function abandon({ options, id, stored }: ExportJob): Promise<void> {
  const { destination } = options;
  if (stored.record?.withheld) return; // To be looked at, until the export is resumed or discarded.
  if (destination?.kind === 'sink') await destination.sink.abort();
  // A picked file is untouched until it is closed: the browser drops what was written with the worker.
  if (destination === undefined || destination.kind === 'browser' || isStaged(options)) await removeOpfsFile(id);
}

function muxTarget(destination: NonNullable<ExportJob['options']['destination']>, id: string): MuxTarget {
  switch (destination.kind) {
    case 'browser':
      return { kind: 'opfs', name: id };
    case 'handle':
    case 'folder':
      return destination;
    case 'sink':
      return { kind: 'sink' };
  }
}

function muxRequest({ id, composition, settings, options }: ExportJob, input: DeliveryInput): MuxRequest {
  const format = formatOf(settings.format);
  return {
    exportId: id,
    container: format.container,
    video: videoEncoderSettings(settings),
    frameCount: input.frameCount,
    segmentCount: input.segmentCount,
    hasAudio: input.hasSound,
    metadata: settings.metadata ?? {},
    chapters: format.chapters ? filmChapters(settings) : [],
    captions: embeddedCaptions(settings),
    animation: settings.animation,
    sequence: sequencePlan(composition, settings),
    releaseSegments: options.releaseSegments ?? false,
  };
}

/** What belongs beside the file, called as it is: `name.en.vtt` beside `name.mp4`. */
export function sidecarFiles(name: string, settings: ExportSettings): File[] {
  return captionSidecars(settings).map(
    ({ suffix, mimeType, text }) => new File([text], `${name}.${suffix}`, { type: mimeType }),
  );
}

/** Pictures are called as the composition is, in letters that every file system takes. */
export function sequencePlan({ id }: Composition, { video, sequence = {} }: ExportSettings): SequencePlan {
  const { firstNumber = 0, digits = 4 } = sequence;
  return { name: id.replace(/[^\w-]+/g, '-'), extension: video.codec, firstNumber, digits };
}

import * as Comlink from 'comlink';
import type { Composition } from '../composition/composition';
import { openOpfsFile, removeOpfsFile } from '../delivery/opfs-sink';
import type { LaneSource } from '../encode/lane-source';
import { ExportError } from '../errors';
import { codecs } from '../formats/codecs';
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
  const target = muxTarget(destination, id);
  const sink = destination.kind === 'sink' ? Comlink.proxy(destination.sink) : undefined;
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
export async function abandon({ options: { destination }, id }: ExportJob): Promise<void> {
  if (destination?.kind === 'sink') await destination.sink.abort();
  // A picked file is untouched until it is closed: the browser drops what was written with the worker.
  if (destination === undefined || destination.kind === 'browser') await removeOpfsFile(id);
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
  return {
    exportId: id,
    container: formatOf(settings.format).container,
    video: videoEncoderSettings(settings),
    frameCount: input.frameCount,
    segmentCount: input.segmentCount,
    hasAudio: input.hasSound,
    metadata: settings.metadata ?? {},
    animation: settings.animation,
    sequence: sequencePlan(composition, settings),
    releaseSegments: options.releaseSegments ?? false,
  };
}

/** Pictures are called as the composition is, in letters that every file system takes. */
function sequencePlan({ id }: Composition, { video, sequence = {} }: ExportSettings): SequencePlan {
  const { firstNumber = 0, digits = 4 } = sequence;
  return { name: id.replace(/[^\w-]+/g, '-'), extension: video.codec, firstNumber, digits };
}

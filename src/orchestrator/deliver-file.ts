import * as Comlink from 'comlink';
import type { Composition } from '../composition/composition';
import { openOpfsFile } from '../delivery/opfs-sink';
import type { LaneSource } from '../encode/lane-source';
import { captionSidecars, embeddedCaptions } from '../formats/captions/film-captions';
import { filmChapters } from '../formats/chapters';
import { codecs } from '../formats/codecs';
import type { ExportSettings, SequencePlan } from '../formats/format';
import { formatOf } from '../formats/registry';
import type { MuxRequest, MuxTarget } from '../workers/protocol';
import { isStaged, type Delivered } from './delivery-step';
import { videoEncoderSettings, type ExportJob } from './export-job';
import type { StoredParts } from './stored-parts';

/** What is known of the file before its parts are there. */
export interface DeliveryInput {
  frameCount: number;
  segmentCount: number;
  hasSound: boolean;
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

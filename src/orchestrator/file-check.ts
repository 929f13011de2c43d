import * as Comlink from 'comlink';
import type { Composition } from '../composition/composition';
import { toFrameRate, type FrameRate } from '../composition/frame-rate';
import { ExportError, throwIfAborted } from '../errors';
import type { ExportSettings } from '../formats/format';
import { containerMimeType } from '../quality/checks/container-type';
import type { FileFacts, PictureFacts } from '../quality/checks/file-facts';
import type { Gate } from '../quality/gates';
import type { ReferencePictures } from '../quality/reference-pictures';
import type { QualityReport } from '../quality/report';
import { framesToSample } from '../quality/sample-plan';
import { decodingLanes } from '../workers/decoding-lanes';
import type { ExportWorkers } from '../workers/export-workers';
import type { FileCheckRequest } from '../workers/protocol';
import { drawFrames } from './draw-frames';
import { lengthAt } from './export-length';
import { profileOf } from './file-profile';

/** What a file's frames are to show. */
export type FileReference =
  /** The composition draws them anew, at the size and rate of the file. */
  | {
      composition: Composition;
      /** Those that the file has, counted at its rate, end exclusive. Absent: all. */
      range?: { first: number; end: number };
    }
  /** PNG pictures of 8 or 16 bits, by the frame of the file that they show; they need not be of all frames. */
  | { pictures: ReferencePictures };

export interface FileCheckOptions {
  /** What the file was to be, as for an export. Its `range` says how many frames. */
  settings?: ExportSettings;
  /**
   * Ids of a preset, in place of `settings` and with the platforms it names, and of platforms whose rules the file must
   * meet: `youtube`, `instagram`, `tiktok`, `x`, `linkedin`, `vimeo`, `uk-dpp`, `ard-zdf`.
   */
  profile?: string | readonly string[];
  reference?: FileReference;
  /** What compared frames are held to. Default: what the codec can hold. */
  gates?: readonly Gate[];
  /** What the report calls the file. Default: its own name. */
  name?: string;
  signal?: AbortSignal;
}

/**
 * Checks any media file.
 *
 * @throws ExportError `invalid-input` for what the file is to be held to: unknown-profile, profile-twice, range-outside,
 * reference-size, reference-unreadable; what drawing the composition fails with; `worker-crash`, `cancelled`
 */
export async function checkAnyFile(
  file: Blob,
  options: FileCheckOptions,
  workers: Pick<ExportWorkers, 'quality' | 'lanes'>,
): Promise<QualityReport> {
  const { quality } = workers;
  const { reference, gates, name = file instanceof File ? file.name : 'file', signal } = options;
  const facts = await quality.call<FileFacts>((api) => api.facts(file));
  if (signal) throwIfAborted(signal, 'check');
  const { settings, platforms } = profileOf(options, facts);
  const { picture } = facts;
  const request: Omit<FileCheckRequest, 'reference'> = {
    ...{ name, settings, platforms, mimeType: containerMimeType(facts.structure.container, file.type) },
    film: picture && { width: picture.width, height: picture.height, frameCount: picture.packets.times.length },
    ...(gates && { gates }),
  };
  const id = crypto.randomUUID();
  try {
    const held = await referenceOf(reference, picture, id, quality, signal);
    return await quality.call((api) => api.checkFile({ ...request, reference: held }, file, decodingLanes(workers)));
  } finally {
    await quality.call((api) => api.dropReference(id));
  }
}

async function referenceOf(
  reference: FileReference | undefined,
  picture: PictureFacts | null,
  id: string,
  quality: ExportWorkers['quality'],
  signal: AbortSignal | undefined,
): Promise<FileCheckRequest['reference']> {
  if (!reference) return { kind: 'none', reason: 'There is nothing to compare it with.' };
  if (!picture) return { kind: 'none', reason: 'The file has no picture that could be compared.' };
  if ('pictures' in reference) {
    return reference.pictures.size > 0
      ? { kind: 'pictures', pictures: reference.pictures }
      : { kind: 'none', reason: 'No pictures were given to compare it with.' };
  }
  const [horizontal, vertical] = picture.pixelAspect;
  if (horizontal !== vertical) return { kind: 'none', reason: 'Compositions are drawn in square pixels alone.' };
  const { width, height } = picture;
  const frameRate = picture.frameRate ?? toFrameRate(reference.composition.frameRate);
  const { first, end } = rangeOf(reference, frameRate);
  const sample = framesToSample({ width, height, frameRate, frameCount: end - first });
  await quality.call((api) => api.openReference(id, { width, height, frameCount: end - first, sample }));
  const frames = Array.from({ length: end - first }, (_, index) => first + index);
  const drawn = { width, height, frameRate, frames, signal: signal ?? new AbortController().signal };
  await drawFrames(reference.composition, drawn, (frame, pixels) =>
    quality.call((api) => api.takeReference(id, frame - first, Comlink.transfer(pixels, [pixels]))),
  );
  return { kind: 'drawn', id };
}

function rangeOf(
  { composition, range }: Extract<FileReference, { composition: Composition }>,
  frameRate: FrameRate,
): { first: number; end: number } {
  const total = lengthAt(composition, frameRate);
  const { first, end } = range ?? { first: 0, end: total };
  const isRange = Number.isInteger(first) && Number.isInteger(end) && first >= 0 && end > first;
  if (isRange && end <= total) return { first, end };
  throw new ExportError('invalid-input', {
    detail: 'range-outside',
    stage: 'configure',
    message: `Frames ${first} to ${end - 1} are not of ${composition.id}, which has ${total} at the rate of the file.`,
    remedy: `Ask for frames within 0-${total - 1}.`,
  });
}

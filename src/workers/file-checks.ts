import * as Comlink from 'comlink';
import type { FfmpegDecoder } from '../encode/ffmpeg/ffmpeg-lane';
import { ExportError } from '../errors';
import { checkFile } from '../quality/check-file';
import { readFacts } from '../quality/checks';
import { compareFilms, type ExportComparison } from '../quality/compare-exports';
import type { Film } from '../quality/film';
import { decodedFilm } from '../quality/film-frames';
import type { Gate } from '../quality/gates';
import { openFilm } from '../quality/open-film';
import { capturedInPictures } from '../quality/reference-pictures';
import { UndecodableError } from '../quality/undecodable-error';
import { DrawnReference } from './drawn-reference';
import { withDecoder } from './lane-decoder';
import type { FileCheckRequest, QualityWorkerApi } from './protocol';

type FileChecks = Pick<
  QualityWorkerApi,
  'facts' | 'openReference' | 'takeReference' | 'dropReference' | 'checkFile' | 'compareFiles'
>;

/** Checks of files that need not be exports of ours, and are held to whatever is given with them. */
export function fileChecks(): FileChecks {
  const references = new Map<string, DrawnReference>();
  return {
    facts: (file) => readFacts(file),
    openReference(id, film) {
      references.set(id, new DrawnReference(film));
    },
    async takeReference(id, frame, pixels) {
      await references.get(id)?.take(frame, pixels);
      return Comlink.transfer(pixels, [pixels]);
    },
    dropReference(id) {
      references.delete(id);
    },
    async checkFile(request, file, lanes) {
      const { reference, film, ...rest } = request;
      const pictures =
        reference.kind === 'pictures' && film ? await capturedInPictures(reference.pictures, film) : null;
      const captured = pictures ?? capturedOf(reference, references);
      const kind = reference.kind === 'pictures' ? 'frames' : 'composition';
      const report = await withDecoder(lanes, (decoder) =>
        checkFile({ ...rest, file, captured, reference: kind, packets: null, decoder }),
      );
      const failure = pictures?.failure();
      if (failure) throw failure;
      return report;
    },
    compareFiles: (first, second, gates, lanes) =>
      withDecoder(lanes, (decoder) => compareFiles(first, second, gates, decoder)),
  };
}

function capturedOf(reference: FileCheckRequest['reference'], references: ReadonlyMap<string, DrawnReference>) {
  if (reference.kind === 'none') return reference.reason;
  const drawn = reference.kind === 'drawn' ? references.get(reference.id) : undefined;
  return drawn?.captured() ?? 'The file has no picture to compare with.';
}

async function compareFiles(
  first: Blob,
  second: Blob,
  gates: readonly Gate[] | undefined,
  decoder: FfmpegDecoder | null,
): Promise<ExportComparison> {
  const { picture } = await readFacts(first);
  const frameRate = picture?.frameRate ?? null;
  const one = await open(first, 'first', decoder);
  try {
    const other = await open(second, 'second', decoder);
    try {
      const films = [decodedFilm(one, frameRate), decodedFilm(other, frameRate)] as const;
      return await compareFilms(...films, gates ? { gates } : {});
    } catch (cause) {
      throw ExportError.from(cause, 'validation', {
        detail: 'file-damaged',
        stage: 'check',
        message: `The files cannot be compared to their end: ${messageOf(cause)}`,
        remedy: 'Check each of them by itself.',
      });
    } finally {
      other.dispose();
    }
  } finally {
    one.dispose();
  }
}

async function open(file: Blob, which: 'first' | 'second', decoder: FfmpegDecoder | null): Promise<Film> {
  try {
    return await openFilm({ file, settings: null, decoder });
  } catch (cause) {
    throw ExportError.from(cause, cause instanceof UndecodableError ? 'unsupported' : 'validation', {
      detail: cause instanceof UndecodableError ? 'film-undecodable' : 'film-unreadable',
      stage: 'check',
      message: `The ${which} file cannot be compared: ${messageOf(cause)}`,
      remedy: 'Check it by itself to see what it is.',
    });
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

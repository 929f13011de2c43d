import * as Comlink from 'comlink';
import { ExportError } from '../errors';
import { checkFile } from '../quality/check-file';
import type { ReadDigests } from '../quality/file-digests';
import { openFilm } from '../quality/open-film';
import { codedFilmOf } from '../quality/sample-plan';
import { UndecodableError } from '../quality/undecodable-error';
import { ExportStore } from '../storage/export-store';
import { exposeToPage } from './expose';
import { fileChecks } from './file-checks';
import { goldenFrameWork } from './golden-frame-work';
import { withDecoder } from './lane-decoder';
import type { QualityWorkerApi } from './protocol';
import { samplePictures } from './sample-pictures';
import { storedCapture, storedSound } from './stored-capture';

const store = new ExportStore();

const api: QualityWorkerApi = {
  async samplePictures({ exportId, segmentCount, settings }, frames, file, lanes) {
    const { width, height } = settings;
    const { frameCount } = codedFilmOf(settings);
    const { captured } = await storedCapture(store, { exportId, segmentCount, frameCount, width, height });
    if (typeof captured === 'string') throw unreadable(captured);
    const pictures = await withDecoder(lanes, async (decoder) => {
      const film = await openFilm({ file, settings, decoder }).catch((cause: unknown) => {
        throw unreadable(cause);
      });
      try {
        return await samplePictures(film, captured, settings, frames);
      } catch (cause) {
        throw unreadable(cause);
      } finally {
        film.dispose();
      }
    });
    return Comlink.transfer(
      pictures,
      pictures.flatMap(({ source, encoded }) => [source, encoded]),
    );
  },
  async check({ exportId, segmentCount, ...request }, file, lanes, readDigests) {
    const { settings } = request;
    const { width, height } = settings;
    const { frameCount } = codedFilmOf(settings);
    const stored = await storedCapture(store, { exportId, segmentCount, frameCount, width, height });
    const sound = await storedSound(store, { exportId, settings });
    return withDecoder(lanes, (decoder) =>
      checkFile({
        ...request,
        ...stored,
        file,
        sound,
        decoder,
        ...(readDigests && { readDigests: heldUntilAnswered(readDigests) }),
      }),
    );
  },
  ...fileChecks(),
  ...goldenFrameWork(),
};

/** A proxy that is asked once: one that nothing refers to any more would be let go of, and its answer lost. */
function heldUntilAnswered(read: ReadDigests): ReadDigests {
  return (asked) => read(asked).finally(() => (read as Comlink.Remote<ReadDigests>)[Comlink.releaseProxy]());
}

function unreadable(cause: unknown): ExportError {
  const isUndecodable = cause instanceof UndecodableError;
  return ExportError.from(cause, isUndecodable ? 'unsupported' : 'validation', {
    detail: isUndecodable ? 'film-undecodable' : 'film-unreadable',
    stage: 'check',
    message: `The picture cannot be shown as it was encoded: ${cause instanceof Error ? cause.message : String(cause)}`,
    remedy: isUndecodable ? 'Nothing is wrong with the settings: look at the file elsewhere.' : 'Try again.',
  });
}

exposeToPage(api);

import type { Composition } from '../composition/composition';
import { ExportError } from '../errors';
import { formatOf } from '../formats/registry';
import type { Destination } from '../exporter';
import { freeFileName } from '../presets/safe-file-name';
import type { ExportQueue } from '../queue/export-queue';
import type { Job, JobDestination, NewJob } from '../queue/job';
import { alsoFilesOf } from './also-files';
import { settingsOf, type ExportState } from './export-model';
import { draftNameOf } from './output-naming';
import { chooseSaveLocation, discardPicked, type SaveMode } from './save-location';
import { presetOf } from './settings-draft';

export interface QueueTarget {
  readonly queue: Pick<ExportQueue, 'add' | 'jobs'>;
  /** By what the queue knows the composition. */
  readonly idOf: (composition: Composition) => string;
  readonly saveMode: SaveMode;
}

/**
 * Puts what the form asks for into a queue, where it goes to the picked place, and each of the files besides it as a job of
 * its own, which the browser keeps. To be called in the click: the save picker needs one.
 *
 * @returns null where there is nothing to add, or the person closed the picker
 * @throws ExportError of the picker (`storage`) and of the queue
 */
export async function addToQueue(state: ExportState, target: QueueTarget): Promise<readonly Job[] | null> {
  const { subject, made, presets } = state;
  if (subject === null) return null;
  const { queue, idOf, saveMode } = target;
  const taken = [...made, ...queue.jobs.map(({ fileName }) => fileName)];
  const { fileName } = draftNameOf(subject, { made: taken, own: presets.own });
  if (fileName === null) return null;
  const { composition, draft } = subject;
  const location = await chooseSaveLocation(saveMode, fileName, formatOf(draft.format), draft.sequencePlace);
  if (location === null) return null;
  const destination = queueable(location.destination);
  const presetId = presetOf(draft, composition, presets.own)?.id;
  const about = { compositionId: idOf(composition), compositionName: composition.name, check: draft.check };
  const first: NewJob = {
    ...about,
    settings: settingsOf(subject),
    destination,
    // A picked file has the name that was given to it.
    fileName: destination.kind === 'handle' ? location.fileName : free(fileName, taken),
    ...(presetId === undefined ? {} : { presetId }),
  };
  const also = alsoFilesOf(subject).map(({ preset, settings, fileName: name }): NewJob => ({
    ...about,
    settings,
    fileName: free(name, taken),
    presetId: preset.id,
  }));
  try {
    return await queue.add([first, ...also]);
  } catch (thrown) {
    await discardPicked(location.destination);
    throw ExportError.from(thrown, 'internal', {
      detail: 'queue-failed',
      stage: 'configure',
      message: 'The export could not be put into the queue.',
      remedy: 'Try again; reload the page if it happens once more.',
      recoverable: true,
    });
  }
}

/** Jobs whose files nobody picked bear names that no other job has: in a folder one would take the place of another. */
function free(fileName: string, taken: string[]): string {
  const dot = fileName.lastIndexOf('.');
  const name = freeFileName(fileName.slice(0, dot), fileName.slice(dot + 1), taken);
  taken.push(name);
  return name;
}

/** What a picker gives can be kept in a database. */
function queueable(destination: Destination): JobDestination {
  return destination.kind === 'sink' ? { kind: 'browser' } : destination;
}

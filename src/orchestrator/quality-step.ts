import * as Comlink from 'comlink';
import { ExportError, throwIfAborted } from '../errors';
import { readPictures } from '../delivery/folder-pictures';
import { codecs } from '../formats/codecs';
import { pictureName } from '../formats/picture-name';
import { formatOf } from '../formats/registry';
import type { ReadDigests } from '../quality/file-digests';
import type { FileToCheck } from '../quality/file-to-check';
import type { CheckResult, QualityReport } from '../quality/report';
import { uncheckedReport } from '../quality/unchecked-report';
import { decodingLanes } from '../workers/decoding-lanes';
import { sequencePlan } from './deliver-file';
import type { Delivered } from './delivery-step';
import { defaultCheck, type ExportJob } from './export-job';
import type { ProgressTracker } from './progress-tracker';

/** What a file was put together of. */
interface MadeOf {
  segmentCount: number;
  hasSound: boolean;
}

/** Of the time an export took: what decoding may add. The rest of a tenth is for what it is compared with, and for reading. */
const budgetShare = 0.03;

/**
 * Has the finished file looked at. What goes wrong in doing so is told and does no harm to the file.
 *
 * @returns null: it was not asked for
 * @throws ExportError `validation` for a file that fails where that was to stop it; the file is then kept, and on record.
 * `cancelled`
 */
export async function checkQuality(
  job: ExportJob,
  delivered: Delivered,
  made: MadeOf,
  tracker: ProgressTracker,
): Promise<QualityReport | null> {
  const { check = defaultCheck } = job.options;
  if (check === 'off') return null;
  const report = await reportOf(job, delivered, made, tracker);
  const failed = report.checks.filter(({ status }) => status === 'fail');
  const [worst] = failed;
  if (!worst) return report;
  if (check === 'fail_export') {
    await withhold(job, delivered, report);
    throw withheld(failed, delivered.file !== null);
  }
  tracker.warn({ code: 'quality', message: `${worst.title}: ${worst.message}${others(failed)}` });
  return report;
}

async function reportOf(
  job: ExportJob,
  delivered: Delivered,
  { segmentCount, hasSound }: MadeOf,
  tracker: ProgressTracker,
): Promise<QualityReport> {
  const { id: exportId, workers, signal } = job;
  const settings = hasSound ? job.settings : { ...job.settings, audio: null };
  const about = fileNames(job, delivered);
  const unchecked = (reason: string): QualityReport =>
    uncheckedReport({ ...about, byteLength: delivered.byteLength }, reason);
  try {
    const { file, pictures } = await readable(job, delivered);
    if (!file) return unchecked('The file went where it cannot be read again.');
    const budgetMs = job.options.checkFrames === 'all' ? null : 1000 * budgetShare * tracker.current.secondsElapsed;
    const request = { exportId, segmentCount, settings, ...about, budgetMs, pictures };
    // The worker that wrote it has nothing else to do by now.
    const holdsPackets = codecs[settings.video.codec].muxer === 'mediabunny';
    const readDigests: ReadDigests = ({ withPackets }) =>
      workers.mux.call((api) => api.digest(file, { budgetMs, withPackets: withPackets && holdsPackets }));
    return await workers.quality.call((api) =>
      api.check(request, file, decodingLanes(workers), Comlink.proxy(readDigests)),
    );
  } catch (cause) {
    throwIfAborted(signal, 'check');
    const reason = cause instanceof Error ? cause.message : String(cause);
    tracker.warn({ code: 'quality-unchecked', message: `The file could not be checked: ${reason}` });
    return unchecked(`The check itself failed: ${reason}`);
  }
}

/** What the report calls it: pictures in a folder by the folder's name. */
function fileNames(
  { composition, settings, options: { destination } }: ExportJob,
  { file }: Delivered,
): Pick<QualityReport['file'], 'name' | 'mimeType'> {
  if (destination?.kind === 'folder') return { name: destination.handle.name, mimeType: 'application/octet-stream' };
  const { mimeType, extension } = formatOf(settings.format);
  return { name: file?.name ?? `${composition.id}.${extension}`, mimeType };
}

async function readable(
  { options: { destination }, composition, settings }: ExportJob,
  { file }: Delivered,
): Promise<Pick<FileToCheck, 'pictures'> & { file: Blob | null }> {
  if (file) return { file };
  if (destination?.kind === 'handle') return { file: await destination.handle.getFile() };
  if (destination?.kind !== 'folder') return { file: null };
  const plan = sequencePlan(composition, settings);
  const names = Array.from({ length: settings.range.end - settings.range.first }, (_, index) =>
    pictureName(plan, index),
  );
  const pictures = await readPictures(destination.handle, names);
  return { file: new Blob(pictures.map((picture) => picture.file)), pictures };
}

/** Puts on record what was found and where the file is. One that went to a folder is there. */
async function withhold({ stored }: ExportJob, { file }: Delivered, report: QualityReport): Promise<void> {
  if (!file) return;
  const { name, byteLength, mimeType } = report.file;
  await stored.update({ withheld: { file: { name, byteLength, mimeType }, report } });
}

function withheld(failed: readonly CheckResult[], isKept: boolean): ExportError {
  const [worst] = failed as [CheckResult];
  const place = isKept
    ? "To have the file as it is, resume the export with `check: 'warn_user'`; to look at it, ask the exporter for what is `withheld`."
    : 'The pictures are in the folder as they are.';
  return new ExportError('validation', {
    detail: 'quality-failed',
    stage: 'check',
    message: `The file did not pass its check. ${worst.title}: ${worst.message}${others(failed)}`,
    remedy: `${worst.remedy ?? 'Export again.'} ${place}`,
  });
}

function others(failed: readonly CheckResult[]): string {
  if (failed.length === 1) return '';
  return failed.length === 2 ? ' Another check failed too.' : ` ${failed.length - 1} other checks failed too.`;
}

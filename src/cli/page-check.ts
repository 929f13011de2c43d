import { ffmpegCore } from '../editor/ffmpeg-core';
import { ExportError } from '../errors';
import { openQuality, type FileCheckOptions, type QualityAPI } from '../quality-api';
import type { ExportComparison } from '../quality/compare-exports';
import type { QualityReport } from '../quality/report';
import { loadComposition } from './page-composition';
import type { CheckOutcome, FileInput, PageCheckRequest } from './page-protocol';

/** Checks the file that the command has given to the page. */
export function check(request: PageCheckRequest): Promise<CheckOutcome<QualityReport>> {
  return attempt(async (quality) => {
    const { profile, name } = request;
    const reference = await referenceOf(request);
    return quality.checkFile(theFile('file'), { profile, name, ...reference });
  });
}

export function compare(): Promise<CheckOutcome<ExportComparison>> {
  return attempt((quality) => quality.compareExports(theFile('file'), theFile('against')));
}

async function referenceOf({
  composition,
  frames,
  pictureFrames,
}: PageCheckRequest): Promise<Pick<FileCheckOptions, 'reference'>> {
  if (pictureFrames) {
    const given = files('pictures');
    return { reference: { pictures: new Map(pictureFrames.map((frame, index) => [frame, given[index]!])) } };
  }
  if (!composition) return {};
  const range = frames && { range: { first: frames.first, end: frames.last + 1 } };
  return { reference: { composition: await loadComposition(composition), ...range } };
}

function files(input: FileInput): File[] {
  return [...(document.querySelector<HTMLInputElement>(`#${input}`)?.files ?? [])];
}

function theFile(input: FileInput): File {
  return files(input)[0]!;
}

/** Never rejects while the page lives. */
export async function attempt<T>(
  work: (quality: QualityAPI) => Promise<T>,
  open: () => QualityAPI = () => openQuality({ ffmpeg: ffmpegCore }),
): Promise<CheckOutcome<T>> {
  const quality = open();
  try {
    return { ok: true, result: await work(quality) };
  } catch (thrown) {
    const error = ExportError.from(thrown, 'internal', {
      detail: 'unexpected',
      stage: 'check',
      message: `The check failed in a way it should not: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
      remedy: 'Report it with the file and the command line.',
    });
    return { ok: false, error: error.toJSON() };
  } finally {
    quality.dispose();
  }
}

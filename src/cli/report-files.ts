import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ExportError } from '../errors';
import type { QualityReport } from '../quality/report';
import { reportPage } from '../quality/report-page';
import type { ReportFile } from './argument-values';

/** Writes what a check found to each of the files; folders that are missing are made. @throws ExportError `storage` */
export async function writeReports(report: QualityReport, files: readonly ReportFile[]): Promise<void> {
  for (const { path, as } of files) {
    const text = as === 'page' ? reportPage(report) : `${JSON.stringify(report, null, 2)}\n`;
    try {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
    } catch (cause) {
      throw new ExportError('storage', {
        detail: 'report-not-written',
        stage: 'deliver',
        message: `The report ${path} was not written: ${cause instanceof Error ? cause.message : String(cause)}`,
        remedy: 'Check that the folder can be written to and that the disk has room.',
        recoverable: true,
        cause,
      });
    }
  }
}

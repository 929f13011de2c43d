import { format, resolveConfig } from 'prettier';
import { describe, expect, test } from 'vitest';
import { ExportError } from '../../src/errors';
import type { QualityReport } from '../../src/quality/report';
import { parseQualityReport, qualityReportSchema } from '../../src/quality/report-schema';
import { jsonSchemaOf } from '../support/json-schema-of';
import { qualityReport } from '../support/quality-report';

const report = qualityReport();

function thrownBy(json: string): ExportError {
  try {
    parseQualityReport(json);
  } catch (error) {
    if (error instanceof ExportError) return error;
    throw error;
  }
  throw new Error('The report was taken.');
}

describe('a report read from JSON', () => {
  test('is the report that was written, infinite PSNR and all', () => {
    expect(report.sampled[0]!.reference!.psnr.luma).toBe(Infinity);
    expect(parseQualityReport(JSON.stringify(report))).toEqual(report);
  });

  test('may lack what a file without picture, sound and reference does not have', () => {
    const bare: QualityReport = { ...report, picture: null, sound: null, sampled: [], worst: [], checks: [] };
    delete bare.gates;
    expect(parseQualityReport(JSON.stringify(bare))).toEqual(bare);
  });

  test('may have fields of later versions, which are left out', () => {
    expect(parseQualityReport(JSON.stringify({ ...report, later: 1 }))).toEqual(report);
  });

  test.each<[path: string, changes: object]>([
    ['version', { version: 2 }],
    ['file.sha256', { file: { ...report.file, sha256: 'abc' } }],
    ['score.total', { score: { ...report.score, total: 101 } }],
    ['checks.0.status', { checks: [{ ...report.checks[0]!, status: 'bad' }] }],
    ['sampled.0.psnr', { sampled: [{ ...report.sampled[0]!, psnr: 40 }] }],
    ['worst.0.source', { worst: [{ ...report.worst[0]!, source: 'https://example.org/a.png' }] }],
    ['series.bitrate.0', { series: { ...report.series, bitrate: [-1] } }],
  ])('is refused where %s is wrong', (path, changes) => {
    const error = thrownBy(JSON.stringify({ ...report, ...changes }));
    expect(error).toMatchObject({ code: 'invalid-input', detail: 'report-invalid' });
    expect(error.message).toContain(`: ${path}: `);
  });

  test('is refused where it is no JSON', () => {
    expect(thrownBy('<html>')).toMatchObject({ code: 'invalid-input', detail: 'report-not-json' });
  });
});

// After a change: npx vitest run --project unit test/unit/quality-report-schema.test.ts -u
test('the published JSON Schema says what the schema says', async () => {
  const path = `${import.meta.dirname}/../../src/quality/quality-report.schema.json`;
  const published = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Stepframe quality report, version 1',
    ...jsonSchemaOf(qualityReportSchema),
  };
  const json = await format(JSON.stringify(published), { ...(await resolveConfig(path)), parser: 'json' });
  await expect(json).toMatchFileSnapshot(path);
});

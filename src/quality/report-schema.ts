import * as v from 'valibot';
import { ExportError } from '../errors';
import type { QualityReport } from './report';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const amount = v.pipe(v.number(), v.minValue(0));
const points = v.pipe(v.number(), v.minValue(0), v.maxValue(100));
const level = v.nullable(v.number());

/** JSON has no infinity: what is equal has `null` there. */
const decibels = v.pipe(
  v.nullable(v.number()),
  v.description('dB; null: infinite, as the frames are equal'),
  v.transform((value) => value ?? Infinity),
);

const deltaE = v.object({ pixels: count, mean: amount, p95: amount, p99: amount, max: amount });

const quality = {
  ssim: v.number(),
  msSsim: v.object({ value: v.number(), scales: count }),
  psnr: v.object({
    red: decibels,
    green: decibels,
    blue: decibels,
    luma: decibels,
    rgb: decibels,
    min: decibels,
  }),
  deltaE: v.object({ all: deltaE, flat: v.nullable(deltaE), rest: v.nullable(deltaE) }),
  artifacts: v.object({ banding: v.number(), blocking: v.number() }),
};

const category = v.picklist(['visual', 'consistency', 'technical', 'sound', 'compliance']);

const checkResult = v.object({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case words joined by hyphens')),
  category,
  title: v.string(),
  status: v.picklist(['pass', 'warn', 'fail', 'info', 'skipped']),
  message: v.string(),
  remedy: v.exactOptional(v.string()),
  source: v.string(),
  measured: v.exactOptional(v.union([v.string(), v.number()])),
  expected: v.exactOptional(v.union([v.string(), v.number()])),
  frames: v.exactOptional(v.array(count)),
});

const picture = v.pipe(
  v.string(),
  v.regex(/^data:image\/(png|jpeg);base64,[A-Za-z0-9+/]+=*$/, 'must be a PNG or JPEG as a data URL'),
);

/** A report, version 1. Fields that are not known here are left out, so that later ones may add some. */
export const qualityReportSchema: v.GenericSchema<unknown, QualityReport> = v.object({
  schema: v.literal('stepframe-quality-report'),
  version: v.literal(1),
  file: v.object({
    name: v.string(),
    byteLength: count,
    sha256: v.pipe(v.string(), v.regex(/^([0-9a-f]{64})?$/, 'must be 64 hexadecimal digits, or none')),
    mimeType: v.string(),
  }),
  reference: v.picklist(['captured', 'composition', 'frames', 'file', 'none']),
  picture: v.nullable(
    v.object({
      width: count,
      height: count,
      frameRate: v.string(),
      frames: count,
      codec: v.string(),
      durationSeconds: amount,
    }),
  ),
  sound: v.nullable(
    v.object({
      codec: v.string(),
      sampleRate: amount,
      channels: count,
      integrated: level,
      range: level,
      momentaryMax: level,
      shortTermMax: level,
      truePeak: level,
    }),
  ),
  score: v.object({
    total: points,
    categories: v.object({
      visual: v.exactOptional(points),
      consistency: v.exactOptional(points),
      technical: v.exactOptional(points),
      sound: v.exactOptional(points),
      compliance: v.exactOptional(points),
    }),
  }),
  recommendation: v.picklist(['approve', 'review', 'reject']),
  recommendations: v.array(v.string()),
  checks: v.array(checkResult),
  sampled: v.array(
    v.object({
      frame: count,
      alphaPsnr: v.exactOptional(decibels),
      ...quality,
      reference: v.exactOptional(v.object(quality)),
    }),
  ),
  gates: v.exactOptional(
    v.array(
      v.object({
        metric: v.picklist(['ssim', 'psnrLuma', 'deltaEMean', 'flatDeltaEMean', 'flatDeltaEMax', 'psnrRgb']),
        limit: v.number(),
        failsAt: v.exactOptional(v.number()),
        against: v.picklist(['source', 'reference']),
        reason: v.exactOptional(v.string()),
      }),
    ),
  ),
  worst: v.array(v.object({ frame: count, metric: v.string(), source: picture, output: picture, difference: picture })),
  series: v.object({
    bitrate: v.array(amount),
    momentary: v.array(level),
    shortTerm: v.array(level),
    loudnessStep: amount,
    loudnessTarget: v.exactOptional(v.number()),
    deltaEHistogram: v.array(amount),
  }),
  tookMs: amount,
});

/**
 * Reads a report that was kept as JSON.
 *
 * @throws ExportError `invalid-input` (report-not-json, report-invalid), naming the path that is wrong
 */
export function parseQualityReport(json: string): QualityReport {
  let data: unknown;
  try {
    data = JSON.parse(json);
  } catch (cause) {
    throw new ExportError('invalid-input', {
      detail: 'report-not-json',
      stage: 'configure',
      message: 'The quality report is not valid JSON.',
      remedy: 'Choose a file that was saved as a Stepframe quality report.',
      cause,
    });
  }
  const result = v.safeParse(qualityReportSchema, data);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new ExportError('invalid-input', {
    detail: 'report-invalid',
    stage: 'configure',
    message: `The quality report is not usable: ${v.getDotPath(issue) ?? 'the whole file'}: ${issue.message}.`,
    remedy: 'Check the file again and save its report anew.',
  });
}

import * as v from 'valibot';
import type { SpectrumSettings } from '../composition/composition';
import { ExportError } from '../errors';

const decibels = v.pipe(v.number(), v.finite());

/** The ranges and defaults of `AnalyserNode` (Web Audio §1.8). */
const settingsSchema = v.pipe(
  v.object({
    fftSize: v.optional(
      v.pipe(
        v.number(),
        v.check(
          (size) => size >= 32 && size <= 32768 && Number.isInteger(Math.log2(size)),
          'must be a power of two from 32 to 32768',
        ),
      ),
      2048,
    ),
    smoothingTimeConstant: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 0.8),
    minDecibels: v.optional(decibels, -100),
    maxDecibels: v.optional(decibels, -30),
  }),
  v.forward(
    v.check(({ minDecibels, maxDecibels }) => minDecibels < maxDecibels, 'must be below maxDecibels'),
    ['minDecibels'],
  ),
);

/**
 * The settings with their defaults.
 *
 * @throws ExportError `invalid-input` (spectrum-invalid), naming what is wrong, e.g. `spectrum.fftSize`
 */
export function completeSpectrumSettings(settings: SpectrumSettings): Required<SpectrumSettings> {
  const result = v.safeParse(settingsSchema, settings);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = `spectrum.${v.getDotPath(issue) ?? ''}`;
  throw new ExportError('invalid-input', {
    detail: 'spectrum-invalid',
    stage: 'configure',
    message: `${path}: ${issue.message}.`,
    remedy: `Correct ${path} in the composition; an AnalyserNode would refuse it too.`,
  });
}

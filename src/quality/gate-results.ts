import { gatedValue, passes, type Gate, type GatedMetric } from './gates';
import type { FrameQuality } from './metrics/compare-frames';
import type { CheckResult, SampledFrame } from './report';

const words: Readonly<
  Record<Exclude<GatedMetric, 'psnrRgb'>, { id: string; title: string; unit: string; digits: number }>
> = {
  ssim: { id: 'ssim', title: 'Likeness (SSIM)', unit: '', digits: 4 },
  psnrLuma: { id: 'psnr-luma', title: 'Noise (PSNR of luma)', unit: ' dB', digits: 1 },
  deltaEMean: { id: 'delta-e-mean', title: 'Colour (mean ΔE2000)', unit: '', digits: 2 },
  flatDeltaEMean: { id: 'flat-delta-e-mean', title: 'Colour of flat areas (mean ΔE2000)', unit: '', digits: 2 },
  flatDeltaEMax: { id: 'flat-delta-e-max', title: 'Colour of flat areas (greatest ΔE2000)', unit: '', digits: 2 },
};

const source = 'Quality gates: SSIM as ffmpeg measures it, PSNR, CIEDE2000 (CIE 142)';

/** Each gate, by the sampled frame that is furthest beyond it. */
export function gateResults(gates: readonly Gate[], sampled: readonly SampledFrame[]): CheckResult[] {
  return gates.map((gate) => {
    if (gate.metric === 'psnrRgb') return losslessResult(sampled, gate);
    const { id, title, unit, digits } = words[gate.metric];
    const higher = passes(gate, Infinity);
    const base = { id, category: 'visual', title, source } as const;
    const values = sampled
      .map((frame) => ({ frame: frame.frame, value: gatedValue(gate.metric, comparedBy(gate, frame)) }))
      .filter((each): each is { frame: number; value: number } => each.value !== null)
      .sort((one, other) => (higher ? one.value - other.value : other.value - one.value));
    const [worst] = values;
    const expected = `${higher ? 'above' : 'below'} ${gate.limit}${unit}`;
    if (!worst)
      return { ...base, status: 'skipped', message: 'No sampled frame has what it is measured by.', expected };
    const failing = values.filter(({ value }) => !passes(gate, value)).map(({ frame }) => frame);
    const shown = `${Number.isFinite(worst.value) ? worst.value.toFixed(digits) : '∞'}${unit}`;
    const reason = gate.reason === undefined ? '' : ` ${gate.reason}`;
    const message = `${shown} in the worst sampled frame (${worst.frame}), wanted ${expected}.${reason}`;
    if (failing.length === 0) return { ...base, status: 'pass', message, measured: shown, expected };
    // A single pixel near an edge decides about the greatest: it says nothing of the film.
    if (gate.metric === 'flatDeltaEMax')
      return { ...base, status: 'info', message, measured: shown, expected, frames: failing.slice(0, 20) };
    const status = passes({ ...gate, limit: gate.failsAt ?? gate.limit }, worst.value) ? 'warn' : 'fail';
    return {
      ...base,
      ...{ status, message, measured: shown, expected, frames: failing.slice(0, 20) },
      remedy: 'Choose a higher quality or bitrate, or a codec with more bits or less subsampling.',
    };
  });
}

/** Whether every pixel is as it was captured, or as near as the gate says. */
function losslessResult(sampled: readonly SampledFrame[], gate: Gate): CheckResult {
  const base = { id: 'lossless', category: 'visual', title: 'Lossless', source, expected: 0 } as const;
  if (sampled.length === 0) return { ...base, status: 'skipped', message: 'No frame was sampled.' };
  const frames = sampled.filter(({ psnr }) => !passes(gate, psnr.rgb)).map(({ frame }) => frame);
  const measured = frames.length;
  if (measured === 0) {
    return {
      ...base,
      measured,
      status: 'pass',
      message:
        gate.limit === Number.MAX_VALUE
          ? 'Every sampled frame is bit by bit what was captured, as asked.'
          : `Every sampled frame is what was captured, but for rounding. ${gate.reason ?? ''}`.trimEnd(),
    };
  }
  return {
    ...{ ...base, measured, status: 'fail', frames },
    message: `${measured} of ${sampled.length} sampled frames are not what was captured, in a format that loses nothing.`,
    remedy: 'The file is damaged, or this browser draws or reads colours differently: export again.',
  };
}

function comparedBy({ against }: Gate, frame: SampledFrame): FrameQuality {
  return against === 'reference' ? (frame.reference ?? frame) : frame;
}

/** Above this no fringe shows, over whatever the picture is laid. */
const leastAlpha = 40;

/** Of translucent files: whether the transparency is what was captured. Empty: there was none to look at. */
export function alphaResults(gates: readonly Gate[], sampled: readonly SampledFrame[]): CheckResult[] {
  const values = sampled.flatMap(({ frame, alphaPsnr }) =>
    alphaPsnr === undefined ? [] : [{ frame, value: alphaPsnr }],
  );
  const worst = Math.min(...values.map(({ value }) => value));
  if (values.length === 0) return [];
  const isExact = gates.some(({ metric, limit }) => metric === 'psnrRgb' && limit === Number.MAX_VALUE);
  const limit = isExact ? Number.MAX_VALUE : leastAlpha;
  const frames = values.filter(({ value }) => value <= limit).map(({ frame }) => frame);
  const measured = worst === Infinity ? 'the same' : `${worst.toFixed(1)} dB`;
  const expected = isExact ? 'the same' : `above ${leastAlpha} dB`;
  const base = { id: 'alpha', category: 'visual', title: 'Transparency', source, measured, expected } as const;
  const message = `Of the worst sampled frame alpha is ${measured}, wanted ${expected}.`;
  if (frames.length === 0) return [{ ...base, status: 'pass', message }];
  const remedy = 'The file has lost its transparency, or has another: export again.';
  return [{ ...base, status: 'fail', message, remedy, frames: frames.slice(0, 20) }];
}

/** What a codec adds: of these no limit says that a file must not go out. */
const artifactLimits = { blocking: 1, banding: 0.3 } as const;

export function artifactResults(sampled: readonly SampledFrame[]): CheckResult[] {
  return (['blocking', 'banding'] as const).map((artifact) => {
    const base = {
      id: artifact,
      category: 'visual',
      title: artifact === 'blocking' ? 'Blocks' : 'Bands in gradients',
      source: 'Steps of luma that the captured frame does not have',
    } as const;
    const values = sampled.map((frame) => ({
      frame: frame.frame,
      value: (frame.reference ?? frame).artifacts[artifact],
    }));
    const worst = Math.max(0, ...values.map(({ value }) => value));
    const limit = artifactLimits[artifact];
    const frames = values.filter(({ value }) => value > limit).map(({ frame }) => frame);
    const measured = worst.toFixed(2);
    const expected = `at most ${limit}`;
    const message = `${measured} in the worst sampled frame, wanted ${expected}.`;
    if (frames.length === 0) return { ...base, status: 'pass', message, measured, expected };
    return {
      ...base,
      status: 'warn',
      message,
      measured,
      expected,
      frames,
      remedy: 'Choose a higher quality or bitrate.',
    };
  });
}

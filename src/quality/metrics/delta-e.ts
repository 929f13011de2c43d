import { deltaEBinsPerUnit } from '../../kernels/quality/quality-kernels';
import { linearLight, whiteRelativeXyz } from '../../kernels/quality/tables';

/** CIE L*a*b* under D65. */
export type Lab = readonly [lightness: number, a: number, b: number];

export interface DeltaEStatistics {
  /** How many pixels were looked at. */
  pixels: number;
  mean: number;
  p95: number;
  p99: number;
  max: number;
}

const degrees = Math.PI / 180;

/** L*a*b* of a display colour of 0 … 255: sRGB's transfer function, the primaries of BT.709. */
export function labOfRgb(red: number, green: number, blue: number): Lab {
  const light = [linearLight[red]!, linearLight[green]!, linearLight[blue]!] as const;
  const [x, y, z] = whiteRelativeXyz.map((row) =>
    labFunction(row[0] * light[0] + row[1] * light[1] + row[2] * light[2]),
  ) as [number, number, number];
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** CIE 15:2004, equations 8.6 and 8.7. */
function labFunction(value: number): number {
  return value > 216 / 24389 ? Math.cbrt(value) : ((24389 / 27) * value + 16) / 116;
}

/**
 * CIEDE2000 (CIE 142-2001, with all weights 1), as Sharma, Wu and Dalal (2005) write it down.
 *
 * The kernel that measures frames is held to this: for colours of the display it is within 0.0005 of it, then rounded to
 * 1/256. Of hues almost opposite, where the mean hue jumps, it may be 0.2 off; such colours are 20 and more apart.
 */
export function deltaE2000([l1, a1, b1]: Lab, [l2, a2, b2]: Lab): number {
  const meanChroma = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2;
  const stretch = 1 + 0.5 * (1 - chromaShare(meanChroma));
  const c1 = Math.hypot(stretch * a1, b1);
  const c2 = Math.hypot(stretch * a2, b2);
  const h1 = hueOf(stretch * a1, b1);
  const h2 = hueOf(stretch * a2, b2);
  const grey = c1 * c2 === 0;

  let hueStep = h2 - h1;
  if (grey) hueStep = 0;
  else if (hueStep > 180) hueStep -= 360;
  else if (hueStep < -180) hueStep += 360;
  let hue = (h1 + h2) / 2;
  if (grey) hue = h1 + h2;
  else if (Math.abs(h1 - h2) > 180) hue += h1 + h2 < 360 ? 180 : -180;

  const chroma = (c1 + c2) / 2;
  const fromMiddle = ((l1 + l2) / 2 - 50) ** 2;
  const hueWeight =
    1 -
    0.17 * Math.cos((hue - 30) * degrees) +
    0.24 * Math.cos(2 * hue * degrees) +
    0.32 * Math.cos((3 * hue + 6) * degrees) -
    0.2 * Math.cos((4 * hue - 63) * degrees);
  const rotation = -2 * chromaShare(chroma) * Math.sin(60 * Math.exp(-(((hue - 275) / 25) ** 2)) * degrees);
  const lightness = (l2 - l1) / (1 + (0.015 * fromMiddle) / Math.sqrt(20 + fromMiddle));
  const saturation = (c2 - c1) / (1 + 0.045 * chroma);
  const tint = (2 * Math.sqrt(c1 * c2) * Math.sin((hueStep / 2) * degrees)) / (1 + 0.015 * chroma * hueWeight);
  return Math.sqrt(lightness ** 2 + saturation ** 2 + tint ** 2 + rotation * saturation * tint);
}

/** √(C⁷ / (C⁷ + 25⁷)) */
function chromaShare(chroma: number): number {
  const seventh = chroma ** 7;
  return Math.sqrt(seventh / (seventh + 25 ** 7));
}

/** Degrees of 0 to below 360; 0 of a grey. */
function hueOf(a: number, b: number): number {
  const angle = Math.atan2(b, a) / degrees;
  return angle < 0 ? angle + 360 : angle;
}

/** Of one histogram, or two together, in bins of 1/256: values are right to half of that. Null where nothing was counted. */
export function deltaEStatistics(one: Uint32Array, other?: Uint32Array): DeltaEStatistics | null {
  const bins = one.length;
  const countOf = (bin: number): number => one[bin]! + (other ? other[bin]! : 0);
  let pixels = 0;
  let sum = 0;
  let max = 0;
  for (let bin = 0; bin < bins; bin++) {
    const count = countOf(bin);
    if (count === 0) continue;
    pixels += count;
    sum += count * bin;
    max = bin;
  }
  if (pixels === 0) return null;
  /** The least value that so large a share of pixels does not exceed. */
  const percentile = (share: number): number => {
    let bin = 0;
    for (let seen = countOf(0); seen < share * pixels; seen += countOf(bin)) bin++;
    return bin / deltaEBinsPerUnit;
  };
  return {
    pixels,
    mean: sum / pixels / deltaEBinsPerUnit,
    p95: percentile(0.95),
    p99: percentile(0.99),
    max: max / deltaEBinsPerUnit,
  };
}

/** Adds counts in bins of 1/256 to those in steps of 1/4, the last of which is for all beyond. */
export function addToHistogram(histogram: Uint32Array, bins: Uint32Array): void {
  const perStep = deltaEBinsPerUnit / 4;
  for (const [bin, count] of bins.entries()) {
    histogram[Math.min(histogram.length - 1, Math.floor(bin / perStep))]! += count;
  }
}

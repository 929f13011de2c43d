import { deltaEBins, deltaEBinsPerUnit } from './quality-kernels';

// Single precision, each step rounded, in the order of `assembly/delta-e.ts`.
const f = Math.fround;
const tiny = f(1e-20);
const chromaKnee = f(25 ** 7);
/** What a third of a float's bits, taken as a whole number, lacks to be those of its cube root. */
const rootBits = f(709921077);

const word = new DataView(new ArrayBuffer(4));

/** CIE 15: f(t) of L*a*b*, the cube root by two steps of Halley's method. */
function labFunction(value: number): number {
  if (!(value > f(0.008856451679035631))) return f(f(value * f(7.787037037037037)) + f(0.13793103448275862));
  word.setFloat32(0, value);
  word.setInt32(0, f(f(f(word.getInt32(0)) * f(0.3333333333333333)) + rootBits));
  return towardsCubeRoot(towardsCubeRoot(word.getFloat32(0), value), value);
}

function towardsCubeRoot(root: number, value: number): number {
  const cube = f(f(root * root) * root);
  return f(f(root * f(cube + f(value + value))) / f(f(cube + cube) + value));
}

function length(x: number, y: number): number {
  return f(Math.sqrt(f(f(x * x) + f(y * y))));
}

const leastChroma = f(0.001);

/** √(c⁷ / (c⁷ + 25⁷)), of almost greys that of 0.001: their seventh power is a number that processors are slow with. */
function chromaShare(given: number): number {
  const chroma = Math.max(given, leastChroma);
  const second = f(chroma * chroma);
  const fourth = f(second * second);
  const seventh = f(f(fourth * second) * chroma);
  return f(Math.sqrt(f(seventh / f(seventh + chromaKnee))));
}

/** A polynomial, the highest power first. */
function polynomial(x: number, coefficients: readonly number[]): number {
  let sum = f(coefficients[0]!);
  for (let index = 1; index < coefficients.length; index++) sum = f(f(sum * x) + f(coefficients[index]!));
  return sum;
}

// 2^x of x from 0 to 1, to 1e-7.
const powerSeries = [0.0018775767, 0.0089893397, 0.055826318, 0.24015361, 0.69315308, 0.99999994].map(f);
const arcCosineSeries = [0.010158730158730159, 0.02857142857142857, 0.08888888888888889, 0.3333333333333333, 2].map(f);
const sineSeries = [-0.0001984126984126984, 0.008333333333333333, -0.16666666666666666, 1].map(f);

function powerOfTwo(exponent: number): number {
  const whole = Math.floor(exponent);
  return f(polynomial(f(exponent - whole), powerSeries) * 2 ** whole);
}

/** sin 2Δθ of the rotation term. The square of h̄ − 275° follows from its cosine by the series of arccos². */
function rotation(cosine: number, sine: number): number {
  const q = f(1 - f(f(cosine * f(0.08715574274765817)) + f(sine * f(-0.9961946980917455))));
  const squared = f(polynomial(q, arcCosineSeries) * q);
  const exponent = Math.max(f(squared * f(-7.577741506177186)), -60);
  const angle = f(powerOfTwo(exponent) * f(1.0471975511965976));
  return f(polynomial(f(angle * angle), sineSeries) * angle);
}

/** T, by the cosine and sine of the mean hue: the angles' multiples and offsets taken apart. */
function hueWeight(c: number, s: number): number {
  const c2 = f(f(f(c * c) * 2) - 1);
  const s2 = f(f(s * c) * 2);
  const c3 = f(f(c2 * c) - f(s2 * s));
  const s3 = f(f(s2 * c) + f(c2 * s));
  const c4 = f(f(f(c2 * c2) * 2) - 1);
  const s4 = f(f(s2 * c2) * 2);
  let sum = f(f(c * f(-0.1472243186433546)) + f(s * f(-0.085)));
  sum = f(sum + f(c2 * f(0.24)));
  sum = f(sum + f(f(c3 * f(0.31824700651787436)) + f(s3 * f(-0.033449108229638736))));
  sum = f(sum + f(f(c4 * f(-0.0907980999479094)) + f(s4 * f(-0.17820130483767358))));
  return f(sum + 1);
}

/** f(X), f(Y) and f(Z) of a colour. */
export type LabPlaces = readonly [x: number, y: number, z: number];

/**
 * ΔE2000 without an angle: the hue difference from the cross product, in the form that does not cancel when it is small;
 * the mean hue as the sum of two directions.
 */
export function fastDeltaE([x1, y1, z1]: LabPlaces, [x2, y2, z2]: LabPlaces): number {
  const a1 = f(f(x1 - y1) * 500);
  const a2 = f(f(x2 - y2) * 500);
  const b1 = f(f(y1 - z1) * 200);
  const b2 = f(f(y2 - z2) * 200);
  const share = chromaShare(f(f(length(a1, b1) + length(a2, b2)) * 0.5));
  const stretch = f(1.5 - f(share * 0.5));
  const u1 = f(a1 * stretch);
  const u2 = f(a2 * stretch);
  const chroma1 = length(u1, b1);
  const chroma2 = length(u2, b2);
  const meanChroma = f(f(chroma1 + chroma2) * 0.5);

  const inverse1 = f(1 / Math.max(chroma1, tiny));
  const inverse2 = f(1 / Math.max(chroma2, tiny));
  const across = f(f(u1 * inverse1) + f(u2 * inverse2));
  const up = f(f(b1 * inverse1) + f(b2 * inverse2));
  const norm = f(1 / Math.max(length(across, up), tiny));
  const cosine = f(across * norm);
  const sine = f(up * norm);

  const lightness = f(f(f(y1 + y2) * 58) - 66);
  const fromMiddle = f(lightness * lightness);
  const lightnessScale = f(f(f(fromMiddle * f(0.015)) / f(Math.sqrt(f(fromMiddle + 20)))) + 1);
  const chromaScale = f(f(meanChroma * f(0.045)) + 1);
  const hueScale = f(f(f(meanChroma * f(0.015)) * hueWeight(cosine, sine)) + 1);
  const l = f(f(f(y2 - y1) * 116) / lightnessScale);
  const c = f(f(chroma2 - chroma1) / chromaScale);
  const h = f(hueDifference(u1, b1, u2, b2, f(chroma1 * chroma2)) / hueScale);
  const turn = f(f(chromaShare(meanChroma) * -2) * rotation(cosine, sine));
  const sum = f(f(f(l * l) + f(c * c)) + f(f(h * h) + f(f(turn * c) * h)));
  return f(Math.sqrt(Math.max(sum, 0)));
}

/** ΔH′. Beyond a right angle the cross product says little: there it is taken from the dot product. */
function hueDifference(u1: number, b1: number, u2: number, b2: number, product: number): number {
  const cross = f(f(u1 * f(b2 - b1)) - f(f(u2 - u1) * b1));
  const dot = f(f(u1 * u2) + f(b1 * b2));
  if (dot >= 0) return f(cross / f(Math.sqrt(Math.max(f(f(product + dot) * 0.5), tiny))));
  const far = f(Math.sqrt(Math.max(f(f(product - dot) * 2), 0)));
  return cross < 0 ? -far : far;
}

/** Light of 0 … 1 by component, and its weights in X, Y and Z, single precision. */
export interface LightTables {
  linear: Float32Array;
  weights: Float32Array;
}

export function labPlaces(pixel: number, { linear, weights }: LightTables): LabPlaces {
  const first = linear[pixel & 255]!;
  const second = linear[(pixel >> 8) & 255]!;
  const third = linear[(pixel >> 16) & 255]!;
  const place = (row: number): number => {
    const at = 3 * row;
    return labFunction(f(f(f(first * weights[at]!) + f(second * weights[at + 1]!)) + f(third * weights[at + 2]!)));
  };
  return [place(0), place(1), place(2)];
}

export function deltaEBin(difference: number): number {
  return Math.min(Math.trunc(f(f(difference * deltaEBinsPerUnit) + 0.5)), deltaEBins - 1);
}

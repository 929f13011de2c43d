import { lightWeights, linear } from './layout';

/** Bins of a histogram: 256 a unit of ΔE, the last for all that is beyond. */
const binsPerUnit: f32 = 256;
const lastBin: i32 = 32767;
const tiny: f32 = 1e-20;
/** 25⁷ */
const chromaKnee: f32 = 6103515625;

@inline
function splat(value: f32): v128 {
  return f32x4.splat(value);
}

@inline
function times(vector: v128, factor: f32): v128 {
  return f32x4.mul(vector, splat(factor));
}

@inline
function lightOf(pixel: i32, shift: i32): f32 {
  return load<f32>(linear + (<usize>((pixel >> shift) & 255) << 2));
}

/** The light of four pixels in one of their bytes. */
@inline
function lightOfFour(a: i32, b: i32, c: i32, d: i32, shift: i32): v128 {
  return f32x4(lightOf(a, shift), lightOf(b, shift), lightOf(c, shift), lightOf(d, shift));
}

/** One of X, Y and Z, of white 1. */
@inline
function mix(first: v128, second: v128, third: v128, row: usize): v128 {
  const weights = lightWeights + row * 12;
  return f32x4.add(
    f32x4.add(
      f32x4.mul(first, v128.load32_splat(weights)),
      f32x4.mul(second, v128.load32_splat(weights, 4)),
    ),
    f32x4.mul(third, v128.load32_splat(weights, 8)),
  );
}

/** One step of Halley's method towards the cube root. */
@inline
function towardsCubeRoot(root: v128, value: v128): v128 {
  const cube = f32x4.mul(f32x4.mul(root, root), root);
  return f32x4.div(
    f32x4.mul(root, f32x4.add(cube, f32x4.add(value, value))),
    f32x4.add(f32x4.add(cube, cube), value),
  );
}

/** CIE 15: f(t) of L*a*b*. */
@inline
function labFunction(value: v128): v128 {
  // A third of the exponent, to begin with.
  const bits = f32x4.add(times(f32x4.convert_i32x4_s(value), <f32>0.3333333333333333), splat(709921077));
  const root = towardsCubeRoot(towardsCubeRoot(i32x4.trunc_sat_f32x4_s(bits), value), value);
  const line = f32x4.add(times(value, <f32>7.787037037037037), splat(<f32>0.13793103448275862));
  return v128.bitselect(root, line, f32x4.gt(value, splat(<f32>0.008856451679035631)));
}

@inline
function length(x: v128, y: v128): v128 {
  return f32x4.sqrt(f32x4.add(f32x4.mul(x, x), f32x4.mul(y, y)));
}

/** √(c⁷ / (c⁷ + 25⁷)), of almost greys that of 0.001: their seventh power is a number that processors are slow with. */
@inline
function chromaShare(given: v128): v128 {
  const chroma = f32x4.pmax(given, splat(<f32>0.001));
  const second = f32x4.mul(chroma, chroma);
  const fourth = f32x4.mul(second, second);
  const seventh = f32x4.mul(f32x4.mul(fourth, second), chroma);
  return f32x4.sqrt(f32x4.div(seventh, f32x4.add(seventh, splat(chromaKnee))));
}

/** 2^x of x from −60 to 0. */
@inline
function powerOfTwo(exponent: v128): v128 {
  const whole = f32x4.floor(exponent);
  const rest = f32x4.sub(exponent, whole);
  let power = f32x4.add(times(rest, 0.0018775767), splat(0.0089893397));
  power = f32x4.add(f32x4.mul(power, rest), splat(0.055826318));
  power = f32x4.add(f32x4.mul(power, rest), splat(0.24015361));
  power = f32x4.add(f32x4.mul(power, rest), splat(0.69315308));
  power = f32x4.add(f32x4.mul(power, rest), splat(0.99999994));
  const scale = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(whole), i32x4.splat(127)), 23);
  return f32x4.mul(power, scale);
}

/** sin 2Δθ of the rotation term, by the cosine and sine of the mean hue. */
@inline
function rotation(cosine: v128, sine: v128): v128 {
  // 1 − cos(h̄ − 275°), and from it the square of the angle: the series of arccos².
  const q = f32x4.sub(splat(1), f32x4.add(times(cosine, <f32>0.08715574274765817), times(sine, <f32>-0.9961946980917455)));
  let squared = f32x4.add(times(q, <f32>0.010158730158730159), splat(<f32>0.02857142857142857));
  squared = f32x4.add(f32x4.mul(squared, q), splat(<f32>0.08888888888888889));
  squared = f32x4.add(f32x4.mul(squared, q), splat(<f32>0.3333333333333333));
  squared = f32x4.add(f32x4.mul(squared, q), splat(2));
  squared = f32x4.mul(squared, q);
  // log₂e over the square of 25° in radians.
  const exponent = f32x4.pmax(times(squared, <f32>-7.577741506177186), splat(-60));
  const angle = times(powerOfTwo(exponent), <f32>1.0471975511965976);
  const square = f32x4.mul(angle, angle);
  let sum = f32x4.add(times(square, <f32>-0.0001984126984126984), splat(<f32>0.008333333333333333));
  sum = f32x4.add(f32x4.mul(sum, square), splat(<f32>-0.16666666666666666));
  sum = f32x4.add(f32x4.mul(sum, square), splat(1));
  return f32x4.mul(sum, angle);
}

/** T, by the cosine and sine of the mean hue: the angles' multiples and offsets taken apart. */
@inline
function hueWeight(c: v128, s: v128): v128 {
  const c2 = f32x4.sub(times(f32x4.mul(c, c), 2), splat(1));
  const s2 = times(f32x4.mul(s, c), 2);
  const c3 = f32x4.sub(f32x4.mul(c2, c), f32x4.mul(s2, s));
  const s3 = f32x4.add(f32x4.mul(s2, c), f32x4.mul(c2, s));
  const c4 = f32x4.sub(times(f32x4.mul(c2, c2), 2), splat(1));
  const s4 = times(f32x4.mul(s2, c2), 2);
  let sum = f32x4.add(times(c, <f32>-0.1472243186433546), times(s, <f32>-0.085));
  sum = f32x4.add(sum, times(c2, <f32>0.24));
  sum = f32x4.add(sum, f32x4.add(times(c3, <f32>0.31824700651787436), times(s3, <f32>-0.033449108229638736)));
  sum = f32x4.add(sum, f32x4.add(times(c4, <f32>-0.0907980999479094), times(s4, <f32>-0.17820130483767358)));
  return f32x4.add(sum, splat(1));
}

/** ΔE2000 by f(X), f(Y), f(Z) of four pairs of colours. No hue is made an angle: see `twin-delta-e.ts`. */
@inline
function deltaE(x1: v128, y1: v128, z1: v128, x2: v128, y2: v128, z2: v128): v128 {
  const a1 = times(f32x4.sub(x1, y1), 500);
  const a2 = times(f32x4.sub(x2, y2), 500);
  const b1 = times(f32x4.sub(y1, z1), 200);
  const b2 = times(f32x4.sub(y2, z2), 200);
  const share = chromaShare(times(f32x4.add(length(a1, b1), length(a2, b2)), 0.5));
  const stretch = f32x4.sub(splat(1.5), times(share, 0.5));
  const u1 = f32x4.mul(a1, stretch);
  const u2 = f32x4.mul(a2, stretch);
  const chroma1 = length(u1, b1);
  const chroma2 = length(u2, b2);
  const meanChroma = times(f32x4.add(chroma1, chroma2), 0.5);

  const cross = f32x4.sub(f32x4.mul(u1, f32x4.sub(b2, b1)), f32x4.mul(f32x4.sub(u2, u1), b1));
  const dot = f32x4.add(f32x4.mul(u1, u2), f32x4.mul(b1, b2));
  const product = f32x4.mul(chroma1, chroma2);
  const near = f32x4.div(cross, f32x4.sqrt(f32x4.pmax(times(f32x4.add(product, dot), 0.5), splat(tiny))));
  const far = f32x4.sqrt(f32x4.pmax(times(f32x4.sub(product, dot), 2), splat(0)));
  const signedFar = v128.or(far, v128.and(cross, i32x4.splat(<i32>0x80000000)));
  const hue = v128.bitselect(near, signedFar, f32x4.ge(dot, splat(0)));

  const inverse1 = f32x4.div(splat(1), f32x4.pmax(chroma1, splat(tiny)));
  const inverse2 = f32x4.div(splat(1), f32x4.pmax(chroma2, splat(tiny)));
  const across = f32x4.add(f32x4.mul(u1, inverse1), f32x4.mul(u2, inverse2));
  const up = f32x4.add(f32x4.mul(b1, inverse1), f32x4.mul(b2, inverse2));
  const norm = f32x4.div(splat(1), f32x4.pmax(length(across, up), splat(tiny)));
  const cosine = f32x4.mul(across, norm);
  const sine = f32x4.mul(up, norm);

  const lightness = f32x4.sub(times(f32x4.add(y1, y2), 58), splat(66));
  const fromMiddle = f32x4.mul(lightness, lightness);
  const lightnessScale = f32x4.add(
    f32x4.div(times(fromMiddle, <f32>0.015), f32x4.sqrt(f32x4.add(fromMiddle, splat(20)))),
    splat(1),
  );
  const chromaScale = f32x4.add(times(meanChroma, <f32>0.045), splat(1));
  const hueScale = f32x4.add(f32x4.mul(times(meanChroma, <f32>0.015), hueWeight(cosine, sine)), splat(1));
  const l = f32x4.div(times(f32x4.sub(y2, y1), 116), lightnessScale);
  const c = f32x4.div(f32x4.sub(chroma2, chroma1), chromaScale);
  const h = f32x4.div(hue, hueScale);
  const turn = f32x4.mul(times(chromaShare(meanChroma), -2), rotation(cosine, sine));
  const sum = f32x4.add(
    f32x4.add(f32x4.mul(l, l), f32x4.mul(c, c)),
    f32x4.add(f32x4.mul(h, h), f32x4.mul(f32x4.mul(turn, c), h)),
  );
  return f32x4.sqrt(f32x4.pmax(sum, splat(0)));
}

@inline
function count(bin: i32, mark: usize, flat: usize, rest: usize): void {
  const at = (load<u8>(mark) != 0 ? flat : rest) + (<usize>bin << 2);
  store<i32>(at, load<i32>(at) + 1);
}

/**
 * Counts ΔE2000 into two histograms, of pixels within flat areas and of the rest: of every `every`-th pixel of a row, two
 * pixels further on in each row than in the one above, so that no column goes unseen.
 */
export function countDeltaE(
  source: usize,
  output: usize,
  width: i32,
  height: i32,
  every: i32,
  marks: usize,
  markStride: usize,
  flat: usize,
  rest: usize,
): void {
  const colours: i32 = 0x00ffffff;
  for (let y = 0; y < height; y++) {
    const row = <usize>(y * width) << 2;
    const markRow = marks + <usize>y * markStride;
    for (let x = (2 * y) % every; x < width; x += 4 * every) {
      // Past the row's end the last pixel stands in, and is not counted.
      const x1 = min(x + every, width - 1);
      const x2 = min(x + 2 * every, width - 1);
      const x3 = min(x + 3 * every, width - 1);
      const at0 = row + (<usize>x << 2);
      const at1 = row + (<usize>x1 << 2);
      const at2 = row + (<usize>x2 << 2);
      const at3 = row + (<usize>x3 << 2);
      const p0 = load<i32>(source + at0);
      const p1 = load<i32>(source + at1);
      const p2 = load<i32>(source + at2);
      const p3 = load<i32>(source + at3);
      const q0 = load<i32>(output + at0);
      const q1 = load<i32>(output + at1);
      const q2 = load<i32>(output + at2);
      const q3 = load<i32>(output + at3);
      let bins = i32x4.splat(0);
      if ((((p0 ^ q0) | (p1 ^ q1) | (p2 ^ q2) | (p3 ^ q3)) & colours) != 0) {
        const r1 = lightOfFour(p0, p1, p2, p3, 0);
        const g1 = lightOfFour(p0, p1, p2, p3, 8);
        const b1 = lightOfFour(p0, p1, p2, p3, 16);
        const r2 = lightOfFour(q0, q1, q2, q3, 0);
        const g2 = lightOfFour(q0, q1, q2, q3, 8);
        const b2 = lightOfFour(q0, q1, q2, q3, 16);
        const difference = deltaE(
          labFunction(mix(r1, g1, b1, 0)),
          labFunction(mix(r1, g1, b1, 1)),
          labFunction(mix(r1, g1, b1, 2)),
          labFunction(mix(r2, g2, b2, 0)),
          labFunction(mix(r2, g2, b2, 1)),
          labFunction(mix(r2, g2, b2, 2)),
        );
        const places = f32x4.add(times(difference, binsPerUnit), splat(0.5));
        bins = i32x4.min_s(i32x4.trunc_sat_f32x4_s(places), i32x4.splat(lastBin));
      }
      count(i32x4.extract_lane(bins, 0), markRow + <usize>x, flat, rest);
      if (x + every < width) count(i32x4.extract_lane(bins, 1), markRow + <usize>x1, flat, rest);
      if (x + 2 * every < width) count(i32x4.extract_lane(bins, 2), markRow + <usize>x2, flat, rest);
      if (x + 3 * every < width) count(i32x4.extract_lane(bins, 3), markRow + <usize>x3, flat, rest);
    }
  }
}

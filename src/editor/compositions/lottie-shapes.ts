/** The words of a Lottie file that the emblem needs (Lottie specification 1.0; field names are the file's own). */

type Value = number | readonly number[] | Bezier;

export interface Bezier {
  /** In and out tangents relative to the vertices, the vertices, and whether the path is closed. */
  i: readonly (readonly number[])[];
  o: readonly (readonly number[])[];
  v: readonly (readonly number[])[];
  c: boolean;
}

export interface Property {
  a: 0 | 1;
  k: unknown;
}

/** Speed out of a keyframe and into the next one, as a cubic Bézier from (0, 0) to (1, 1). */
export type Easing = readonly [x1: number, y1: number, x2: number, y2: number];

export const smooth: Easing = [0.65, 0, 0.35, 1];
export const settle: Easing = [0.16, 1, 0.3, 1];
export const overshoot: Easing = [0.34, 1.56, 0.64, 1];
export const accelerate: Easing = [0.6, 0, 0.9, 0.4];

export type Rgb = readonly [red: number, green: number, blue: number];

export function still(value: Value): Property {
  return { a: 0, k: structuredClone(value) };
}

/** A value that passes through `[frame, value, easing to the next]`. */
export function moving(...keys: readonly (readonly [frame: number, value: Value, easing?: Easing])[]): Property {
  return {
    a: 1,
    k: keys.map(([t, value, [x1, y1, x2, y2] = smooth], index) => {
      // Copied, as a file could not share them either: the player adds vertices to their tangents in place.
      const s = Array.isArray(value) ? [...(value as number[])] : [structuredClone(value)];
      return index === keys.length - 1 ? { t, s } : { t, s, o: { x: [x1], y: [y1] }, i: { x: [x2], y: [y2] } };
    }),
  };
}

/** Straight lines from vertex to vertex. */
export function polygon(vertices: readonly (readonly [number, number])[], closed = true): Bezier {
  const straight = (): number[][] => vertices.map(() => [0, 0]);
  return { i: straight(), o: straight(), v: vertices, c: closed };
}

export function ellipse(diameter: number): object {
  return { ty: 'el', p: still([0, 0]), s: still([diameter, diameter]) };
}

export function path(shape: Property): object {
  return { ty: 'sh', ks: shape };
}

/** `start` and `end` in per cent of the path's length. */
export function trim(start: Property, end: Property): object {
  return { ty: 'tm', s: start, e: end, o: still(0), m: 1 };
}

export function fill(colour: Rgb): object {
  return { ty: 'fl', c: still([...colour, 1]), o: still(100), r: 1 };
}

export function stroke(colour: Rgb, width: number): object {
  return { ty: 'st', c: still([...colour, 1]), o: still(100), w: still(width), lc: 2, lj: 2 };
}

export interface Placement {
  rotation?: Property;
  scale?: Property;
  opacity?: Property;
}

/** Shapes drawn together. */
export function group(items: readonly object[], { rotation, scale, opacity }: Placement = {}): object {
  const transform = {
    ty: 'tr',
    p: still([0, 0]),
    a: still([0, 0]),
    s: scale ?? still([100, 100]),
    r: rotation ?? still(0),
    o: opacity ?? still(100),
  };
  return { ty: 'gr', it: [...items, transform] };
}

/** A shape layer with its origin at `centre`. The first shape is on top. */
export function shapeLayer(
  name: string,
  index: number,
  lastFrame: number,
  centre: readonly [number, number],
  shapes: readonly object[],
  { rotation, scale, opacity }: Placement = {},
): object {
  return {
    ty: 4,
    nm: name,
    ind: index,
    ip: 0,
    op: lastFrame,
    st: 0,
    ks: {
      p: still([...centre, 0]),
      a: still([0, 0, 0]),
      s: scale ?? still([100, 100, 100]),
      r: rotation ?? still(0),
      o: opacity ?? still(100),
    },
    shapes,
  };
}

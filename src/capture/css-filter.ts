const relativeLength =
  /\d(?:em|rem|ex|rex|ch|rch|cap|rcap|ic|ric|lh|rlh|[dls]?v(?:w|h|i|b|min|max)|cq(?:w|h|i|b|min|max))\b/i;

/** Why a canvas cannot apply a CSS filter, or null when it can. A canvas itself ignores a bad one without a word. */
export function findFilterFault(filter: string, context: CanvasRenderingContext2D): string | null {
  if (relativeLength.test(filter)) return 'has a relative length; a length is in stage pixels (px)';
  // Where the property is missing, setting it would seem to work.
  if (!('filter' in CanvasRenderingContext2D.prototype)) return 'cannot be applied by this browser';
  context.filter = 'none';
  context.filter = filter;
  const taken = context.filter !== 'none';
  context.filter = 'none';
  return taken ? null : 'is not a filter this browser can apply';
}

/** CSS pixels in each absolute unit (CSS Values and Units level 4, section 6.2). */
const pixelsPerUnit: Readonly<Record<string, number>> = {
  px: 1,
  cm: 96 / 2.54,
  mm: 96 / 25.4,
  q: 96 / 101.6,
  in: 96,
  pt: 96 / 72,
  pc: 16,
};

const absoluteLength = /(?<![\w.#-])([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)(px|cm|mm|q|in|pt|pc)\b/gi;

/** Every length of a filter in pixels, in order. None: it changes colours alone, each pixel by itself. */
export function filterLengths(filter: string): number[] {
  return Array.from(filter.matchAll(absoluteLength), ([, value, unit]) => toPixels(value!, unit!));
}

/** The same filter for a picture `factor` times as large. */
export function scaleFilter(filter: string, factor: number): string {
  return filter.replace(absoluteLength, (_, value: string, unit: string) => `${toPixels(value, unit) * factor}px`);
}

/** True where an SVG filter is part of it, whose lengths are not to be seen here. */
export function refersToSvg(filter: string): boolean {
  return /\burl\(/i.test(filter);
}

/**
 * How far, in pixels, a filter may paint outside what it is given, at most: a Gaussian ends within three times its
 * standard deviation, and a shadow is moved by its offsets besides.
 */
export function filterReach(filter: string): number {
  return Math.ceil(filterLengths(filter).reduce((sum, length) => sum + Math.abs(length), 0) * 3);
}

function toPixels(value: string, unit: string): number {
  return Number(value) * pixelsPerUnit[unit.toLowerCase()]!;
}

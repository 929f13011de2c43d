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

/**
 * How far, in pixels, a filter may paint outside what it is given, at most: a Gaussian ends within three times its
 * standard deviation, and a shadow is moved by its offsets besides.
 */
export function filterReach(filter: string): number {
  let lengths = 0;
  for (const [, length] of filter.matchAll(/(-?[\d.]+(?:e[+-]?\d+)?)px/gi)) lengths += Math.abs(Number(length));
  return Math.ceil(lengths * 3);
}

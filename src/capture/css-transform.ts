/** What is left of a CSS transform on a flat stage: the six values of a 2D canvas transform. */
export interface StageTransform {
  matrix: Required<Pick<DOMMatrix2DInit, 'a' | 'b' | 'c' | 'd' | 'e' | 'f'>>;
  /** True when the transform has perspective, which a flat stage cannot show; the matrix ignores it. */
  lostPerspective: boolean;
  /** How long a pixel's width and height become in space: a layer turned away from the viewer is no smaller for it. */
  scale: Scale;
}

export interface Scale {
  readonly x: number;
  readonly y: number;
}

/**
 * A CSS `transform` with the centre of the stage as its origin, or null for one that changes nothing. Rotations in
 * space come out as the browser shows them without a `perspective`: projected straight onto the stage.
 *
 * @throws SyntaxError when the browser cannot parse it, or it has lengths other than absolute ones.
 */
export function parseTransform(transform: string, width: number, height: number): StageTransform | null {
  const parsed = new DOMMatrix(transform);
  if (parsed.isIdentity) return null;
  const aboutCentre = new DOMMatrix()
    .translateSelf(width / 2, height / 2)
    .multiplySelf(parsed)
    .translateSelf(-width / 2, -height / 2);
  const { m11, m12, m21, m22, m41, m42 } = aboutCentre;
  return {
    matrix: { a: m11, b: m12, c: m21, d: m22, e: m41, f: m42 },
    scale: { x: Math.hypot(m11, m12, aboutCentre.m13), y: Math.hypot(m21, m22, aboutCentre.m23) },
    lostPerspective: parsed.m14 !== 0 || parsed.m24 !== 0 || parsed.m44 !== 1,
  };
}

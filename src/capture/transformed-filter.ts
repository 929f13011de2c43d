import { filterLengths, filterReach, refersToSvg, scaleFilter } from './css-filter';
import type { Scale, StageTransform } from './css-transform';
import { withStretchedFilter } from './stretched-filter';
import { createSurface, type Surface, type SurfaceKind } from './surface';

/** Where a layer is filtered: pixels as large as those it is shown with, along its own axes. */
interface FilterSpace {
  /** From the layer's pixels. */
  readonly scale: Scale;
  readonly shift: { readonly x: number; readonly y: number };
  /** On to the stage: what the transform does besides scaling. */
  readonly toStage: DOMMatrix;
}

interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const unscaled: Scale = { x: 1, y: 1 };

/** A canvas antialiases the edges of a picture only where it is turned: by a thousandth of a pixel on a usual stage. */
const hairsbreadth = 1e-6;

/** The scratch is at most this many times as large as the stage. */
const largestScratch = 8;

/**
 * Draws layers that are filtered and transformed as browsers do: the layer is scaled, then filtered with the lengths
 * of the filter scaled likewise, then turned, skewed and moved. A blur at the layer's own size that is scaled
 * afterwards is another one: browsers round its kernel to whole pixels.
 */
export class TransformedFilter {
  private scratch: Surface | undefined;

  constructor(
    private readonly width: number,
    private readonly height: number,
    private readonly kind: SurfaceKind,
  ) {}

  /** `picture` is stretched over the stage. Opacity and blend mode are those of `target`, whose transform is lost. */
  draw(target: CanvasRenderingContext2D, picture: CanvasImageSource, filter: string, transform: StageTransform): void {
    const scale = this.affordable(transform, filterReach(filter));
    // Without any size, or seen from the side: there is nothing to see.
    if (scale === null) return;
    const larger = Math.max(scale.x, scale.y);
    const reach = filterReach(filter) * larger;
    const drawAt = (at: Scale, scaled: string): void =>
      this.drawIn(filterSpace(transform, at), target, picture, scaled, reach);
    if (refersToSvg(filter)) {
      drawAt(unscaled, filter);
    } else if (filterLengths(filter).length === 0) {
      drawAt(scale, filter);
    } else if (Math.min(scale.x, scale.y) > 0.999 * larger) {
      drawAt(scale, scaleFilter(filter, larger));
    } else if (!withStretchedFilter(filter, scale, (stretched) => drawAt(scale, stretched))) {
      drawAt({ x: larger, y: larger }, scaleFilter(filter, larger));
    }
  }

  /** The scale a layer is filtered at, smaller where a skewed layer would need more pixels than are worth their memory. */
  private affordable(transform: StageTransform, reach: number): Scale | null {
    const { x, y } = transform.scale;
    if (Math.min(x, y) < 1e-4) return null;
    const region = this.visible(filterSpace(transform, { x, y }), reach * Math.max(x, y));
    if (region === null) return null;
    const excess = Math.max(1, Math.sqrt((region.width * region.height) / (largestScratch * this.width * this.height)));
    return { x: x / excess, y: y / excess };
  }

  private drawIn(
    space: FilterSpace,
    target: CanvasRenderingContext2D,
    picture: CanvasImageSource,
    filter: string,
    reach: number,
  ): void {
    const { e, f } = space.toStage;
    if (target.globalAlpha === 1 && isWholeMove(space.toStage)) {
      this.drawFiltered(target, picture, filter, space, e, f);
      return;
    }
    const region = this.visible(space, reach);
    if (region === null) return;
    const { left, top, width, height } = region;
    const { canvas, context } = this.cleared(width, height);
    this.drawFiltered(context, picture, filter, space, -left, -top);
    target.setTransform(space.toStage);
    target.drawImage(canvas, 0, 0, width, height, left, top, width, height);
  }

  private drawFiltered(
    context: CanvasRenderingContext2D,
    picture: CanvasImageSource,
    filter: string,
    { scale, shift }: FilterSpace,
    left: number,
    top: number,
  ): void {
    const x = left + shift.x;
    const y = top + shift.y;
    const { width, height } = context.canvas;
    const sharp =
      isSharp(x, width) &&
      isSharp(x + this.width * scale.x, width) &&
      isSharp(y, height) &&
      isSharp(y + this.height * scale.y, height);
    // Unshifted, the layer is drawn once more, with a transform that softens its edges.
    const turn = sharp || (shift.x === 0 && shift.y === 0) ? 0 : hairsbreadth;
    context.filter = filter;
    context.setTransform(scale.x, turn, turn, scale.y, x, y);
    context.drawImage(picture, 0, 0, this.width, this.height);
    context.filter = 'none';
  }

  /** What of the filtered layer is on the stage, in whole pixels of the filter's space; null for nothing. */
  private visible({ scale, shift, toStage }: FilterSpace, reach: number): Region | null {
    const toSpace = toStage.inverse();
    const corners = [0, this.width].flatMap((x) => [0, this.height].map((y) => toSpace.transformPoint({ x, y })));
    const xs = corners.map(({ x }) => x);
    const ys = corners.map(({ y }) => y);
    // One pixel more than is seen, for what lies between two.
    const left = Math.floor(Math.max(Math.min(...xs), shift.x - reach)) - 1;
    const top = Math.floor(Math.max(Math.min(...ys), shift.y - reach)) - 1;
    const right = Math.ceil(Math.min(Math.max(...xs), shift.x + this.width * scale.x + reach)) + 1;
    const bottom = Math.ceil(Math.min(Math.max(...ys), shift.y + this.height * scale.y + reach)) + 1;
    // Not a number where the transform cannot be undone.
    return right > left && bottom > top ? { left, top, width: right - left, height: bottom - top } : null;
  }

  /** Only grows: a layer that turns needs another size in every frame. */
  private cleared(width: number, height: number): Surface {
    const scratch = (this.scratch ??= createSurface(width, height, this.kind));
    const { canvas, context } = scratch;
    if (canvas.width >= width && canvas.height >= height) context.reset();
    else Object.assign(canvas, { width: Math.max(canvas.width, width), height: Math.max(canvas.height, height) });
    return scratch;
  }
}

/** A layer that is scaled but not turned is filtered on the stage's own pixels; one that is only moved, on its own. */
function filterSpace({ matrix }: StageTransform, scale: Scale): FilterSpace {
  const { a, b, c, d, e, f } = matrix;
  const upright = b === 0 && c === 0 && a === scale.x && d === scale.y;
  const shift = upright && (a !== 1 || d !== 1) ? { x: e - Math.floor(e), y: f - Math.floor(f) } : { x: 0, y: 0 };
  const toStage = new DOMMatrix([a, b, c, d, e, f])
    .scaleSelf(1 / scale.x, 1 / scale.y)
    .translateSelf(-shift.x, -shift.y);
  return { scale, shift, toStage };
}

function isWholeMove({ a, b, c, d, e, f }: DOMMatrix): boolean {
  return a === 1 && b === 0 && c === 0 && d === 1 && isWhole(e) && isWhole(f);
}

/** True for an edge between two pixels, or outside the canvas. */
function isSharp(edge: number, end: number): boolean {
  return edge < 0 || edge > end || isWhole(edge);
}

/** Parsed numbers have the precision of a float. */
function isWhole(value: number): boolean {
  return Math.abs(value - Math.round(value)) < 1e-3;
}

import type { Layer } from '../composition/composition';
import { layerInvalid } from './capture-errors';
import { findFilterFault } from './css-filter';
import { parseTransform, type StageTransform } from './css-transform';

export type PixelSource = HTMLCanvasElement | OffscreenCanvas | ImageBitmap;
export type ElementSource = HTMLElement | SVGElement;

/** A layer that was looked through: everything has its default, and means something. */
export interface StageLayer<Source extends PixelSource | ElementSource = PixelSource | ElementSource> {
  /** `layers[2]`: how messages name it. */
  readonly path: string;
  readonly source: Source;
  readonly opacity: number;
  readonly operation: GlobalCompositeOperation;
  readonly filter: string | null;
  readonly transform: StageTransform | null;
}

export interface StageArea {
  readonly width: number;
  readonly height: number;
  readonly root: HTMLElement;
}

/** `mix-blend-mode` (Compositing and Blending level 2) in the words of a canvas. */
const operations: ReadonlyMap<string, GlobalCompositeOperation> = new Map([
  ['normal', 'source-over'],
  ['multiply', 'multiply'],
  ['screen', 'screen'],
  ['overlay', 'overlay'],
  ['darken', 'darken'],
  ['lighten', 'lighten'],
  ['color-dodge', 'color-dodge'],
  ['color-burn', 'color-burn'],
  ['hard-light', 'hard-light'],
  ['soft-light', 'soft-light'],
  ['difference', 'difference'],
  ['exclusion', 'exclusion'],
  ['hue', 'hue'],
  ['saturation', 'saturation'],
  ['color', 'color'],
  ['luminosity', 'luminosity'],
  ['plus-lighter', 'lighter'],
]);

/**
 * Looks a layer through.
 *
 * @param context any 2D context, to ask the browser what it takes for a filter.
 * @throws ExportError invalid-input/layer-invalid naming the value, e.g. `layers[2].opacity`
 */
export function toStageLayer(
  layer: Layer,
  index: number,
  stage: StageArea,
  context: CanvasRenderingContext2D,
): StageLayer {
  const path = `layers[${index}]`;
  return {
    path,
    source: checkSource(layer.source, `${path}.source`, stage.root),
    opacity: checkOpacity(layer.opacity ?? 1, `${path}.opacity`),
    operation: checkBlendMode(layer.blendMode ?? 'normal', `${path}.blendMode`),
    filter: checkFilter(layer.filter ?? 'none', `${path}.filter`, context),
    transform: checkTransform(layer.transform ?? 'none', `${path}.transform`, stage),
  };
}

export function hasElementSource(layer: StageLayer): layer is StageLayer<ElementSource> {
  return !hasPixelSource(layer);
}

export function hasPixelSource(layer: StageLayer): layer is StageLayer<PixelSource> {
  return isPixelSource(layer.source);
}

function isPixelSource(source: unknown): source is PixelSource {
  return source instanceof HTMLCanvasElement || source instanceof OffscreenCanvas || source instanceof ImageBitmap;
}

/** Takes `unknown`, since hosts written in plain JavaScript hand over what they like. */
function checkSource(source: unknown, path: string, root: HTMLElement): PixelSource | ElementSource {
  if (isPixelSource(source)) {
    if (source.width > 0 && source.height > 0) return source;
    throw layerInvalid(
      path,
      `has no pixels (${source.width} × ${source.height}).`,
      'Give the canvas the size of the stage before the first frame; do not close an ImageBitmap that is a layer.',
    );
  }
  if (source instanceof HTMLElement || source instanceof SVGElement) {
    if (root.contains(source)) return source;
    throw layerInvalid(path, 'is an element outside the stage.', 'Append it to stage.root.');
  }
  throw layerInvalid(
    path,
    'is not something that can be drawn.',
    'Use a canvas, an OffscreenCanvas, an ImageBitmap or an element inside stage.root.',
  );
}

function checkOpacity(opacity: number, path: string): number {
  if (opacity >= 0 && opacity <= 1) return opacity;
  throw layerInvalid(path, `${String(opacity)} is no opacity.`, 'Use a number from 0 to 1.');
}

function checkBlendMode(blendMode: string, path: string): GlobalCompositeOperation {
  const operation = operations.get(blendMode);
  if (operation !== undefined) return operation;
  throw layerInvalid(path, `"${blendMode}" is no blend mode.`, `Use one of ${[...operations.keys()].join(', ')}.`);
}

function checkFilter(filter: string, path: string, context: CanvasRenderingContext2D): string | null {
  if (filter === 'none' || filter.trim() === '') return null;
  const fault = findFilterFault(filter, context);
  if (fault === null) return filter;
  throw layerInvalid(path, `"${filter}" ${fault}.`, 'Use CSS filter functions with lengths in px.');
}

function checkTransform(transform: string, path: string, stage: StageArea): StageTransform | null {
  try {
    return parseTransform(transform, stage.width, stage.height);
  } catch {
    throw layerInvalid(
      path,
      `"${transform}" is no transform.`,
      'Use CSS transform functions with lengths in px; percentages and relative lengths have no meaning here.',
    );
  }
}

import type { Layer, LayerSource } from './composition';
import { InlineStyle } from './inline-style';

/**
 * Shows a session's layers in a page with plain CSS: what the browser itself makes of them, which a captured frame has
 * to equal. Canvases and bitmaps fill the root; elements already inside it stay where layout put them. Everything is
 * undone by `dispose`.
 */
export class LayerPresenter {
  readonly #root: HTMLElement;
  readonly #rootStyle: InlineStyle;
  /** The element that shows each source, with the styles given to it. */
  readonly #shown = new Map<LayerSource, Shown>();
  #order: readonly LayerSource[] = [];

  /** `background` is a CSS colour; null or absent: transparent. */
  constructor(root: HTMLElement, background?: string | null) {
    this.#root = root;
    this.#rootStyle = new InlineStyle(root);
    // The stage is an isolated group: layers blend with each other and its background, never with the page.
    this.#rootStyle.set('isolation', 'isolate');
    this.#rootStyle.set('overflow', 'hidden');
    this.#rootStyle.set('background-color', background ?? 'transparent');
    if (getComputedStyle(root).position === 'static') this.#rootStyle.set('position', 'relative');
  }

  /** Shows the layers as they are now, bottom first. Touches only what changed since the last call. */
  present(layers: readonly Layer[]): void {
    this.#arrange(layers.map(({ source }) => source));
    for (const { source, opacity = 1, blendMode = 'normal', filter = 'none', transform = 'none' } of layers) {
      const { element, style, mirrors } = this.#shown.get(source)!;
      if (mirrors) drawMirror(element as HTMLCanvasElement, source as CanvasImageSource & Sized);
      // What a layer leaves at its default stays the element's own; a capture does the same.
      style.setUnless('1', 'opacity', String(opacity));
      style.setUnless('normal', 'mix-blend-mode', blendMode);
      style.setUnless('none', 'filter', filter);
      // Before the transform is in place: the origin follows from the untransformed box.
      if (transform !== 'none') this.#centreOrigin(element, style);
      style.setUnless('none', 'transform', transform);
    }
  }

  /** Takes out what was put in and gives every element its own styles back. Idempotent. */
  dispose(): void {
    for (const shown of this.#shown.values()) this.#hide(shown);
    this.#shown.clear();
    this.#order = [];
    this.#rootStyle.restore();
  }

  #arrange(sources: readonly LayerSource[]): void {
    if (sources.length === this.#order.length && sources.every((source, i) => source === this.#order[i])) return;
    this.#order = sources;
    for (const [source, shown] of this.#shown) {
      if (sources.includes(source)) continue;
      this.#hide(shown);
      this.#shown.delete(source);
    }
    for (const source of sources) if (!this.#shown.has(source)) this.#shown.set(source, this.#show(source));
    this.#stack(sources.map((source) => this.#shown.get(source)!));
  }

  #show(source: LayerSource): Shown {
    if (source instanceof Element && this.#root.contains(source)) {
      const style = new InlineStyle(source);
      // A layer is a group of its own, also where nothing else about it makes it one.
      style.set('isolation', 'isolate');
      return { element: source, style, inLayout: true, mirrors: false };
    }
    const mirrors = !(source instanceof Element) || (source.isConnected && source instanceof HTMLCanvasElement);
    const element = mirrors ? document.createElement('canvas') : source;
    const style = new InlineStyle(element);
    style.set('position', 'absolute');
    style.set('inset', '0');
    style.set('width', '100%');
    style.set('height', '100%');
    style.set('margin', '0');
    style.set('transform-origin', '50% 50%');
    this.#root.append(element);
    return { element, style, inLayout: false, mirrors };
  }

  #hide({ element, style, inLayout }: Shown): void {
    if (!inLayout) element.remove();
    style.restore();
  }

  /**
   * Gives each layer its place in the stack. Elements in layout keep their `position` where they can: counting starts at
   * the first of them, so canvases below get negative numbers, which the isolated root keeps above its background.
   */
  #stack(shown: readonly Shown[]): void {
    const base = Math.max(
      0,
      shown.findIndex(({ inLayout }) => inLayout),
    );
    for (const [i, { element, style, inLayout }] of shown.entries()) {
      const isStatic = inLayout && getComputedStyle(element).position === 'static';
      if (isStatic && i > base) style.set('position', 'relative');
      if (!isStatic || i > base) style.set('z-index', String(i - base));
    }
  }

  /** The transform of a layer turns around the centre of the stage, wherever the element's own box is. */
  #centreOrigin(element: HTMLElement | SVGElement, style: InlineStyle): void {
    if (this.#shownInLayout(element)) {
      style.set('transform', 'none');
      const stage = this.#root.getBoundingClientRect();
      const box = element.getBoundingClientRect();
      // A preview may be scaled as a whole; lengths in styles are not.
      const scale = this.#root.offsetWidth === 0 ? 1 : stage.width / this.#root.offsetWidth;
      const x = (stage.left + stage.width / 2 - box.left) / scale;
      const y = (stage.top + stage.height / 2 - box.top) / scale;
      style.set('transform-origin', `${x}px ${y}px`);
    }
  }

  #shownInLayout(element: Element): boolean {
    return this.#shown.get(element as HTMLElement)?.inLayout === true;
  }
}

interface Shown {
  readonly element: HTMLElement | SVGElement;
  readonly style: InlineStyle;
  /** It was inside the root before. */
  readonly inLayout: boolean;
  /** The element is a canvas that is given a copy of the source each time. */
  readonly mirrors: boolean;
}

interface Sized {
  readonly width: number;
  readonly height: number;
}

function drawMirror(mirror: HTMLCanvasElement, source: CanvasImageSource & Sized): void {
  const { width, height } = source;
  if (mirror.width !== width) mirror.width = width;
  if (mirror.height !== height) mirror.height = height;
  const context = mirror.getContext('2d');
  if (context === null) return;
  context.globalCompositeOperation = 'copy';
  context.drawImage(source, 0, 0);
}

import type { CaptureWarning, DomRenderer } from '../frame-capture';
import type { ElementSource } from '../stage-layer';

interface RendererLimit {
  /** Becomes the code of the warning, after the renderer's name. */
  readonly code: string;
  readonly renderers: readonly DomRenderer[];
  readonly message: string;
  /** True when `element`, which is the layer's own or one inside it, asks for what is not rendered. */
  applies(element: Element, style: CSSStyleDeclaration, isLayer: boolean): boolean;
}

/** What the renderers are known to get wrong (html2canvas 1.4, snapdom 3.1) and what no copy of an element can show. */
const rendererLimits: readonly RendererLimit[] = [
  {
    code: 'blend-mode',
    renderers: ['html2canvas'],
    message: 'mix-blend-mode and background-blend-mode are left out.',
    applies: (_, style, isLayer) =>
      (!isLayer && style.mixBlendMode !== 'normal') || /[a-z]/.test(style.backgroundBlendMode.replaceAll('normal', '')),
  },
  {
    code: 'filter',
    renderers: ['html2canvas'],
    message: 'filter is left out.',
    applies: (_, style) => style.filter !== 'none',
  },
  {
    code: 'mask',
    renderers: ['html2canvas'],
    message: 'mask and clip-path are left out.',
    applies: (_, style) => style.maskImage !== 'none' || style.clipPath !== 'none',
  },
  {
    code: 'colour',
    renderers: ['html2canvas'],
    message: 'colours in oklch(), oklab(), lab(), lch(), color() and color-mix() make it fail.',
    applies: (_, style) => colourProperties.some((property) => modernColour.test(style.getPropertyValue(property))),
  },
  {
    code: 'layer-blend-mode',
    renderers: ['snapdom', 'html2canvas'],
    message: 'a mix-blend-mode of the layer’s own element has nothing to blend with; set blendMode of the layer.',
    applies: (_, style, isLayer) => isLayer && style.mixBlendMode !== 'normal',
  },
  {
    code: 'backdrop-filter',
    renderers: ['snapdom', 'html2canvas'],
    message: 'backdrop-filter does not see the layers below.',
    applies: (_, style) => style.backdropFilter !== 'none',
  },
  {
    code: 'iframe',
    renderers: ['snapdom', 'html2canvas'],
    message: 'an <iframe> of another origin stays empty.',
    applies: (element) => element instanceof HTMLIFrameElement && element.contentDocument === null,
  },
  {
    code: 'video',
    renderers: ['snapdom', 'html2canvas'],
    message: 'a <video> may show another moment than the one asked for; draw it into a canvas layer.',
    applies: (element) => element instanceof HTMLVideoElement,
  },
  {
    code: 'nested-canvas',
    renderers: ['snapdom', 'html2canvas'],
    message: 'a <canvas> inside an element is read late, when WebGL has cleared it; make it a layer of its own.',
    applies: (element) => element instanceof HTMLCanvasElement,
  },
  {
    code: 'cross-origin-image',
    renderers: ['snapdom', 'html2canvas'],
    message: 'an image of another origin shows only if its server allows it by CORS.',
    applies: (element) => element instanceof HTMLImageElement && isOfAnotherOrigin(element.currentSrc),
  },
];

const modernColour = /\b(?:oklch|oklab|lch|lab|color|color-mix)\(/;
const colourProperties = [
  'color',
  'background-color',
  'background-image',
  'border-top-color',
  'border-right-color',
  'border-bottom-color',
  'border-left-color',
  'text-decoration-color',
  '-webkit-text-stroke-color',
  'text-shadow',
  'box-shadow',
];

/** What in `layer` the renderer will not show right, by a look at the computed styles of everything inside. */
export function findRendererLimits(layer: ElementSource, renderer: DomRenderer): CaptureWarning[] {
  const limits = rendererLimits.filter(({ renderers }) => renderers.includes(renderer));
  const met = new Set<RendererLimit>();
  for (const element of [layer, ...layer.querySelectorAll('*')]) {
    const style = getComputedStyle(element);
    for (const limit of limits) {
      if (!met.has(limit) && limit.applies(element, style, element === layer)) met.add(limit);
    }
  }
  return [...met].map(({ code, message }) => ({ code: `${renderer}-${code}`, message: `${renderer}: ${message}` }));
}

function isOfAnotherOrigin(url: string): boolean {
  return /^https?:/.test(url) && new URL(url).origin !== location.origin;
}

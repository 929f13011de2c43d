import { snapdom, type SnapdomPlugin } from '@zumer/snapdom';
import type { ElementSource } from '../stage-layer';
import type { ElementRenderer, ElementRendererOptions } from './element-renderer';
import { overrideStyle, type StyleOverrides } from './style-overrides';

/**
 * Renders through an SVG image that holds a styled copy of the element and the fonts it uses.
 *
 * It is the stage that is copied, with everything hidden but the element, its descendants and its ancestors: so the
 * element stands where layout puts it, whatever its own box is, and what it paints outside that box is there too.
 */
export class SnapdomRenderer implements ElementRenderer {
  private readonly pictures = new WeakMap<Element, { markup: string; image: HTMLImageElement }>();

  constructor(private readonly options: ElementRendererOptions) {}

  async render(element: ElementSource, style: StyleOverrides): Promise<CanvasImageSource> {
    const { root, onDegradation } = this.options;
    const { url, warnings } = await snapdom(root, {
      filter: (node) => node.contains(element) || element.contains(node),
      plugins: [
        restyle(
          new Map([
            [root, bareStage],
            [element, style],
          ]),
        ),
      ],
      dpr: 1,
      scale: 1,
      outerShadows: 'subtree',
      backgroundColor: null,
    });
    for (const { code, message } of warnings) onDegradation(code, message);
    return this.pictureOf(element, url);
  }

  /** The markup says everything about the picture: where it is the same, so is the picture. */
  private async pictureOf(element: ElementSource, markup: string): Promise<HTMLImageElement> {
    const known = this.pictures.get(element);
    if (known?.markup === markup) return known.image;
    const image = new Image(this.options.width, this.options.height);
    image.src = markup;
    await image.decode();
    this.pictures.set(element, { markup, image });
    return image;
  }
}

/** How the stage is kept out of sight or decorated during an export is no part of the picture. */
const bareStage: StyleOverrides = {
  background: 'none',
  'box-shadow': 'none',
  'clip-path': 'none',
  filter: 'none',
  mask: 'none',
  'mix-blend-mode': 'normal',
  opacity: '1',
  outline: 'none',
};

/** Changes the style of the copies of some elements. */
function restyle(styles: ReadonlyMap<unknown, StyleOverrides>): SnapdomPlugin {
  return {
    name: 'stepframe-restyle',
    afterClone({ nodeMap }) {
      // From copies to originals; the library's types leave it open.
      for (const [copy, original] of nodeMap as ReadonlyMap<Node, Node>) {
        const style = styles.get(original);
        if (style && (copy instanceof HTMLElement || copy instanceof SVGElement)) overrideStyle(copy, style);
      }
    },
  };
}

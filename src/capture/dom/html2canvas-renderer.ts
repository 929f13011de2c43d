import html2canvas, { type Options } from 'html2canvas';
import type { ElementSource } from '../stage-layer';
import type { ElementRenderer, ElementRendererOptions } from './element-renderer';
import { overrideStyle, type StyleOverrides } from './style-overrides';

/**
 * Renders with html2canvas, which paints a copy of the element by its own understanding of CSS; renderer-limits.ts
 * lists what it does not understand.
 */
export class Html2canvasRenderer implements ElementRenderer {
  constructor(private readonly options: ElementRendererOptions) {}

  render(element: ElementSource, style: StyleOverrides): Promise<CanvasImageSource> {
    const { root, width, height } = this.options;
    const stage = root.getBoundingClientRect();
    const options: Partial<Options> = {
      backgroundColor: null,
      scale: 1,
      width,
      height,
      useCORS: true,
      logging: false,
      onclone(_document, copy) {
        overrideStyle(copy, { ...style, transition: 'none' });
        // The library counts from the corner of the copy, which stands where the original does. It reads these later.
        const box = copy.getBoundingClientRect();
        options.x = stage.left - box.left;
        options.y = stage.top - box.top;
      },
    };
    // It takes any element, though its types say HTMLElement.
    return html2canvas(element as HTMLElement, options);
  }
}

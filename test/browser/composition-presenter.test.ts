import { page } from 'vitest/browser';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Layer } from '../../src/composition/composition';
import { LayerPresenter } from '../../src/composition/layer-presenter';
import { screenshot } from '../support/media-tools';

const width = 80;
const height = 60;

let root: HTMLElement;
let presenter: LayerPresenter | null = null;

// A test page larger than the browser's window is shown scaled down, which no screenshot survives.
beforeAll(() => page.viewport(1000, 600));

beforeEach(() => {
  root = document.createElement('div');
  root.id = 'stage';
  root.style.cssText = `width: ${width}px; height: ${height}px`;
  document.body.replaceChildren(root);
});

afterEach(() => presenter?.dispose());

function canvas(colour: string, [x, y, w, h]: [number, number, number, number] = [0, 0, width, height]) {
  const element = Object.assign(document.createElement('canvas'), { width, height });
  const context = element.getContext('2d')!;
  context.fillStyle = colour;
  context.fillRect(x, y, w, h);
  return element;
}

/** The colour the browser paints at a pixel of the stage. */
async function painted(): Promise<(x: number, y: number) => number[]> {
  const image = await screenshot('#stage');
  expect([image.width, image.height]).toEqual([width, height]);
  const context = new OffscreenCanvas(width, height).getContext('2d')!;
  context.drawImage(image, 0, 0);
  return (x, y) => [...context.getImageData(x, y, 1, 1).data.slice(0, 3)];
}

function expectNear(colour: readonly number[], expected: readonly number[]): void {
  for (const [i, value] of expected.entries()) expect(Math.abs(colour[i]! - value)).toBeLessThan(1);
}

function present(layers: readonly Layer[], background?: string): void {
  presenter ??= new LayerPresenter(root, background);
  presenter.present(layers);
}

afterEach(() => (presenter = null));

describe('layers in a page', () => {
  it('stack in order with opacity, blend mode and filter, as CSS defines them', async () => {
    present(
      [
        { source: canvas('#808080', [0, 0, 40, 60]) },
        { source: canvas('#ff0000', [0, 0, 80, 20]), opacity: 0.5 },
        { source: canvas('#ffff00', [0, 20, 80, 20]), blendMode: 'multiply' },
        { source: canvas('#000000', [0, 40, 80, 20]), filter: 'invert(1)' },
      ],
      '#0000ff',
    );
    const at = await painted();
    // Halves of odd numbers, which may go either way.
    expectNear(at(20, 10), [191.5, 64, 64]);
    expectNear(at(60, 10), [127.5, 0, 127.5]);
    expect(at(20, 30)).toEqual([128, 128, 0]);
    expect(at(60, 30)).toEqual([0, 0, 0]);
    expect(at(60, 50)).toEqual([255, 255, 255]);
  });

  it('show bitmaps and offscreen canvases as they are at each call, and canvases the page shows elsewhere', async () => {
    const offscreen = new OffscreenCanvas(width, height);
    const context = offscreen.getContext('2d')!;
    context.fillStyle = '#00ff00';
    context.fillRect(0, 0, 40, 60);
    const elsewhere = canvas('#0000ff', [40, 0, 20, 60]);
    document.body.append(elsewhere);
    const bitmap = await createImageBitmap(canvas('#ff00ff', [60, 0, 20, 60]));
    const layers = [{ source: offscreen }, { source: elsewhere }, { source: bitmap }];
    present(layers, 'white');
    let at = await painted();
    expect([at(10, 30), at(50, 30), at(70, 30)]).toEqual([
      [0, 255, 0],
      [0, 0, 255],
      [255, 0, 255],
    ]);
    expect(elsewhere.parentElement).toBe(document.body);

    context.clearRect(0, 0, width, height);
    present(layers);
    at = await painted();
    expect(at(10, 30)).toEqual([255, 255, 255]);
  });

  it('leave elements where layout put them, between the canvases around them', async () => {
    root.innerHTML = '<p style="margin: 10px; width: 20px; height: 20px; background: #ff0000"></p>';
    const element = root.querySelector('p')!;
    present(
      [{ source: canvas('#00ff00') }, { source: element }, { source: canvas('#0000ff', [20, 0, 20, 60]) }],
      'white',
    );
    const at = await painted();
    expect(at(15, 15)).toEqual([255, 0, 0]);
    expect(at(25, 15)).toEqual([0, 0, 255]);
    expect(at(5, 5)).toEqual([0, 255, 0]);
    expect(element.style.position).toBe('');
  });

  it('transform around the centre of the stage, elements in layout too', async () => {
    root.innerHTML = '<p style="margin: 0; width: 10px; height: 10px; background: #ff0000"></p>';
    const element = root.querySelector('p')!;
    const layers = (transform: string): Layer[] => [
      { source: canvas('#00ff00', [70, 0, 10, 10]), transform },
      { source: element, transform },
    ];
    present(layers('rotate(180deg)'), 'white');
    let at = await painted();
    expect(at(75, 55)).toEqual([255, 0, 0]);
    expect(at(5, 55)).toEqual([0, 255, 0]);
    present(layers('translate(5px, 20px)'));
    at = await painted();
    expect(at(10, 25)).toEqual([255, 0, 0]);
    expect(at(77, 25)).toEqual([0, 255, 0]);
  });

  it('touch the page only where something changed', () => {
    const layers: Layer[] = [{ source: canvas('red'), opacity: 0.5 }, { source: canvas('blue') }];
    present(layers);
    const observer = new MutationObserver(() => undefined);
    observer.observe(root, { subtree: true, childList: true, attributes: true });
    present(layers.map((layer) => ({ ...layer })));
    expect(observer.takeRecords()).toEqual([]);
    present([{ ...layers[0]!, opacity: 0.25 }, layers[1]!]);
    expect(observer.takeRecords().map(({ attributeName }) => attributeName)).toEqual(['style']);
    observer.disconnect();
  });

  it('come and go, and leave no trace', async () => {
    const text = document.createElement('p');
    text.setAttribute('style', 'opacity: 0.75; color: red;');
    root.append(text);
    const before = root.outerHTML;
    const [a, b] = [canvas('#ff0000'), canvas('#00ff00')];
    present([{ source: a }, { source: b }, { source: text, opacity: 0.1 }], 'white');
    expect((await painted())(40, 50)).toEqual([0, 255, 0]);
    present([{ source: b }, { source: a }]);
    expect((await painted())(40, 50)).toEqual([255, 0, 0]);
    expect(text.style.opacity).toBe('0.75');
    present([{ source: b }]);
    expect(a.isConnected).toBe(false);
    presenter!.dispose();
    presenter!.dispose();
    expect(root.outerHTML).toBe(before);
    expect(b.getAttribute('style') ?? '').toBe('');
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import type { Layer } from '../../src/composition/composition';
import { awayFromEdges, canvasOf, createTestStage, difference, meanDeltaE, type TestStage } from './capture-stage';

const width = 320;
const height = 240;

const blendModes = [
  'normal',
  'multiply',
  'screen',
  'overlay',
  'darken',
  'lighten',
  'color-dodge',
  'color-burn',
  'hard-light',
  'soft-light',
  'difference',
  'exclusion',
  'hue',
  'saturation',
  'color',
  'luminosity',
  'plus-lighter',
];

/** Columns of every hue: the left half opaque, then fading out, a gap, and two hard-edged translucent bars. */
function backdrop(): HTMLCanvasElement {
  return canvasOf(width, height, (context) => {
    for (let x = 0; x < 260; x++) {
      const alpha = x < 160 ? 1 : 1 - (x - 160) / 100;
      context.fillStyle = `hsl(${(x * 360) / 130} ${40 + (x % 60)}% ${20 + ((x * 7) % 60)}% / ${alpha})`;
      context.fillRect(x, 0, 1, height);
    }
    context.fillStyle = 'rgb(200 90 30 / 0.5)';
    context.fillRect(290, 20, 20, 200);
  });
}

/** Rows of other colours: opaque above, fading out below, with gaps. */
function overlay(): HTMLCanvasElement {
  return canvasOf(width, height, (context) => {
    for (let y = 10; y < 220; y++) {
      if (y > 90 && y < 100) continue;
      const alpha = y < 110 ? 1 : 1 - (y - 110) / 110;
      context.fillStyle = `hsl(${(y * 360) / 90} ${30 + ((y * 3) % 70)}% ${10 + ((y * 5) % 80)}% / ${alpha})`;
      context.fillRect(10, y, 300, 1);
    }
  });
}

/** Few large flat shapes, translucent and opaque: what transforms and filters are judged by. */
function shapes(): HTMLCanvasElement {
  return canvasOf(width, height, (context) => {
    context.fillStyle = '#e8542a';
    context.fillRect(40, 40, 120, 90);
    context.fillStyle = 'rgb(40 120 240 / 0.6)';
    context.fillRect(120, 90, 150, 110);
    context.fillStyle = '#20c070';
    context.beginPath();
    context.arc(230, 70, 45, 0, 2 * Math.PI);
    context.fill();
  });
}

let stage: TestStage;
afterEach(() => stage.remove());

const table: Record<string, { max: number; deltaE: number; atEdges?: number }> = {};

async function compare(name: string, layers: readonly Layer[], background: string | null) {
  stage = await createTestStage(width, height, background);
  stage.show(layers);
  const exported = await stage.capture(layers);
  const preview = await stage.screenshot();
  const { max } = difference(exported, preview);
  const deltaE = meanDeltaE(exported, preview);
  table[name] = { max, deltaE: Number(deltaE.toFixed(4)) };
  return { exported, preview, max, deltaE };
}

describe.each([
  ['on nothing', null],
  ['on a translucent background', 'rgb(30 60 90 / 0.5)'],
  ['on an opaque background', '#345'],
])('blend modes %s', (where, background) => {
  it.each(blendModes)('%s equals the screenshot', async (blendMode) => {
    const layers = [{ source: backdrop() }, { source: overlay(), blendMode }];
    const { max, deltaE } = await compare(`${blendMode} ${where}`, layers, background);
    expect(max).toBeLessThanOrEqual(1);
    expect(deltaE).toBeLessThan(1);
  });
});

describe('opacity', () => {
  it.each([0, 0.05, 0.25, 0.5, 0.77, 1])('%f equals the screenshot', async (opacity) => {
    const layers = [
      { source: backdrop() },
      { source: overlay(), opacity, blendMode: 'screen' },
      { source: shapes(), opacity },
    ];
    const { max, deltaE } = await compare(`opacity ${opacity}`, layers, '#345');
    expect(max).toBeLessThanOrEqual(4);
    expect(deltaE).toBeLessThan(1);
  });
});

const filters = [
  'blur(6px)',
  'brightness(1.4)',
  'contrast(160%)',
  'grayscale(0.7)',
  'hue-rotate(75deg)',
  'invert(0.8)',
  'opacity(0.4)',
  'saturate(2.5)',
  'sepia(0.6)',
  'drop-shadow(14px 9px 5px rgb(255 220 0))',
  'drop-shadow(14px 9px 0 rgb(255 220 0)) blur(3px) saturate(1.5)',
];

describe('filters', () => {
  it.each(filters)('%s equals the screenshot', async (filter) => {
    const { max, deltaE } = await compare(filter, [{ source: backdrop() }, { source: shapes(), filter }], '#345');
    expect(max).toBeLessThanOrEqual(4);
    expect(deltaE).toBeLessThan(1);
  });

  it.each(filters)('%s, then translucent, then blended equals the screenshot', async (filter) => {
    const layers = [{ source: backdrop() }, { source: shapes(), filter, opacity: 0.5, blendMode: 'hard-light' }];
    const { max, deltaE } = await compare(`${filter} + opacity`, layers, null);
    expect(max).toBeLessThanOrEqual(4);
    expect(deltaE).toBeLessThan(1);
  });
});

const transforms = [
  'translate(13px, -7px)',
  'scale(0.5)',
  'scale(1.7, 0.9)',
  'rotate(90deg)',
  'rotate(30deg)',
  'rotate(-12deg) translate(20px, 5px) skewX(10deg)',
  'rotateY(50deg)',
  'matrix(0.8, 0.3, -0.2, 1.1, 12, -9)',
];

describe('transforms', () => {
  it.each(transforms)('%s equals the screenshot away from edges', async (transform) => {
    const layers = [
      {
        source: canvasOf(width, height, (c) => {
          c.fillStyle = '#246';
          c.fillRect(0, 0, width, height);
        }),
      },
      { source: shapes(), transform },
    ];
    const { exported, preview, deltaE } = await compare(transform, layers, null);
    const { max } = difference(exported, preview, awayFromEdges(preview));
    table[transform] = { max, deltaE: Number(deltaE.toFixed(4)) };
    expect(max).toBeLessThanOrEqual(2);
    expect(deltaE).toBeLessThan(1);
  });
});

const filtersToTransform = [
  'blur(6px)',
  'blur(1.5pt)',
  'hue-rotate(75deg)',
  'brightness(1.4)',
  'contrast(160%)',
  'drop-shadow(14px 9px 5px rgb(255 220 0))',
  'drop-shadow(-400px 0 2px oklch(0.8 0.2 100))',
  'drop-shadow(14px 9px 0 rgb(255 220 0)) blur(3px) saturate(1.5)',
];

const transformsOfFiltered = [
  'scale(1.3)',
  'scale(0.6)',
  'scale(0.73)',
  'scale(3)',
  'rotate(90deg)',
  'rotate(30deg)',
  'rotate(25deg) scale(0.7)',
  'rotate(-40deg) scale(3)',
  'translate(0.5px, 0.5px)',
  'translate(390px, 0)',
  'scale(-0.7, 0.7)',
  'scale(1.7, 0.9)',
  'matrix(0.8, 0.3, -0.2, 1.1, 12, -9)',
  'rotateY(50deg) scale(1.2)',
];

describe.each(filtersToTransform)('%s, then', (filter) => {
  async function compareTransformed(name: string, layers: readonly Layer[]) {
    const { exported, preview, max: atEdges, deltaE } = await compare(name, layers, '#345');
    const { max } = difference(exported, preview, awayFromEdges(preview));
    table[name] = { max, deltaE: Number(deltaE.toFixed(4)), atEdges };
    expect(max).toBeLessThanOrEqual(4);
    expect(deltaE).toBeLessThan(1);
    // What stretches a filter is not left in the document.
    expect(document.querySelector('body > svg')).toBeNull();
  }

  it.each(transformsOfFiltered)('%s equals the screenshot away from edges', (transform) =>
    compareTransformed(`${filter} ${transform}`, [{ source: shapes(), filter, transform }]),
  );

  it.each(['scale(0.6)', 'rotate(-40deg) scale(1.4)', 'skewX(20deg) scale(0.8)'])(
    '%s, then translucent, then blended equals the screenshot away from edges',
    (transform) =>
      compareTransformed(`${filter} ${transform} + opacity`, [
        { source: backdrop() },
        { source: shapes(), filter, transform, opacity: 0.6, blendMode: 'hard-light' },
      ]),
  );
});

it('prints how far the composite is from the screenshot', () => {
  const rows = Object.entries(table).map(([name, { max, deltaE, atEdges }]) => {
    const edges = atEdges === undefined ? '' : `, at edges ${atEdges}`;
    return `${name.padEnd(105)} max ${max}  mean ΔE ${deltaE}${edges}`;
  });
  console.log(rows.join('\n'));
  expect(Object.keys(table).length).toBeGreaterThan(50);
});

import { expect, it } from 'vitest';
import { createFrameCapture } from '../../src/capture/capture';
import type { Composition, Layer } from '../../src/composition/composition';
import { createStage, openSession } from '../../src/composition/stage';
import { withLayerOverrides, type LayerOverrides } from '../../src/editor/layer-overrides';
import { openPreview } from '../../src/orchestrator/preview';

const size = { width: 32, height: 32, frameRate: 30, durationInFrames: 10 };

/** Sand, under a blue that takes up all of it. A class, as many sessions are. */
class TwoSheets {
  readonly sheets = ['#c8a060', '#4080c0'].map((colour) => {
    const canvas = Object.assign(document.createElement('canvas'), { width: size.width, height: size.height });
    const paint = canvas.getContext('2d')!;
    paint.fillStyle = colour;
    paint.fillRect(0, 0, size.width, size.height);
    return canvas;
  });
  drawn = 0;
  disposed = 0;

  renderFrame(): void {
    this.drawn += 1;
  }

  layers(): Layer[] {
    return this.sheets.map((source, index) => ({ source, name: `Sheet ${index}` }));
  }

  snapshot(): unknown {
    return this.drawn;
  }

  restore(state: unknown): void {
    this.drawn = state as number;
  }

  dispose(): void {
    this.disposed += 1;
  }
}

function twoSheets(): { composition: Composition; session: TwoSheets } {
  const session = new TwoSheets();
  return { session, composition: { id: 'sheets', name: 'Sheets', ...size, background: '#000', open: () => session } };
}

/** The middle pixel of the frame an export would capture. */
async function captured(composition: Composition): Promise<number[]> {
  const { stage, dispose } = createStage(composition, { ...size, frameRate: { num: 30, den: 1 } });
  const session = await openSession(composition, stage);
  const capture = createFrameCapture({ ...size, background: '#000', root: stage.root });
  await session.renderFrame(0, { frame: 0, time: 0, signal: stage.signal });
  const frame = await capture.capture(session.layers(), 0);
  const canvas = new OffscreenCanvas(size.width, size.height).getContext('2d')!;
  canvas.drawImage(frame, 0, 0);
  frame.close();
  capture.dispose();
  session.dispose();
  dispose();
  return [...canvas.getImageData(16, 16, 1, 1).data.subarray(0, 3)];
}

const multiplied = [0xc8 * 0x40, 0xa0 * 0x80, 0x60 * 0xc0].map((product) => product / 255);
const cases: [what: string, overrides: LayerOverrides, colour: number[]][] = [
  ['nothing', {}, [0x40, 0x80, 0xc0]],
  ['a blend mode', { 1: { blendMode: 'multiply' } }, multiplied],
  ['an opacity', { 1: { opacity: 0.25 } }, [0xa6, 0x98, 0x78]],
  ['a hidden layer', { 1: { hidden: true, opacity: 0.7 } }, [0xc8, 0xa0, 0x60]],
  ['both layers', { 0: { hidden: true }, 1: { blendMode: 'screen', opacity: 0.5 } }, [0x20, 0x40, 0x60]],
];

it.each(cases)('exports what is overridden: %s', async (_, overrides, colour) => {
  const pixel = await captured(withLayerOverrides(twoSheets().composition, () => overrides));
  for (const [channel, value] of colour.entries()) expect(Math.abs(pixel[channel]! - value)).toBeLessThanOrEqual(2);
});

it('shows overrides in the preview as they are made, without drawing again', async () => {
  const { composition, session } = twoSheets();
  const container = document.createElement('div');
  document.body.append(container);
  let overrides: LayerOverrides = {};
  const told: string[][] = [];
  const edited = withLayerOverrides(
    composition,
    () => overrides,
    (layers) => told.push(layers.map(({ name, blendMode }) => `${name} ${blendMode}`)),
  );
  const preview = await openPreview(edited, { container });
  await preview.show(0);
  overrides = { 1: { blendMode: 'multiply', opacity: 0.5 } };
  preview.refresh();
  expect(getComputedStyle(session.sheets[1]!)).toMatchObject({ mixBlendMode: 'multiply', opacity: '0.5' });
  expect(session.drawn).toBe(1);
  // The list is of the composition's own layers: an override can be taken back.
  expect(told.at(-1)).toEqual(['Sheet 0 undefined', 'Sheet 1 undefined']);
  preview.dispose();
  container.remove();
  expect(session.disposed).toBe(1);
});

it('passes kept states on, for sessions that have them', async () => {
  const { composition, session } = twoSheets();
  const { stage, dispose } = createStage(composition, { ...size, frameRate: { num: 30, den: 1 } });
  const wrapped = await openSession(
    withLayerOverrides(composition, () => ({})),
    stage,
  );
  session.drawn = 7;
  const kept = wrapped.snapshot?.();
  session.drawn = 9;
  wrapped.restore?.(kept);
  expect(session.drawn).toBe(7);
  const plain = { renderFrame: () => undefined, layers: () => [], dispose: () => undefined };
  const without = await openSession(
    withLayerOverrides({ ...composition, open: () => plain }, () => ({})),
    stage,
  );
  expect(without).not.toHaveProperty('snapshot');
  dispose();
});

import { expect, it } from 'vitest';
import { compositions } from '../../src/editor/compositions/index';
import { projects } from '../../src/editor/compositions/projects';
import { projectOf, thumbnailOf } from '../../src/editor/projects';
import { toFrameRate } from '../../src/index';
import { drawFrames } from '../../src/orchestrator/draw-frames';
import { thumbnailFrames } from '../support/thumbnail-frames';

/** Few enough for what machines antialias differently not to show. */
const coarse = { width: 32, height: 18 };
const drawnAt = { width: 640, height: 360 };

function coarsely(picture: CanvasImageSource): Uint8ClampedArray {
  const context = new OffscreenCanvas(coarse.width, coarse.height).getContext('2d')!;
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, coarse.width, coarse.height);
  return context.getImageData(0, 0, coarse.width, coarse.height).data;
}

it.each(compositions.map((composition) => ({ id: composition.id, composition })))(
  'the thumbnail of $id is what it draws',
  async ({ id, composition }) => {
    const kept = await createImageBitmap(
      await (await fetch(new URL(thumbnailOf(composition), `${location.origin}/editor/`))).blob(),
    );
    expect([kept.width, kept.height]).toEqual([480, 270]);
    const canvas = new OffscreenCanvas(drawnAt.width, drawnAt.height);
    const { signal } = new AbortController();
    const rate = { frameRate: toFrameRate(composition.frameRate) };
    await drawFrames(
      composition,
      { ...drawnAt, ...rate, frames: [thumbnailFrames[id]!], signal },
      async (_, pixels) => {
        const frame = new VideoFrame(pixels, {
          ...{ format: 'BGRX', timestamp: 0, codedWidth: drawnAt.width, codedHeight: drawnAt.height },
        });
        canvas.getContext('2d')!.drawImage(frame, 0, 0);
        frame.close();
        return Promise.resolve(pixels);
      },
    );
    const [was, is] = [coarsely(kept), coarsely(canvas)];
    const difference = is.reduce((sum, value, index) => sum + Math.abs(value - was[index]!), 0) / is.length;
    // One frame later most of them differ by less, another composition by 30 and more.
    expect(difference, 'npm run docs:pictures writes it anew').toBeLessThan(6);
  },
);

it('names and describes each project, and knows which one a composition is in', () => {
  for (const { name, description, compositions: own } of projects) {
    expect(name).not.toBe('');
    expect(description).toMatch(/^[A-Z].*\.$/);
    for (const composition of own) expect(projectOf(projects, composition).name).toBe(name);
  }
  expect(Object.keys(thumbnailFrames).sort()).toEqual(compositions.map(({ id }) => id).sort());
  expect(() => projectOf(projects, { ...compositions[0]!, id: 'elsewhere' })).toThrow(/No project has/);
});

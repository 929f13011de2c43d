import { describe, expect, it } from 'vitest';
import type { Composition } from '../../src/composition/composition';
import { compositionFrom } from '../../src/composition/load-module';
import { ExportError } from '../../src/errors';

const valid: Composition = {
  id: 'a',
  name: 'A',
  width: 640,
  height: 360,
  frameRate: { num: 30000, den: 1001 },
  durationInFrames: 30,
  open: () => ({ renderFrame: () => undefined, layers: () => [], dispose: () => undefined }),
};

async function failure(exported: unknown): Promise<ExportError> {
  try {
    await compositionFrom(exported);
  } catch (error) {
    expect(error).toBeInstanceOf(ExportError);
    return error as ExportError;
  }
  throw new Error('It was accepted.');
}

describe('a composition module', () => {
  it('gives the very composition it exports, or makes', async () => {
    expect(await compositionFrom(valid)).toBe(valid);
    expect(await compositionFrom(() => valid)).toBe(valid);
    expect(await compositionFrom(() => Promise.resolve(valid))).toBe(valid);
  });

  it('may be an instance of a class', async () => {
    class Own implements Composition {
      id = 'own';
      name = 'Own';
      width = 10;
      height = 10;
      durationInFrames = 1;
      get frameRate(): number {
        return 25;
      }
      open(): ReturnType<Composition['open']> {
        return valid.open({} as never);
      }
    }
    const own = new Own();
    expect(await compositionFrom(own)).toBe(own);
  });

  it.each<[path: string, value: unknown]>([
    ['id', ''],
    ['id', undefined],
    ['name', 3],
    ['width', 0],
    ['width', -1],
    ['width', Number.NaN],
    ['height', 360.5],
    ['height', 1e9],
    ['frameRate', 0],
    ['frameRate', '30'],
    ['frameRate', { num: 30, den: 0 }],
    ['durationInFrames', 0],
    ['durationInFrames', Number.POSITIVE_INFINITY],
    ['background', 7],
    ['audio', {}],
    ['stateful', 'yes'],
    ['open', undefined],
    ['open', 'x'],
  ])('refuses %s = %o and names it', async (path, value) => {
    const error = await failure({ ...valid, [path]: value });
    expect(error).toMatchObject({ code: 'invalid-input', detail: 'composition-invalid' });
    expect(error.message).toContain(` ${path} `);
    expect(error.remedy).toContain(path);
  });

  it('names the audio track that is wrong', async () => {
    const error = await failure({ ...valid, audio: [{ source: 'a.wav' }, { source: null }] });
    expect(error.message).toContain('audio.1.source');
  });

  it.each([undefined, null, 3, 'composition', () => null])('refuses %o as a default export', async (exported) => {
    expect((await failure(exported)).message).toContain('the default export');
  });

  it('keeps why a function failed', async () => {
    const reason = new Error('no licence');
    const error = await failure(() => Promise.reject(reason));
    expect(error.cause).toBe(reason);
  });
});

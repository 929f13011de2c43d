import { describe, expect, test } from 'vitest';
import { gatesFor } from '../../src/quality/gates';
import { categoryWeights, lossPoints, pointsLeft, reviewBelow, scoreOf } from '../../src/quality/score';
import { check, frameQuality } from '../support/quality-report';

const perfect = { frame: 0, ...frameQuality(1, Infinity, 0) };
const atLimits = { frame: 1, ...frameQuality(0.98, 40, 1) };

describe('the score', () => {
  test('is 100 where everything passed, and approves', () => {
    expect(scoreOf([check('frame-count'), check('ssim', { category: 'visual' })], [perfect])).toEqual({
      score: { total: 100, categories: { visual: 100, technical: 100 } },
      recommendation: 'approve',
      recommendations: [],
    });
  });

  test('leaves a category 85 % by a warning and half by a failure, one after the other', () => {
    const of = (...statuses: ('pass' | 'warn' | 'fail')[]): number | undefined =>
      scoreOf(
        statuses.map((status, index) => check(`check-${index}`, { category: 'sound', status })),
        [],
      ).score.categories.sound;
    expect([of('pass', 'warn'), of('warn', 'warn'), of('fail'), of('fail', 'warn', 'pass')]).toEqual([85, 72, 50, 43]);
    expect(pointsLeft.fail).toBeLessThan(pointsLeft.warn);
  });

  test('weighs categories, and leaves out those where nothing was judged', () => {
    const checks = [
      check('a', { category: 'visual' }),
      check('b', { category: 'compliance', status: 'fail' }),
      check('c', { category: 'sound', status: 'skipped' }),
      check('d', { category: 'consistency', status: 'info' }),
    ];
    const { score } = scoreOf(checks, []);
    expect(score.categories).toEqual({ visual: 100, compliance: 50 });
    const { visual, compliance } = categoryWeights;
    expect(score.total).toBe(Math.round((100 * visual + 50 * compliance) / (visual + compliance)));
    expect(Object.values(categoryWeights).reduce((sum, weight) => sum + weight)).toBe(100);
  });

  test.each([
    ['SSIM', frameQuality(0.98, Infinity, 0)],
    ['PSNR', frameQuality(1, 40, 0)],
    ['ΔE', frameQuality(1, Infinity, 1)],
  ])('gives a frame at the limit of %s the points of a limit', (_, quality) => {
    const { score } = scoreOf([], [{ frame: 0, ...quality }]);
    expect(score.categories.visual).toBe(lossPoints.atLimit);
  });

  test('goes to 0 at three times the loss of the limit, and never below', () => {
    const of = (ssim: number): number => scoreOf([], [{ frame: 0, ...frameQuality(ssim, Infinity, 0) }]).score.total;
    expect([of(0.96), of(0.94), of(0.5), of(-0.2)]).toEqual([40, 0, 0, 0]);
    expect(scoreOf([], [{ frame: 0, ...frameQuality(1, 40 - 20 * Math.log10(2), 0) }]).score.total).toBe(40);
  });

  test('counts the worst frame half and their mean half', () => {
    const { score } = scoreOf([], [perfect, perfect, perfect, atLimits]);
    expect(score.categories.visual).toBe(Math.round((80 + (3 * 100 + 80) / 4) / 2));
  });

  test('measures against what the gate names, and by the limits it is given', () => {
    const frame = { ...atLimits, reference: frameQuality(1, Infinity, 0) };
    expect(scoreOf([], [frame]).score.total).toBe(100);
    const deep = gatesFor({ codec: 'prores-4444', pixelFormat: '444', bits: 12 });
    expect(scoreOf([], [frame], deep).score.total).toBe(80);
    const proxy = gatesFor({ codec: 'prores-proxy', pixelFormat: '422', bits: 10 });
    expect(scoreOf([], [atLimits], proxy).score.total).toBeGreaterThan(80);
  });

  test('takes the lower of checks and frames for the picture, so that one loss counts once', () => {
    const warning = check('psnr', { category: 'visual', status: 'warn' });
    expect(scoreOf([warning], [atLimits]).score.categories.visual).toBe(80);
    expect(scoreOf([warning], [perfect]).score.categories.visual).toBe(85);
  });
});

describe('the recommendation', () => {
  test('rejects by any failure, whatever the total', () => {
    const passed = Array.from({ length: 30 }, (_, index) => check(`check-${index}`));
    const { score, recommendation } = scoreOf(
      [...passed, check('tags', { category: 'compliance', status: 'fail' })],
      [perfect],
    );
    expect(score.total).toBeGreaterThanOrEqual(reviewBelow);
    expect(recommendation).toBe('reject');
  });

  test('asks for a review by a warning, by few points, and where nothing was judged', () => {
    expect(scoreOf([check('a', { status: 'warn' })], [perfect]).recommendation).toBe('review');
    const poor = { frame: 0, ...frameQuality(0.96, 35, 2) };
    const few = scoreOf([check('a', { category: 'visual' })], [poor]);
    expect(few).toMatchObject({ recommendation: 'review', score: { total: 40 } });
    expect(few.recommendations).toEqual([expect.stringContaining('only 40 of 100 points')]);
    const none = scoreOf([check('a', { status: 'skipped' })], []);
    expect(none).toMatchObject({ recommendation: 'review', score: { total: 0, categories: {} } });
    expect(none.recommendations).toEqual([expect.stringContaining('could be judged')]);
  });

  test('says remedies of failures first, of weightier categories first, each once', () => {
    const checks = [
      check('a', { category: 'sound', status: 'warn', remedy: 'Normalise.' }),
      check('b', { category: 'compliance', status: 'fail', remedy: 'Change the size.' }),
      check('c', { category: 'visual', status: 'fail', remedy: 'Raise the bitrate.' }),
      check('d', { category: 'visual', status: 'warn', remedy: 'Raise the bitrate.' }),
      check('e', { category: 'technical', status: 'fail', message: 'A frame is missing.' }),
      check('f', { category: 'visual', status: 'pass', remedy: 'Never said.' }),
    ];
    expect(scoreOf(checks, []).recommendations).toEqual([
      'Raise the bitrate.',
      'A frame is missing.',
      'Change the size.',
      'Normalise.',
    ]);
  });
});

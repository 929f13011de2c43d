import { describe, expect } from 'vitest';
import { readFrameCodes } from '../support/frame-code';
import { faultMatrix } from '../support/fault-matrix';
import {
  cleanUpAfterEach,
  expectSame,
  failureOf,
  length,
  newExporter,
  numbered,
  segmentFrames,
  settings,
  warningsOf,
} from '../support/fault-session';
import { faultyWorkers } from '../support/faulty-workers';
import { decodeRgb } from '../support/media-tools';

cleanUpAfterEach();
const fault = faultMatrix('codecs');
const frameNumbers = Array.from({ length }, (_, index) => index);

describe('a codec that breaks', () => {
  for (const error of ['QuotaExceededError', 'EncodingError'] as const) {
    for (const afterFrames of [10, 60, 200]) {
      fault(error, `once, after ${afterFrames} frames`, async () => {
        const { workers } = faultyWorkers((kind, start) =>
          kind === 'encode' && start === 0 ? { codec: { afterFrames, error } } : {},
        );
        const given = numbered();
        const handle = newExporter({ workers }).start(given.composition, settings(given.composition));
        await expectSame(await handle.result, given);
        expect(warningsOf(handle)).toEqual(['retried']);
        const again = given.drawn.length - length;
        expect(again).toBeLessThan(2 * segmentFrames);
        return `survived: same file, ${again} frames drawn again`;
      });
    }
  }

  fault('EncodingError', 'three times in a row', async () => {
    const { workers } = faultyWorkers((kind, start) =>
      kind === 'encode' && start < 3 ? { codec: { afterFrames: 60, error: 'EncodingError' } } : {},
    );
    const { composition } = numbered();
    const handle = newExporter({ workers }).start(composition, settings(composition));
    const { file } = await handle.result;
    expect(warningsOf(handle)).toEqual(['retried', 'retried', 'retried', 'engine-failed']);
    expect(readFrameCodes(await decodeRgb(file!, 'webm'), 160, 90)).toEqual(frameNumbers);
    return 'survived: another engine, exact frames';
  });

  for (const preset of ['mp4-h264', 'webm-vp9']) {
    fault('EncodingError', `for ever, but not in software (${preset})`, async () => {
      const { workers } = faultyWorkers((kind) =>
        kind === 'encode' ? { codec: { afterFrames: 60, error: 'EncodingError' }, soundEngine: 'prefer-software' } : {},
      );
      const { composition } = numbered();
      const asked = { ...settings(composition, preset), deterministic: false };
      const handle = newExporter({ workers }).start(composition, asked);
      const { file } = await handle.result;
      expect(warningsOf(handle)).toContain('engine-failed');
      const extension = file!.name.split('.').at(-1)!;
      expect(readFrameCodes(await decodeRgb(file!, extension), 160, 90)).toEqual(frameNumbers);
      return 'survived: software encodes, exact frames';
    });
  }

  for (const error of ['QuotaExceededError', 'EncodingError'] as const) {
    fault(error, 'for ever', async () => {
      const { workers } = faultyWorkers((kind) => (kind === 'encode' ? { codec: { afterFrames: 60, error } } : {}));
      const { composition } = numbered();
      const handle = newExporter({ workers }).start(composition, settings(composition));
      expect(await failureOf(handle)).toMatchObject({
        code: 'encoder',
        detail: error === 'EncodingError' ? 'encoder-failed' : 'codec-reclaimed',
        stage: 'encode',
        recoverable: true,
      });
      return 'failed cleanly: encoder';
    });
  }
});

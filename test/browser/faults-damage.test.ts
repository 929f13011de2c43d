import { describe, expect } from 'vitest';
import { faultMatrix } from '../support/fault-matrix';
import {
  cleanUpAfterEach,
  expectSame,
  failureOf,
  length,
  newExporter,
  numbered,
  segmentFrames,
  segmentsStored,
  settings,
  until,
  warningsOf,
  type Numbered,
} from '../support/fault-session';
import { damage, replaceParts, replaceRecords, valuesOf, withDatabase, settled } from '../support/raw-database';

cleanUpAfterEach();
const fault = faultMatrix('what is stored');

/** An export of which two segments and the sound are stored, ended as by closing the tab. */
async function interrupted(given: Numbered): Promise<string> {
  const exporter = newExporter();
  given.holdAt = 2 * segmentFrames + 10;
  const handle = exporter.start(given.composition, settings(given.composition));
  await segmentsStored(handle, 2);
  await expect.poll(() => valuesOf('audio'), { timeout: 30_000 }).toHaveLength(1);
  await exporter.dispose();
  await expect(handle.result).rejects.toMatchObject({ code: 'cancelled' });
  Object.assign(given, { holdAt: null, drawn: [] });
  return handle.id;
}

/** Resumes it: the same file, with these warnings, and with these frames drawn. */
async function resumes(given: Numbered, id: string, warnings: string[], frames: number[]): Promise<void> {
  const handle = newExporter().resume(id, given.composition);
  await expectSame(await handle.result, given);
  expect(warningsOf(handle)).toEqual(warnings);
  expect(given.drawn).toEqual(frames);
}

const range = (first: number, end: number): number[] =>
  Array.from({ length: end - first }, (_, index) => first + index);
const rest = range(2 * segmentFrames, length);

function flip(bytes: Uint8Array): void {
  const at = bytes.length >> 1;
  bytes[at] = bytes[at]! ^ 1;
}

describe('storage that is damaged', () => {
  fault('one bit of a segment flipped', 'between two sessions', async () => {
    const given = numbered();
    const id = await interrupted(given);
    const flipped = await damage(
      'segments',
      ({ data }) => flip(data as Uint8Array),
      ({ index }) => index === 0,
    );
    expect(flipped).toBe(1);
    await resumes(given, id, ['stored-parts-damaged'], [...range(0, segmentFrames), ...rest]);
    return 'mended: the segment is made again, same file';
  });

  fault('a packet table changed', 'between two sessions', async () => {
    const given = numbered();
    const id = await interrupted(given);
    await damage('segments', ({ packets }) => (packets as { byteLength: number }[])[3]!.byteLength++);
    await resumes(given, id, ['stored-parts-damaged'], range(0, length));
    return 'mended: both segments are made again, same file';
  });

  fault('one bit of the sound flipped', 'between two sessions', async () => {
    const given = numbered();
    const id = await interrupted(given);
    expect(await damage('packets', ({ data }) => flip(data as Uint8Array))).toBeGreaterThan(0);
    await resumes(given, id, ['stored-parts-damaged'], rest);
    return 'mended: the sound is made again, same file';
  });

  fault('a segment gone', 'between two sessions', async () => {
    const given = numbered();
    const id = await interrupted(given);
    await withDatabase((database) =>
      settled(database.transaction('segments', 'readwrite').objectStore('segments').delete([id, 1])),
    );
    await resumes(given, id, ['stored-parts-damaged'], range(segmentFrames, length));
    return 'mended: the segment is made again, same file';
  });

  fault('one bit of a segment flipped', 'while it is paused', async () => {
    const given = numbered();
    const handle = newExporter().start(given.composition, settings(given.composition));
    await segmentsStored(handle, 1);
    await handle.pause();
    await damage('segments', ({ data }) => flip(data as Uint8Array));
    handle.resume();
    await expectSame(await handle.result, given);
    expect(warningsOf(handle)).toEqual(['stored-parts-damaged']);
    return 'mended: the segment is made again, same file';
  });

  fault('the record changed', 'between two sessions', async () => {
    const given = numbered();
    const id = await interrupted(given);
    await damage('exports', (record) => (record['segmentFrames'] = 121));
    const exporter = newExporter();
    const [unfinished] = await exporter.unfinished();
    expect(unfinished).toMatchObject({ id, stopped: { code: 'storage', detail: 'record-damaged' } });
    const handle = exporter.resume(id, given.composition);
    expect(await failureOf(handle)).toMatchObject({ code: 'storage', detail: 'record-damaged' });
    await exporter.discard(id);
    expect(await exporter.unfinished()).toEqual([]);
    for (const store of ['exports', 'segments', 'audio', 'parts'] as const) expect(await valuesOf(store)).toEqual([]);
    return 'failed cleanly: record-damaged; discarded';
  });

  fault('the record without its settings', 'beside one that is whole', async () => {
    const given = numbered();
    const lost = await interrupted(given);
    const whole = await interrupted(given);
    await damage(
      'exports',
      (record) => delete record['settings'],
      ({ id }) => id === lost,
    );
    const exporter = newExporter();
    expect((await exporter.unfinished()).map(({ id }) => id)).toEqual([whole]);
    expect((await valuesOf('parts')).filter(({ exportId }) => exportId === lost)).toEqual([]);
    await resumes(given, whole, [], rest);
    return 'removed: no one could use it; the other is unharmed, same file';
  });
});

describe('segments that no longer fit', () => {
  fault('another decoder description', 'between two sessions', async () => {
    const given = numbered();
    const id = await interrupted(given);
    await replaceParts('segments', ({ decoderConfig }) => {
      (decoderConfig as VideoDecoderConfig).description = new Uint8Array([1, 2, 3]);
    });
    await resumes(given, id, ['engine-gone'], range(0, length));
    return 'mended: all of the picture is made again, same file';
  });

  fault('another codec string', 'between two sessions', async () => {
    const given = numbered();
    const id = await interrupted(given);
    await replaceParts('segments', ({ decoderConfig }) => {
      (decoderConfig as VideoDecoderConfig).codec = 'vp09.01.10.08';
    });
    await resumes(given, id, ['engine-gone'], range(0, length));
    return 'mended: all of the picture is made again, same file';
  });

  fault('another browser', 'between two sessions, deterministic', async () => {
    const given = numbered();
    const id = await interrupted(given);
    await replaceRecords((record) => (record['userAgent'] = 'Another/1.0'));
    await resumes(given, id, ['engine-gone'], range(0, length));
    return 'mended: all of the picture is made again, same file';
  });

  fault('an engine there is none of', 'between two sessions', async () => {
    const given = numbered();
    const id = await interrupted(given);
    await replaceRecords(({ engine }) => {
      (engine as { config: VideoEncoderConfig }).config.codec = 'vp99.00.10.08';
    });
    await resumes(given, id, ['engine-gone'], range(0, length));
    return 'mended: all of the picture is made again, same file';
  });
});

describe('the same export taken up twice', () => {
  fault('resumed twice at once', 'on one page', async () => {
    const given = numbered();
    const id = await interrupted(given);
    const first = newExporter().resume(id, given.composition);
    await until(first, ({ phase }) => phase !== 'idle');
    const second = newExporter().resume(id, given.composition);
    expect(await failureOf(second)).toMatchObject({ code: 'storage', detail: 'export-in-use' });
    await expect(newExporter().discard(id)).rejects.toMatchObject({ detail: 'export-in-use' });
    await expectSame(await first.result, given);
    return 'failed cleanly: export-in-use; the first is unharmed';
  });
});

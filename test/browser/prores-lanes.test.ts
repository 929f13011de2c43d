import * as Comlink from 'comlink';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { FrameLanes, type EncodedFrame, type ProResLane } from '../../src/encode/prores/frame-lanes';
import { ProResSegmentEncoder } from '../../src/encode/prores/prores-segment-encoder';
import { WorkerLane } from '../../src/encode/prores/worker-lane';
import { cancelled, ExportError } from '../../src/errors';
import { createProResEncoder, type ProResSettings } from '../../src/prores';
import type { ProResWorkerApi } from '../../src/workers/prores.worker';
import ProResWorker from '../../src/workers/prores.worker?worker&inline';
import { registerTransferHandlers } from '../../src/workers/transfer-handlers';
import { drawProResPicture } from '../support/prores-pictures';

registerTransferHandlers();

const settings: ProResSettings = { profile: '422-hq', width: 320, height: 180, frameRate: 25 };
const frameCount = 10;
const frames = Array.from({ length: frameCount }, (_, index) =>
  drawProResPicture(index % 2 === 0 ? 'graphics' : 'random', 320, 180, index),
);
const open: { close(): void }[] = [];

afterEach(() => {
  for (const each of open.splice(0)) each.close();
});

function workerLane(): { worker: Worker; lane: WorkerLane } {
  const worker = new ProResWorker();
  const lane = new WorkerLane(worker, settings);
  open.push(lane);
  return { worker, lane };
}

/** A lane through a port, as a worker that encodes has it from the page. */
function portLane(): { worker: Worker; lane: WorkerLane } {
  const worker = new ProResWorker();
  const { port1, port2 } = new MessageChannel();
  void Comlink.wrap<ProResWorkerApi>(worker).connect(Comlink.transfer(port2, [port2]));
  const lane = new WorkerLane(port1, settings);
  open.push(lane, { close: () => worker.terminate() });
  return { worker, lane };
}

async function expected(): Promise<Uint8Array[]> {
  const encoder = await createProResEncoder(settings);
  return frames.map((pixels) => encoder.encode(pixels.buffer));
}

/** A segment as the export encodes it: in order, waiting for room. */
async function encodeSegment(lanes: readonly ProResLane[]): Promise<Uint8Array[]> {
  const encoder = new ProResSegmentEncoder(settings, lanes);
  encoder.begin({ index: 0, first: 100, count: frameCount });
  // The buffer is the caller's again as soon as `encode` has returned.
  const pixels = new ArrayBuffer(320 * 180 * 4);
  for (const [index, frame] of frames.entries()) {
    new Uint8Array(pixels).set(frame);
    const room = encoder.encode({ frame: 100 + index, pixels, timestampUs: index * 40_000, durationUs: 40_000 });
    new Uint8Array(pixels).fill(0);
    await room;
  }
  const segment = await encoder.end();
  encoder.dispose();
  expect(segment.packets.map(({ key, frame }) => [key, frame])).toEqual(frames.map((_, index) => [true, 100 + index]));
  expect(segment.decoderConfig).toMatchObject({ codec: 'apch', codedWidth: 320, codedHeight: 180 });
  let at = 0;
  return segment.packets.map(({ byteLength }) => segment.data.slice(at, (at += byteLength)));
}

describe('the same packets, in the same order', () => {
  test.each([1, 2, 5])('from %i workers', async (count) => {
    expect(await encodeSegment(Array.from({ length: count }, () => workerLane().lane))).toEqual(await expected());
  });

  test('through ports', async () => {
    expect(await encodeSegment([portLane().lane, portLane().lane])).toEqual(await expected());
  });

  test('when a worker is lost amid its frames', async () => {
    const [lost, kept] = [workerLane(), workerLane()];
    const encode = vi.spyOn(lost.lane, 'encode').mockImplementation(async (...given) => {
      await WorkerLane.prototype.encode.apply(kept.lane, given); // The buffer is gone with it.
      lost.worker.terminate();
      lost.lane.lose('it was ended from outside');
      return lost.lane.encode(given[0], new ArrayBuffer(0));
    });
    encode.mockImplementationOnce((...given) => {
      const work = WorkerLane.prototype.encode.apply(lost.lane, given);
      lost.worker.terminate();
      lost.lane.lose('it was ended from outside');
      return work;
    });
    expect(await encodeSegment([lost.lane, kept.lane])).toEqual(await expected());
    expect(encode.mock.calls.length).toBeGreaterThan(0);
  });

  test('when a worker dies and only its port tells', async () => {
    const [lost, kept] = [portLane(), portLane()];
    const encode = vi.spyOn(lost.lane, 'encode').mockImplementation(async (...given) => {
      const encoded = await WorkerLane.prototype.encode.apply(lost.lane, given);
      lost.worker.terminate();
      return encoded;
    });
    expect(await encodeSegment([lost.lane, kept.lane])).toEqual(await expected());
    expect(encode.mock.calls.length).toBeGreaterThan(1);
  });
});

/** A lane that encodes when told to. */
function heldLane(): ProResLane & { finish(): void; held: () => number } {
  const waiting: (() => void)[] = [];
  return {
    encode: (frame, pixels) =>
      new Promise<EncodedFrame>((resolve) => waiting.push(() => resolve({ data: Uint8Array.of(frame), pixels }))),
    close: () => undefined,
    finish: () => waiting.shift()?.(),
    held: () => waiting.length,
  };
}

test('two frames a lane are under way and no more, and room comes with the first that is done', async () => {
  const lanes = [heldLane(), heldLane()];
  const pool = new FrameLanes(lanes);
  const done = [0, 1, 2, 3].map((frame) => pool.encode(frame, new ArrayBuffer(8)));
  expect(lanes.map((lane) => lane.held())).toEqual([2, 2]);
  let hasRoom = false;
  const room = pool.room().then(() => (hasRoom = true));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(hasRoom).toBe(false);
  lanes[1]!.finish();
  await room;
  lanes[1]!.finish();
  lanes[0]!.finish();
  lanes[0]!.finish();
  expect((await Promise.all(done)).map(([frame]) => frame)).toEqual([0, 1, 2, 3]);
  pool.dispose();
});

test('what is under way fails as cancelled, and with the last lane lost as its crash', async () => {
  const pool = new FrameLanes([heldLane()]);
  const frame = pool.encode(0, new ArrayBuffer(8));
  pool.dispose(cancelled('encode'));
  await expect(frame).rejects.toMatchObject({ code: 'cancelled' });
  await expect(pool.encode(1, new ArrayBuffer(8))).rejects.toMatchObject({ code: 'cancelled' });
  await pool.room();

  const { worker, lane } = workerLane();
  const alone = new FrameLanes([lane]);
  const lost = alone.encode(0, frames[0]!.buffer);
  worker.terminate();
  lane.lose('it was ended from outside');
  await expect(lost).rejects.toMatchObject({ code: 'worker-crash', recoverable: true });
  await expect(alone.encode(1, frames[1]!.buffer)).rejects.toBeInstanceOf(ExportError);
});

test('a buffer of the wrong length is refused by name, and the lane goes on', async () => {
  const pool = new FrameLanes([workerLane().lane]);
  await expect(pool.encode(3, new ArrayBuffer(12))).rejects.toMatchObject({
    code: 'invalid-input',
    detail: 'prores-pixels-length',
    frame: 3,
  });
  expect(await pool.encode(4, frames[0]!.buffer)).toEqual((await expected())[0]);
  pool.dispose();
});

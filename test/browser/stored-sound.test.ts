import { openDB } from 'idb';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { EncodedAudio, EncodedAudioPacket } from '../../src/audio/audio-source';
import { databaseName, type ExportSchema } from '../../src/storage/export-database';
import { ExportStore } from '../../src/storage/export-store';

const id = 'stored-sound';

const audio: EncodedAudio = {
  settings: { codec: 'pcm-s16', sampleRate: 48_000, channels: 2, bitrate: 0 },
  decoderConfig: { codec: 'pcm-s16', sampleRate: 48_000, numberOfChannels: 2 },
  primingSamples: 0,
  length: 5,
  packetCount: 3,
};

/** Packets of 1, 2, … samples from sample `start` on. */
function packets(start: number, count: number): EncodedAudioPacket[] {
  return Array.from({ length: count }, (_, index) => ({
    data: new Uint8Array(index + 1).fill(start + index),
    startSample: start + index,
    sampleCount: index + 1,
  }));
}

let store: ExportStore;

beforeEach(async () => {
  store = new ExportStore();
  await store.putPackets(id, 0, packets(0, 2));
  await store.putPackets(id, 1, packets(3, 1));
  await store.putAudio(id, { ...audio, runs: 2 });
});

afterEach(async () => {
  await store.discard(id);
  await store.close();
});

it('comes back run by run as it was put', async () => {
  expect(await store.getAudio(id)).toMatchObject({ ...audio, runs: 2 });
  expect(await store.getPackets(id, 0)).toEqual(packets(0, 2));
  expect(await store.getPackets(id, 1)).toEqual(packets(3, 1));
  expect(await store.getPackets(id, 2)).toBeUndefined();
  expect(await store.removeDamaged(id)).toEqual([]);
});

it('is not whole any longer where one run is damaged', async () => {
  const database = await openDB<ExportSchema>(databaseName);
  const run = (await database.get('packets', [id, 1]))!;
  run.data[0]! ^= 1;
  await database.put('packets', run);
  database.close();
  expect(await store.removeDamaged(id)).toMatchObject([{ kind: 'packets', index: 1 }]);
  expect(await store.getAudio(id)).toBeUndefined();
  expect((await store.parts(id)).map(({ kind, index }) => `${kind} ${index}`)).toEqual(['packets 0']);
});

it('leaves nothing when its export is discarded', async () => {
  await store.discard(id);
  expect(await store.parts(id)).toEqual([]);
  expect(await store.getPackets(id, 0)).toBeUndefined();
});

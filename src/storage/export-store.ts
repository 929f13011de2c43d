import type { EncodedAudio, EncodedAudioPacket } from '../audio/audio-source';
import type { EncodedSegment } from '../encode/segment-encoder';
import { ExportError } from '../errors';
import { openExportDatabase, type ExportDatabase } from './export-database';
import type { ExportRecord } from './export-record';

/**
 * What of an export is finished, in IndexedDB. Every method may run on the page or in a worker, and what one has put the
 * other can get as soon as the promise has resolved.
 *
 * @throws ExportError `storage` or `storage-quota` from every method
 */
export class ExportStore {
  private database: Promise<ExportDatabase> | undefined;

  putRecord(record: ExportRecord): Promise<void> {
    return this.run(async (database) => {
      await database.put('exports', record);
    });
  }

  getRecord(id: string): Promise<ExportRecord | undefined> {
    return this.run((database) => database.get('exports', id));
  }

  putSegment(exportId: string, segment: EncodedSegment): Promise<void> {
    return this.run(async (database) => {
      await database.put('segments', { ...segment, exportId, index: segment.span.index });
    });
  }

  getSegment(exportId: string, index: number): Promise<EncodedSegment | undefined> {
    return this.run((database) => database.get('segments', [exportId, index]));
  }

  putMix(
    exportId: string,
    index: number,
    [left, right]: [Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>],
  ): Promise<void> {
    return this.run(async (database) => {
      await database.put('mix', { exportId, index, left, right });
    });
  }

  putAudio(exportId: string, audio: EncodedAudio): Promise<void> {
    const { packets, ...rest } = audio;
    const table = new Float64Array(packets.length * 3);
    const data = new Uint8Array(packets.reduce((sum, packet) => sum + packet.data.byteLength, 0));
    let at = 0;
    packets.forEach((packet, index) => {
      table.set([packet.data.byteLength, packet.startSample, packet.sampleCount], index * 3);
      data.set(packet.data, at);
      at += packet.data.byteLength;
    });
    return this.run(async (database) => {
      await database.put('audio', { ...rest, exportId, data, table });
    });
  }

  getAudio(exportId: string): Promise<EncodedAudio | undefined> {
    return this.run(async (database) => {
      const stored = await database.get('audio', exportId);
      if (!stored) return undefined;
      const { data, table, settings, decoderConfig, primingSamples, length } = stored;
      const packets: EncodedAudioPacket[] = [];
      let at = 0;
      for (let row = 0; row < table.length; row += 3) {
        const byteLength = table[row]!;
        packets.push({
          data: data.subarray(at, at + byteLength),
          startSample: table[row + 1]!,
          sampleCount: table[row + 2]!,
        });
        at += byteLength;
      }
      return { settings, decoderConfig, primingSamples, length, packets };
    });
  }

  /** Removes everything of an export, all or nothing. */
  discard(exportId: string): Promise<void> {
    return this.run(async (database) => {
      const transaction = database.transaction(['exports', 'segments', 'mix', 'audio'], 'readwrite');
      const all = IDBKeyRange.bound([exportId], [exportId, []]);
      await Promise.all([
        transaction.objectStore('exports').delete(exportId),
        transaction.objectStore('segments').delete(all),
        transaction.objectStore('mix').delete(all),
        transaction.objectStore('audio').delete(exportId),
        transaction.done,
      ]);
    });
  }

  /** Closes the database; the next call opens it again. */
  async close(): Promise<void> {
    const database = this.database;
    this.database = undefined;
    (await database?.catch(() => undefined))?.close();
  }

  private async run<T>(work: (database: ExportDatabase) => Promise<T>): Promise<T> {
    try {
      this.database ??= openExportDatabase();
      return await work(await this.database);
    } catch (cause) {
      await this.close();
      throw ExportError.from(cause, 'storage', {
        detail: 'database-failed',
        stage: 'store',
        message: "The browser's storage refused the export's data.",
        remedy: 'Close other tabs of this page and try again; in a private window, use a normal one.',
        recoverable: true,
      });
    }
  }
}

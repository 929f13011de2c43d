import * as Comlink from 'comlink';
import type { FileSink } from '../delivery/file-sink';
import { createHandleSink } from '../delivery/handle-sink';
import { createOpfsSink } from '../delivery/opfs-sink';
import type { EncodedSegment } from '../encode/segment-encoder';
import { ExportError } from '../errors';
import { mux } from '../mux/mediabunny-muxer';
import { ExportStore } from '../storage/export-store';
import type { MuxRequest, MuxTarget, MuxWorkerApi } from './protocol';
import { registerTransferHandlers } from './transfer-handlers';

registerTransferHandlers();

const store = new ExportStore();

async function* segmentsOf({ exportId, segmentCount }: MuxRequest): AsyncGenerator<EncodedSegment> {
  for (let index = 0; index < segmentCount; index++) {
    const segment = await store.getSegment(exportId, index);
    if (!segment) throw missing(`segment ${index}`);
    yield segment;
  }
}

async function openSink(target: MuxTarget, sink: FileSink | undefined): Promise<FileSink> {
  switch (target.kind) {
    case 'opfs':
      return createOpfsSink(target.name);
    case 'handle':
      return createHandleSink(target.handle);
    case 'sink': {
      if (!sink) throw new TypeError('No sink was given.');
      return {
        write: (position, data) => sink.write(position, Comlink.transfer(data, [data.buffer])),
        close: () => sink.close(),
        abort: () => sink.abort(),
      };
    }
  }
}

const api: MuxWorkerApi = {
  warmUp: () => undefined, // That this can be answered means that everything is loaded.
  async mux(request, target, onProgress, hostSink) {
    const { hasAudio, exportId } = request;
    const audio = hasAudio ? await store.getAudio(exportId) : null;
    if (audio === undefined) throw missing('the sound');
    const sink = await openSink(target, hostSink).catch((cause: unknown) => {
      throw notWritable(cause);
    });
    try {
      const job = { ...request, audio, video: { ...request, segments: segmentsOf(request) } };
      const { signal } = new AbortController(); // Cancelling ends this worker whole.
      const { byteLength } = await mux(job, sink, { signal, onProgress });
      await sink.close();
      return byteLength;
    } catch (cause) {
      await sink.abort();
      throw ExportError.from(cause, 'storage', {
        detail: 'write-failed',
        stage: 'deliver',
        message: 'The file could not be written.',
        remedy: 'Check that the destination still exists and has free space, then try again.',
        recoverable: true,
      });
    }
  },
};

function missing(what: string): ExportError {
  return new ExportError('storage', {
    detail: 'record-missing',
    stage: 'mux',
    message: `The browser's storage no longer holds ${what} of this export.`,
    remedy: 'Export again; do not clear the site data meanwhile.',
  });
}

function notWritable(cause: unknown): ExportError {
  return ExportError.from(cause, 'storage', {
    detail: 'destination-not-writable',
    stage: 'deliver',
    message: 'The destination cannot be written to.',
    remedy: 'Choose another place for the file.',
    cause,
  });
}

Comlink.expose(api);

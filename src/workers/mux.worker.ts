import * as Comlink from 'comlink';
import type { EncodedAudioPacket } from '../audio/audio-source';
import type { FileSink } from '../delivery/file-sink';
import { createHandleSink } from '../delivery/handle-sink';
import { createOpfsSink } from '../delivery/opfs-sink';
import { openFfmpegLanes } from '../encode/ffmpeg/ffmpeg-engine';
import { ffmpegFilePlan } from '../encode/ffmpeg/file-plan';
import type { LaneSource } from '../encode/lane-source';
import type { EncodedSegment } from '../encode/segment-encoder';
import { ExportError } from '../errors';
import { createFfmpegMux } from '../mux/ffmpeg-muxer';
import { mux as mediabunnyMux } from '../mux/mediabunny-muxer';
import type { Mux, MuxAudio } from '../mux/muxer';
import { createSequenceMux, muxPicture } from '../mux/sequence-muxer';
import { codecs } from '../formats/codecs';
import { digestFile } from '../quality/file-digests';
import { ExportStore } from '../storage/export-store';
import { exposeToPage } from './expose';
import type { MuxRequest, MuxSource, MuxTarget, MuxWorkerApi } from './protocol';

const store = new ExportStore();

async function* segmentsOf(
  { exportId, segmentCount, releaseSegments }: MuxRequest,
  source: MuxSource,
): AsyncGenerator<EncodedSegment> {
  for (let index = 0; index < segmentCount; index++) {
    await source.segment(index);
    const segment = await store.getSegment(exportId, index);
    if (!segment) throw missing(`segment ${index}`);
    yield segment;
    if (releaseSegments) await store.removeParts(exportId, 'segments', [index]);
  }
}

async function storedAudio({ exportId }: MuxRequest, source: MuxSource): Promise<MuxAudio> {
  await source.sound();
  const audio = await store.getAudio(exportId);
  if (!audio) throw missing('the sound');
  return { ...audio, packets: packetsOf(exportId, audio.runs) };
}

async function* packetsOf(exportId: string, runs: number): AsyncGenerator<EncodedAudioPacket> {
  for (let index = 0; index < runs; index++) {
    const packets = await store.getPackets(exportId, index);
    if (!packets) throw missing(`run ${index} of the sound`);
    yield* packets;
  }
}

async function muxerFor(request: MuxRequest, target: MuxTarget, source: LaneSource | undefined): Promise<Mux> {
  const { exportId, video, container, sequence } = request;
  const { muxer } = codecs[video.codec];
  if (muxer === 'mediabunny') return mediabunnyMux;
  if (container.kind === 'picture') return muxPicture;
  if (muxer === 'sequence') return createSequenceMux(sequence, target.kind === 'folder' ? target.handle : null);
  if (!source) throw new TypeError('ffmpeg puts files together on a lane.');
  return createFfmpegMux(await openFfmpegLanes(source, 1), ffmpegFilePlan(video, request), exportId);
}

/** Where files are written one by one, there is none besides. */
const nowhere: FileSink = {
  write: () => Promise.reject(new TypeError('A folder takes files.')),
  close: () => Promise.resolve(null),
  abort: () => Promise.resolve(),
};

async function openSink(target: MuxTarget, sink: FileSink | undefined): Promise<FileSink> {
  switch (target.kind) {
    case 'opfs':
      return createOpfsSink(target.name);
    case 'handle':
      return createHandleSink(target.handle);
    case 'folder':
      return nowhere;
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
  async mux(request, target, source, hostSink, lanes) {
    const sink = await openSink(target, hostSink).catch((cause: unknown) => {
      throw notWritable(cause);
    });
    try {
      const cover = await source.cover();
      const audio = request.hasAudio ? await storedAudio(request, source) : null;
      const { video, frameCount } = request;
      const job = { ...request, cover, audio, video: { ...video, frameCount, segments: segmentsOf(request, source) } };
      const { signal } = new AbortController(); // Cancelling ends this worker whole.
      const mux = await muxerFor(request, target, lanes);
      const { byteLength } = await mux(job, sink, { signal });
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
  digest: digestFile,
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

exposeToPage(api);

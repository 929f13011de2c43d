import * as Comlink from 'comlink';
import type { EncodedAudioPacket } from '../../src/audio/audio-source';
import type { FfmpegFilePlan, FfmpegFileWriter } from '../../src/encode/ffmpeg/ffmpeg-lane';
import type { EncodedSegment } from '../../src/encode/segment-encoder';
import { createFfmpegMux } from '../../src/mux/ffmpeg-muxer';
import { exposeToPage } from '../../src/workers/expose';
import { inOrder } from './in-order';

/** Stereo PCM, 16 bits. */
export interface TestSound {
  sampleRate: number;
  data: Uint8Array<ArrayBuffer>;
}

const api = {
  /** Makes a file of finished segments, in memory. */
  async mux(
    segments: EncodedSegment[],
    plan: FfmpegFilePlan,
    sound: TestSound | null,
    lanes: FfmpegFileWriter,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const parts = new Map<number, Uint8Array<ArrayBuffer>>();
    const { byteLength } = await createFfmpegMux(lanes, plan, crypto.randomUUID())(
      {
        container: { kind: 'quicktime', layout: 'none', cover: false },
        video: {
          codec: 'h264',
          width: plan.settings.width,
          height: plan.settings.height,
          colourSpace: plan.settings.colourSpace,
          scan: plan.settings.scan,
          frameRate: plan.settings.frameRate,
          frameCount: segments.reduce((sum, { span }) => sum + span.count, 0),
          segments: inOrder(segments),
        },
        audio: sound && {
          settings: { codec: 'pcm-s16', sampleRate: sound.sampleRate, channels: 2, bitrate: 0 },
          decoderConfig: { codec: 'pcm-s16', sampleRate: sound.sampleRate, numberOfChannels: 2 },
          primingSamples: 0,
          length: sound.data.length / 4,
          packetCount: 1,
          packets: inOrder<EncodedAudioPacket>([
            { data: sound.data, startSample: 0, sampleCount: sound.data.length / 4 },
          ]),
        },
        metadata: {},
        chapters: [],
        captions: [],
        cover: null,
      },
      { write: (position, data) => void parts.set(position, data) },
      { signal: new AbortController().signal },
    );
    const file = new Uint8Array(byteLength);
    for (const [position, data] of parts) file.set(data, position);
    return Comlink.transfer(file, [file.buffer]);
  },
  /** What is left in the folder of unfinished files. */
  async leftovers(): Promise<string[]> {
    const names: string[] = [];
    const root = await (
      await navigator.storage.getDirectory()
    ).getDirectoryHandle('stepframe-ffmpeg', { create: true });
    for await (const name of root.keys()) names.push(name);
    return names;
  },
};

export type FfmpegMuxTestApi = typeof api;

exposeToPage(api);

import {
  BlobSource,
  EncodedPacketSink,
  Input,
  MATROSKA,
  MP4,
  QTFF,
  VideoSampleSink,
  WEBM,
  type InputVideoTrack,
  type VideoSample,
} from 'mediabunny';
import type { DecodedFrame, Film } from './film';

const proresLoaded = Symbol.for('@mediabunny/prores loaded');

/** Opens a file to be decoded by the browser, or ProRes by a decoder of its own. @throws Error for what is no such file */
export async function openFilm(file: Blob): Promise<Film> {
  const input = new Input({ formats: [MP4, QTFF, WEBM, MATROSKA], source: new BlobSource(file) });
  try {
    const track = await input.getPrimaryVideoTrack();
    if (!track) throw new Error('The file has no picture.');
    const codec = await track.getCodec();
    if (codec === 'prores') await registerProRes();
    if (codec === null || !(await track.canDecode())) throw new UndecodableError(codec ?? 'an unknown codec');
    return {
      codec: (await track.getCodecParameterString()) ?? codec,
      width: await track.getCodedWidth(),
      height: await track.getCodedHeight(),
      durationSeconds: await track.computeDuration(),
      bitrate: await bitrateOf(track),
      frames: () => framesOf(track),
      dispose: () => input.dispose(),
    };
  } catch (cause) {
    input.dispose();
    throw cause;
  }
}

/** The file may be in order: this browser has no decoder for it. */
export class UndecodableError extends Error {
  constructor(codec: string) {
    super(`This browser cannot decode ${codec}.`);
  }
}

async function registerProRes(): Promise<void> {
  if (proresLoaded in globalThis) return;
  const { registerProresDecoder } = await import('@mediabunny/prores');
  registerProresDecoder();
}

async function bitrateOf(track: InputVideoTrack): Promise<number[]> {
  const bits: number[] = [];
  for await (const { timestamp, byteLength } of new EncodedPacketSink(track).packets(undefined, undefined, {
    metadataOnly: true,
  })) {
    const second = Math.max(0, Math.floor(timestamp));
    while (bits.length <= second) bits.push(0);
    bits[second]! += 8 * byteLength;
  }
  return bits;
}

async function* framesOf(track: InputVideoTrack): AsyncGenerator<DecodedFrame, void, undefined> {
  for await (const sample of new VideoSampleSink(track).samples()) {
    try {
      yield frameOf(sample);
    } finally {
      sample.close();
    }
  }
}

function frameOf(sample: VideoSample): DecodedFrame {
  const { visibleRect } = sample;
  return {
    timestampUs: sample.microsecondTimestamp,
    durationUs: sample.microsecondDuration,
    width: visibleRect.width,
    height: visibleRect.height,
    async read(into) {
      await sample.copyTo(into, { format: 'BGRX' });
    },
  };
}

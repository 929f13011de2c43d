import {
  BlobSource,
  EncodedPacketSink,
  Input,
  MATROSKA,
  MP4,
  MPEG_TS,
  QTFF,
  VideoSampleSink,
  WEBM,
  type InputVideoTrack,
  type VideoSample,
} from 'mediabunny';
import { colourSpaces } from '../colour/colour-space';
import { openPacketHash } from './file-hash';
import type { DecodedFrame, Film } from './film';
import type { CodedPlanes, Plane } from '../kernels/planes/coded-planes';
import { UndecodableError } from './undecodable-error';

const proresLoaded = Symbol.for('@mediabunny/prores loaded');

/** Opens a file to be decoded by the browser, or ProRes by a decoder of its own. @throws Error for what is no such file */
export async function openBrowserFilm(file: Blob): Promise<Film> {
  const input = new Input({ formats: [MP4, QTFF, WEBM, MATROSKA, MPEG_TS], source: new BlobSource(file) });
  try {
    const track = await input.getPrimaryVideoTrack();
    if (!track) throw new Error('The file has no picture.');
    const codec = await track.getCodec();
    if (codec === 'prores') await registerProRes();
    if (codec === null || !(await track.canDecode())) {
      throw new UndecodableError(`This browser cannot decode ${codec ?? 'an unknown codec'}.`);
    }
    const matrix = matrices[(await track.getColorSpace()).matrix ?? ''] ?? null;
    return {
      codec: (await track.getCodecParameterString()) ?? codec,
      width: await track.getCodedWidth(),
      height: await track.getCodedHeight(),
      durationSeconds: await track.computeDuration(),
      bitrate: await bitrateOf(track),
      packetHashes: () => packetHashesOf(track),
      isCheap: codec !== 'prores',
      frames: (stretch) => framesOf(new VideoSampleSink(track).samples(stretch?.from, stretch?.to), matrix),
      framesAt: (seconds) => framesOf(new VideoSampleSink(track).samplesAtTimestamps(seconds), matrix),
      dispose: () => input.dispose(),
    };
  } catch (cause) {
    input.dispose();
    throw cause;
  }
}

async function registerProRes(): Promise<void> {
  if (proresLoaded in globalThis) return;
  const { registerProresDecoder } = await import('@mediabunny/prores');
  registerProresDecoder();
}

export async function bitrateOf(track: InputVideoTrack): Promise<number[]> {
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

export async function packetHashesOf(track: InputVideoTrack): Promise<string[]> {
  const hashOf = await openPacketHash();
  const hashes: string[] = [];
  for await (const { data, sideData } of new EncodedPacketSink(track).packets()) {
    hashes.push(hashOf(data, sideData.alpha));
  }
  return hashes;
}

async function* framesOf(
  samples: AsyncGenerator<VideoSample | null, void, unknown>,
  told: CodedPlanes['matrix'] | null,
): AsyncGenerator<DecodedFrame, void, undefined> {
  const memory = new PlaneMemory();
  for await (const sample of merged(samples)) {
    if (!sample) throw new Error('The file has no picture at a moment of the film.');
    try {
      yield frameOf(sample, memory, told);
    } finally {
      sample.close();
    }
  }
}

/** The frames of a sink, which puts transparency to them where it lies beside. @throws UndecodableError where it cannot */
async function* merged<T>(samples: AsyncGenerator<T, void, unknown>): AsyncGenerator<T, void, undefined> {
  try {
    yield* samples;
  } catch (cause) {
    if (!(cause instanceof Error) || !cause.message.includes('alpha merging')) throw cause;
    throw new UndecodableError('This browser does not give out the transparency of such files.');
  }
}

function isTranslucent({ format }: VideoSample): boolean {
  return /^I4\d\dA|^RGBA|^BGRA/.test(format ?? '');
}

/** What codes are copied to, again and again. */
class PlaneMemory {
  private bytes = new Uint8Array(0);

  take(byteLength: number): Uint8Array<ArrayBuffer> {
    if (this.bytes.length < byteLength) this.bytes = new Uint8Array(byteLength);
    return this.bytes;
  }
}

function frameOf(sample: VideoSample, memory: PlaneMemory, told: CodedPlanes['matrix'] | null): DecodedFrame {
  const { visibleRect } = sample;
  return {
    timestampUs: sample.microsecondTimestamp,
    durationUs: sample.microsecondDuration,
    width: visibleRect.width,
    height: visibleRect.height,
    planes: () => planesOf(sample, memory, told),
    async read(into) {
      if (wide.includes(sample.colorSpace.primaries ?? '')) {
        throw new UndecodableError('This browser gives out pictures of wide colours converted alone.');
      }
      await sample.copyTo(into, { format: isTranslucent(sample) ? 'BGRA' : 'BGRX' });
    },
  };
}

/** Primaries that are lost where a browser converts what it decodes. */
const wide: readonly string[] = ['bt2020', 'smpte432'];

const matrices: Readonly<Partial<Record<string, CodedPlanes['matrix']>>> = {
  bt709: colourSpaces.bt709,
  smpte170m: colourSpaces.bt601,
  bt470bg: colourSpaces.bt601,
  'bt2020-ncl': colourSpaces.bt2020,
};

/** What is coded; null where the browser keeps it to itself, or nothing says what colours it stands for. */
async function planesOf(
  sample: VideoSample,
  memory: PlaneMemory,
  told: CodedPlanes['matrix'] | null,
): Promise<CodedPlanes | null> {
  const { format, colorSpace, visibleRect } = sample;
  // Pictures that alpha was put to have lost what was said of them.
  const matrix = (isTranslucent(sample) ? told : null) ?? matrices[colorSpace.matrix ?? ''];
  const known = /^(?:I4(20|22|44)A?(?:P(10|12))?|NV12)$/.exec(format ?? '');
  if (!matrix || !known) return null;
  const subsampling = known[1] ?? '20';
  const bits = Number(known[2] ?? 8) as CodedPlanes['bits'];
  const bytes = memory.take(sample.allocationSize());
  const layout = await sample.copyTo(bytes);
  const plane = (index: number, first = 0, step: 1 | 2 = 1): Plane => {
    const { offset, stride } = layout[index]!;
    if (bits === 8) return { codes: bytes.subarray(offset + first), stride, step };
    return { codes: new Uint16Array(bytes.buffer, offset), stride: stride / 2, step };
  };
  const interleaved = format === 'NV12';
  return {
    ...{ width: visibleRect.width, height: visibleRect.height, bits, matrix, fullRange: colorSpace.fullRange === true },
    across: subsampling === '44' ? 0 : 1,
    down: subsampling === '20' ? 1 : 0,
    y: plane(0),
    cb: interleaved ? plane(1, 0, 2) : plane(1),
    cr: interleaved ? plane(1, 1, 2) : plane(2),
    ...(isTranslucent(sample) ? { alpha: plane(3) } : {}),
  };
}

import { colourSpaces, type ColourSpace } from '../../colour/colour-space';
import { toHalf } from '../../colour/half-float';
import { referenceCodes } from '../../colour/reference-codes';
import { ExportError } from '../../errors';
import { bitDepthOf } from '../../formats/codecs';
import {
  engineKey,
  type WebCodecsEngine,
  type EncodedSegment,
  type PixelRoute,
  type WebVideoSettings,
} from '../segment-encoder';
import { codecStrings } from './codec-strings';
import { contentHintOf } from './content-hint';
import { isDeterministic, notDeterministic } from './determinism';
import { encoderRate } from './rate-control';
import { WebCodecsSegmentEncoder } from './webcodecs-segment-encoder';

/** What trials found in this worker: the configuration that decodes the engine's output, null where it does not work. */
const tried = new Map<string, Promise<VideoDecoderConfig | null>>();

/**
 * Finds a browser encoder for the settings by really encoding a frame of the real size and decoding it again: what
 * `isConfigSupported` says has been wrong both ways on shipped browsers. The trial's picture is four flat patches, and an
 * engine that does not give them back in the colour space asked for is passed over.
 *
 * @param failed engines to pass over besides, by `engineKey`
 * @throws ExportError `unsupported` (codec-unavailable, no-deterministic-engine)
 */
export async function chooseWebCodecsEngine(
  settings: WebVideoSettings,
  failed: readonly string[] = [],
): Promise<WebCodecsEngine> {
  if (settings.deterministic && !isDeterministic(settings)) throw notDeterministic(settings);
  const engine = await findWebCodecsEngine(settings, failed);
  if (engine) return engine;
  throw new ExportError('unsupported', {
    detail: 'codec-unavailable',
    stage: 'prepare',
    message: `This browser has no working ${settings.codec} encoder for ${settings.width} × ${settings.height}.`,
    remedy: await alternatives(settings),
  });
}

/** How an engine's output is to be decoded, from a trial; null when it does not work. Asked again, it answers at once. */
export function tryWebCodecsEngine(
  engine: WebCodecsEngine,
  settings: WebVideoSettings,
): Promise<VideoDecoderConfig | null> {
  const key = JSON.stringify([engine, settings]);
  let result = tried.get(key);
  if (!result) {
    result = works(engine, settings);
    tried.set(key, result);
  }
  return result;
}

/** As `chooseWebCodecsEngine`, without an error: undefined when there is none. */
async function findWebCodecsEngine(
  settings: WebVideoSettings,
  failed: readonly string[] = [],
): Promise<WebCodecsEngine | undefined> {
  if (typeof VideoEncoder === 'undefined') return undefined;
  for (const engine of withoutFailed(candidates(settings), failed)) {
    if (await tryWebCodecsEngine(engine, settings)) return engine;
  }
  return undefined;
}

/**
 * What is left after failures. An encoder that breaks at work mostly does so whatever its profile and its input are, so
 * the ones in software come before others of the same hardware.
 */
function withoutFailed(engines: readonly WebCodecsEngine[], failed: readonly string[]): WebCodecsEngine[] {
  const isFailed = (engine: WebCodecsEngine): boolean => failed.includes(engineKey(engine));
  const suspects = new Set(engines.filter(isFailed).map(({ config }) => config.hardwareAcceleration));
  const isSuspect = ({ config }: WebCodecsEngine): boolean => suspects.has(config.hardwareAcceleration);
  const left = engines.filter((engine) => !isFailed(engine));
  return [...left.filter((engine) => !isSuspect(engine)), ...left.filter(isSuspect)];
}

/** Engines worth a trial, best first: what the browser prefers, then its own software where hardware has let us down. */
function candidates(settings: WebVideoSettings): WebCodecsEngine[] {
  const rate = encoderRate(settings);
  // Hardware makes no promise to give the same bytes twice.
  const accelerations = settings.deterministic
    ? (['prefer-software'] as const)
    : ([undefined, 'prefer-software'] as const);
  const routes = pixelRoutes(settings);
  return accelerations.flatMap((acceleration) =>
    codecStrings(settings).flatMap((codecString) =>
      routes.map((pixelRoute): WebCodecsEngine => {
        const config = encoderConfig(settings, codecString);
        return {
          engine: 'webcodecs',
          codecString,
          pixelRoute,
          config: { ...config, ...(acceleration === undefined ? {} : { hardwareAcceleration: acceleration }) },
          ...('quantizer' in rate ? { quantizer: rate.quantizer } : {}),
        };
      }),
    ),
  );
}

/**
 * What the browser converts itself costs least. To 10 bits it goes by way of 8, and its white is then too bright; nor does
 * it take half floats. We make no 4:4:4 of 8 bits.
 */
function pixelRoutes({ codec, profile }: WebVideoSettings): readonly PixelRoute[] {
  if (bitDepthOf(codec, profile) > 8) return ['planar10'];
  return profile === '444' ? ['bgrx'] : ['bgrx', 'i420'];
}

function encoderConfig(settings: WebVideoSettings, codec: string): VideoEncoderConfig {
  const { width, height, frameRate } = settings;
  const rate = encoderRate(settings);
  return {
    codec,
    width,
    height,
    framerate: frameRate.num / frameRate.den,
    latencyMode: 'quality',
    ...('quantizer' in rate ? { bitrateMode: 'quantizer' as const } : rate),
    ...contentHintOf(settings.codec),
    ...(settings.codec === 'h264' ? { avc: { format: 'avc' as const } } : {}),
    ...(settings.codec === 'h265' ? { hevc: { format: 'hevc' as const } } : {}),
  };
}

async function isSupported(config: VideoEncoderConfig): Promise<boolean> {
  try {
    return (await VideoEncoder.isConfigSupported(config)).supported === true;
  } catch {
    return false; // A browser may throw on a member it does not know: that is a no.
  }
}

async function works(engine: WebCodecsEngine, settings: WebVideoSettings): Promise<VideoDecoderConfig | null> {
  if (!(await isSupported(engine.config))) return null;
  const encoder = new WebCodecsSegmentEncoder(engine, settings);
  try {
    encoder.begin({ index: 0, first: 0, count: 1 });
    await encoder.encode({ frame: 0, pixels: patches(settings), timestampUs: 0, durationUs: 33_333 });
    const segment = await encoder.end();
    return (await decodesRight(segment, settings)) ? segment.decoderConfig : null;
  } catch {
    return null; // Whatever went wrong, this engine is not the one.
  } finally {
    encoder.dispose();
  }
}

const patchColours = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [255, 255, 255],
] as const;

/** Four flat vertical patches: red, green, blue, white. */
function patches(settings: WebVideoSettings): ArrayBuffer {
  const { width, height, pixelFormat } = settings;
  if (pixelFormat === 'rgba-f16') return floatPatches(settings);
  const row = new Uint32Array(width);
  for (let x = 0; x < width; x++) {
    const [red, green, blue] = patchColours[Math.min(3, Math.floor((x * 4) / width))]!;
    row[x] = ((255 << 24) | (red << 16) | (green << 8) | blue) >>> 0;
  }
  const pixels = new Uint32Array(width * height);
  for (let y = 0; y < height; y++) pixels.set(row, y * width);
  return pixels.buffer;
}

function floatPatches({ width, height }: WebVideoSettings): ArrayBuffer {
  const one = toHalf(1);
  const row = new Uint16Array(width * 4);
  for (let x = 0; x < width; x++) {
    const colour = patchColours[Math.min(3, Math.floor((x * 4) / width))]!;
    row.set([...colour.map((value) => toHalf(value / 255)), one], x * 4);
  }
  const pixels = new Uint16Array(width * height * 4);
  for (let y = 0; y < height; y++) pixels.set(row, y * row.length);
  return pixels.buffer;
}

/** Codes may be off by coding noise; a wrong range or matrix is off by far more. */
const codeTolerance = 6;

async function decodesRight(segment: EncodedSegment, settings: WebVideoSettings): Promise<boolean> {
  const space = colourSpaces[settings.colourSpace];
  if (!declares(segment.decoderConfig, space)) return false;
  const frame = await decodeOne(segment);
  try {
    const codeAt = await codesOf(frame);
    return codeAt !== undefined && matchesPatches(codeAt, settings, space);
  } finally {
    frame.close();
  }
}

/** The bitstream must not contradict the space; what it leaves out, the container says. */
function declares({ colorSpace }: VideoDecoderConfig, { webCodecs }: ColourSpace): boolean {
  if (!colorSpace) return true;
  const { fullRange, matrix, primaries } = colorSpace;
  const isWide = webCodecs.primaries !== 'bt709' && webCodecs.primaries !== 'smpte170m';
  return (
    (fullRange ?? false) === webCodecs.fullRange &&
    (matrix ?? webCodecs.matrix) === webCodecs.matrix &&
    (!isWide || (primaries ?? webCodecs.primaries) === webCodecs.primaries)
  );
}

function decodeOne(segment: EncodedSegment): Promise<VideoFrame> {
  return new Promise((resolve, reject) => {
    let got: VideoFrame | undefined;
    const decoder = new VideoDecoder({
      output: (frame) => {
        got?.close();
        got = frame;
      },
      error: reject,
    });
    decoder.configure(segment.decoderConfig);
    decoder.decode(new EncodedVideoChunk({ type: 'key', timestamp: 0, data: segment.data }));
    decoder.flush().then(() => {
      decoder.close();
      if (got) resolve(got);
      else reject(new Error('The decoder gave no frame.'));
    }, reject);
  });
}

/** The code of a component at a pixel, in 8 bits. */
type CodeAt = (plane: 0 | 1 | 2, x: number, y: number) => number;

/** Undefined: in a format that no encoder of ours should give. */
async function codesOf(frame: VideoFrame): Promise<CodeAt | undefined> {
  const [, chroma, depth] = /^(?:I(420|444)|NV12)(P10)?$/.exec(frame.format ?? '') ?? [];
  if (chroma === undefined && frame.format !== 'NV12') return undefined;
  const buffer = new ArrayBuffer(frame.allocationSize());
  const layout = await frame.copyTo(buffer);
  const view = new DataView(buffer);
  const shift = chroma === '444' ? 0 : 1;
  return (plane, x, y) => {
    const isChroma = plane > 0;
    const interleaved = isChroma && chroma === undefined;
    const { offset, stride } = layout[interleaved ? 1 : plane]!;
    const column = isChroma ? x >> shift : x;
    const line = offset + (isChroma ? y >> shift : y) * stride;
    if (interleaved) return view.getUint8(line + 2 * column + plane - 1);
    return depth === undefined ? view.getUint8(line + column) : view.getUint16(line + 2 * column, true) / 4;
  };
}

function matchesPatches(codeAt: CodeAt, { width, height }: WebVideoSettings, space: ColourSpace): boolean {
  return patchColours.every((colour, patch) => {
    const x = Math.floor(((patch + 0.5) * width) / 4);
    const y = height >> 1;
    return referenceCodes(colour, space).every(
      (code, plane) => Math.abs(code - codeAt(plane as 0 | 1 | 2, x, y)) <= codeTolerance,
    );
  });
}

/** What to choose instead, found by trying: said only when an encoder needs it. */
async function alternatives(settings: WebVideoSettings): Promise<string> {
  const others = (['h264', 'vp9', 'av1', 'vp8'] as const).filter((codec) => codec !== settings.codec);
  const working: string[] = [];
  for (const codec of others) {
    const profile = null;
    const rateControl =
      settings.rateControl.mode === 'quantizer'
        ? ({ mode: 'quality', quality: 'high' } as const)
        : settings.rateControl;
    if (await findWebCodecsEngine({ ...settings, codec, profile, rateControl, pixelFormat: 'bgra8' }))
      working.push(codec);
  }
  if (working.length === 0)
    return 'Choose a smaller size, or use a browser with WebCodecs such as current Chrome, Edge or Safari.';
  return `Choose one of ${working.join(', ')}, or a smaller size.`;
}

import { ExportError, throwIfAborted } from '../../errors';
import { untilAborted } from '../abort';
import type { AudioEncoderSettings, EncodedAudio } from '../audio-source';
import type { AudioEngine, EncodedStream } from './audio-engine';
import { AacEngine } from './mediabunny-aac';
import { PcmEngine } from './pcm';
import { stereoBlocks, type StereoBlock } from './stereo-block';
import { OpusEngine } from './webcodecs-opus';

/** Samples handed to an encoder at a time; a PCM packet is one such block. */
const blockLength = 2048;

export interface EncodeAudioOptions {
  signal: AbortSignal;
  /** Called with the number of input samples encoded so far. */
  onProgress?: (samples: number) => void;
}

/**
 * Encodes stereo sound. It is pulled chunk by chunk, as fast as the encoder takes it; only the packets are held.
 * Needs no DOM: made for a dedicated worker.
 *
 * The packets cover priming and input without a gap, so no tail is lost.
 *
 * @param input left and right, of any chunk length
 * @throws ExportError `unsupported`: audio-codec-unavailable, audio-sample-rate-unsupported;
 * `invalid-input`: audio-channels-unsupported, audio-empty; `encoder`: audio-encoder-failed, audio-header-missing,
 * audio-tail-lost; `worker-crash`: audio-encoder-stalled; `cancelled`
 */
export async function encodeAudio(
  settings: AudioEncoderSettings,
  input: AsyncIterable<StereoBlock>,
  options: EncodeAudioOptions,
): Promise<EncodedAudio> {
  throwIfAborted(options.signal, 'audio');
  try {
    const engine = await openEngine(settings);
    try {
      return { settings, ...(await run(engine, input, options)) };
    } finally {
      await engine.dispose();
    }
  } catch (thrown) {
    throw ExportError.from(thrown, 'encoder', {
      detail: 'audio-encoder-failed',
      stage: 'audio',
      message: `The ${settings.codec} encoder failed: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
      remedy: 'Try again; if it fails the same way, choose another audio codec or bitrate.',
      recoverable: true,
    });
  }
}

async function run(
  engine: AudioEngine,
  input: AsyncIterable<StereoBlock>,
  { signal, onProgress }: EncodeAudioOptions,
): Promise<EncodedStream & { length: number }> {
  let length = 0;
  for await (const block of stereoBlocks(input, blockLength)) {
    await untilAborted(engine.encode(block), signal);
    length += block[0].length;
    onProgress?.(length);
  }
  if (length === 0) throw emptyInput();
  const stream = await untilAborted(engine.finish(), signal);
  requireWhole(stream, length);
  return { length, ...stream };
}

async function openEngine(settings: AudioEncoderSettings): Promise<AudioEngine> {
  if (settings.channels !== 2) {
    throw new ExportError('invalid-input', {
      detail: 'audio-channels-unsupported',
      stage: 'audio',
      message: `Sound is encoded in stereo, not with ${settings.channels} channels.`,
      remedy: 'Set channels to 2.',
    });
  }
  switch (settings.codec) {
    case 'aac':
      return AacEngine.open(settings);
    case 'opus':
      return OpusEngine.open(settings);
    default:
      return new PcmEngine(settings.codec, settings);
  }
}

function emptyInput(): ExportError {
  return new ExportError('invalid-input', {
    detail: 'audio-empty',
    stage: 'audio',
    message: 'There is no sound to encode: the mix is zero samples long.',
    remedy: 'Export at least one frame, or export without sound.',
  });
}

/** The promise of the packets, held against what an encoder really gave. */
function requireWhole({ packets, primingSamples }: EncodedStream, length: number): void {
  const last = packets.at(-1);
  const covered = last === undefined ? 0 : last.startSample + last.sampleCount;
  if (covered >= primingSamples + length) return;
  throw new ExportError('encoder', {
    detail: 'audio-tail-lost',
    stage: 'audio',
    message: `The encoder gave packets for ${covered} samples where ${primingSamples + length} were due.`,
    remedy: 'Try again; if it fails the same way, choose another audio codec.',
    recoverable: true,
  });
}

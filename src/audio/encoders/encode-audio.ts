import { ExportError, throwIfAborted } from '../../errors';
import { untilAborted } from '../abort';
import type { AudioEncoderSettings, EncodedAudio, EncodedAudioPacket } from '../audio-source';
import type { AudioEngine, EncodedStream } from './audio-engine';
import { AacEngine } from './mediabunny-aac';
import { PcmEngine } from './pcm';
import { stereoBlocks, type StereoBlock } from './stereo-block';
import { OpusEngine } from './webcodecs-opus';

/** Samples handed to an encoder at a time; a PCM packet is one such block. */
const blockLength = 2048;

/** Packets handed on at a time, some five seconds of them. */
const packetsPerRun = 256;

export interface EncodeAudioOptions {
  signal: AbortSignal;
  /** Takes the packets, run by run in order, when there are some; the next ones are made when it has resolved. */
  onPackets: (packets: EncodedAudioPacket[]) => Promise<void> | void;
  /** Called with the number of input samples encoded so far. */
  onProgress?: (samples: number) => void;
}

/**
 * Encodes stereo sound. It is pulled chunk by chunk, as fast as the encoder takes it, and packets are handed on as
 * they come: what is held does not depend on how long it is.
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
      const sound = await run(engine, input, options);
      return { settings, ...sound, packetCount: engine.packets.count };
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
  { signal, onPackets, onProgress }: EncodeAudioOptions,
): Promise<EncodedStream & { length: number }> {
  let length = 0;
  for await (const block of stereoBlocks(input, blockLength)) {
    await untilAborted(engine.encode(block), signal);
    length += block[0].length;
    onProgress?.(length);
    if (engine.packets.waiting >= packetsPerRun) await onPackets(engine.packets.take());
  }
  if (length === 0) throw emptyInput();
  const stream = await untilAborted(engine.finish(), signal);
  requireWhole(engine.packets.end, stream.primingSamples + length);
  if (engine.packets.waiting > 0) await onPackets(engine.packets.take());
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
function requireWhole(covered: number, due: number): void {
  if (covered >= due) return;
  throw new ExportError('encoder', {
    detail: 'audio-tail-lost',
    stage: 'audio',
    message: `The encoder gave packets for ${covered} samples where ${due} were due.`,
    remedy: 'Try again; if it fails the same way, choose another audio codec.',
    recoverable: true,
  });
}

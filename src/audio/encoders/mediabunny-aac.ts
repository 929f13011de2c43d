import { registerAacEncoder } from '@mediabunny/aac-encoder';
import {
  AdtsOutputFormat,
  AudioSample,
  AudioSampleSource,
  NullTarget,
  Output,
  Quality,
  type EncodedPacket,
} from 'mediabunny';
import { realClearTimeout, realSetTimeout } from '../../composition/real-time';
import { ExportError } from '../../errors';
import type { AudioEncoderSettings } from '../audio-source';
import type { AudioEngine, EncodedStream } from './audio-engine';
import { PacketList } from './packet-list';
import { interleave, type StereoBlock } from './stereo-block';

/** Samples of one AAC-LC packet (ISO/IEC 14496-3, 4.5.1.1, frameLengthFlag 0). */
const packetSamples = 1024;

/** Samples libavcodec's AAC encoder puts before the first one it is given: one packet, `initial_padding`. */
const primingSamples = 1024;

/** ISO/IEC 14496-3, table 1.16, as far as an export has use for it. */
const sampleRates = [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000];

/** A packet takes about a millisecond; a worker that never starts, blocked by a CSP, says nothing at all. */
const stallMs = 30_000;

/**
 * AAC-LC through libavcodec in WebAssembly, also where the browser has an encoder of its own: the same sound gives the
 * same packets everywhere, and the priming is known. It runs in a worker of its own, ended by `finish` or `dispose`.
 *
 * Mediabunny hands its encoder out only behind an `Output`, so there is one here whose file goes nowhere.
 */
export class AacEngine implements AudioEngine {
  readonly #settings: AudioEncoderSettings;
  readonly #output = new Output({ format: new AdtsOutputFormat(), target: new NullTarget() });
  readonly #source: AudioSampleSource;
  readonly packets = new PacketList();
  #decoderConfig: AudioDecoderConfig | null = null;
  #samplesIn = 0;
  #closing: Promise<void> | null = null;

  private constructor(settings: AudioEncoderSettings) {
    this.#settings = settings;
    this.#source = new AudioSampleSource({
      codec: 'aac',
      quality: new Quality({ bitrate: settings.bitrate }),
      onEncodedPacket: (packet, metadata) => {
        this.#take(packet, metadata);
      },
    });
    this.#output.addAudioTrack(this.#source);
  }

  /** @throws ExportError `unsupported` (audio-sample-rate-unsupported) */
  static async open(settings: AudioEncoderSettings): Promise<AacEngine> {
    if (!sampleRates.includes(settings.sampleRate)) {
      throw new ExportError('unsupported', {
        detail: 'audio-sample-rate-unsupported',
        stage: 'audio',
        message: `AAC cannot be encoded at ${settings.sampleRate} Hz.`,
        remedy: 'Choose 48000 or 44100 Hz.',
      });
    }
    registerAacEncoder();
    const engine = new AacEngine(settings);
    await engine.#output.start();
    return engine;
  }

  async encode(block: StereoBlock): Promise<void> {
    const { sampleRate, channels } = this.#settings;
    const sample = new AudioSample({
      data: interleave(block),
      format: 'f32',
      numberOfChannels: channels,
      sampleRate,
      timestamp: this.#samplesIn / sampleRate,
    });
    this.#samplesIn += block[0].length;
    try {
      await unlessStalled(this.#source.add(sample));
    } finally {
      sample.close();
    }
  }

  async finish(): Promise<EncodedStream> {
    this.#closing = this.#output.finalize();
    await unlessStalled(this.#closing);
    if (this.#decoderConfig === null) throw new Error('The AAC encoder gave no packet.');
    return { decoderConfig: this.#decoderConfig, primingSamples };
  }

  async dispose(): Promise<void> {
    // Ends the worker once the packets under way are through. How the run went has been told by then. After a failure
    // inside the encoder Mediabunny no longer reaches it; it then ends with the worker this runs in.
    this.#closing ??= this.#output.cancel();
    await unlessStalled(this.#closing).catch(() => {});
  }

  #take(packet: EncodedPacket, metadata: EncodedAudioChunkMetadata | undefined): void {
    this.packets.add(new Uint8Array(packet.data), packetSamples);
    if (metadata?.decoderConfig !== undefined) this.#decoderConfig = metadata.decoderConfig;
  }
}

async function unlessStalled<T>(work: Promise<T>): Promise<T> {
  let timer = 0;
  const stalled = new Promise<never>((_, reject) => {
    timer = realSetTimeout(() => {
      reject(
        new ExportError('worker-crash', {
          detail: 'audio-encoder-stalled',
          stage: 'audio',
          message: 'The AAC encoder does not answer: its worker did not start or has died.',
          remedy: "Allow blob: and 'wasm-unsafe-eval' in the page's Content-Security-Policy, or choose Opus or PCM.",
          recoverable: true,
        }),
      );
    }, stallMs);
  });
  try {
    return await Promise.race([work, stalled]);
  } finally {
    realClearTimeout(timer);
  }
}

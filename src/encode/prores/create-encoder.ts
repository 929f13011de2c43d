import { ExportError } from '../../errors';
import { proResDecoderConfig } from './decoder-config';
import { ProResFrameEncoder } from './prores-encoder';
import type { ProResSettings } from './settings';

/** Encodes frames one by one, in the thread that calls it. */
export interface ProResEncoder {
  /** What containers and WebCodecs call what comes out. */
  readonly decoderConfig: VideoDecoderConfig;
  /**
   * One frame as one packet: the same pixels give the same bytes, whatever came before.
   *
   * @param pixels `width × height × 4` bytes, top row first, no padding: straight blue, green, red and alpha
   * @throws ExportError `invalid-input` (prores-pixels-length)
   */
  encode(pixels: ArrayBuffer): Uint8Array<ArrayBuffer>;
  /** Frees its memory. Idempotent; nothing can be encoded afterwards. */
  dispose(): void;
}

/** @throws ExportError `invalid-input` that names the setting which cannot be */
export async function createProResEncoder(settings: ProResSettings): Promise<ProResEncoder> {
  let encoder: ProResFrameEncoder | undefined = await ProResFrameEncoder.open(settings);
  return {
    decoderConfig: proResDecoderConfig(encoder.settings),
    encode(pixels) {
      if (!encoder) throw disposed();
      return encoder.encode(pixels);
    },
    dispose() {
      encoder = undefined;
    },
  };
}

function disposed(): ExportError {
  return new ExportError('internal', {
    detail: 'encoder-disposed',
    stage: 'encode',
    message: 'The encoder was disposed of.',
    remedy: 'Create another.',
  });
}

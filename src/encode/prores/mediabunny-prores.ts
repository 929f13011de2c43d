import { CustomVideoEncoder, EncodedPacket, registerEncoder, type VideoCodec, type VideoSample } from 'mediabunny';
import { proResDecoderConfig } from './decoder-config';
import { ProResFrameEncoder } from './prores-encoder';
import { proResProfileIds, proResProfiles, type ProResProfileId } from './profiles';
import type { ProResSettings } from './settings';

/** What a source cannot say of itself. */
export type ProResRegistration = Pick<ProResSettings, 'scan' | 'colour' | 'aspect' | 'vendor'>;

let registered = false;
let options: ProResRegistration = {};

/**
 * Lets Mediabunny encode `prores`. A source's `fullCodecString` names the profile, e.g. `apch`; with `alpha: 'keep'`,
 * 4444 and 4444 XQ keep 16 bits of alpha. Called again, it changes what encoders started later do.
 */
export function registerProResEncoder(given: ProResRegistration = {}): void {
  options = given;
  if (registered) return;
  registered = true;
  registerEncoder(MediabunnyProResEncoder);
}

function profileOf({ codec }: VideoEncoderConfig): ProResProfileId | undefined {
  return proResProfileIds.find((id) => proResProfiles[id].fourCc === codec);
}

class MediabunnyProResEncoder extends CustomVideoEncoder {
  #encoder: ProResFrameEncoder | undefined;
  #pixels = new ArrayBuffer(0);

  static override supports(codec: VideoCodec, config: VideoEncoderConfig): boolean {
    return codec === 'prores' && profileOf(config) !== undefined;
  }

  async init(): Promise<void> {
    const { width, height, framerate, alpha } = this.config;
    const profile = profileOf(this.config)!;
    const hasAlpha = alpha === 'keep' && proResProfiles[profile].chroma === '444';
    this.#encoder = await ProResFrameEncoder.open({
      ...options,
      profile,
      width,
      height,
      // Without one, the frames' own times hold; no code stands for it.
      frameRate: framerate ?? { num: 1000, den: 1 },
      alphaBits: hasAlpha ? 16 : 0,
    });
    this.#pixels = new ArrayBuffer(width * height * 4);
  }

  async encode(sample: VideoSample): Promise<void> {
    const { settings } = this.#encoder!;
    await readPixels(sample, this.#pixels, settings.alphaBits > 0);
    const data = this.#encoder!.encode(this.#pixels);
    const packet = new EncodedPacket(data, 'key', sample.timestamp, sample.duration);
    this.onPacket(packet, { decoderConfig: proResDecoderConfig(settings) });
  }

  flush(): void {
    // A frame is done when `encode` is.
  }

  close(): void {
    this.#encoder = undefined;
    this.#pixels = new ArrayBuffer(0);
  }
}

/**
 * Reads straight blue, green, red and alpha. Chromium copies a frame made of a canvas out as it is kept, with the colours
 * multiplied by the alpha; on the way through a bitmap it takes that back.
 */
async function readPixels(sample: VideoSample, into: ArrayBuffer, hasAlpha: boolean): Promise<void> {
  const format = { format: 'BGRA', colorSpace: 'srgb' } as const;
  if (!hasAlpha || typeof VideoFrame === 'undefined') {
    await sample.copyTo(into, format);
    return;
  }
  const frame = sample.toVideoFrame();
  let straight: VideoFrame | undefined;
  try {
    const bitmap = await createImageBitmap(frame, { premultiplyAlpha: 'none' });
    straight = new VideoFrame(bitmap, { timestamp: 0 });
    bitmap.close();
    await straight.copyTo(into, format);
  } finally {
    straight?.close();
    frame.close();
  }
}

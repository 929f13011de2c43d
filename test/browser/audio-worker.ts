import type { AudioEncoderSettings } from '../../src/audio/audio-source';
import type { StereoBlock } from '../../src/audio/encoders/stereo-block';
import { encodeWhole } from '../support/whole-audio';

export interface EncodeRequest {
  settings: AudioEncoderSettings;
  sound: StereoBlock;
  chunkLength: number;
}

async function* inChunks([left, right]: StereoBlock, chunkLength: number): AsyncGenerator<StereoBlock> {
  for (let at = 0; at < left.length; at += chunkLength) {
    yield await Promise.resolve([left.slice(at, at + chunkLength), right.slice(at, at + chunkLength)] as const);
  }
}

self.onmessage = async ({ data }: MessageEvent<EncodeRequest>): Promise<void> => {
  const { signal } = new AbortController();
  try {
    self.postMessage({ encoded: await encodeWhole(data.settings, inChunks(data.sound, data.chunkLength), { signal }) });
  } catch (error) {
    self.postMessage({ error: String(error) });
  }
};

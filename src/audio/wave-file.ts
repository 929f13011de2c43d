const headerBytes = 44;
/** WAVE_FORMAT_IEEE_FLOAT of the RIFF registry. */
const ieeeFloat = 3;

/** Planar sound as a 32-bit float WAVE file; nothing is rounded or clipped. The channels are equally long. */
export function toWaveFile(channels: readonly Float32Array[], sampleRate: number): ArrayBuffer {
  const length = channels[0]?.length ?? 0;
  const frameBytes = channels.length * 4;
  const dataBytes = length * frameBytes;
  const view = new DataView(new ArrayBuffer(headerBytes + dataBytes));
  const tag = (at: number, text: string): void => {
    for (let i = 0; i < text.length; i++) view.setUint8(at + i, text.charCodeAt(i));
  };
  tag(0, 'RIFF');
  view.setUint32(4, headerBytes - 8 + dataBytes, true);
  tag(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, ieeeFloat, true);
  view.setUint16(22, channels.length, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * frameBytes, true);
  view.setUint16(32, frameBytes, true);
  view.setUint16(34, 32, true);
  tag(36, 'data');
  view.setUint32(40, dataBytes, true);
  channels.forEach((samples, channel) => {
    for (let i = 0, at = headerBytes + channel * 4; i < length; i++, at += frameBytes) {
      view.setFloat32(at, samples[i]!, true);
    }
  });
  return view.buffer;
}

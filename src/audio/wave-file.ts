/** WAVE_FORMAT_IEEE_FLOAT of the RIFF registry. */
const ieeeFloat = 3;

/** Planar sound as a 32-bit float WAVE file; nothing is rounded or clipped. The channels are equally long. */
export function toWaveFile(channels: readonly Float32Array[], sampleRate: number): ArrayBuffer {
  const length = channels[0]?.length ?? 0;
  const frameBytes = channels.length * 4;
  const header = waveHeader(floatFormat(channels.length, sampleRate), length * frameBytes);
  const file = new ArrayBuffer(header.length + length * frameBytes);
  new Uint8Array(file).set(header);
  // WAVE is little-endian, as is every machine with a browser; the header's 44 bytes are whole floats.
  const interleaved = new Float32Array(file, header.length);
  channels.forEach((samples, channel) => {
    for (let i = 0, at = channel; i < length; i++, at += channels.length) interleaved[at] = samples[i]!;
  });
  return file;
}

/** All of a WAVE file before its samples. @param format the content of its format chunk, of an even length */
export function waveHeader(format: Uint8Array, dataBytes: number): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(28 + format.length);
  const view = new DataView(header.buffer);
  const tag = (at: number, text: string): void => {
    for (let i = 0; i < text.length; i++) view.setUint8(at + i, text.charCodeAt(i));
  };
  tag(0, 'RIFF');
  view.setUint32(4, header.length - 8 + dataBytes, true);
  tag(8, 'WAVEfmt ');
  view.setUint32(16, format.length, true);
  header.set(format, 20);
  tag(20 + format.length, 'data');
  view.setUint32(24 + format.length, dataBytes, true);
  return header;
}

function floatFormat(channelCount: number, sampleRate: number): Uint8Array {
  const frameBytes = channelCount * 4;
  const view = new DataView(new ArrayBuffer(16));
  view.setUint16(0, ieeeFloat, true);
  view.setUint16(2, channelCount, true);
  view.setUint32(4, sampleRate, true);
  view.setUint32(8, sampleRate * frameBytes, true);
  view.setUint16(12, frameBytes, true);
  view.setUint16(14, 32, true);
  return new Uint8Array(view.buffer);
}

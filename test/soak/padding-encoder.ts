/**
 * Importing this gives a worker H.264 encoders whose packets are some 1.4 MB larger than they need be, by filler that
 * decoders pass over: a file of many gigabytes then takes no longer than its bytes take to be stored.
 */
const fillerBytes = 1_400_000;

/** One NAL unit of filler data (ITU-T H.264, 7.3.2.7), its length in front of it (ISO/IEC 14496-15). */
function filler(): Uint8Array<ArrayBuffer> {
  const unit = new Uint8Array(4 + fillerBytes).fill(0xff);
  new DataView(unit.buffer).setUint32(0, fillerBytes);
  unit[4] = 12; // nal_unit_type
  unit[unit.length - 1] = 0x80; // rbsp_trailing_bits
  return unit;
}

function padded(chunk: EncodedVideoChunk): EncodedVideoChunk {
  const { type, timestamp, duration, byteLength } = chunk;
  const padding = filler();
  const data = new Uint8Array(byteLength + padding.length);
  chunk.copyTo(data.subarray(0, byteLength));
  data.set(padding, byteLength);
  return new EncodedVideoChunk({ type, timestamp, data, ...(duration === null ? {} : { duration }) });
}

class PaddingEncoder extends VideoEncoder {
  constructor(init: VideoEncoderInit) {
    super({ ...init, output: (chunk, metadata) => init.output(padded(chunk), metadata) });
  }
}

Object.assign(globalThis, { VideoEncoder: PaddingEncoder });

export {};

import type { ByteTarget } from './muxer';

/** A target that changes bytes on their way: the first place of `wanted` in the first write, at the start of the file. */
export function correctHeader(target: ByteTarget, wanted: readonly number[], correct: readonly number[]): ByteTarget {
  return {
    write(position, data) {
      const at = position === 0 ? find(data, wanted) : -1;
      if (at >= 0) data.set(correct, at);
      return target.write(position, data);
    },
  };
}

function find(data: Uint8Array, wanted: readonly number[]): number {
  const last = data.length - wanted.length;
  for (let at = data.indexOf(wanted[0]!); at >= 0 && at <= last; at = data.indexOf(wanted[0]!, at + 1)) {
    if (wanted.every((byte, index) => data[at + index] === byte)) return at;
  }
  return -1;
}

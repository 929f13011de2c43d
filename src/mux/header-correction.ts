import type { ByteTarget } from './muxer';

/** A target that changes bytes on their way: the first place of `wanted` in the first write, at the start of the file. */
export function correctHeader(target: ByteTarget, wanted: readonly number[], correct: readonly number[]): ByteTarget {
  return {
    write(position, data) {
      if (position === 0) replaceFirst(data, wanted, correct);
      return target.write(position, data);
    },
  };
}

/** Changes the first place where the wanted bytes are, if there is one. Both are of one length. */
export function replaceFirst(data: Uint8Array, wanted: readonly number[], correct: readonly number[]): void {
  const at = find(data, wanted);
  if (at >= 0) data.set(correct, at);
}

function find(data: Uint8Array, wanted: readonly number[]): number {
  const last = data.length - wanted.length;
  for (let at = data.indexOf(wanted[0]!); at >= 0 && at <= last; at = data.indexOf(wanted[0]!, at + 1)) {
    if (wanted.every((byte, index) => data[at + index] === byte)) return at;
  }
  return -1;
}

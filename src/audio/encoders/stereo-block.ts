/** A run of sound: equally many samples of the left and the right. */
export type StereoBlock = readonly [left: Float32Array<ArrayBuffer>, right: Float32Array<ArrayBuffer>];

/** Left and right by turns, as most encoders take them. */
export function interleave([left, right]: StereoBlock): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(2 * left.length);
  for (let i = 0; i < left.length; i++) {
    samples[2 * i] = left[i]!;
    samples[2 * i + 1] = right[i]!;
  }
  return samples;
}

/**
 * The same sound in blocks of `blockLength` samples, the last one shorter, whatever lengths the chunks have. The blocks
 * are new arrays, at most one of which is held here.
 */
export async function* stereoBlocks(
  chunks: AsyncIterable<StereoBlock>,
  blockLength: number,
): AsyncGenerator<StereoBlock, void, undefined> {
  let block = emptyBlock(blockLength);
  let filled = 0;
  for await (const chunk of chunks) {
    const length = chunk[0].length;
    for (let at = 0; at < length;) {
      const count = Math.min(length - at, blockLength - filled);
      block.forEach((samples, channel) => {
        samples.set(chunk[channel]!.subarray(at, at + count), filled);
      });
      at += count;
      filled += count;
      if (filled === blockLength) {
        yield block;
        block = emptyBlock(blockLength);
        filled = 0;
      }
    }
  }
  if (filled > 0) yield [block[0].slice(0, filled), block[1].slice(0, filled)];
}

function emptyBlock(length: number): StereoBlock {
  return [new Float32Array(length), new Float32Array(length)];
}

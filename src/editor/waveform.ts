/** Lowest and highest sample of each column, all channels together: `[low, high]` per column, −1 … 1. */
export function waveformPeaks(buffer: AudioBuffer, columns: number): readonly (readonly [low: number, high: number])[] {
  const channels = Array.from({ length: buffer.numberOfChannels }, (_, index) => buffer.getChannelData(index));
  return Array.from({ length: columns }, (_, column) => {
    const start = Math.floor((column * buffer.length) / columns);
    const end = Math.floor(((column + 1) * buffer.length) / columns);
    let low = 0;
    let high = 0;
    for (const samples of channels) {
      for (const sample of samples.subarray(start, end)) {
        if (sample < low) low = sample;
        if (sample > high) high = sample;
      }
    }
    return [low, high];
  });
}

export interface FfmpegLoudness {
  /** LUFS. */
  integrated: number;
  /** dBTP. */
  truePeak: number;
}

/** The last of what `ametadata` printed behind `ebur128=peak=true:metadata=1`. */
export function readLoudness(printed: string): FfmpegLoudness {
  const last = (key: string): number => {
    const values = [...printed.matchAll(new RegExp(`lavfi\\.r128\\.${key}=(\\S+)`, 'g'))];
    return Number(values.at(-1)?.[1]);
  };
  const peaks = [...new Set([...printed.matchAll(/true_peaks_ch(\d+)=/g)].map(([, channel]) => channel!))];
  const highest = Math.max(...peaks.map((channel) => last(`true_peaks_ch${channel}`)));
  return { integrated: last('I'), truePeak: 20 * Math.log10(highest) };
}

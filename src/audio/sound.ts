/** One array per channel, equally long, in the channel order of Web Audio. Not to be changed by who reads them. */
export type PlanarSamples = readonly Float32Array<ArrayBuffer>[];

/** The sound of one source at the rate of the export. */
export interface Sound {
  readonly channelCount: number;
  /** Samples per channel. */
  readonly length: number;
  /**
   * The samples from `first` up to `end`, all within the sound. The same call gives the same bits.
   *
   * @throws ExportError `audio`: audio-missing, audio-corrupt; `cancelled`
   */
  read(first: number, end: number): Promise<PlanarSamples>;
}

/** Sound that is in memory. */
export function wholeSound(channels: PlanarSamples): Sound {
  return {
    channelCount: channels.length,
    length: channels[0]?.length ?? 0,
    read: (first, end) => Promise.resolve(channels.map((samples) => samples.subarray(first, end))),
  };
}

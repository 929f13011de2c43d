/** One picture of a decoded file. */
export interface DecodedFrame {
  /** When it is shown. */
  timestampUs: number;
  durationUs: number;
  width: number;
  height: number;
  /** Blue, green, red and a fourth byte, top row first, in the colours that the file's tags ask for. */
  read(into: Uint8Array<ArrayBuffer>): Promise<void>;
  /** As `read`, slower and by exact arithmetic, where the browser gives out the codes. */
  readExact(into: Uint8Array<ArrayBuffer>): Promise<void>;
}

/** The picture of a file as a player finds it. Frames come decoded and in the order they are shown. */
export interface Film {
  codec: string;
  /** Pixels of a coded frame. */
  width: number;
  height: number;
  /** When the last frame ends, by the packets. */
  durationSeconds: number;
  /** Bits a second, one value a second of the film. */
  bitrate: number[];
  /** Checksums of the packets, in decoding order. @throws Error for a file that ends too early */
  packetHashes(): Promise<string[]>;
  /** Each frame is freed when the next is asked for. @throws what the decoder says of a damaged file */
  frames(): AsyncGenerator<DecodedFrame, void, undefined>;
  dispose(): void;
}

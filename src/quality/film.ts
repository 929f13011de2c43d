import type { CodedPlanes } from '../kernels/planes/coded-planes';

/** One picture of a decoded file. */
export interface DecodedFrame {
  /** When it is shown. */
  timestampUs: number;
  durationUs: number;
  width: number;
  height: number;
  /**
   * Blue, green, red and alpha, 255 of opaque pictures, top row first, in the colours that the file's tags ask for; multiplied
   * by alpha where the file's are.
   */
  read(into: Uint8Array<ArrayBuffer>): Promise<void>;
  /**
   * What is coded; null for a picture coded in RGB, or where the decoder keeps it to itself. Valid until the next frame is
   * asked for.
   */
  planes(): Promise<CodedPlanes | null>;
}

/** A part of a film, in seconds: what is shown from one moment until another. */
export interface FilmStretch {
  from: number;
  to: number;
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
  /**
   * Checksums of the packets, in decoding order; null where the file does not hold them as they were encoded, such as an
   * animation, which is made of them. @throws Error for a file that ends too early
   */
  packetHashes(): Promise<string[] | null>;
  /** Whether frames are quickly decoded, as where the browser does it. Of other films samples alone are looked at. */
  readonly isCheap: boolean;
  /**
   * All frames, or those shown from one moment until another, in seconds. Each is freed when the next is asked for.
   *
   * @throws what the decoder says of a damaged file
   */
  frames(stretch?: FilmStretch): AsyncGenerator<DecodedFrame, void, undefined>;
  /** The frames shown at these moments, in seconds, in the order asked for; as few others as possible are decoded. @throws as `frames` */
  framesAt(seconds: readonly number[]): AsyncGenerator<DecodedFrame, void, undefined>;
  dispose(): void;
}

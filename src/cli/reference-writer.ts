import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { divideByAlpha } from '../colour/divide-by-alpha';
import { ExportError } from '../errors';
import { rgbOf } from './rgb-pixels';

/** Writes captured frames, before encoding, as opaque 8-bit RGB: `000000.png` is the first exported frame. */
export class ReferenceWriter {
  private constructor(private readonly folder: string) {}

  /** @throws ExportError `invalid-input` (references-unusable) when the folder cannot be made */
  static async create(folder: string): Promise<ReferenceWriter> {
    try {
      await mkdir(folder, { recursive: true });
    } catch (cause) {
      throw new ExportError('invalid-input', {
        detail: 'references-unusable',
        stage: 'configure',
        message: `The folder ${folder} cannot be made: ${cause instanceof Error ? cause.message : String(cause)}`,
        remedy: 'Name a folder that exists, or a place where you may make one.',
        cause,
      });
    }
    return new ReferenceWriter(folder);
  }

  /**
   * @param pixels blue, green, red and alpha, which colours are multiplied by; top row first, no padding
   * @param alpha whether the picture keeps it, as PNG does with the paint's own colours
   * @throws ExportError `storage` (write-failed)
   */
  async write(frame: number, width: number, height: number, pixels: Uint8Array, alpha: boolean): Promise<void> {
    const path = join(this.folder, `${String(frame).padStart(6, '0')}.png`);
    try {
      if (pixels.length !== width * height * 4) {
        throw new RangeError(`${pixels.length} bytes are no frame of ${width} × ${height}.`);
      }
      // Level 1: frames are written once, compared once, and many; time counts more than size.
      const picture = alpha ? { channels: 4, data: rgba(pixels) } : { channels: 3, data: rgbOf(pixels) };
      const png = encode({ width, height, depth: 8, ...picture }, { zlib: { level: 1 } });
      await writeFile(path, png);
    } catch (cause) {
      throw new ExportError('storage', {
        detail: 'write-failed',
        stage: 'deliver',
        message: `${path} was not written: ${cause instanceof Error ? cause.message : String(cause)}`,
        remedy: 'Check that the folder is writable and the disk has space.',
        cause,
      });
    }
  }
}

function rgba(bgra: Uint8Array): Uint8Array {
  const straight = Uint8Array.from(bgra);
  divideByAlpha(straight.buffer);
  for (let at = 0; at < straight.length; at += 4) {
    const blue = straight[at]!;
    straight[at] = straight[at + 2]!;
    straight[at + 2] = blue;
  }
  return straight;
}

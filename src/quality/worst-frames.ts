import type { SampledFrame, WorstFrame } from './report';

/** How many are kept, and pixels of their longest edge. */
const most = 3;
const longestEdge = 640;
/** Differences are shown so many times as large as they are. */
const amplification = 8;

/** A frame that is among the worst so far. */
interface KeptFrame {
  ssim: number;
  frame: number;
  source: ImageData;
  output: ImageData;
}

/** Keeps the sampled frames of the lowest SSIM, to be shown. */
export class WorstFrames {
  private kept: KeptFrame[] = [];

  constructor(
    private readonly width: number,
    private readonly height: number,
  ) {}

  /** @param source and `output` are blue, green, red and a fourth byte; neither is used after it returns */
  take({ frame, ssim, reference }: SampledFrame, source: Uint8Array, output: Uint8Array): void {
    const worst = reference?.ssim ?? ssim;
    if (this.kept.length === most && worst >= this.kept.at(-1)!.ssim) return;
    this.kept.push({ ssim: worst, frame, source: this.shown(source), output: this.shown(output) });
    this.kept.sort((one, other) => one.ssim - other.ssim);
    this.kept.length = Math.min(this.kept.length, most);
  }

  /** The worst first. */
  async pictures(): Promise<WorstFrame[]> {
    const pictures: WorstFrame[] = [];
    for (const { frame, source, output } of this.kept) {
      pictures.push({
        ...{ frame, metric: 'ssim' },
        source: await pictureOf(source),
        output: await pictureOf(output),
        difference: await pictureOf(differenceOf(source, output)),
      });
    }
    return pictures;
  }

  /** Every so many pixels of it. */
  private shown(pixels: Uint8Array): ImageData {
    const { width, height } = this;
    const step = Math.ceil(Math.max(width, height) / longestEdge);
    const picture = new ImageData(Math.ceil(width / step), Math.ceil(height / step));
    for (let y = 0, to = 0; y < height; y += step) {
      for (let x = 0; x < width; x += step, to += 4) {
        const from = 4 * (y * width + x);
        picture.data[to] = pixels[from + 2]!;
        picture.data[to + 1] = pixels[from + 1]!;
        picture.data[to + 2] = pixels[from]!;
        picture.data[to + 3] = 255;
      }
    }
    return picture;
  }
}

function differenceOf(one: ImageData, other: ImageData): ImageData {
  const picture = new ImageData(one.width, one.height);
  for (let at = 0; at < picture.data.length; at++)
    picture.data[at] = at % 4 === 3 ? 255 : amplification * Math.abs(one.data[at]! - other.data[at]!);
  return picture;
}

/** JPEG as a data URL. */
async function pictureOf(picture: ImageData): Promise<string> {
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  canvas.getContext('2d')!.putImageData(picture, 0, 0);
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.85 });
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return `data:image/jpeg;base64,${btoa(text)}`;
}

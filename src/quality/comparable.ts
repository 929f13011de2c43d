import { codecs } from '../formats/codecs';
import type { ExportSettings } from '../formats/format';

/** Below this neither fingerprints nor SSIM mean anything. */
const leastEdge = 16;

/** Why a file of these settings cannot be compared with the frames captured for it; null: it can. */
export function whyNotCompared({ video, width, height }: ExportSettings): string | null {
  const { codec, alpha, scan, colourSpace = 'bt709', captureDepth = 8 } = video;
  if (codecs[codec].muxer !== 'mediabunny') return `The browser cannot decode ${codecs[codec].label} files.`;
  if (captureDepth === 16) return 'Frames of 16 bits are not compared.';
  if (alpha !== undefined) return 'Translucent pictures are not compared.';
  if (scan === 'interlaced') return 'Interlaced pictures are not compared.';
  if (colourSpace !== 'bt709' && colourSpace !== 'bt601') return 'Wide colours are not compared.';
  if (Math.min(width, height) < leastEdge) return `Pictures below ${leastEdge} pixels are not compared.`;
  return null;
}

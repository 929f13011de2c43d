import { colourSpaces } from '../colour/colour-space';
import type { ExportSettings } from '../formats/format';
import type { FileFacts } from './checks/file-facts';

/** Below this neither fingerprints nor SSIM mean anything. */
const leastEdge = 16;

/** Why a file of these settings cannot be compared with the frames captured for it; null: it can. */
export function whyNotCompared({ video, width, height, animation }: ExportSettings): string | null {
  const { alpha } = video;
  const { scale = 1, sizeLimit } = animation ?? {};
  if (scale !== 1 || sizeLimit !== undefined) return 'Animations that were made smaller are not compared.';
  // A pixel of it is there or not, whatever was captured.
  if (alpha !== undefined && video.codec === 'gif') return 'Translucent GIFs are not compared.';
  if (Math.min(width, height) < leastEdge) return `Pictures below ${leastEdge} pixels are not compared.`;
  return null;
}

/** What the figures of a comparison do not say, in sentences. */
export function comparisonNotes({ video }: ExportSettings): string[] {
  const { colourSpace = 'bt709', captureDepth = 8 } = video;
  const notes: string[] = [];
  if (colourSpace === 'display-p3' || colourSpace === 'bt2020') {
    const { label } = colourSpaces[colourSpace];
    notes.push(
      `Colours were compared as numbers of ${label}: ΔE2000 takes them for sRGB, and is less than what is seen.`,
    );
  }
  if (captureDepth === 16) notes.push('Frames captured with 16 bits were compared at 8 bits.');
  return notes;
}

/** Why a file of which nothing else is known cannot be compared; null: it can. */
export function whyFileIsNotCompared(
  { picture, structure }: FileFacts,
  { width, height }: { width: number; height: number },
): string | null {
  if (picture?.bitstream.interlaced) return 'Fields are compared with what was captured for them alone.';
  // ITU-T H.273, table 2: BT.2020 and Display P3.
  const primaries = structure.colour?.primaries ?? picture?.bitstream.colour?.primaries;
  if (primaries === 9 || primaries === 12) return 'Wide colours are compared with what was captured for them alone.';
  if (Math.min(width, height) < leastEdge) return `Pictures below ${leastEdge} pixels are not compared.`;
  return null;
}

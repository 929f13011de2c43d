import type { CodedAs, CodedPlanes } from './coded-planes';
import { codedPlanes, exactPixels as twinExactPixels } from './twin-planes';
import { wasmPlanes } from './wasm-planes';

/** Colours of codes, exact and then rounded, see `twin-planes.ts`. @param into blue, green, red and alpha */
export function exactPixels(planes: CodedPlanes, into: Uint8Array<ArrayBuffer>): void {
  const kernel = wasmPlanes();
  if (kernel) kernel.exactPixels(planes, into);
  else twinExactPixels(planes, into);
}

/**
 * A picture as codes of limited range and back, without any codec: what the best film of a format can show.
 *
 * @param pixels blue, green, red and a fourth byte, which becomes 255
 */
export function shownByCodes(pixels: Uint8Array, width: number, height: number, as: CodedAs): Uint8Array<ArrayBuffer> {
  const shown = new Uint8Array(width * height * 4);
  const kernel = wasmPlanes();
  if (kernel) kernel.shownByCodes(pixels, width, height, as, shown);
  else twinExactPixels(codedPlanes(pixels, width, height, as), shown);
  return shown;
}

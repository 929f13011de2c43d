/** UTF-8 bytes, extension included: where most file systems stop. */
export const longestFileName = 255;

/** Names Windows keeps for devices, whatever extension follows. */
const device = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(?:\.|$)/i;
/** What some file system refuses, half characters, and controls, those for the direction of writing among them. */
const unsafe = /[<>:"/\\|?*\p{Cc}\p{Cs}\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/gu;
/** Windows drops them at the end; a name that begins with a dot is hidden elsewhere. */
const edges = /^[ .]+|[ .]+$/g;

/**
 * A file name that every common file system takes as it is, from one that a person wrote: normalised (NFC), and never longer
 * than 255 bytes, cut between characters as people see them. Where nothing is left of the name it is `export`. Of a name that
 * is safe already nothing changes.
 *
 * @param extension without the dot; kept whole. Empty: none
 */
export function safeFileName(name: string, extension: string): string {
  return ended(safeStem(name), extension);
}

/**
 * As `safeFileName`, under a name that nobody has yet: with ` (2)`, ` (3)` … at its end where it must be.
 *
 * @param taken names that exist. They count as the same in any case and any normal form, as on Windows and macOS
 */
export function freeFileName(name: string, extension: string, taken: Iterable<string>): string {
  const others = new Set(Array.from(taken, sameName));
  const stem = safeStem(name);
  let free = ended(stem, extension);
  for (let number = 2; others.has(sameName(free)); number++) free = ended(stem, extension, ` (${number})`);
  return free;
}

/** As `safeFileName`, with a number that tells it from others of the name: ` (2)` at its end. */
export function numberedFileName(name: string, extension: string, number: number): string {
  return ended(safeStem(name), extension, ` (${number})`);
}

/** What two names have in common that are one to some file system. */
export function sameName(name: string): string {
  return name.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}

function safeStem(name: string): string {
  const spaced = name.normalize('NFC').replace(unsafe, ' ').replace(/\s+/g, ' ');
  const stem = spaced.normalize('NFC').replace(edges, '');
  return device.test(stem) ? `_${stem}` : stem;
}

/** @param suffix kept whole, as the extension is */
function ended(stem: string, extension: string, suffix = ''): string {
  const end = `${suffix}${extension === '' ? '' : `.${extension}`}`;
  const cut = cutToBytes(stem, longestFileName - byteLength(end)).replace(edges, '');
  // What stood behind a device's name may have been cut off.
  return `${device.test(cut) ? '_' : ''}${cut === '' ? 'export' : cut}${end}`;
}

/** The longest start of `text` that fits, never ending inside a character as people see them. */
function cutToBytes(text: string, bytes: number): string {
  if (byteLength(text) <= bytes) return text;
  let left = bytes;
  let length = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    left -= byteLength(segment);
    if (left < 0) break;
    length += segment.length;
  }
  return text.slice(0, length);
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

import { crc32 } from 'hash-wasm';
import type { FileMetadata } from '../formats/format';
import { text, u32 } from './quicktime-boxes';

/** Keywords of PNG, third edition, 11.3.3.2; they name the lines of a comment in GIF too. */
const keywords = { title: 'Title', author: 'Author', description: 'Description', date: 'Creation Time' } as const;

function told(metadata: FileMetadata): [keyword: string, value: string][] {
  return Object.entries(keywords).flatMap(([field, keyword]): [string, string][] => {
    const value = metadata[field as keyof typeof keywords];
    return value === undefined ? [] : [[keyword, value]];
  });
}

/** Bytes of the last chunk of a PNG, IEND. */
const endBytes = 12;

/** A PNG with what it shall say about itself, in chunks of UTF-8 before its end. */
export async function withPngText(
  png: Uint8Array<ArrayBuffer>,
  metadata: FileMetadata,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: number[] = [];
  for (const [keyword, value] of told(metadata)) {
    // iTXt: not compressed, in no language that is said, the keyword not translated.
    const body = Uint8Array.from([...text('iTXt'), ...text(keyword), 0, 0, 0, 0, 0, ...text(value)]);
    chunks.push(...u32(body.length - 4), ...body, ...u32(parseInt(await crc32(body), 16)));
  }
  const whole = new Uint8Array(png.length + chunks.length);
  const end = png.length - endBytes;
  whole.set(png.subarray(0, end));
  whole.set(chunks, end);
  whole.set(png.subarray(end), end + chunks.length);
  return whole;
}

/** Bytes of a GIF's header, before the table of colours that most have. */
const gifHeaderBytes = 13;

/** Where the first block of a GIF begins, behind the table of colours for all frames. @param start 13 bytes or more of it */
export function gifBlocksAt(start: Uint8Array): number {
  const flags = start[10]!;
  return gifHeaderBytes + ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1));
}

/** What a GIF shall say about itself as a comment (GIF89a, section 24); empty: nothing. A line for each, in UTF-8. */
export function gifComment(metadata: Partial<FileMetadata>): Uint8Array<ArrayBuffer> {
  const lines = told(metadata).map(([keyword, value]) => `${keyword}: ${value}`);
  if (lines.length === 0) return new Uint8Array();
  const bytes = text(lines.join('\n'));
  const blocks: number[] = [];
  for (let at = 0; at < bytes.length; at += 255) {
    const block = bytes.slice(at, at + 255);
    blocks.push(block.length, ...block);
  }
  return Uint8Array.from([0x21, 0xfe, ...blocks, 0]);
}

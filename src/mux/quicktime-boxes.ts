/** A box of the QuickTime File Format: 32-bit size, type, content. */
export interface Box {
  type: string;
  /** From the size field on. */
  bytes: Uint8Array<ArrayBuffer>;
}

const headerBytes = 8;

/** The boxes that lie in `bytes` one after another. @throws RangeError when they do not fill it exactly */
export function readBoxes(bytes: Uint8Array<ArrayBuffer>): Box[] {
  const boxes: Box[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length;) {
    const size = at + headerBytes <= bytes.length ? view.getUint32(at) : 0;
    if (size < headerBytes || at + size > bytes.length) throw new RangeError(`No box at ${at}.`);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + headerBytes));
    boxes.push({ type, bytes: bytes.subarray(at, at + size) });
    at += size;
  }
  return boxes;
}

/** What is inside a box, after so many bytes of its own fields. */
export function childrenOf({ bytes }: Box, ownFields = 0): Box[] {
  return readBoxes(bytes.subarray(headerBytes + ownFields));
}

/** The first box along a path of types, such as `mdia`, `minf`, `stbl`. */
export function findBox(boxes: readonly Box[], ...[type, ...rest]: readonly string[]): Box | undefined {
  const found = boxes.find((each) => each.type === type);
  return found === undefined || rest.length === 0 ? found : findBox(childrenOf(found), ...rest);
}

/** A box of parts: bytes, and boxes inside it. */
export function makeBox(type: string, ...parts: (Box | Uint8Array | readonly number[])[]): Box {
  const contents = parts.map((part) => ('bytes' in part ? part.bytes : Uint8Array.from(part)));
  const bytes = new Uint8Array(contents.reduce((sum, { length }) => sum + length, headerBytes));
  new DataView(bytes.buffer).setUint32(0, bytes.length);
  for (let index = 0; index < 4; index++) bytes[4 + index] = type.charCodeAt(index);
  let at = headerBytes;
  for (const content of contents) {
    bytes.set(content, at);
    at += content.length;
  }
  return { type, bytes };
}

/** The box with other children behind its own fields. */
export function withChildren({ type, bytes }: Box, children: readonly Box[], ownFields = 0): Box {
  return makeBox(type, bytes.subarray(headerBytes, headerBytes + ownFields), ...children);
}

/** Replaces the box along a path inside `box`. @throws RangeError when it is not there */
export function replaceBox(box: Box, [type, ...rest]: readonly string[], change: (found: Box) => Box): Box {
  if (type === undefined) return change(box);
  const children = childrenOf(box);
  if (!children.some((each) => each.type === type)) throw new RangeError(`${box.type} has no ${type}.`);
  return withChildren(
    box,
    children.map((each) => (each.type === type ? replaceBox(each, rest, change) : each)),
  );
}

export const u16 = (value: number): number[] => [(value >>> 8) & 255, value & 255];
export const u32 = (value: number): number[] => [...u16(Math.floor(value / 65_536)), ...u16(value % 65_536)];
export const u64 = (value: number): number[] => [...u32(Math.floor(value / 2 ** 32)), ...u32(value % 2 ** 32)];
export const text = (value: string): number[] => [...new TextEncoder().encode(value)];

import { createCRC32 } from 'hash-wasm';
import type { ByteReader } from '../byte-reader';
import { ebmlElement, type EbmlElement } from './ebml';
import { ebml, knownElements, masters } from './matroska-elements';
import type { ProblemList } from './problem-list';

/** Elements of headers and indexes are read whole, up to this. */
const largestValue = 1 << 26;

export interface EbmlNode extends EbmlElement {
  children: readonly EbmlNode[];
  /** Empty where it has children. */
  data: Uint8Array<ArrayBuffer>;
}

/** Reads what lies inside an element, all of it. */
export async function readTree(element: EbmlElement, reader: ByteReader, problems: ProblemList): Promise<EbmlNode> {
  if (!masters.has(element.id)) {
    const data = await reader.read(element.from, Math.min(largestValue, element.end - element.from));
    return { ...element, children: [], data };
  }
  const children: EbmlNode[] = [];
  for await (const child of elementsIn(element, reader, problems)) {
    children.push(await readTree(child, reader, problems));
  }
  const [first] = children;
  if (first?.id === ebml.crc32) await checkCrc(element, first, reader, problems);
  return { ...element, children, data: new Uint8Array(0) };
}

/** The elements inside another. Says where they do not fill it exactly, or are none. */
export async function* elementsIn(
  parent: Pick<EbmlElement, 'from' | 'end'>,
  reader: ByteReader,
  problems: ProblemList,
): AsyncGenerator<EbmlElement> {
  for (let at = parent.from; at < parent.end;) {
    const element = await ebmlElement(reader, at);
    if (element === null || !knownElements.has(element.id)) {
      problems.add(`What lies at ${at} is no element.`);
      return;
    }
    if (!problems.require(element.end <= reader.size, `The file is cut off, or the element at ${at} has a wrong size.`))
      return;
    if (!problems.require(element.end <= parent.end, `The element at ${at} is longer than what holds it.`)) return;
    yield element;
    at = element.end;
  }
}

/** RFC 8794, 11.3.1: over all that follows it in the same parent, little-endian. */
async function checkCrc(parent: EbmlElement, crc: EbmlNode, reader: ByteReader, problems: ProblemList): Promise<void> {
  const told = [...crc.data]
    .toReversed()
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
  problems.require(
    (await crc32Of(reader, crc.end, parent.end)) === told,
    `The element at ${parent.start} has another checksum.`,
  );
}

/** Hexadecimal. */
export async function crc32Of(reader: ByteReader, from: number, end: number): Promise<string> {
  const hash = (await createCRC32()).init();
  for (let at = from; at < end;) {
    const bytes = await reader.read(at, Math.min(1 << 20, end - at));
    if (bytes.length === 0) break;
    hash.update(bytes);
    at += bytes.length;
  }
  return hash.digest('hex');
}

export function nodesOf(node: EbmlNode | undefined, id: number): EbmlNode[] {
  return node?.children.filter((each) => each.id === id) ?? [];
}

/** The first element along a path of identifiers. */
export function nodeOf(node: EbmlNode | undefined, ...[id, ...rest]: readonly number[]): EbmlNode | undefined {
  const found = node?.children.find((each) => each.id === id);
  return found === undefined || rest.length === 0 ? found : nodeOf(found, ...rest);
}

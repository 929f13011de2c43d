import type { createXXHash64 } from './byte-hash';

type Hasher = Awaited<ReturnType<typeof createXXHash64>>;

let hasher: Promise<Hasher> | undefined;

async function loadHasher(): Promise<Hasher> {
  const { createXXHash64 } = await import('./byte-hash');
  return createXXHash64();
}

/** XXH32 of bytes. */
export type ByteHash = (bytes: Uint8Array) => number;

let byteHash: Promise<ByteHash> | undefined;

/** Loads XXH32, once, for those who then cannot wait. */
export function loadByteHash(): Promise<ByteHash> {
  byteHash ??= createByteHash();
  return byteHash;
}

async function createByteHash(): Promise<ByteHash> {
  const { createXXHash32 } = await import('./byte-hash');
  const hash = await createXXHash32();
  return (bytes) => parseInt(hash.init().update(bytes).digest('hex'), 16);
}

export interface Fingerprint {
  /** 16 hexadecimal digits. */
  checksum: string;
  /** Roughly what the value takes to store. */
  byteLength: number;
}

/**
 * The XXH64 of a structured-cloneable value: finds what a disk or a browser has damaged, and is no protection against
 * anyone. Two values that a structured clone could not tell apart have the same checksum. Objects whose contents cannot
 * be read at once (a Blob, an ImageBitmap, a file handle) count by their kind alone.
 */
export async function fingerprintOf(value: unknown): Promise<Fingerprint> {
  hasher ??= loadHasher();
  // From here on in one go: the hasher is shared.
  const hash = (await hasher).init();
  let byteLength = 0;
  feed((bytes) => {
    hash.update(bytes);
    byteLength += bytes.byteLength;
  }, value);
  return { checksum: hash.digest('hex'), byteLength };
}

const text = new TextEncoder();

/** Every value is preceded by its kind and its length, so that no two can be read the same way. */
function feed(update: (bytes: Uint8Array) => void, value: unknown): void {
  const say = (kind: string, content: string | number | bigint | boolean = ''): void => {
    const bytes = text.encode(String(content));
    update(text.encode(`${kind} ${bytes.length} `));
    update(bytes);
  };
  const children = (kind: string, values: readonly unknown[]): void => {
    say(kind, values.length);
    for (const each of values) feed(update, each);
  };
  switch (typeof value) {
    case 'object':
      break;
    case 'number':
      // String conversion forgets the sign of zero.
      say('number', Object.is(value, -0) ? '-0' : value);
      return;
    case 'string':
    case 'bigint':
    case 'boolean':
      say(typeof value, value);
      return;
    default:
      say(typeof value);
      return;
  }
  if (value === null) say('null');
  else if (ArrayBuffer.isView(value)) {
    say(value.constructor.name, value.byteLength);
    update(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  } else if (value instanceof ArrayBuffer) {
    say('ArrayBuffer', value.byteLength);
    update(new Uint8Array(value));
  } else if (Array.isArray(value)) children('array', value);
  else if (value instanceof Map) children('map', [...value].flat());
  else if (value instanceof Set) children('set', [...value]);
  else if (value instanceof Date) say('date', value.getTime());
  else if (value instanceof Error) children('error', [value.name, value.message]);
  else if (isPlain(value)) {
    const entries = Object.entries(value);
    entries.sort(([one], [other]) => (one < other ? -1 : 1));
    children('object', entries.flat());
  } else say('opaque', value.constructor.name);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

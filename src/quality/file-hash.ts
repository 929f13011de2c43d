import { createSHA256, createXXHash64 } from 'hash-wasm';

/** Of a device's memory, what a file may take while it is hashed. */
const memoryShare = 1 / 16;

/** Bytes that are small beside anything a page holds. */
const fewBytes = 32 * 2 ** 20;

/** Bytes a second that WebAssembly hashes; slower machines have the less time for all else, too. */
const bytesPerSecond = 0.2e9;

/**
 * SHA-256 in hexadecimal digits, of a file of any size. Browsers have it five times as fast as WebAssembly (0.75 to 1.3 GB/s
 * beside 0.17 to 0.25, with a processor's own instructions for it), but for bytes that are all there alone. So small files
 * go that way, and larger ones where piece by piece they would take longer than there is time, while they are small beside
 * the device's memory: at most 512 MB.
 *
 * @param budgetMs null: as long as it takes
 * @returns null: there is neither the time nor the memory for it
 */
export async function sha256Of(file: Blob, budgetMs: null): Promise<string>;
export async function sha256Of(file: Blob, budgetMs: number | null): Promise<string | null>;
export async function sha256Of(file: Blob, budgetMs: number | null): Promise<string | null> {
  const isShort = budgetMs === null || (1000 * file.size) / bytesPerSecond <= budgetMs;
  const isWhole = file.size <= (isShort ? Math.min(fewBytes, bytesAtOnce()) : bytesAtOnce());
  // What cannot be read fails below too.
  const whole = isWhole ? await file.arrayBuffer().catch(() => null) : null;
  if (whole) return hexadecimal(await crypto.subtle.digest('SHA-256', whole));
  return isShort ? piecewise(file) : null;
}

async function piecewise(file: Blob): Promise<string> {
  const hasher = (await createSHA256()).init();
  const reader = file.stream().getReader();
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) hasher.update(chunk.value);
  return hasher.digest('hex');
}

/** None where a browser does not tell how much memory there is, or has no hash of its own for a page that is not secure. */
function bytesAtOnce(): number {
  // GB, as Chromium rounds it: 8 at the most.
  const { deviceMemory = 0 } = navigator as Navigator & { deviceMemory?: number };
  return 'subtle' in crypto ? Math.min(8, deviceMemory) * 2 ** 30 * memoryShare : 0;
}

function hexadecimal(digest: ArrayBuffer): string {
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** XXH64 of what comes piece by piece, however it is cut. */
export async function openRunningHash(): Promise<{ update(bytes: Uint8Array): void; read(): string }> {
  const hasher = (await createXXHash64()).init();
  return { update: (bytes) => void hasher.update(bytes), read: () => hasher.digest('hex') };
}

/** Of packets, with their transparency where it lies beside. */
export type PacketHash = (bytes: Uint8Array, alpha?: Uint8Array | null) => string;

let packetHash: Promise<PacketHash> | undefined;

/**
 * XXH64 of packets: tells damage, and is no protection against anyone. Loaded once in a worker, whoever asks: each hasher
 * is a WebAssembly memory of its own, of which a process can have some hundred at a time.
 */
export function openPacketHash(): Promise<PacketHash> {
  packetHash ??= createXXHash64().then((hasher) => (bytes, alpha) => {
    hasher.init().update(bytes);
    if (alpha) hasher.update(alpha);
    return hasher.digest('hex');
  });
  return packetHash;
}

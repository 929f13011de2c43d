import { createSHA256, createXXHash64 } from 'hash-wasm';

/** Of a device's memory, what a file may take while it is hashed. */
const memoryShare = 1 / 16;

/**
 * SHA-256 in hexadecimal digits, of a file of any size. Browsers have it five times as fast as WebAssembly (1.3 GB/s beside
 * 0.25, with a processor's own instructions for it), but for bytes that are all there alone: a file goes that way while it is
 * small beside the device's memory, at most 512 MB.
 */
export async function sha256Of(file: Blob): Promise<string> {
  // Where there is no room for it, it goes piece by piece; what cannot be read fails there too.
  const whole = file.size <= bytesAtOnce() ? await file.arrayBuffer().catch(() => null) : null;
  if (whole) return hexadecimal(await crypto.subtle.digest('SHA-256', whole));
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

import { createSHA256, createXXHash64 } from 'hash-wasm';

/** SHA-256 in hexadecimal digits, of a file of any size. */
export async function sha256Of(file: Blob): Promise<string> {
  const hasher = (await createSHA256()).init();
  const reader = file.stream().getReader();
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) hasher.update(chunk.value);
  return hasher.digest('hex');
}

/** XXH64 of what comes piece by piece, however it is cut. */
export async function openRunningHash(): Promise<{ update(bytes: Uint8Array): void; read(): string }> {
  const hasher = (await createXXHash64()).init();
  return { update: (bytes) => void hasher.update(bytes), read: () => hasher.digest('hex') };
}

/** XXH64 of packets, with their transparency where it lies beside: tells damage, and is no protection against anyone. */
export async function openPacketHash(): Promise<(bytes: Uint8Array, alpha?: Uint8Array | null) => string> {
  const hasher = await createXXHash64();
  return (bytes, alpha) => {
    hasher.init().update(bytes);
    if (alpha) hasher.update(alpha);
    return hasher.digest('hex');
  };
}

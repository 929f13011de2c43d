import { createSHA256 } from 'hash-wasm';

const pieceBytes = 4 << 20;

/** Hexadecimal, of any length of file: read piece by piece. */
export async function sha256Of(file: Blob): Promise<string> {
  const hash = (await createSHA256()).init();
  for (let at = 0; at < file.size; at += pieceBytes) {
    hash.update(new Uint8Array(await file.slice(at, at + pieceBytes).arrayBuffer()));
  }
  return hash.digest('hex');
}

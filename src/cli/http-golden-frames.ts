import { ExportError, type SerialisedExportError } from '../errors';
import type { GoldenFrameFiles, GoldenFrameKey } from '../quality/golden-frames';
import { put } from './http-sink';

/** Golden frames that the command keeps on its disk. @throws ExportError the command's own */
export class HttpGoldenFrames implements GoldenFrameFiles {
  constructor(private readonly url: string) {}

  write(key: GoldenFrameKey, pixels: ArrayBuffer): Promise<void> {
    return put(this.address(key.compositionId, key), new Uint8Array(pixels));
  }

  async read(key: GoldenFrameKey): Promise<ArrayBuffer | null> {
    const response = await fetch(this.address(key.compositionId, key));
    if (response.status === 204) return null;
    return (await succeeded(response)).arrayBuffer();
  }

  async list(compositionId?: string): Promise<GoldenFrameKey[]> {
    const response = await succeeded(await fetch(this.address(compositionId)));
    return (await response.json()) as GoldenFrameKey[];
  }

  async remove(compositionId: string, one?: Omit<GoldenFrameKey, 'compositionId'>): Promise<void> {
    await succeeded(await fetch(this.address(compositionId, one), { method: 'DELETE' }));
  }

  private address(id?: string, one?: Omit<GoldenFrameKey, 'compositionId'>): string {
    const query = new URLSearchParams(id === undefined ? {} : { id });
    if (one) {
      for (const name of ['frame', 'width', 'height'] as const) query.set(name, String(one[name]));
    }
    return `${this.url}?${query.toString()}`;
  }
}

async function succeeded(response: Response): Promise<Response> {
  if (response.ok) return response;
  throw ExportError.fromJSON((await response.json()) as SerialisedExportError);
}

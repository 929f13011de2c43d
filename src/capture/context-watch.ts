import { contextLost } from './capture-errors';
import type { StageLayer } from './stage-layer';

/**
 * Knows which canvases have lost their drawing context, by the events they fire. A lost canvas still "works": it reads
 * as transparent, so without a watch an export would go on with blank frames. Asking the context would be surer, but a
 * canvas cannot be asked without giving it a context where it has none yet.
 */
export class ContextWatch {
  private readonly watched = new WeakSet<EventTarget>();
  private readonly lost = new WeakSet<EventTarget>();
  private readonly listening = new AbortController();

  /** @throws ExportError capture/context-lost, recoverable */
  assertAlive({ source, path }: StageLayer): void {
    if (!(source instanceof HTMLCanvasElement || source instanceof OffscreenCanvas)) return;
    this.watch(source);
    if (this.lost.has(source)) throw contextLost(`${path}.source`);
  }

  dispose(): void {
    this.listening.abort();
  }

  private watch(canvas: EventTarget): void {
    if (this.watched.has(canvas)) return;
    this.watched.add(canvas);
    const { signal } = this.listening;
    for (const event of ['webglcontextlost', 'contextlost']) {
      canvas.addEventListener(event, () => this.lost.add(canvas), { signal });
    }
    for (const event of ['webglcontextrestored', 'contextrestored']) {
      canvas.addEventListener(event, () => this.lost.delete(canvas), { signal });
    }
  }
}

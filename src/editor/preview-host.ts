import { ExportError, openPreview, type Composition, type Layer, type Preview } from '../index';
import { overridesOf, watch, type EditorStore, type LayerSummary, type PreviewStatus } from './editor-store';
import { withLayerOverrides } from './layer-overrides';

/** What may need the page for itself. */
type Suspender = 'dialog' | 'queue';

/**
 * Keeps the preview of the selected composition open and on the frame under the playhead. There is never more than one:
 * a composition may put a virtual clock into the page, of which there can be only one.
 */
export class PreviewHost {
  private opening: AbortController | null = null;
  private readonly suspenders = new Set<Suspender>();
  private readonly stopWatching: readonly (() => void)[];

  /** @param container where the stage is put. It stays there: moving an element restarts its CSS animations. */
  constructor(
    private readonly store: EditorStore,
    private readonly container: HTMLElement,
  ) {
    this.stopWatching = [
      watch(
        store,
        ({ composition }) => composition,
        (composition) => void this.open(composition),
      ),
      watch(
        store,
        ({ frame }) => frame,
        () => this.show(),
      ),
      watch(store, overridesOf, () => this.preview?.refresh()),
    ];
  }

  /** Closes the preview until everyone who asked for it says `resume`, so that an export has the page to itself. */
  suspend(by: Suspender): void {
    this.suspenders.add(by);
    this.close();
    this.store.setState({ status: { kind: 'suspended' }, playing: false, measuredRate: null });
  }

  /** Opens the preview again after `suspend`, at the playhead. */
  resume(by: Suspender): void {
    this.suspenders.delete(by);
    if (this.suspenders.size > 0 || this.store.getState().status.kind !== 'suspended') return;
    void this.open(this.store.getState().composition);
  }

  /** Opens the composition once more, after it failed. */
  reopen(): void {
    void this.open(this.store.getState().composition);
  }

  dispose(): void {
    for (const stop of this.stopWatching) stop();
    this.close();
  }

  private get preview(): Preview | null {
    const { status } = this.store.getState();
    return status.kind === 'ready' ? status.preview : null;
  }

  private async open(composition: Composition): Promise<void> {
    this.close();
    if (this.suspenders.size > 0) {
      this.setStatus({ kind: 'suspended' });
      return;
    }
    this.setStatus({ kind: 'opening' });
    const opening = new AbortController();
    this.opening = opening;
    const edited = withLayerOverrides(
      composition,
      () => overridesOf(this.store.getState()),
      (layers) => this.list(layers),
    );
    try {
      const preview = await openPreview(edited, { container: this.container, signal: opening.signal });
      opening.signal.addEventListener('abort', () => preview.dispose(), { once: true });
      await preview.show(this.store.getState().frame);
      this.noteShown(preview);
      if (!opening.signal.aborted) this.setStatus({ kind: 'ready', preview });
    } catch (thrown) {
      this.fail(thrown, opening);
    }
  }

  private show(): void {
    const { preview, opening } = this;
    if (preview === null || opening === null) return;
    preview.show(this.store.getState().frame).then(
      () => this.noteShown(preview),
      (thrown: unknown) => this.fail(thrown, opening),
    );
  }

  /** For whoever photographs the stage. */
  private noteShown({ shownFrame }: Preview): void {
    this.container.dataset['frame'] = String(shownFrame);
  }

  private fail(thrown: unknown, opening: AbortController): void {
    // What is closed may well fail: nobody looks at it any more.
    if (opening.signal.aborted) return;
    opening.abort();
    const error = ExportError.from(thrown, 'internal', {
      detail: 'preview-failed',
      stage: 'render',
      message: 'The preview failed.',
      remedy: 'Reload the page. If it fails again, report the message with the name of the composition.',
    });
    this.store.setState({ status: { kind: 'failed', error }, playing: false, measuredRate: null });
  }

  private close(): void {
    this.opening?.abort();
    this.opening = null;
  }

  private setStatus(status: PreviewStatus): void {
    this.store.setState({ status });
  }

  private list(layers: readonly Layer[]): void {
    const listed = layers.map(summary);
    if (!sameLayers(listed, this.store.getState().layers)) this.store.setState({ layers: listed });
  }
}

function summary(layer: Layer, index: number): LayerSummary {
  return {
    name: layer.name ?? `${layer.source instanceof HTMLCanvasElement ? 'Canvas' : 'Layer'} ${index + 1}`,
    blendMode: layer.blendMode ?? 'normal',
    opacity: layer.opacity ?? 1,
  };
}

function sameLayers(a: readonly LayerSummary[], b: readonly LayerSummary[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ name, blendMode, opacity }, index) => {
      const other = b[index];
      return name === other?.name && blendMode === other.blendMode && opacity === other.opacity;
    })
  );
}

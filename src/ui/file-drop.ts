import { html, nothing, type TemplateResult } from 'lit';
import { presetTexts } from './preset-text';

/** Files dragged onto an element. A drop where none are taken does nothing, where the browser would leave the page. */
export class FileDrop {
  private readonly accepts: () => boolean;
  private readonly onFiles: (files: File[]) => void;
  private readonly onChange: () => void;
  /** Elements that the pointer is within, of those inside. */
  private depth = 0;

  /** @param onChange called when `isOver` is another */
  constructor(accepts: () => boolean, onFiles: (files: File[]) => void, onChange: () => void) {
    this.accepts = accepts;
    this.onFiles = onFiles;
    this.onChange = onChange;
  }

  /** Whether files that would be taken are held over it. */
  get isOver(): boolean {
    return this.depth > 0 && this.accepts();
  }

  readonly handle = (event: DragEvent): void => {
    if (event.dataTransfer?.types.includes('Files') !== true) return;
    event.preventDefault();
    switch (event.type) {
      case 'dragenter':
        this.within(this.depth + 1);
        break;
      case 'dragleave':
        this.within(Math.max(0, this.depth - 1));
        break;
      case 'dragover':
        event.dataTransfer.dropEffect = this.accepts() ? 'copy' : 'none';
        break;
      case 'drop': {
        this.within(0);
        const files = [...event.dataTransfer.files];
        if (this.accepts() && files.length > 0) this.onFiles(files);
      }
    }
  };

  private within(depth: number): void {
    const before = this.isOver;
    this.depth = depth;
    if (this.isOver !== before) this.onChange();
  }
}

/** Says what becomes of files that are held over the dialog. */
export function dropNotice(drop: FileDrop): TemplateResult | typeof nothing {
  return drop.isOver ? html`<div class="drop" part="drop">${presetTexts.drop}</div>` : nothing;
}

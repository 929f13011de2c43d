import { html, nothing, type TemplateResult } from 'lit';
import { presetTexts } from './preset-text';

/** Files dragged onto an element. A drop where none are taken does nothing, where the browser would leave the page. */
export class FileDrop {
  private readonly accepts: () => boolean;
  private readonly onFiles: (files: File[]) => void;
  private readonly onChange: () => void;
  /** Elements that the pointer is within, of those inside. */
  private depth = 0;
  /** Something inside takes them itself. */
  private taken = false;

  /** @param onChange called when `isOver` is another */
  constructor(accepts: () => boolean, onFiles: (files: File[]) => void, onChange: () => void) {
    this.accepts = accepts;
    this.onFiles = onFiles;
    this.onChange = onChange;
  }

  /** Whether files that would be taken are held over it. */
  get isOver(): boolean {
    return this.depth > 0 && !this.taken && this.accepts();
  }

  readonly handle = (event: DragEvent): void => {
    if (event.dataTransfer?.types.includes('Files') !== true) return;
    const taken = event.defaultPrevented || holdsCaptions(event.dataTransfer);
    event.preventDefault();
    if (event.type !== 'dragleave') this.change({ taken });
    switch (event.type) {
      case 'dragenter':
        this.change({ depth: this.depth + 1 });
        break;
      case 'dragleave':
        this.change({ depth: Math.max(0, this.depth - 1) });
        break;
      case 'dragover':
        if (!taken) event.dataTransfer.dropEffect = this.accepts() ? 'copy' : 'none';
        break;
      case 'drop': {
        this.change({ depth: 0 });
        const files = [...event.dataTransfer.files];
        if (!taken && this.accepts() && files.length > 0) this.onFiles(files);
      }
    }
  };

  private change({ depth = this.depth, taken = this.taken }: { depth?: number; taken?: boolean }): void {
    const before = this.isOver;
    this.depth = depth;
    this.taken = taken;
    if (this.isOver !== before) this.onChange();
  }
}

/** Files for a field of their own, over which nothing is to lie. What is dragged has no names yet. */
function holdsCaptions({ items }: DataTransfer): boolean {
  return Array.from(items).some(({ type }) => /vtt|subrip/.test(type));
}

/** Says what becomes of files that are held over the dialog. */
export function dropNotice(drop: FileDrop): TemplateResult | typeof nothing {
  return drop.isOver ? html`<div class="drop" part="drop">${presetTexts.drop}</div>` : nothing;
}

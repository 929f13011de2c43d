import type { SegmentSpan } from '../encode/segment-encoder';
import type { FrameStore } from '../storage/frame-store';
import type { FrameWriter } from '../storage/frame-writer';

/**
 * Keeps the frames of segments while they are encoded. It is a luxury: when there is no room, or the private file system
 * fails, it gives up and the export goes on without.
 */
export class FrameKeeper {
  private writer: FrameWriter | null = null;
  private ending: Promise<void> = Promise.resolve();
  private hasKept = false;

  constructor(
    private readonly frames: FrameStore,
    private readonly exportId: string,
    private readonly size: { width: number; height: number },
    /** Told why frames are no longer kept. */
    private readonly onDropped: (reason: string) => void,
  ) {}

  /** Before the segment's first frame. */
  async begin(span: SegmentSpan): Promise<void> {
    await this.ending;
    await this.luxury(async () => {
      this.writer = await this.frames.begin(this.exportId, span, this.size);
      if (!this.writer) this.onDropped('there is no room');
    });
    this.hasKept ||= this.writer !== null;
  }

  /** The buffer is the caller's again at once. */
  append(pixels: ArrayBuffer): void {
    const { writer } = this;
    if (!writer) return;
    try {
      if (writer.append(pixels)) return;
      this.onDropped('there is no room');
    } catch (cause) {
      this.onDropped(String(cause));
    }
    this.writer = null;
    this.ending = this.luxury(() => writer.abort());
  }

  /** After the segment's last frame. */
  end(): void {
    const { writer } = this;
    this.writer = null;
    if (!writer) return;
    this.ending = this.luxury(async () => {
      if ((await writer.finish()) === null) this.onDropped('there is no room');
    });
  }

  /** Makes room: removes all that was kept of the export. @returns whether there was anything */
  async drop(): Promise<boolean> {
    const hadKept = this.hasKept;
    this.hasKept = false;
    await this.dispose();
    if (hadKept) {
      await this.luxury(() => this.frames.remove(this.exportId));
      this.onDropped('the export itself needs the room');
    }
    return hadKept;
  }

  /** Resolves when no file is open. Never rejects. */
  async dispose(): Promise<void> {
    const { writer } = this;
    this.writer = null;
    await this.ending;
    if (writer) await this.luxury(() => writer.abort());
  }

  private async luxury(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (cause) {
      this.onDropped(String(cause));
    }
  }
}

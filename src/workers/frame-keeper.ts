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

  /** Makes room: removes what was kept of the export, by earlier attempts too. @returns false: there was nothing */
  async drop(): Promise<boolean> {
    await this.dispose();
    let freed = 0;
    await this.luxury(async () => {
      freed = await this.frames.bytes(this.exportId);
      await this.frames.remove(this.exportId);
    });
    if (freed === 0) return false;
    this.onDropped('the export itself needs the room');
    return true;
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

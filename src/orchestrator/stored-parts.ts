import type { MuxSource } from '../workers/protocol';

type Cover = Uint8Array<ArrayBuffer> | null;

/** Knows which parts of an export are in the store, for a muxer that takes each as soon as it is there. */
export class StoredParts implements MuxSource {
  private readonly segments = new Map<number, Latch<void>>();
  private readonly soundStored = new Latch<void>();
  private readonly coverTaken = new Latch<Cover>();

  readonly segment = (index: number): Promise<void> => this.segmentLatch(index).opened;
  readonly sound = (): Promise<void> => this.soundStored.opened;
  readonly cover = (): Promise<Cover> => this.coverTaken.opened;

  segmentIsStored(index: number): void {
    this.segmentLatch(index).open();
  }

  soundIsStored(): void {
    this.soundStored.open();
  }

  coverIs(cover: Cover): void {
    this.coverTaken.open(cover);
  }

  private segmentLatch(index: number): Latch<void> {
    let latch = this.segments.get(index);
    if (!latch) {
      latch = new Latch();
      this.segments.set(index, latch);
    }
    return latch;
  }
}

/** Something to wait for that happens once. */
class Latch<T> {
  readonly opened: Promise<T>;
  open!: (value: T) => void;

  constructor() {
    this.opened = new Promise((resolve) => (this.open = resolve));
  }
}

import type { SegmentSpan } from '../encode/segment-encoder';
import type { ProgressTracker } from './progress-tracker';
import type { ResumePlan } from './resume-plan';

/** What the tally knows of one file of a pass. */
interface TalliedOutput {
  /** Where its first frame lies in the pass. */
  offset: number;
  segmentCount: number;
  plan: Pick<ResumePlan, 'missing' | 'stored'>;
}

/** Counts what is stored of all files that are made in one pass: a frame is done with when every file has it. */
export class PassTally {
  /** Of each frame: files that have not stored it. */
  private readonly waiting: Uint8Array<ArrayBuffer>;
  private readonly tracker: ProgressTracker;

  constructor(frameCount: number, outputs: readonly TalliedOutput[], tracker: ProgressTracker) {
    this.tracker = tracker;
    this.waiting = new Uint8Array(frameCount);
    for (const { offset, plan } of outputs) {
      for (const span of plan.missing) this.each(offset, span, (frame) => this.waiting[frame]!++);
    }
    tracker.beginAt({
      frames: this.waiting.reduce((sum, count) => sum + (count === 0 ? 1 : 0), 0),
      segments: sumOf(outputs, ({ plan }) => plan.stored.length),
      segmentsTotal: sumOf(outputs, ({ segmentCount }) => segmentCount),
    });
  }

  segmentStored(offset: number, span: SegmentSpan): void {
    let done = 0;
    this.each(offset, span, (frame) => {
      this.waiting[frame]!--;
      if (!this.waiting[frame]) done++;
    });
    this.tracker.segmentStored(done);
  }

  private each(offset: number, { first, count }: SegmentSpan, visit: (frame: number) => void): void {
    for (let frame = offset + first; frame < offset + first + count; frame++) visit(frame);
  }
}

function sumOf<T>(items: readonly T[], count: (item: T) => number): number {
  return items.reduce((sum, item) => sum + count(item), 0);
}

import type { CaptureWarning } from '../capture/frame-capture';
import { realNow } from '../composition/real-time';
import type { ExportError } from '../errors';
import type { ExportPhase, ExportProgress } from './export-run';
import { nextPhase, type PhaseEvent } from './phase-table';

/** Least milliseconds between two reports that tell of nothing but frames: encoders slow down beside a busy page. */
const reportInterval = 250;

/** Milliseconds over which the speed is measured. */
const speedWindow = 4000;

/** Keeps an export's progress and tells listeners of it, at once when something happens and seldom while frames go by. */
export class ProgressTracker {
  private state: ExportProgress;
  private readonly startedAt = realNow();
  private readonly listeners = new Set<(progress: ExportProgress) => void>();
  private readonly phaseListeners = new Set<(progress: ExportProgress) => void>();
  private readonly waiting = new Set<{ wanted: (phase: ExportPhase) => boolean; resolve: () => void }>();
  private samples: { at: number; frames: number }[] = [];
  private reportedAt = 0;

  constructor() {
    this.state = {
      phase: 'idle',
      framesDone: 0,
      framesStored: 0,
      framesTotal: 0,
      framesPerSecond: 0,
      secondsLeft: null,
      secondsElapsed: 0,
      segmentsStored: 0,
      segmentsTotal: 0,
      replay: null,
      thumbnail: null,
      warnings: [],
      error: null,
      resumable: false,
    };
  }

  get current(): ExportProgress {
    return this.state;
  }

  get hasListeners(): boolean {
    return this.listeners.size > 0;
  }

  subscribe(listener: (progress: ExportProgress) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Called at every change of phase. It is no one who looks: pictures are made only for those who subscribe. */
  onPhase(listener: (progress: ExportProgress) => void): void {
    this.phaseListeners.add(listener);
  }

  /** Resolves as soon as the phase is as wanted. */
  reached(wanted: (phase: ExportPhase) => boolean): Promise<void> {
    if (wanted(this.state.phase)) return Promise.resolve();
    return new Promise((resolve) => this.waiting.add({ wanted, resolve }));
  }

  enter(event: PhaseEvent, error: ExportError | null = null): void {
    const phase = nextPhase(this.state.phase, event);
    this.set({ phase, error });
    for (const listener of this.phaseListeners) listener(this.state);
    this.report();
    for (const waiting of this.waiting) {
      if (!waiting.wanted(phase)) continue;
      this.waiting.delete(waiting);
      waiting.resolve();
    }
  }

  /** How much there is to do, before anything is done. */
  expect(framesTotal: number): void {
    this.set({ framesTotal });
  }

  /** Where an attempt begins: with so much stored by those before it. */
  beginAt(stored: { frames: number; segments: number; segmentsTotal: number }): void {
    this.samples = [];
    this.set({
      framesDone: stored.frames,
      framesStored: stored.frames,
      segmentsStored: stored.segments,
      segmentsTotal: stored.segmentsTotal,
      framesPerSecond: 0,
      secondsLeft: null,
      replay: null,
    });
  }

  replayed(framesDone: number, framesTotal: number): void {
    this.set({ replay: framesDone < framesTotal ? { framesDone, framesTotal } : null });
    if (realNow() - this.reportedAt >= reportInterval) this.report();
  }

  isResumable(resumable: boolean): void {
    this.set({ resumable });
  }

  frameDone(): void {
    const now = realNow();
    const framesDone = this.state.framesDone + 1;
    this.samples.push({ at: now, frames: framesDone });
    this.set({ framesDone });
    if (now - this.reportedAt < reportInterval) return;
    this.measureSpeed(now);
    this.report();
  }

  segmentStored(frames: number): void {
    const { segmentsStored, framesStored } = this.state;
    this.set({ segmentsStored: segmentsStored + 1, framesStored: framesStored + frames });
  }

  warn(warning: CaptureWarning): void {
    this.set({ warnings: [...this.state.warnings, warning] });
    this.report();
  }

  /** Takes ownership of the bitmap and frees the one before. */
  showThumbnail(thumbnail: ImageBitmap | null): void {
    this.state.thumbnail?.close();
    this.set({ thumbnail });
  }

  private measureSpeed(now: number): void {
    const oldest = this.samples.findIndex(({ at }) => now - at <= speedWindow);
    this.samples = this.samples.slice(Math.max(0, oldest));
    const [first] = this.samples;
    const last = this.samples.at(-1);
    if (!first || !last || last.at <= first.at) return;
    const framesPerSecond = ((last.frames - first.frames) * 1000) / (last.at - first.at);
    const left = this.state.framesTotal - this.state.framesDone;
    this.set({ framesPerSecond, secondsLeft: framesPerSecond > 0 ? left / framesPerSecond : null });
  }

  private set(change: Partial<ExportProgress>): void {
    this.state = { ...this.state, ...change, secondsElapsed: (realNow() - this.startedAt) / 1000 };
  }

  private report(): void {
    this.reportedAt = realNow();
    for (const listener of this.listeners) listener(this.state);
  }
}

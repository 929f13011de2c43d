import type { AudioMix, LoudnessReport } from '../audio/audio-source';
import { realNow } from '../composition/real-time';
import type { SegmentSpan } from '../encode/segment-encoder';
import { formatOf } from '../formats/registry';
import { whyNotCompared } from '../quality/comparable';
import type { QualityReport } from '../quality/report';
import { referencePlan, type ReferencePlan } from '../quality/sample-plan';
import type { FrameSource } from '../workers/protocol';
import { coverPicture } from './cover-picture';
import { deliver, sidecarFiles } from './deliver-file';
import { handOver, type Delivered } from './delivery-step';
import { exportSeconds } from './export-length';
import { defaultCheck, videoEncoderSettings, type ExportJob } from './export-job';
import type { ExportResult, ExportTimings } from './export-run';
import type { FrameReader } from './frame-reader';
import type { FrameTaker } from './frame-walk';
import { KeepRule } from './kept-frames';
import type { PassTally } from './pass-tally';
import type { PreparedPicture } from './prepare-picture';
import type { ProgressTracker } from './progress-tracker';
import { checkQuality } from './quality-step';
import { SegmentWriter } from './segment-writer';
import { encodeSoundtrack } from './soundtrack';
import { StoredParts } from './stored-parts';

/** What one file of a pass begins with. */
export interface PreparedOutput extends PreparedPicture {
  /** Null: the file has no sound. */
  mix: AudioMix | null;
  /** Where a segment's frames are kept; null: they have to be drawn. */
  keptFrames: (span: SegmentSpan) => FrameSource | null;
  /** Where its first frame lies in the pass. */
  offset: number;
  read: FrameReader;
}

/** Whom the work tells of itself. */
interface Reports {
  tracker: ProgressTracker;
  tally: PassTally;
  /** Something of it broke, without which the file cannot be made. */
  onFailed: (reason: unknown) => void;
  /** Called before the first frame of each segment that is drawn. */
  onSpan: ((index: number) => void) | null;
}

/** One file of a pass: frames and sound are encoded into the store, and the file is put together of it meanwhile. */
export class OutputWork implements FrameTaker {
  readonly offset: number;
  readonly spans: readonly SegmentSpan[];
  private readonly parts = new StoredParts();
  private readonly writer: SegmentWriter;
  private readonly keepRule: KeepRule;
  private readonly delivering: Promise<Delivered>;
  private readonly sound: Promise<number>;
  private readonly startedAt = realNow();
  private quality: QualityReport | null = null;
  /** The frame its cover is taken of; null: none, or it is there. */
  private readonly coverAt: number | null;

  constructor(
    private readonly job: ExportJob,
    private readonly prepared: PreparedOutput,
    private readonly reports: Reports,
  ) {
    const { tracker, tally, onFailed } = reports;
    const { settings, workers, stored } = job;
    const { plan, engine, offset } = prepared;
    this.offset = offset;
    this.spans = plan.missing;
    this.keepRule = new KeepRule(job.options.keepFrames ?? 'auto', tracker);
    const kept = stored.record?.cover ?? null;
    const coverAt = formatOf(settings.format).container.cover ? (settings.posterFrame ?? null) : null;
    this.coverAt = kept ? null : coverAt;
    if (this.coverAt === null) this.parts.coverIs(kept);
    this.writer = new SegmentWriter({
      workers,
      exportId: job.id,
      engine,
      settings: videoEncoderSettings(settings),
      segments: plan.missing,
      onSegmentStored: (span) => {
        tally.segmentStored(offset, span);
        this.parts.segmentIsStored(span.index);
      },
      onStoredFrame: () => tracker.frameDone(),
      onFramesDropped: (reason) => this.keepRule.dropped(reason),
      reference: referenceOf(job),
      onReferenceDropped(reason) {
        const message = `What the file is to be compared with could not be stored: ${reason}`;
        tracker.warn({ code: 'reference-dropped', message });
      },
      onFailed(reason) {
        job.encoderFailed();
        onFailed(reason);
      },
    });
    for (const index of plan.stored) this.parts.segmentIsStored(index);
    this.delivering = deliver(job, { ...prepared, hasSound: prepared.mix !== null }, this.parts);
    this.sound = this.makeSound();
    // Without sound there is no need to finish the picture.
    this.sound.then(() => this.parts.soundIsStored(), onFailed);
    this.delivering.catch(onFailed);
  }

  isElsewhere(span: SegmentSpan): boolean {
    const source = this.prepared.keptFrames(span);
    if (source) this.writer.writeStored(span, source);
    return source !== null;
  }

  onSpan(span: SegmentSpan): void {
    this.reports.onSpan?.(span.index);
    this.writer.begin(span, this.keepRule.keepsNext());
  }

  takeBuffer(): Promise<ArrayBuffer> {
    return this.writer.takeBuffer();
  }

  async read(frame: VideoFrame, into: ArrayBuffer, index: number): Promise<void> {
    if (index === this.coverAt) {
      const cover = await coverPicture(frame);
      // Before its segment can be stored: a resumed export would not draw this frame again.
      await this.job.stored.update({ cover });
      this.parts.coverIs(cover);
    }
    await this.prepared.read(frame, into);
  }

  async take(pixels: ArrayBuffer, index: number): Promise<void> {
    await this.job.options.onCapturedFrame?.(index, new Uint8Array(pixels));
    this.writer.write(index, pixels);
    this.keepRule.drew();
  }

  /** Gives up: whoever waits for a buffer learns why. */
  fail(reason: unknown): void {
    this.writer.fail(reason);
  }

  /** Resolves when all of picture and sound is stored. @returns milliseconds. @throws ExportError */
  async finishParts(): Promise<Pick<ExportTimings, 'encode' | 'audio'>> {
    const [audio] = await Promise.all([this.sound, this.writer.finish()]);
    this.writer.dispose();
    return { encode: realNow() - this.startedAt, audio };
  }

  /** Resolves when the file is put together. @throws ExportError */
  async finishMux(): Promise<void> {
    await this.delivering;
  }

  /** After `finishMux`. @throws ExportError `validation` where it keeps the file from being handed over */
  async check(): Promise<void> {
    const { segmentCount, mix } = this.prepared;
    const made = { segmentCount, hasSound: mix !== null };
    this.quality = await checkQuality(this.job, await this.delivering, made, this.reports.tracker);
  }

  /** Resolves when the file is where it is wanted. @throws ExportError */
  async finishFile(): Promise<Omit<ExportResult, 'timings' | 'warnings' | 'also'>> {
    const { file, byteLength } = await handOver(this.job, await this.delivering);
    const { settings, composition } = this.job;
    const { engine, frameCount } = this.prepared;
    const loudness = await this.loudness();
    return {
      file,
      byteLength,
      sidecars: sidecarFiles(composition.id, settings),
      width: settings.width,
      height: settings.height,
      frames: frameCount,
      frameRate: settings.frameRate,
      durationSeconds: exportSeconds(settings),
      engine: engine.engine,
      codecString: engine.codecString,
      quality: this.quality,
      ...(loudness && { loudness }),
    };
  }

  /** What became of the loudness that was asked for, in this session or before; undefined where none was. */
  private async loudness(): Promise<LoudnessReport | undefined> {
    const { settings, store, id } = this.job;
    if (!settings.audio?.loudness) return undefined;
    const loudness = (await store.getAudio(id))?.loudness;
    if (loudness?.warning) this.reports.tracker.warn({ code: 'loudness', message: loudness.warning });
    return loudness;
  }

  /** Encodes the sound beside the picture. @returns how many milliseconds it took, once all of it is stored */
  private async makeSound(): Promise<number> {
    const { settings, id, workers } = this.job;
    const { mix, plan } = this.prepared;
    const { audio } = settings;
    if (!mix || !audio || plan.soundStored) return 0;
    const startedAt = realNow();
    await encodeSoundtrack(mix, { ...settings, audio }, id, workers.audio);
    return realNow() - startedAt;
  }
}

/** Null: nothing is kept to be compared. */
function referenceOf({ settings, options }: ExportJob): ReferencePlan | null {
  if ((options.check ?? defaultCheck) === 'off' || whyNotCompared(settings) !== null) return null;
  return referencePlan(settings, { all: options.checkFrames === 'all' });
}

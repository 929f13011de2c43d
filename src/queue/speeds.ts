import * as v from 'valibot';
import type { Job } from './job';

/** How fast exports of one kind were, as if each had the device for itself. */
export interface Speed {
  framesPerSecond: number;
  /** Of a frame. */
  pixels: number;
}

/** What the last one counts, beside all before it. */
const weightOfLast = 0.5;

const speed = v.object({
  framesPerSecond: v.pipe(v.number(), v.finite(), v.gtValue(0)),
  pixels: v.pipe(v.number(), v.integer(), v.minValue(1)),
});

/** None where the record is not one. */
export function readSpeed(record: unknown): Speed[] {
  const parsed = v.safeParse(speed, record);
  return parsed.success ? [parsed.output] : [];
}

/** What has the same speed: a composition in a format, at a size. */
export function speedKey({ compositionId, settings }: Pick<Job, 'compositionId' | 'settings'>): string {
  const { format, video, width, height } = settings;
  return [compositionId, format, video.codec, video.profile ?? '', `${width}x${height}`].join(' ');
}

/**
 * @param framesPerSecond as measured
 * @param beside how many exports ran meanwhile, itself included, on average: they share the device
 */
export function measured(job: Job, framesPerSecond: number, beside: number, known: Speed | undefined): Speed {
  const alone = framesPerSecond * Math.max(1, beside);
  const { width, height } = job.settings;
  return {
    framesPerSecond: known ? known.framesPerSecond * (1 - weightOfLast) + alone * weightOfLast : alone,
    pixels: width * height,
  };
}

/** Frames a second, of a job that has the device for itself; null before anything was measured. */
export function speedOf(job: Job, speeds: ReadonlyMap<string, Speed>, pixelsPerSecond: number | null): number | null {
  const known = speeds.get(speedKey(job));
  if (known) return known.framesPerSecond;
  return pixelsPerSecond === null ? null : pixelsPerSecond / (job.settings.width * job.settings.height);
}

/** Of all that was measured, the middle one: what is assumed of what was not. */
export function usualPixelsPerSecond(speeds: ReadonlyMap<string, Speed>): number | null {
  const all = Array.from(speeds.values(), (each) => each.framesPerSecond * each.pixels).sort((a, b) => a - b);
  return all[Math.floor(all.length / 2)] ?? null;
}

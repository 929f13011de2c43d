import { findFormat } from '../../formats/registry';
import { framesPerSecond } from '../../composition/frame-rate';
import type { ExportSettings } from '../../formats/format';
import { findPreset } from '../../presets/registry';
import type { Job } from '../../queue/job';
import type { OwnNames } from './own-names';
import { dimensions, formatClock, frameRateLabel, videoCodecLabel } from '../display-text';
import { bytes, length, measure, timeOfDay } from './panel-format';
import { phaseLabel, queueText as text, quoted } from './panel-text';

/** What a job makes: its preset or its format, and the size of it. @param own names of the person's presets */
export function makes({ presetId, settings, fileName }: Job, own: OwnNames): string {
  const preset = presetId === null ? undefined : (own.get(presetId) ?? findPreset(presetId)?.name);
  return [fileName, preset ?? inShort(settings), ...sizeOf(settings)].join(' · ');
}

/** `MP4 H.264` */
export function inShort({ format, video }: ExportSettings): string {
  return `${findFormat(format)?.label ?? format} ${videoCodecLabel(video)}`;
}

export function sizeOf({ width, height, frameRate, range }: ExportSettings): readonly string[] {
  const seconds = (range.end - range.first) / framesPerSecond(frameRate);
  return [dimensions(width, height), frameRateLabel(frameRate), length(seconds)];
}

/** How a job stands, and what more there is to say of it. */
export function standing(job: Job, now: number): readonly string[] {
  const { state, wish, progress, notBefore, tries } = job;
  const wished = { pause: text.pausing, resume: text.resuming, cancel: text.cancelling, remove: text.removing };
  const doing = wish === null ? null : wished[wish];
  const frame = progress === null || progress.framesDone === 0 ? [] : [progress];
  switch (state) {
    case 'running':
      return [
        doing ?? phaseLabel(progress?.phase ?? 'preparing'),
        ...frame.map(({ framesDone, framesTotal }) => text.frameOf(framesDone, framesTotal)),
        ...frame.flatMap(({ framesPerSecond: rate }) => (rate > 0 ? text.perSecond(measure(rate)) : [])),
      ];
    case 'waiting':
      if (doing !== null) return [doing];
      if (notBefore > now)
        return [text.triesAgain(timeOfDay(notBefore, now)), ...(tries > 0 ? [text.tried(tries)] : [])];
      return [text.waiting, ...frame.map(({ framesDone, framesTotal }) => text.goesOnAt(framesDone, framesTotal))];
    case 'paused':
      return [
        doing ?? text.paused,
        ...frame.map(({ framesDone, framesTotal }) => text.goesOnAt(framesDone, framesTotal)),
      ];
    case 'complete':
      return [doing ?? text.complete, ...finished(job, now)];
    default:
      return [doing ?? text[state], ...(job.endedAt === null ? [] : [timeOfDay(job.endedAt, now)])];
  }
}

function finished({ result, endedAt, ranMs, destination }: Job, now: number): readonly string[] {
  const made = result === null ? [] : [bytes(result.byteLength), length(result.durationSeconds)];
  const score = result?.score ?? null;
  return [
    ...(endedAt === null ? [] : [timeOfDay(endedAt, now)]),
    ...made,
    text.took(formatClock(ranMs / 1000)),
    score === null ? text.unchecked : text.score(measure(score)),
    ...('handle' in destination ? [text.savedTo(destination.handle.name)] : []),
    ...(destination.kind === 'host' ? [text.savedByHost] : []),
  ];
}

/** Seconds until it is done, as its row says it: what waits is told by the clock, so that it need not change all the time. */
export function etaLabel({ state }: Job, seconds: number | null, now: number): string {
  if (seconds === null) return '';
  return state === 'running'
    ? text.timeLeft(formatClock(seconds))
    : text.doneAbout(timeOfDay(now + seconds * 1000, now));
}

const namedAtMost = 3;

/** Which jobs it comes after that are not complete yet. '': none. */
export function afterLabel({ after, state }: Job, jobs: ReadonlyMap<string, Job>): string {
  if (after.length === 0 || state === 'complete' || state === 'running') return '';
  const left = after.flatMap((id) => jobs.get(id) ?? []).filter((job) => job.state !== 'complete');
  if (left.length === 0) return '';
  const names = left.slice(0, namedAtMost).map(({ fileName }) => quoted(fileName));
  return text.after(names, left.length - names.length);
}

/** What would be lost with the job; null: nothing. */
export function lostWith({ state, destination, exportId, progress }: Job): string | null {
  if (state === 'complete') return destination.kind === 'browser' && exportId !== null ? text.loseFile : null;
  if (exportId === null) return null;
  const frames = progress?.framesStored ?? progress?.framesDone ?? 0;
  return frames > 0 ? text.loseFrames(frames) : state === 'running' ? text.loseStored : null;
}

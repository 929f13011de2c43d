import { findFormat } from '../../formats/registry';
import { framesPerSecond } from '../../composition/frame-rate';
import type { ExportSettings } from '../../formats/format';
import { findPreset } from '../../presets/registry';
import type { Job } from '../../queue/job';
import { dimensions, figureTexts, formatClock, frameRateLabel, videoCodecLabel } from '../display-text';
import { formatLabel } from '../format-text';
import { formatBytes, formatMeasure } from '../language/number-format';
import { presetName } from '../preset-text';
import type { OwnNames } from './own-names';
import { length, timeOfDay } from './panel-format';
import { after as comesAfter, phaseLabel, queueText as text } from './panel-text';

/** What a job makes: its preset or its format, and the size of it. @param own names of the person's presets */
export function makes({ presetId, settings, fileName }: Job, own: OwnNames): string {
  const preset = presetId === null ? undefined : findPreset(presetId);
  const known = presetId === null ? undefined : own.get(presetId);
  const name = known ?? (preset === undefined ? inShort(settings) : presetName(preset));
  return [fileName, name, ...sizeOf(settings)].join(' · ');
}

/** `MP4 H.264` */
export function inShort({ format, video }: ExportSettings): string {
  return `${findFormat(format) === undefined ? format : formatLabel(format)} ${videoCodecLabel(video)}`;
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
        ...frame.map(({ framesDone, framesTotal }) => text.frameOf({ frame: framesDone, total: framesTotal })),
        ...frame.flatMap(({ framesPerSecond: rate }) =>
          rate > 0 ? figureTexts.fps({ rate: formatMeasure(rate) }) : [],
        ),
      ];
    case 'waiting':
      if (doing !== null) return [doing];
      if (notBefore > now)
        return [
          text.triesAgain({ time: timeOfDay(notBefore, now) }),
          ...(tries > 0 ? [text.tried({ count: tries })] : []),
        ];
      return [
        text.waiting,
        ...frame.map(({ framesDone, framesTotal }) => text.goesOnAt({ frame: framesDone, total: framesTotal })),
      ];
    case 'paused':
      return [
        doing ?? text.paused,
        ...frame.map(({ framesDone, framesTotal }) => text.goesOnAt({ frame: framesDone, total: framesTotal })),
      ];
    case 'complete':
      return [doing ?? text.complete, ...finished(job, now)];
    default:
      return [doing ?? text[state], ...(job.endedAt === null ? [] : [timeOfDay(job.endedAt, now)])];
  }
}

function finished({ result, endedAt, ranMs, destination }: Job, now: number): readonly string[] {
  const made = result === null ? [] : [formatBytes(result.byteLength), length(result.durationSeconds)];
  const score = result?.score ?? null;
  return [
    ...(endedAt === null ? [] : [timeOfDay(endedAt, now)]),
    ...made,
    text.took({ time: formatClock(ranMs / 1000) }),
    score === null ? text.unchecked : text.score({ score: formatMeasure(score) }),
    ...('handle' in destination ? [text.savedTo({ name: destination.handle.name })] : []),
    ...(destination.kind === 'host' ? [text.savedByHost] : []),
  ];
}

/** Seconds until it is done, as its row says it: what waits is told by the clock, so that it need not change all the time. */
export function etaLabel({ state }: Job, seconds: number | null, now: number): string {
  if (seconds === null) return '';
  return state === 'running'
    ? text.timeLeft({ time: formatClock(seconds) })
    : text.doneAbout({ time: timeOfDay(now + seconds * 1000, now) });
}

const namedAtMost = 3;

/** Which jobs it comes after that are not complete yet. '': none. */
export function afterLabel({ after, state }: Job, jobs: ReadonlyMap<string, Job>): string {
  if (after.length === 0 || state === 'complete' || state === 'running') return '';
  const left = after.flatMap((id) => jobs.get(id) ?? []).filter((job) => job.state !== 'complete');
  if (left.length === 0) return '';
  const names = left.slice(0, namedAtMost).map(({ fileName }) => fileName);
  return comesAfter(names, left.length - names.length);
}

/** What would be lost with the job; null: nothing. */
export function lostWith({ state, destination, exportId, progress }: Job): string | null {
  if (state === 'complete') return destination.kind === 'browser' && exportId !== null ? text.loseFile : null;
  if (exportId === null) return null;
  const frames = progress?.framesStored ?? progress?.framesDone ?? 0;
  return frames > 0 ? text.loseFrames({ count: frames }) : state === 'running' ? text.loseStored : null;
}

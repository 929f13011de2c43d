import type { AudioCodec } from '../audio/audio-source';
import type { Composition } from '../composition/composition';
import { formatFrameRate, framesPerSecond, type FrameRate } from '../composition/frame-rate';
import { codecs, findProfile } from '../formats/codecs';
import type { ExportSettings } from '../formats/format';
import type { ExportPhase } from '../orchestrator/export-run';
import type { ExportState } from './export-model';

/** `ProRes 422 HQ` */
export function videoCodecLabel({ codec, profile }: Pick<ExportSettings['video'], 'codec' | 'profile'>): string {
  return [codecs[codec].label, findProfile(codec, profile)?.label ?? ''].join(' ').trim();
}

export const audioCodecLabels: Readonly<Record<AudioCodec, string>> = {
  aac: 'AAC',
  opus: 'Opus',
  flac: 'FLAC',
  'pcm-s16': 'PCM 16-bit',
  'pcm-s24': 'PCM 24-bit',
  'pcm-f32': 'PCM 32-bit float',
};

export const phaseLabels: Readonly<Record<ExportPhase, string>> = {
  idle: 'Preparing',
  preparing: 'Preparing',
  rendering: 'Rendering frames',
  encoding: 'Finishing the video',
  muxing: 'Writing the file',
  validating: 'Checking the file',
  paused: 'Paused',
  complete: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

/** One step of an export, to be ticked off. */
export interface ExportStep {
  readonly label: string;
  readonly state: 'done' | 'current' | 'next';
}

/** After the label of a step, for whoever does not see the tick. */
export const stepDone = ', done';

const steps: readonly (readonly [phase: ExportPhase, label: string])[] = [
  ['preparing', 'Prepare'],
  ['rendering', 'Render'],
  ['encoding', 'Encode'],
  ['muxing', 'Write'],
  ['validating', 'Check'],
];

/** Which steps of an export are done. @param checks whether the file is looked at in the end */
export function stepsOf(phase: ExportPhase, checks: boolean): ExportStep[] {
  // It pauses while frames are drawn, and goes on there.
  const at = phase === 'paused' ? 'rendering' : phase === 'idle' ? 'preparing' : phase;
  const current = steps.findIndex(([each]) => each === at);
  return steps
    .map(([, label], i): ExportStep => ({ label, state: i < current ? 'done' : i === current ? 'current' : 'next' }))
    .slice(0, checks ? undefined : -1);
}

/** What a running or paused export is at. */
export function stageLabel({
  progress,
  pausing,
  stopping,
}: Pick<ExportState, 'progress' | 'pausing' | 'stopping'>): string {
  if (stopping !== null) return stopping === 'cancel' ? 'Cancelling' : 'Closing';
  if (progress?.phase === 'paused')
    return `Paused, resumes at frame ${progress.framesStored} / ${progress.framesTotal}`;
  if (pausing) return 'Pausing';
  if (progress?.replay) return 'Catching up';
  return phaseLabels[progress?.phase ?? 'preparing'];
}

/** How much of the frames there are, in whole percent; 100 only when it is all. */
export function percentOf(framesDone: number, framesTotal: number): number {
  return framesTotal === 0 ? 0 : Math.floor((100 * framesDone) / framesTotal);
}

/** `1 unfinished export` */
export function unfinishedCount(count: number): string {
  return `${number(count)} unfinished ${count === 1 ? 'export' : 'exports'}`;
}

/** `1280 × 720 · 30 fps · 10.0 s · 300 frames · H.264 + AAC` */
export function summarise(settings: ExportSettings, composition: Composition): string {
  const { width, height, frameRate, range, video, audio } = settings;
  const frames = range.end - range.first;
  const hasSound = audio !== null && (composition.audio?.length ?? 0) > 0;
  return [
    dimensions(width, height),
    `${formatFrameRate(frameRate)} fps`,
    formatSeconds(frames / framesPerSecond(frameRate)),
    frameCount(frames),
    videoCodecLabel(video) + (hasSound ? ` + ${audioCodecLabels[audio.codec]}` : ', no sound'),
  ].join(' · ');
}

export function dimensions(width: number, height: number): string {
  return `${number(width)} × ${number(height)}`;
}

export function frameCount(frames: number): string {
  return `${number(frames)} ${frames === 1 ? 'frame' : 'frames'}`;
}

export function frameRateLabel(rate: FrameRate): string {
  return `${formatFrameRate(rate)} fps`;
}

/** `4.2 s` below a minute, `1:05` and `1:02:05` above. */
export function formatSeconds(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  return seconds < 60 ? `${seconds.toFixed(1)} s` : formatClock(seconds);
}

/** `0:07`, `1:02:05` */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const twoDigits = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}:${twoDigits(whole % 60)}`;
  return `${Math.floor(minutes / 60)}:${twoDigits(minutes % 60)}:${twoDigits(whole % 60)}`;
}

/** Decimal units, as file managers count. */
export function formatBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB'];
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power]!}`;
}

function number(value: number): string {
  return Number.isFinite(value) ? String(value) : '–';
}

/** What a button says that mends settings. */
export const fixTexts = {
  use: (what: string): string => `Use ${what}`,
  range: (frames: string): string => `Export ${frames}`,
  correct: 'Correct it',
  silent: 'Export without sound',
  cover: 'Use the first frame',
  leaveOut: 'Leave it out',
  without: 'Do not make it',
  reset: 'Use the usual value',
} as const;

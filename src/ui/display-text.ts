import type { AudioCodec } from '../audio/audio-source';
import type { Composition } from '../composition/composition';
import { formatFrameRate, framesPerSecond, type FrameRate } from '../composition/frame-rate';
import { codecs, findProfile } from '../formats/codecs';
import type { ExportSettings } from '../formats/format';
import type { ExportPhase } from '../orchestrator/export-run';
import type { ExportState } from './export-model';
import { formatFixed, formatNumber } from './language/number-format';
import { words } from './language/words';

export const figureTexts = words('figures', {
  frames: { one: '{count} frame', other: '{count} frames' },
  fps: '{rate} fps',
  seconds: '{seconds} s',
  silent: '{video}, no sound',
  floats: 'PCM 32-bit float',
  pcm: 'PCM {bits}-bit',
});

/** `ProRes 422 HQ` */
export function videoCodecLabel({ codec, profile }: Pick<ExportSettings['video'], 'codec' | 'profile'>): string {
  return [codecs[codec].label, findProfile(codec, profile)?.label ?? ''].join(' ').trim();
}

export function audioCodecLabel(codec: AudioCodec): string {
  switch (codec) {
    case 'aac':
      return 'AAC';
    case 'opus':
      return 'Opus';
    case 'flac':
      return 'FLAC';
    case 'pcm-s16':
      return figureTexts.pcm({ bits: 16 });
    case 'pcm-s24':
      return figureTexts.pcm({ bits: 24 });
    case 'pcm-f32':
      return figureTexts.floats;
  }
}

export const phaseLabels = words('phases', {
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
} satisfies Record<ExportPhase, string>);

export const stageTexts = words('stages', {
  cancelling: 'Cancelling',
  closing: 'Closing',
  pausing: 'Pausing',
  catchingUp: 'Catching up',
  pausedAt: 'Paused, resumes at frame {frame} / {total}',
});

/** One step of an export, to be ticked off. */
export interface ExportStep {
  readonly label: string;
  readonly state: 'done' | 'current' | 'next';
}

const steps = ['preparing', 'rendering', 'encoding', 'muxing', 'validating'] as const satisfies ExportPhase[];

export const stepTexts = words('steps', {
  preparing: 'Prepare',
  rendering: 'Render',
  encoding: 'Encode',
  muxing: 'Write',
  validating: 'Check',
  // After the label of a step, for whoever does not see the tick.
  done: ', done',
});

/** Which steps of an export are done. @param checks whether the file is looked at in the end */
export function stepsOf(phase: ExportPhase, checks: boolean): ExportStep[] {
  // It pauses while frames are drawn, and goes on there.
  const at = phase === 'paused' ? 'rendering' : phase === 'idle' ? 'preparing' : phase;
  const current = steps.findIndex((each) => each === at);
  return steps
    .map((step, i): ExportStep => {
      return { label: stepTexts[step], state: i < current ? 'done' : i === current ? 'current' : 'next' };
    })
    .slice(0, checks ? undefined : -1);
}

/** What a running or paused export is at. */
export function stageLabel({
  progress,
  pausing,
  stopping,
}: Pick<ExportState, 'progress' | 'pausing' | 'stopping'>): string {
  if (stopping !== null) return stopping === 'cancel' ? stageTexts.cancelling : stageTexts.closing;
  if (progress?.phase === 'paused') {
    return stageTexts.pausedAt({ frame: progress.framesStored, total: progress.framesTotal });
  }
  if (pausing) return stageTexts.pausing;
  if (progress?.replay) return stageTexts.catchingUp;
  return phaseLabels[progress?.phase ?? 'preparing'];
}

/** How much of the frames there are, in whole percent; 100 only when it is all. */
export function percentOf(framesDone: number, framesTotal: number): number {
  return framesTotal === 0 ? 0 : Math.floor((100 * framesDone) / framesTotal);
}

/** `1280 × 720 · 30 fps · 10.0 s · 300 frames · H.264 + AAC` */
export function summarise(settings: ExportSettings, composition: Composition): string {
  const { width, height, frameRate, range, video, audio } = settings;
  const frames = range.end - range.first;
  const hasSound = audio !== null && (composition.audio?.length ?? 0) > 0;
  const picture = videoCodecLabel(video);
  return [
    dimensions(width, height),
    frameRateLabel(frameRate),
    formatSeconds(frames / framesPerSecond(frameRate)),
    frameCount(frames),
    hasSound ? `${picture} + ${audioCodecLabel(audio.codec)}` : figureTexts.silent({ video: picture }),
  ].join(' · ');
}

/** Written without separators in any language: they are names of sizes. */
export function dimensions(width: number, height: number): string {
  return [width, height].map((pixels) => (Number.isFinite(pixels) ? String(pixels) : '–')).join(' × ');
}

export function frameCount(frames: number): string {
  return figureTexts.frames({ count: frames });
}

export function frameRateLabel(rate: FrameRate): string {
  return figureTexts.fps({ rate: Number(formatFrameRate(rate)) });
}

/** `4.2 s` below a minute, `1:05` and `1:02:05` above. */
export function formatSeconds(seconds: number): string {
  if (!Number.isFinite(seconds)) return formatNumber(seconds);
  return seconds < 60 ? figureTexts.seconds({ seconds: formatFixed(seconds, 1) }) : formatClock(seconds);
}

/** `0:07`, `1:02:05`, in any language: it is read beside timecodes. */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const twoDigits = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}:${twoDigits(whole % 60)}`;
  return `${Math.floor(minutes / 60)}:${twoDigits(minutes % 60)}:${twoDigits(whole % 60)}`;
}

/** What a button says that mends settings. */
export const fixTexts = words('fixes', {
  use: 'Use {what}',
  range: 'Export {frames}',
  correct: 'Correct it',
  silent: 'Export without sound',
  cover: 'Use the first frame',
  leaveOut: 'Leave it out',
  without: 'Do not make it',
  reset: 'Use the usual value',
});

import type { Composition } from '../composition/composition';
import { sameFrameRate, type FrameRate } from '../composition/frame-rate';
import type { ExportSettings } from '../formats/format';
import { formatOf } from '../formats/registry';
import { convertRange, nativeFrameRate, wholeRange, type FrameRange } from './frame-range';
import { frameSizes } from './frame-sizes';
import type { SettingsDraft } from './settings-draft';

/** The size asked for, in pixels. */
export function sizeFrom(draft: SettingsDraft, composition: Composition): { width: number; height: number } {
  if (draft.size === 'composition') return { width: composition.width, height: composition.height };
  if (draft.size === 'custom') return { width: draft.width, height: draft.height };
  const { width, height } = frameSizes[draft.size];
  return { width, height };
}

export function sizeChoiceFor(
  composition: Composition,
  size: { width: number; height: number },
): Pick<SettingsDraft, 'size' | 'width' | 'height'> {
  const isNative = size.width === composition.width && size.height === composition.height;
  return { size: isNative ? 'composition' : 'custom', ...size };
}

export function rateChoiceFor(composition: Composition, rate: FrameRate): SettingsDraft['frameRate'] {
  return sameFrameRate(rate, nativeFrameRate(composition)) ? 'composition' : rate;
}

export function rangeChoiceFor(
  composition: Composition,
  range: FrameRange,
  rate: SettingsDraft['frameRate'],
): Pick<SettingsDraft, 'range' | 'firstFrame' | 'lastFrame'> {
  const native = nativeFrameRate(composition);
  const counted = rate === 'composition' ? native : rate;
  const whole = wholeRange(composition);
  const length = convertRange(whole, native, counted, whole.end).end;
  const { first, end } = convertRange(range, counted, native, length);
  const isWhole = first === whole.first && end === whole.end;
  return { range: isWhole ? 'whole' : 'custom', firstFrame: first, lastFrame: end - 1 };
}

/** The cover as settings have it: counted from the first exported frame. Null where the format has no place for one. */
export function posterFrom(
  { format, posterFrame }: SettingsDraft,
  composition: Composition,
  { frameRate, range }: Pick<ExportSettings, 'frameRate' | 'range'>,
): number | null {
  if (posterFrame === null || !formatOf(format).container.cover) return null;
  const { num, den } = nativeFrameRate(composition);
  return Math.round((posterFrame * den * frameRate.num) / (num * frameRate.den)) - range.first;
}

/** The native frame of a cover that settings count from their first frame. */
export function posterChoiceFor(
  draft: SettingsDraft,
  composition: Composition,
  posterFrame: number | null,
): SettingsDraft['posterFrame'] {
  if (posterFrame === null) return null;
  const native = nativeFrameRate(composition);
  const rate = draft.frameRate === 'composition' ? native : draft.frameRate;
  const first = draft.range === 'custom' ? draft.firstFrame : 0;
  return first + Math.round((posterFrame * rate.den * native.num) / (rate.num * native.den));
}

export function definedSize(size: { width: number | undefined; height: number | undefined }): {
  width?: number;
  height?: number;
} {
  return {
    ...(size.width === undefined ? {} : { width: size.width }),
    ...(size.height === undefined ? {} : { height: size.height }),
  };
}

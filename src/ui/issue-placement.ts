import type { ExportIssue } from '../exporter';
import type { ExportSettings, MetadataField } from '../formats/format';
import type { OptionPath } from '../formats/option';
import { audioCodecLabel, dimensions, fixTexts, frameCount, frameRateLabel, videoCodecLabel } from './display-text';
import { formatLabel } from './format-text';

/** Parts of the form that an issue can be shown at. */
export type IssuePlace =
  | 'size'
  | 'frameRate'
  | 'range'
  | 'cover'
  | 'format'
  | 'videoCodec'
  | 'quality'
  | 'keyFrames'
  | 'sound'
  | 'loudness'
  | 'also'
  | 'chapters'
  | 'captions'
  | OptionPath
  | `metadata.${MetadataField}`
  | 'form';

/** From a path in the settings to its place; the first that fits. What fits none concerns the form as a whole. */
const places: readonly (readonly [path: string, place: IssuePlace])[] = [
  ['width', 'size'],
  ['height', 'size'],
  ['frameRate', 'frameRate'],
  ['range', 'range'],
  ['posterFrame', 'cover'],
  ['format', 'format'],
  ['video.rateControl', 'quality'],
  ['video.keyFrameInterval', 'keyFrames'],
  ['video', 'videoCodec'],
  ['audio.loudness', 'loudness'],
  ['audio', 'sound'],
  ['also', 'also'],
  ['chapters', 'chapters'],
  ['captions', 'captions'],
];

export function placeOf(issue: ExportIssue): IssuePlace {
  // Each has a field of its own.
  if (/^(animation|sequence|metadata)\./.test(issue.path)) return issue.path as IssuePlace;
  const match = places.find(([path]) => issue.path === path || issue.path.startsWith(`${path}.`));
  return match?.[1] ?? 'form';
}

/** What the button says that applies a suggestion, e.g. `Use 1280 × 720`. */
export function fixLabel(suggestion: Partial<ExportSettings>, settings: ExportSettings): string {
  const { width, height, frameRate, format, video, audio, range, posterFrame, metadata } = suggestion;
  const parts = [
    ...(width === undefined && height === undefined
      ? []
      : [dimensions(width ?? settings.width, height ?? settings.height)]),
    ...(frameRate === undefined ? [] : [frameRateLabel(frameRate)]),
    ...(format === undefined ? [] : [formatLabel(format)]),
    ...(video === undefined || videoCodecLabel(video) === videoCodecLabel(settings.video)
      ? []
      : [videoCodecLabel(video)]),
  ];
  if (parts.length > 0) return fixTexts.use({ what: parts.join(', ') });
  // What of the codec's own it changes is told with the issue.
  if (video !== undefined) return fixTexts.correct;
  if (audio !== undefined) {
    if (audio === null) return fixTexts.silent;
    return audio.codec === settings.audio?.codec
      ? fixTexts.correct
      : fixTexts.use({ what: audioCodecLabel(audio.codec) });
  }
  if (range !== undefined) return fixTexts.range({ frames: frameCount(range.end - range.first) });
  if (posterFrame !== undefined) return fixTexts.cover;
  return metadata === undefined ? fixTexts.reset : fixTexts.leaveOut;
}

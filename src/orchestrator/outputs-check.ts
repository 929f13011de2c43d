import type { Composition } from '../composition/composition';
import type { ExportSettings } from '../formats/format';
import { stageSizeOf } from '../formats/pixel-aspect';
import { captureFormat } from './capture-format';
import { invalid, type ExportIssue } from './export-issue';
import { checkSettings } from './settings-check';

export { codecAlternatives } from './codec-alternatives';

/** Workers and encoders of every file are there at the same time. */
const mostFiles = 6;

/**
 * What keeps files from being made in one pass, and each of them from being made at all. Of any but the first, paths begin
 * with `also.<index>.`.
 */
export function checkOutputs(composition: Composition, files: readonly { settings: ExportSettings }[]): ExportIssue[] {
  const [{ settings: first }, ...others] = files as [{ settings: ExportSettings }];
  const issues = [
    ...checkSettings(composition, first),
    ...others.flatMap(({ settings }, i) => checkSettings(composition, settings).map((issue) => ofAlso(issue, i))),
  ];
  if (files.length > mostFiles) {
    issues.push(
      invalid(
        'too-many-files',
        'also',
        `${files.length} files cannot be made in one pass.`,
        `Ask for ${mostFiles} at the most, and for the others in a pass of their own.`,
      ),
    );
  }
  return [...issues, ...others.flatMap(({ settings }, i) => checkTogether(first, settings, i))];
}

/** The issue of another file as one of the pass. What is suggested is for that file. */
export function ofAlso(issue: ExportIssue, index: number): ExportIssue {
  return { ...issue, path: `also.${index}.${issue.path}` };
}

function checkTogether(first: ExportSettings, other: ExportSettings, index: number): ExportIssue[] {
  const path = (name: string): string => `also.${index}.${name}`;
  const issues: ExportIssue[] = [];
  const { num, den } = other.frameRate;
  if (num * first.frameRate.den !== first.frameRate.num * den) {
    const [own, wanted] = [other.frameRate, first.frameRate].map((rate) => `${rate.num}/${rate.den}`);
    issues.push(
      invalid(
        'rates-differ',
        path('frameRate'),
        `A file at ${own} frames per second cannot be made of frames at ${wanted}.`,
        'Ask for the same rate, or export it by itself.',
      ),
    );
  }
  if (other.range.first < first.range.first || other.range.end > first.range.end) {
    issues.push(
      invalid(
        'range-outside-first',
        path('range'),
        `Frames ${other.range.first} to ${other.range.end - 1} are not all in the first file.`,
        'Ask for frames within its range.',
      ),
    );
  }
  const [drawn, shown] = [stageSizeOf(first), stageSizeOf(other)];
  // To the nearest two pixels, as sizes are rounded to even ones.
  if (Math.abs(shown.height - (shown.width * drawn.height) / drawn.width) > 2) {
    issues.push(
      invalid(
        'aspects-differ',
        path('width'),
        `A picture of ${shown.width} × ${shown.height} has another shape than one of ${drawn.width} × ${drawn.height}.`,
        'Ask for a size of the same aspect ratio, or export it by itself.',
      ),
    );
  }
  return [...issues, ...checkCapture(first, other, path)];
}

/** Frames are captured as the first file wants them. */
function checkCapture(first: ExportSettings, other: ExportSettings, path: (name: string) => string): ExportIssue[] {
  const [captured, wanted] = [captureFormat(first), captureFormat(other)];
  const sameSize = first.width === other.width && first.height === other.height;
  if (wanted.pixelFormat === 'rgba-f16' && !(captured.pixelFormat === 'rgba-f16' && sameSize)) {
    return [
      {
        ...invalid(
          'depth-not-captured',
          path('video.captureDepth'),
          'Frames are captured with 8 bits here.',
          'Put the file with more bits first, at the same size, or export it by itself.',
        ),
        suggestion: { video: without('captureDepth', other.video) },
      },
    ];
  }
  const translucent = first.video.alpha !== undefined || other.video.alpha !== undefined;
  if (wanted.colourSpace === captured.colourSpace || !translucent) return [];
  return [
    {
      ...invalid(
        'colour-spaces-differ',
        path('video.colourSpace'),
        'Colours of translucent frames cannot be converted from one file to the other.',
        'Ask for the same colour space, or leave transparency out.',
      ),
      ...(first.video.alpha === undefined ? { suggestion: { video: without('alpha', other.video) } } : {}),
    },
  ];
}

type Video = ExportSettings['video'];

function without(name: 'alpha' | 'captureDepth', video: Video): Video {
  return Object.fromEntries(Object.entries(video).filter(([key]) => key !== name)) as Video;
}

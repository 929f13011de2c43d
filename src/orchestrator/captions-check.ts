import type { Composition } from '../composition/composition';
import { frameTime } from '../composition/frame-rate';
import { ExportError } from '../errors';
import type { Captions } from '../formats/captions/captions';
import { cutCaptions } from '../formats/captions/cut-captions';
import { canonicalLanguage } from '../formats/captions/language-codes';
import { parseCaptions } from '../formats/captions/parse-captions';
import type { CaptionTrack, ExportSettings } from '../formats/format';
import { findFormat } from '../formats/registry';
import { invalid, type ExportIssue } from './export-issue';
import { lengthAt } from './export-length';

/** Characters: what players have room for. */
const longestLabel = 100;

/** Tracks of one film: a Matroska file of Mediabunny's counts its tracks in seven bits. */
const mostTracks = 100;

/** What of the captions cannot be written as asked, or will not be there. The frame rate is one that can be exported. */
export function checkCaptions(composition: Composition, settings: ExportSettings): ExportIssue[] {
  const { captions = [] } = settings;
  const format = findFormat(settings.format);
  if (!format) return [];
  if (captions.length > mostTracks) {
    return [
      invalid(
        'too-many-captions',
        'captions',
        `A film cannot have ${captions.length} tracks of captions.`,
        `Ask for ${mostTracks} at the most.`,
      ),
    ];
  }
  const beside = captions.findIndex(({ mode }) => mode === 'embedded');
  return [
    ...captions.flatMap((track, index) => trackIssues(track, index, composition, settings)),
    ...defaultIssues(captions),
    ...(format.captions === 'embedded' || beside < 0 ? [] : [notEmbedded(format.label, beside, captions)]),
  ];
}

function trackIssues(
  { language, label, text, mode, sidecarType }: CaptionTrack,
  index: number,
  composition: Composition,
  settings: ExportSettings,
): ExportIssue[] {
  const path = `captions.${index}`;
  const issues: ExportIssue[] = [];
  if (typeof language !== 'string' || canonicalLanguage(language) === null) {
    issues.push(
      invalid(
        'caption-language-invalid',
        `${path}.language`,
        `“${language}” is not a language.`,
        'Give a tag as BCP 47 has them, such as en, de or pt-BR.',
      ),
    );
  }
  if (label !== undefined && (label.trim() === '' || label.length > longestLabel || /\p{Cc}/u.test(label))) {
    issues.push(
      invalid(
        'caption-label-invalid',
        `${path}.label`,
        'The label of the captions cannot be written.',
        `Give 1 to ${longestLabel} characters in one line, or leave it out.`,
      ),
    );
  }
  if (!['embedded', 'sidecar'].includes(mode)) {
    issues.push(
      invalid(
        'caption-mode-invalid',
        `${path}.mode`,
        `“${mode}” is no way to deliver captions.`,
        oneOf('embedded', 'sidecar'),
      ),
    );
  }
  if (sidecarType !== undefined && !['vtt', 'srt'].includes(sidecarType)) {
    issues.push(
      invalid(
        'caption-type-invalid',
        `${path}.sidecarType`,
        `There are no captions as “${sidecarType}”.`,
        oneOf('vtt', 'srt'),
      ),
    );
  }
  return [...issues, ...textIssues(text, `${path}.text`, composition, settings)];
}

function textIssues(text: string, path: string, composition: Composition, settings: ExportSettings): ExportIssue[] {
  let captions: Captions;
  try {
    captions = parseCaptions(text);
  } catch (error) {
    if (!(error instanceof ExportError)) throw error;
    return [invalid(error.detail, path, error.message, error.remedy)];
  }
  const { frameRate, range } = settings;
  const warning = (detail: string, message: string, remedy: string): ExportIssue[] => [
    { severity: 'warning', code: 'invalid-input', detail, path, message, remedy },
  ];
  const endMs = 1000 * frameTime(lengthAt(composition, frameRate), frameRate);
  const beyond = captions.cues.filter((cue) => cue.startMs >= endMs).length;
  if (beyond > 0) {
    return warning(
      'captions-beyond-end',
      `${beyond} of ${captions.cues.length} captions begin behind the end.`,
      'Look whether they belong to this composition: they are left out.',
    );
  }
  const [from, to] = [range.first, range.end].map((frame) => 1000 * frameTime(frame, frameRate));
  if (cutCaptions(captions, from!, to! - from!).cues.length > 0) return [];
  return warning(
    'captions-outside',
    'None of the captions is in what is exported.',
    'Leave them out, or export another range.',
  );
}

function defaultIssues(captions: readonly CaptionTrack[]): ExportIssue[] {
  const shown = captions.flatMap((track, index) => (track.default === true ? [index] : []));
  return shown
    .slice(1)
    .map((index) =>
      invalid(
        'two-default-captions',
        `captions.${index}.default`,
        'Captions of two tracks cannot be shown at once.',
        'Let one track be the default, at the most.',
      ),
    );
}

function notEmbedded(label: string, index: number, captions: readonly CaptionTrack[]): ExportIssue {
  return {
    severity: 'warning',
    code: 'invalid-input',
    detail: 'captions-not-in-format',
    path: `captions.${index}.mode`,
    message: `${label} has no place for captions: they come as a file beside it.`,
    remedy: 'Ask for them beside the file, or choose another format, such as MP4.',
    suggestion: { captions: captions.map((track) => ({ ...track, mode: 'sidecar' as const })) },
  };
}

function oneOf(first: string, second: string): string {
  return `Give ${first} or ${second}.`;
}

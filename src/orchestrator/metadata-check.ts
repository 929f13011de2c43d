import { codedRate } from '../encode/segment-encoder';
import { ExportError } from '../errors';
import type { ExportSettings, FileMetadata, MetadataField } from '../formats/format';
import { findFormat } from '../formats/registry';
import { parseTimecode } from '../formats/timecode';
import { invalid, type ExportIssue } from './export-issue';

/** Characters. Containers take more; readers cut it. */
const longestText = 1000;

/** What of the metadata cannot be written as asked, or will not be there. The frame rate is one that can be exported. */
export function checkMetadata(settings: ExportSettings): ExportIssue[] {
  const { metadata = {} } = settings;
  const kept = findFormat(settings.format)?.metadata;
  const fields = (Object.keys(metadata) as MetadataField[]).filter((field) => metadata[field] !== undefined);
  return fields.flatMap((field) => {
    if (kept?.includes(field) === false) return [notKept(field, settings)];
    const why = faultOf(field, metadata[field]!, settings);
    return why === null ? [] : [{ ...why, suggestion: { metadata: without(field, metadata) } }];
  });
}

function faultOf(field: MetadataField, value: string, settings: ExportSettings): ExportIssue | null {
  const bad = (message: string, remedy: string): ExportIssue =>
    invalid(
      `${field}-invalid`.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
      path(field),
      message,
      remedy,
    );
  switch (field) {
    case 'timecode':
      return timecodeFault(value, settings);
    case 'umid':
      return isBasicUmid(value)
        ? null
        : bad(
            `“${value}” is not a basic UMID.`,
            'Give 64 hexadecimal digits that begin with 060A2B340101 and have 13 as their thirteenth byte, or leave it out.',
          );
    case 'date':
      return isDate(value)
        ? null
        : bad(`“${value}” is not a date.`, 'Write it like 2026-05-31, or 2026-05-31T18:00:00Z with its time zone.');
    default:
      return isText(value)
        ? null
        : bad(
            `The ${names[field] ?? field} cannot be written.`,
            `Give 1 to ${longestText} characters in one line, or leave it out.`,
          );
  }
}

/** SMPTE ST 330: label of a UMID, and how long the rest of a basic one is. */
function isBasicUmid(text: string): boolean {
  return /^060a2b340101010[15]0101[\da-f]{4}13[\da-f]{38}$/i.test(text);
}

/** A time without a zone would mean another moment on another machine. */
function isDate(text: string): boolean {
  return (
    /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.test(text) && !Number.isNaN(Date.parse(text))
  );
}

function isText(text: string): boolean {
  return text.length > 0 && text.length <= longestText && !/\p{Cc}/u.test(text);
}

function timecodeFault(text: string, { frameRate, video }: ExportSettings): ExportIssue | null {
  try {
    parseTimecode(text, codedRate({ frameRate, scan: video.scan ?? 'progressive' }));
    return null;
  } catch (error) {
    if (!(error instanceof ExportError)) throw error;
    return invalid(error.detail, path('timecode'), error.message, error.remedy);
  }
}

/** In words, where the name of the field is none. */
const names: Readonly<Partial<Record<MetadataField, string>>> = {
  productVersion: 'product version',
  materialPackageName: 'name of the material package',
  reel: 'name of the reel',
  umid: 'UMID',
};

function notKept(field: MetadataField, { format, metadata = {} }: ExportSettings): ExportIssue {
  return {
    severity: 'warning',
    code: 'invalid-input',
    detail: 'metadata-not-in-format',
    path: path(field),
    message: `${findFormat(format)!.label} has no place for the ${names[field] ?? field}.`,
    remedy: 'Leave it out, or choose another format.',
    suggestion: { metadata: without(field, metadata) },
  };
}

function without(field: MetadataField, metadata: FileMetadata): FileMetadata {
  return Object.fromEntries(Object.entries(metadata).filter(([name]) => name !== field));
}

function path(field: MetadataField): string {
  return `metadata.${field}`;
}

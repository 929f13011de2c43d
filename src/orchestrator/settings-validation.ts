import * as v from 'valibot';
import type { Composition } from '../composition/composition';
import { assertComposition } from '../composition/load-module';
import { codecs, isWebVideoCodec } from '../formats/codecs';
import type { ExportSettings } from '../formats/format';
import { settingsFor, type Preset } from '../presets/preset';
import { migratePreset } from '../presets/preset-migrations';
import { presetSchema, presetVersion } from '../presets/preset-schema';
import { invalid, type ExportIssue } from './export-issue';
import { checkSettings } from './settings-check';
import { faultsOf, mended, shapeFaults, unknownFields, type ShapeFault } from './settings-schema';

/** What is known besides the settings. */
export interface ValidationConditions {
  /** Absent: nothing is said of its length. */
  composition?: Composition | undefined;
  /** Whether the host serves ffmpeg. */
  hasFfmpeg: boolean;
}

/** A composition that whatever is asked can be made of. */
const anyShape = { id: 'any', name: 'Any', width: 1920, height: 1080, frameRate: 30, durationInFrames: 300 };

/**
 * Everything that is wrong with what may be settings, or a preset, wherever it comes from. Each fault has its path; those of
 * shape do not hide others. No encoder is asked.
 *
 * @throws ExportError `invalid-input` (composition-invalid)
 */
export function validateSettings(data: unknown, conditions: ValidationConditions): ExportIssue[] {
  const { composition } = conditions;
  if (composition) assertComposition(composition);
  if (isPresetLike(data)) return validatePreset(data, conditions);
  const faults = shapeFaults(data);
  const settings = faults.length === 0 ? (data as ExportSettings) : mended(data, faults);
  return [
    ...faults.map((fault) => shapeIssue(fault, 'settings')),
    ...unknownFields(data).map(unknownField),
    ...(settings ? judged(settings, conditions).filter(({ path }) => !isWithin(path, faults)) : []),
  ];
}

function isPresetLike(data: unknown): data is Readonly<Record<string, unknown>> {
  return typeof data === 'object' && data !== null && 'schema' in data;
}

function validatePreset(data: Readonly<Record<string, unknown>>, conditions: ValidationConditions): ExportIssue[] {
  const { version } = data;
  if (typeof version === 'number' && version > presetVersion) {
    return [
      invalid(
        'preset-newer',
        'version',
        `The preset is of version ${version}, and this page knows presets to version ${presetVersion}.`,
        'Update Stepframe, or export the preset again with this version.',
      ),
    ];
  }
  const isOld = typeof version === 'number' && Number.isInteger(version) && version >= 1;
  const parsed = v.safeParse(presetSchema, isOld ? migratePreset(data, version) : data);
  if (!parsed.success) return faultsOf(parsed.issues).map((fault) => shapeIssue(fault, 'preset'));
  const preset: Preset = parsed.output;
  const composition = conditions.composition ?? (anyShape as unknown as Composition);
  const issues = judged(settingsFor(preset, composition), { ...conditions, composition });
  // A preset does not say which frames.
  return issues.filter(({ path }) => path !== 'range');
}

/** What the values of sound settings come to. */
function judged(settings: ExportSettings, { composition, hasFfmpeg }: ValidationConditions): ExportIssue[] {
  const { frameRate, range } = settings;
  // Of the right length, where nothing is said of it; what is wrong with the rate is said anyhow.
  const long = { frameRate: { ...frameRate }, durationInFrames: Math.max(1, range.end) };
  const issues = checkSettings(composition ?? ({ ...anyShape, ...long } as unknown as Composition), settings);
  return hasFfmpeg || !needsFfmpeg(settings) ? issues : [...issues, ffmpegMissing(settings)];
}

function needsFfmpeg({ video: { codec } }: ExportSettings): boolean {
  return !isWebVideoCodec(codec) && codec !== 'prores' && codec !== 'dng';
}

function ffmpegMissing({ video: { codec } }: ExportSettings): ExportIssue {
  return {
    severity: 'error',
    ...{ code: 'unsupported', detail: 'ffmpeg-core-missing', path: 'video.codec' },
    message: `${codecs[codec].label} is made by ffmpeg, which this editor does not serve.`,
    remedy: 'Choose another format, or give createExporter the addresses of @ffmpeg/core.',
  };
}

function shapeIssue({ path, problem }: ShapeFault, what: 'settings' | 'preset'): ExportIssue {
  const subject = path === '' ? `The ${what}` : `“${path}”`;
  const remedy =
    problem === 'is missing' ? `Give ${path === '' ? what : path}.` : `Correct ${path === '' ? 'them' : path}.`;
  return invalid('shape-invalid', path, `${subject} ${sentence(problem)}.`, remedy);
}

/** What valibot says by itself is no end of a sentence. */
function sentence(problem: string): string {
  return problem.startsWith('must') || problem.startsWith('is') ? problem : `is not usable: ${problem}`;
}

function unknownField(path: string): ExportIssue {
  return {
    severity: 'warning',
    ...{ code: 'invalid-input', detail: 'field-unknown', path },
    message: `There is no setting “${path}”: it does nothing.`,
    remedy: 'Correct its name, or leave it out.',
  };
}

/** Whether a fault of shape says it already. */
function isWithin(path: string, faults: readonly ShapeFault[]): boolean {
  return faults.some(
    (fault) => path === fault.path || path.startsWith(`${fault.path}.`) || fault.path.startsWith(`${path}.`),
  );
}

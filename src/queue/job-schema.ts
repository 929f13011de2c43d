import * as v from 'valibot';
import { realDateNow } from '../composition/real-time';
import { errorCodes, ExportError, type SerialisedExportError } from '../errors';
import type { ExportSettings } from '../formats/format';
import { formats, formatOf } from '../formats/registry';
import { qualityChecks } from '../orchestrator/export-job';
import { longestFileName } from '../presets/safe-file-name';
import { plain } from './job-dependencies';
import { jobInvalid } from './job-errors';
import { FileNames } from './file-names';
import { jobPriorities, type Job, type NewJob } from './job';

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const time = v.pipe(v.number(), v.finite(), v.minValue(0));
const pixels = v.pipe(v.number(), v.integer(), v.minValue(1));

/** What the queue itself reads of them; the export looks at all of them. */
const settings = v.pipe(
  v.looseObject({
    format: v.picklist(formats.map((format) => format.id)),
    width: pixels,
    height: pixels,
    frameRate: v.looseObject({ num: v.pipe(v.number(), v.minValue(1)), den: v.pipe(v.number(), v.minValue(1)) }),
    range: v.looseObject({ first: count, end: v.pipe(v.number(), v.integer(), v.minValue(1)) }),
    video: v.looseObject({ codec: v.string() }),
    audio: v.nullable(v.looseObject({ codec: v.string() })),
  }),
  v.check(({ range }) => range.end > range.first, 'must have at least one frame'),
) as unknown as v.GenericSchema<ExportSettings>;

const handle = <Handle extends FileSystemHandle>(kind: Handle['kind']): v.GenericSchema<Handle> =>
  v.custom<Handle>(
    (value) => typeof value === 'object' && value !== null && (value as Partial<FileSystemHandle>).kind === kind,
    `must be a handle of a ${kind}`,
  );

const destination = v.variant('kind', [
  v.strictObject({ kind: v.literal('browser') }),
  v.strictObject({ kind: v.literal('handle'), handle: handle<FileSystemFileHandle>('file') }),
  v.strictObject({ kind: v.literal('folder'), handle: handle<FileSystemDirectoryHandle>('directory') }),
  v.strictObject({ kind: v.literal('host'), key: id }),
]);

const fileName = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(longestFileName),
  v.regex(/^[^/\\\u0000-\u001f]+$/, 'must be a file name'),
);

const check = v.picklist(qualityChecks);

const groupLimit = v.pipe(v.number(), v.integer(), v.minValue(1));

const newJob = v.strictObject({
  id: v.optional(id),
  compositionId: id,
  compositionName: v.pipe(v.string(), v.maxLength(1000)),
  settings,
  presetId: v.optional(id),
  fileName: v.optional(fileName),
  destination: v.optional(destination),
  check: v.optional(check),
  priority: v.optional(v.picklist(jobPriorities)),
  after: v.optional(v.pipe(v.array(id), v.maxLength(1000))),
  group: v.optional(id),
  groupLimit: v.optional(groupLimit),
});

const error = v.looseObject({
  code: v.picklist(errorCodes),
  detail: v.string(),
  stage: v.string(),
  message: v.string(),
  remedy: v.string(),
  recoverable: v.boolean(),
}) as unknown as v.GenericSchema<SerialisedExportError>;

const nullOr = <Schema extends v.GenericSchema>(schema: Schema) => v.fallback(v.nullable(schema), null);

/** A record. What an earlier version did not have, and what can be done without, is filled in. */
const storedJob = v.object({
  id,
  compositionId: id,
  compositionName: v.fallback(v.string(), ''),
  settings,
  presetId: nullOr(v.string()),
  fileName,
  destination,
  check: v.fallback(v.optional(check), undefined),
  priority: v.fallback(v.picklist(jobPriorities), 'normal'),
  after: v.fallback(v.array(id), []),
  group: nullOr(v.string()),
  groupLimit: v.fallback(v.optional(groupLimit), undefined),
  order: v.pipe(v.number(), v.finite()),
  state: v.picklist(['waiting', 'running', 'paused', 'complete', 'failed', 'cancelled']),
  wish: nullOr(v.picklist(['pause', 'resume', 'cancel', 'remove'])),
  exportId: v.nullable(v.string()),
  tries: v.fallback(count, 0),
  crashes: v.fallback(count, 0),
  notBefore: v.fallback(time, 0),
  progress: nullOr(
    v.object({
      phase: v.string(),
      framesDone: count,
      framesStored: v.optional(count),
      framesTotal: count,
      framesPerSecond: time,
      secondsLeft: v.nullable(time),
    }),
  ),
  error: nullOr(error),
  result: nullOr(
    v.object({
      name: v.string(),
      byteLength: count,
      durationSeconds: time,
      sha256: v.nullable(v.string()),
      score: v.nullable(v.number()),
      engine: v.string(),
    }),
  ),
  createdAt: time,
  startedAt: nullOr(time),
  endedAt: nullOr(time),
  ranMs: v.fallback(time, 0),
});

/** @throws ExportError `invalid-input` (job-invalid) */
export function checkedNewJobs(jobs: readonly NewJob[]): NewJob[] {
  const parsed = v.safeParse(v.array(newJob), jobs);
  if (parsed.success) return copied(parsed.output as NewJob[]);
  const [issue] = parsed.issues;
  const path = v.getDotPath(issue);
  throw jobInvalid(path === null ? 'The list' : `“${path}”`, lowered(issue.message));
}

/** As the database will have them: whatever the host does with its objects, and wherever it made them. */
function copied(jobs: NewJob[]): NewJob[] {
  try {
    return structuredClone(jobs);
  } catch (cause) {
    throw jobInvalid('Something', `cannot be stored: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

/** @param names of those there are */
export function jobOf(asked: NewJob, order: number, names: FileNames): Job {
  return {
    id: asked.id ?? crypto.randomUUID(),
    compositionId: asked.compositionId,
    compositionName: asked.compositionName,
    settings: asked.settings,
    presetId: asked.presetId ?? null,
    fileName: asked.fileName ?? names.free(asked.compositionName, formatOf(asked.settings.format).extension),
    destination: asked.destination ?? { kind: 'browser' },
    ...(asked.check === undefined ? {} : { check: asked.check }),
    priority: asked.priority ?? 'normal',
    after: [...new Set(asked.after ?? [])],
    group: asked.group ?? null,
    ...(asked.groupLimit === undefined ? {} : { groupLimit: asked.groupLimit }),
    order,
    state: 'waiting',
    wish: null,
    exportId: null,
    tries: 0,
    crashes: 0,
    notBefore: 0,
    progress: null,
    error: null,
    result: null,
    createdAt: realDateNow(),
    startedAt: null,
    endedAt: null,
    ranMs: 0,
  };
}

/** What a record says. One that says nothing that could be exported is a failed job, to be seen and removed. */
export function readJob(record: unknown, key: string): Job {
  const parsed = v.safeParse(storedJob, record);
  if (parsed.success) return parsed.output as Job;
  const { exportId, compositionName } = (record ?? {}) as Partial<Job>;
  const { num, den } = { num: 1, den: 1 };
  return {
    ...jobOf(
      {
        id: key,
        compositionId: key,
        compositionName: typeof compositionName === 'string' ? compositionName : '',
        fileName: typeof compositionName === 'string' && compositionName !== '' ? compositionName : key,
        settings: {
          ...{ format: 'mp4', width: 1, height: 1, frameRate: { num, den }, range: { first: 0, end: 1 }, audio: null },
          video: { codec: 'h264', rateControl: { mode: 'quality', quality: 0 } as never },
        },
      },
      0,
      new FileNames([]),
    ),
    state: 'failed',
    exportId: typeof exportId === 'string' ? exportId : null,
    error: plain(damaged(v.getDotPath(parsed.issues[0]))),
    createdAt: 0,
    endedAt: 0,
  };
}

/** Whether it is one of those that nothing can be made of. */
export function isDamaged({ error: why }: Job): boolean {
  return why?.detail === 'job-damaged';
}

function damaged(path: string | null): ExportError {
  return new ExportError('storage', {
    detail: 'job-damaged',
    stage: 'store',
    message: `The browser's storage has damaged what it held of this job${path === null ? '' : ` (${path})`}.`,
    remedy: 'Remove it and add it again.',
  });
}

function lowered(message: string): string {
  return message.startsWith('must') ? message : `is wrong: ${message}`;
}

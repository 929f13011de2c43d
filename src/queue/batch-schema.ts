import * as v from 'valibot';
import { jobPriorities } from './job';

/** Of a batch; more are better made in batches one after the other. */
const mostItems = 1000;
/** Characters of a name or path. */
const longestName = 1000;

const id = v.pipe(
  v.string('must be a text'),
  v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'must be of letters, digits, ".", "_" and "-", at most 64'),
);

const name = v.pipe(
  v.string('must be a text'),
  v.regex(/^[^\u0000-\u001f]+$/, 'must be a text without control characters'),
  v.maxLength(longestName, `must have at most ${longestName} characters`),
);

const whole = (least: number): v.GenericSchema<number> =>
  v.pipe(
    v.number('must be a number'),
    v.integer('must be a whole number'),
    v.minValue(least, `must be ${least} or more`),
  );

const framesForm = 'must be as "0-99", or { "first": 0, "last": 99 }';
const frames = v.union(
  [v.pipe(v.string(), v.regex(/^\d{1,9}-\d{1,9}$/, framesForm)), v.strictObject({ first: whole(0), last: whole(0) })],
  framesForm,
);

const fpsForm = 'must be a number of frames per second from 1 to 240, or as "30000/1001"';
const fps = v.union(
  [
    v.pipe(v.number(), v.minValue(1, fpsForm), v.maxValue(240, fpsForm)),
    v.pipe(v.string(), v.regex(/^(\d{1,9}\/[1-9]\d{0,8}|\d{1,3}(\.\d{1,6})?)$/, fpsForm)),
  ],
  fpsForm,
);

/** One export of a batch. */
export const batchItemSchema = v.strictObject({
  id,
  composition: v.pipe(
    name,
    v.description('Its id; from a terminal also the path of a module, relative to the batch file.'),
  ),
  preset: v.pipe(
    name,
    v.description('Its id; from a terminal also the path of a preset file, relative to the batch file.'),
  ),
  out: v.optional(
    v.pipe(name, v.description('The file, within outDir, with / between folders. Default: the id with the extension.')),
  ),
  priority: v.optional(v.picklist(jobPriorities, `must be one of ${jobPriorities.join(', ')}`)),
  after: v.optional(
    v.pipe(
      v.array(id, 'must be a list of ids'),
      v.maxLength(mostItems, `must have at most ${mostItems} ids`),
      v.description('Ids of items that must be complete before this one begins.'),
    ),
  ),
  width: v.optional(v.pipe(whole(1), v.description('Pixels. With one side alone, the shape is kept.'))),
  height: v.optional(whole(1)),
  fps: v.optional(fps),
  frames: v.optional(v.pipe(frames, v.description('Both ends are exported, counted from 0 at the exported rate.'))),
});

/** A batch file. Unknown fields are refused, so that a misspelt one is not silently ignored. */
export const batchSchema = v.strictObject({
  $schema: v.optional(name),
  outDir: v.optional(
    v.pipe(name, v.description('Of a terminal: where files go, relative to the batch file. Default: its folder.')),
  ),
  maxConcurrent: v.optional(
    v.pipe(
      whole(1),
      v.maxValue(16, 'must be 16 or less'),
      v.description('Exports at the same time, at most. Default: as many as there is room for.'),
    ),
  ),
  onError: v.optional(
    v.pipe(
      v.picklist(['stop', 'continue'], 'must be "stop" or "continue"'),
      v.description('What becomes of the rest when an item fails. Default: continue.'),
    ),
  ),
  items: v.pipe(
    v.array(batchItemSchema, 'must be a list'),
    v.maxLength(mostItems, `must have at most ${mostItems} items`),
  ),
});

export type Batch = v.InferOutput<typeof batchSchema>;
export type BatchItem = v.InferOutput<typeof batchItemSchema>;

/** What is wrong with the form of a value, and where in it. */
export interface FormFault {
  path: readonly (string | number)[];
  message: string;
}

/** The parts of a batch whose form is right, and all that is wrong with the others. */
export interface ReadBatch {
  /** Without items. */
  whole: Omit<Batch, 'items'>;
  /** In their places; null: its form is wrong. */
  items: readonly (BatchItem | null)[];
  faults: readonly FormFault[];
}

/** Reads a batch, whoever made it. Never throws: whatever is wrong is a fault, all of them at once. */
export function readBatch(data: unknown): ReadBatch {
  const result = v.safeParse(batchSchema, data);
  if (result.success) {
    const { items, ...whole } = result.output;
    return { whole, items, faults: [] };
  }
  const faults = result.issues.map(({ path = [], message, type, received }) => ({
    path: path.map(({ key }) => key as string | number),
    message: wordsFor(type, received, message),
  }));
  return { ...soundParts(data), faults };
}

function wordsFor(type: string, received: string, message: string): string {
  if (type !== 'strict_object') return message;
  // Of objects, valibot says whether a key is missing, unknown, or the value no object.
  if (received === 'undefined') return 'is missing';
  return message.startsWith('Invalid key') ? 'is no field of a batch' : 'must be an object';
}

function soundParts(data: unknown): Omit<ReadBatch, 'faults'> {
  const fields = typeof data === 'object' && data !== null ? (data as Readonly<Record<string, unknown>>) : {};
  const { items, ...rest } = fields;
  const sound = Object.entries(rest).filter(
    ([key, value]) => v.safeParse(batchSchema, { items: [], [key]: value }).success,
  );
  return {
    whole: Object.fromEntries(sound),
    items: Array.isArray(items)
      ? items.slice(0, mostItems).map((item) => {
          const read = v.safeParse(batchItemSchema, item);
          return read.success ? read.output : null;
        })
      : [],
  };
}

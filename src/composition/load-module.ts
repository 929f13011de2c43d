import * as v from 'valibot';
import type { Composition } from './composition';
import { compositionInvalid } from './composition-error';
import { toFrameRate } from './frame-rate';

/** The longest side a canvas may have in today's browsers. */
const maxSide = 16_384;

const text = v.pipe(v.string('must be a text'), v.nonEmpty('must not be empty'));
const side = v.pipe(
  v.number('must be a number of pixels'),
  v.integer('must be a whole number of pixels'),
  v.minValue(1, 'must be at least 1 pixel'),
  v.maxValue(maxSide, `must be at most ${maxSide} pixels`),
);
const rate = v.pipe(
  v.union(
    [v.number(), v.object({ num: v.number(), den: v.number() })],
    'must be frames per second, as a number or as { num, den }',
  ),
  v.check(isFrameRate, 'must be a positive number, or { num, den } with positive whole terms'),
);
const source = v.custom<unknown>(
  (value) => value !== null && ['string', 'object', 'function'].includes(typeof value) && value !== '',
  'must be a URL, a Blob, an AudioBuffer or a function that resolves to one',
);

/** What can be told without opening it. Unknown fields are the composition's own affair. */
const compositionSchema = v.object({
  id: text,
  name: text,
  width: side,
  height: side,
  frameRate: rate,
  durationInFrames: v.pipe(
    v.number('must be a number of frames'),
    v.integer('must be a whole number of frames'),
    v.minValue(1, 'must be at least 1'),
  ),
  background: v.nullish(v.string('must be a CSS colour or null')),
  audio: v.optional(v.array(v.looseObject({ source }, 'must be a track'), 'must be a list of tracks')),
  stateful: v.optional(v.boolean('must be true or false')),
  version: v.optional(v.string('must be a text')),
  open: v.function('must be a function'),
});

/**
 * The composition a module exports by default: the thing itself, or a function (async or not) that makes it.
 *
 * @throws ExportError `invalid-input` (composition-invalid), naming the path that is wrong
 */
export async function compositionFrom(exported: unknown): Promise<Composition> {
  const candidate = typeof exported === 'function' ? await call(exported as () => unknown) : exported;
  assertComposition(candidate);
  return candidate;
}

/** @throws ExportError `invalid-input` (composition-invalid), naming the path that is wrong */
export function assertComposition(candidate: unknown): asserts candidate is Composition {
  if (typeof candidate !== 'object' || candidate === null) {
    throw compositionInvalid(
      'the default export',
      `must be a composition or a function that returns one, not ${candidate === null ? 'null' : typeof candidate}`,
    );
  }
  const result = v.safeParse(compositionSchema, candidate);
  if (result.success) return;
  const [issue] = result.issues;
  const path = v.getDotPath(issue) ?? 'the default export';
  // A missing field has valibot's own message, since none of ours was asked.
  const problem = issue.input === undefined ? 'is missing' : issue.message;
  throw compositionInvalid(path, problem);
}

async function call(factory: () => unknown): Promise<unknown> {
  try {
    return await factory();
  } catch (thrown) {
    throw compositionInvalid('the default export', 'is a function that failed when it was called', thrown);
  }
}

function isFrameRate(value: number | { num: number; den: number }): boolean {
  try {
    toFrameRate(value);
    return true;
  } catch {
    // A RangeError says just that; the schema's message says what is allowed.
    return false;
  }
}

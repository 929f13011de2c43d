import * as v from 'valibot';
import type { AudioTrack } from '../composition/composition';
import { ExportError } from '../errors';

const seconds = v.pipe(
  v.number('must be a number of seconds'),
  v.finite('must be finite'),
  v.minValue(0, 'must not be negative'),
);

const trackSchema = v.object({
  source: v.custom<AudioTrack['source']>(isSource, 'must be an AudioBuffer, a Blob, a URL or a function giving one'),
  start: v.optional(seconds),
  offset: v.optional(seconds),
  duration: v.optional(seconds),
  // A negative gain is nearly always decibels by mistake, and would come out loud.
  gain: v.optional(
    v.pipe(
      v.number('must be a number'),
      v.minValue(0, 'must not be negative: it is a linear factor, not decibels'),
      v.maxValue(1000, 'must be 1000 (60 dB) or less'),
    ),
  ),
  pan: v.optional(
    v.pipe(v.number('must be a number'), v.minValue(-1, 'must be −1 or more'), v.maxValue(1, 'must be 1 or less')),
  ),
  fadeIn: v.optional(seconds),
  fadeOut: v.optional(seconds),
});

/**
 * Refuses tracks that cannot be mixed, before anything is fetched or decoded.
 *
 * @throws ExportError `invalid-input` (audio-track-invalid), naming what is wrong, e.g. `audio[1].fadeIn`
 */
export function validateTracks(tracks: readonly AudioTrack[]): void {
  tracks.forEach((track, index) => {
    const result = v.safeParse(trackSchema, track);
    if (result.success) return;
    const [issue] = result.issues;
    const field = v.getDotPath(issue);
    const path = field === null ? `audio[${index}]` : `audio[${index}].${field}`;
    throw new ExportError('invalid-input', {
      detail: 'audio-track-invalid',
      stage: 'configure',
      message: `${path} ${issue.message} (it is ${issue.received}).`,
      remedy: `Correct ${path} in the composition.`,
    });
  });
}

/** By shape, not by class: a buffer or a blob may come from another frame of the page. */
function isSource(value: unknown): boolean {
  if (typeof value === 'string') return value !== '';
  if (typeof value === 'function') return true;
  return typeof value === 'object' && value !== null && ('getChannelData' in value || 'arrayBuffer' in value);
}

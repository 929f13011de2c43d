import type { Job } from '../../queue/job';
import { queueText as text } from './panel-text';
import { headlineOf } from '../error-text';

/** What a screen reader is told of since the queue was last drawn: what is over, or waits for the user. */
export function newsOf(before: ReadonlyMap<string, Job>, jobs: readonly Job[]): readonly string[] {
  return jobs.flatMap((job) => {
    const { state, fileName, error } = job;
    const was = before.get(job.id);
    if (was === undefined || was.state === state) return [];
    if (state === 'complete') return text.nowDone({ name: fileName });
    if (state === 'failed') return text.nowFailed({ name: fileName, message: error === null ? '' : headlineOf(error) });
    return state === 'paused' && error !== null
      ? text.nowWaitsForYou({ name: fileName, message: headlineOf(error) })
      : [];
  });
}

import { describe, expect, it } from 'vitest';
import { cleanUpAfterEach } from '../support/fault-session';
import { decodeRgb } from '../support/media-tools';
import { readFrameCodes } from '../support/frame-code';
import { emptyAfterEach, jobFor, jobOf, newQueue, small } from '../support/queue-session';

cleanUpAfterEach();
emptyAfterEach();

describe('a queue', () => {
  it('makes the file of a job, keeps it, and removes it with the job', async () => {
    const queue = newQueue();
    const [job] = await queue.add([jobFor(small())]);
    expect(job).toMatchObject({ state: 'waiting', fileName: 'Frame code.webm', priority: 'normal' });
    const [done] = await queue.over([job!.id]);
    expect(done).toMatchObject({
      state: 'complete',
      error: null,
      result: { name: 'Frame code.webm', durationSeconds: 0.4 },
    });
    const file = await queue.file(job!.id);
    expect(file!.name).toBe('Frame code.webm');
    expect(readFrameCodes(await decodeRgb(file!, 'webm'), 96, 64)).toEqual(Array.from({ length: 12 }, (_, i) => i));
    await queue.remove(job!.id);
    expect(queue.jobs).toEqual([]);
    void jobOf;
  });
});

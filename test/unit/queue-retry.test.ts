import { expect, it } from 'vitest';
import { asRetried } from '../../src/queue/job-changes';
import { jobOf } from '../../src/queue/job-schema';
import { FileNames } from '../../src/queue/file-names';
import type { Job } from '../../src/queue/job';

const failed = (detail: string): Job => ({
  ...jobOf(
    {
      compositionId: 'film',
      compositionName: 'Film',
      check: 'fail_export',
      settings: {
        format: 'mp4',
        ...{ width: 64, height: 64, frameRate: { num: 30, den: 1 }, range: { first: 0, end: 30 }, audio: null },
        video: { codec: 'h264', rateControl: { mode: 'quality', quality: 'high' } },
      },
    },
    1,
    new FileNames([]),
  ),
  state: 'failed',
  exportId: 'kept',
  error: { code: 'validation', detail, stage: 'check', message: '', remedy: '', recoverable: false },
});

it('a job whose file was held back is tried again to have the file as it is, and any other with its own check', () => {
  expect(asRetried(failed('quality-failed'), false)).toMatchObject({
    ...{ state: 'waiting', check: 'warn_user', exportId: 'kept', error: null },
  });
  expect(asRetried(failed('size-mismatch'), false)).toMatchObject({ state: 'waiting', check: 'fail_export' });
});

import { html, nothing, type TemplateResult } from 'lit';
import type { QueueStatus } from '../../queue/export-queue';
import { roughly, share, timeOfDay } from './panel-format';
import { queueText as text } from './panel-text';

/** How many jobs there are of each kind, when all will be done, and how well the device is used. */
export function queueSummary(
  { running, waiting, paused, secondsLeft, role, utilisation, overhead }: QueueStatus,
  now: number,
): TemplateResult {
  const counts = [
    ...(running > 0 ? [text.running({ count: running })] : []),
    ...(waiting > 0 ? [text.waitingCount({ count: waiting })] : []),
    ...(paused > 0 ? [text.pausedCount({ count: paused })] : []),
  ];
  const eta = running + waiting > 0 && role !== 'stopped' ? secondsLeft : null;
  return html`<p class="summary">
    ${counts.length === 0 ? text.allDone : counts.join(' · ')}
    ${
      eta === null
        ? nothing
        : html`<small>${text.left({ time: roughly(eta), moment: timeOfDay(now + eta * 1000, now) })}</small>`
    }
    ${
      utilisation === null || overhead === null
        ? nothing
        : html`<small>${text.used({ share: share(utilisation), own: share(overhead) })}</small>`
    }
  </p>`;
}

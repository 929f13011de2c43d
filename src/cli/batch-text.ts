import type { BatchDryRun, ItemEstimate } from '../queue/batch-dry-run';
import { describeIssues, hasErrors, type BatchIssue } from '../queue/batch-issue';
import { describeBatch, megabytes } from '../queue/batch-report';
import type { BatchProgress } from '../queue/batch-status';
import type { Answer } from './command-line';
import type { BatchAnswer } from './terminal-batch';

/** What the command prints of a batch, and its exit code: 1 where an item failed, 2 where nothing could be begun. */
export function describeBatchAnswer(answer: BatchAnswer, json: boolean): Answer {
  switch (answer.kind) {
    case 'refused': {
      const { issues } = answer;
      return { text: json ? JSON.stringify({ issues }) : '', errors: describeIssues(issues), exitCode: 2 };
    }
    case 'dry-run': {
      const { dryRun } = answer;
      const text = json ? JSON.stringify(dryRun) : describeDryRun(dryRun);
      return { text, exitCode: hasErrors(dryRun.issues) ? 2 : 0 };
    }
    case 'done': {
      const { report, issues, outDir } = answer;
      const exitCode = report.state === 'complete' ? 0 : 1;
      const warnings: readonly BatchIssue[] = issues;
      if (json) return { text: JSON.stringify({ ...report, outDir, issues }), exitCode };
      // The lines of the items were printed as they ended.
      const text = describeBatch(report).split('\n', 1)[0]!;
      return { text, ...(warnings.length === 0 ? {} : { errors: describeIssues(warnings) }), exitCode };
    }
  }
}

export function describeBatchStatus(status: BatchProgress): string {
  const { complete, failed, cancelled, waiting, running, paused, framesDone, framesTotal, secondsLeft } = status;
  const all = complete + failed + cancelled + waiting + running + paused;
  return [
    `${complete} of ${all} complete`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    `${framesDone}/${framesTotal}`,
    ...(secondsLeft === null ? [] : [`${Math.ceil(secondsLeft)} s left`]),
  ].join(' · ');
}

function describeDryRun({ issues, items, total }: BatchDryRun): string {
  const summary = `${items.length} ${items.length === 1 ? 'file' : 'files'}: ${describeEstimate(total)}, roughly`;
  return [...(issues.length === 0 ? [] : [describeIssues(issues)]), ...items.map(describeItemEstimate), summary].join(
    '\n',
  );
}

function describeItemEstimate(item: ItemEstimate): string {
  const { id, out, width, height, frames, durationSeconds } = item;
  return `${id}  ${out}  ${width} × ${height}, ${frames} frames, ${durationSeconds.toFixed(3)} s  ${describeEstimate(item)}`;
}

function describeEstimate({ bytes, seconds }: Pick<ItemEstimate, 'bytes' | 'seconds'>): string {
  return `${megabytes(bytes.low)} – ${megabytes(bytes.high)} in ${seconds.low.toFixed(1)} – ${seconds.high.toFixed(1)} s`;
}

import type { Composition } from '../composition/composition';
import type { ExportSettings } from '../formats/format';
import type { ExportIssue } from '../orchestrator/export-issue';
import { roughEstimate, type ExportEstimate } from '../orchestrator/rough-estimate';
import type { BatchIssue } from './batch-issue';
import { ofItem, type BatchPlan, type PlannedItem } from './batch-plan';

/** Says what would keep settings from being exported: `Exporter.canExport`. */
export interface ExportCheck {
  canExport(composition: Composition, settings: ExportSettings): Promise<ExportIssue[]>;
}

/** What an item would be. */
export interface ItemEstimate extends ExportEstimate {
  id: string;
  out: string;
  width: number;
  height: number;
  frames: number;
  durationSeconds: number;
}

/** A batch, without exporting any of it. */
export interface BatchDryRun {
  /** Those of the plan, and what a real trial of the encoders found. */
  issues: readonly BatchIssue[];
  /** Of the items whose settings are sound, in the order of the batch. */
  items: readonly ItemEstimate[];
  /** Of all files; as if one were made after the other. */
  total: Pick<ExportEstimate, 'bytes' | 'seconds'>;
}

/** Asks of each item what an export asks, and says what it is likely to come to. */
export async function tryPlan(plan: BatchPlan, exporter: ExportCheck): Promise<BatchDryRun> {
  // A matrix has the same settings many times, and a trial takes a moment.
  const asked = new Map<string, Promise<ExportIssue[]>>();
  const issues = [...plan.issues];
  for (const item of plan.items) {
    const key = JSON.stringify([item.composition.id, item.settings]);
    const found = asked.get(key) ?? exporter.canExport(item.composition, item.settings);
    asked.set(key, found);
    issues.push(...(await found).map((issue) => ofItem(issue, item)));
  }
  const items = plan.items.map(estimateItem);
  const sum = (of: 'bytes' | 'seconds', end: 'low' | 'high'): number => {
    const all = items.reduce((total, item) => total + item[of][end], 0);
    return of === 'bytes' ? all : Math.round(all * 10) / 10;
  };
  return {
    issues,
    items,
    total: {
      bytes: { low: sum('bytes', 'low'), high: sum('bytes', 'high') },
      seconds: { low: sum('seconds', 'low'), high: sum('seconds', 'high') },
    },
  };
}

function estimateItem({ id, out, composition, settings }: PlannedItem): ItemEstimate {
  const { width, height, range, frameRate } = settings;
  const frames = range.end - range.first;
  return {
    ...{ id, out, width, height, frames },
    durationSeconds: (frames * frameRate.den) / frameRate.num,
    ...roughEstimate(settings, (composition.audio?.length ?? 0) > 0),
  };
}

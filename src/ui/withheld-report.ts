import { ExportError } from '../errors';
import type { Exporter } from '../exporter';
import type { QualityReport } from '../quality/report';

/** What was found of a file that ended its export; null where it was something else, or cannot be read any more. */
export async function withheldReport(
  exporter: Pick<Exporter, 'withheld'>,
  id: string,
  thrown: unknown,
): Promise<QualityReport | null> {
  if (!(thrown instanceof ExportError) || thrown.detail !== 'quality-failed') return null;
  // Without it, the failure itself says what was wrong.
  const withheld = await exporter.withheld(id).catch(() => null);
  return withheld?.report ?? null;
}

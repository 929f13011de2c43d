import { defineElements } from './define-elements';
import type { QualityReportView } from './quality-report-view';

const tag = 'stepframe-quality-report-view';

/** Registers `<stepframe-quality-report-view>`, which pages without a report never load. */
export async function loadQualityReportView(): Promise<void> {
  const { QualityReportView } = await import('./quality-report-view');
  defineElements({ [tag]: QualityReportView });
}

declare global {
  interface HTMLElementTagNameMap {
    [tag]: QualityReportView;
  }
}

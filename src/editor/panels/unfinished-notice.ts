import type { ExportButton } from '../../elements';
import type { Exporter } from '../../index';
import { element } from '../dom';
import { icon } from './icons';

/** Says that exports wait to be gone on with, and shows them. Hidden while there are none. */
export function unfinishedNotice(exportButton: ExportButton, exporter: Exporter): HTMLElement {
  const text = element('span');
  const notice = element('button', { type: 'button', class: 'unfinished-notice', hidden: '' }, icon('clock'), text);
  const show = (count: number) => {
    text.textContent = `${count} unfinished ${count === 1 ? 'export' : 'exports'}`;
    notice.hidden = count === 0;
  };
  const ask = async () => {
    try {
      show((await exporter.unfinished()).length);
    } catch {
      // The export dialog asks too, and says what is wrong.
      show(0);
    }
  };
  notice.addEventListener('click', () => void exportButton.showUnfinished());
  exportButton.addEventListener('stepframe-unfinished-change', ({ detail }) => show(detail.length));
  for (const end of ['stepframe-export-complete', 'stepframe-export-error', 'stepframe-export-close'] as const) {
    exportButton.addEventListener(end, () => void ask());
  }
  void ask();
  return notice;
}

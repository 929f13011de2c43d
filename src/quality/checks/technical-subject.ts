import type { ExportSettings } from '../../formats/format';
import type { FileFacts } from './file-facts';

/** A file, and what was asked for; null: nothing is known of that. */
export interface TechnicalSubject {
  facts: FileFacts;
  expected: ExportSettings | null;
}

import type { ExportSettings } from '../../formats/format';
import type { CheckResult } from '../report';
import { checkList, runChecks } from './check';
import { colourChecks } from './colour-checks';
import { extrasChecks } from './extras-checks';
import type { FileFacts } from './file-facts';
import { formatRules } from './format-rules';
import { metadataChecks } from './metadata-checks';
import { pictureChecks } from './picture-checks';
import { structureChecks } from './structure-checks';
import { timingChecks } from './timing-checks';

export { readFacts, readPictureFacts } from './read-facts';
export { platformChecks } from './platforms/platform-checks';
export { soundChecks } from './sound-checks';

/** All that is asked of a file apart from its sound and from platforms, in the order it is told. */
const technicalList = checkList([
  ...structureChecks,
  ...pictureChecks,
  ...timingChecks,
  ...colourChecks,
  ...metadataChecks,
  ...extrasChecks,
  ...formatRules,
]);

/** Container, codec, times, colours, metadata and the format's own rules. @param expected null: nothing is known of it */
export function technicalChecks(facts: FileFacts, expected: ExportSettings | null): CheckResult[] {
  return runChecks(technicalList, { facts, expected });
}

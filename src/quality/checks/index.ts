import { sha256Of } from '../file-hash';
import type { ExportSettings } from '../../formats/format';
import type { CheckResult } from '../report';
import { checkList, runChecks } from './check';
import { colourChecks } from './colour-checks';
import type { FileFacts } from './file-facts';
import { formatRules } from './format-rules';
import { metadataChecks } from './metadata-checks';
import { pictureChecks } from './picture-checks';
import { readFacts } from './read-facts';
import { structureChecks } from './structure-checks';
import { timingChecks } from './timing-checks';

export { readFacts } from './read-facts';
export { platformChecks } from './platforms/platform-checks';
export { soundChecks } from './sound-checks';

/** All that is asked of a file apart from its sound and from platforms, in the order it is told. */
const technicalList = checkList([
  ...structureChecks,
  ...pictureChecks,
  ...timingChecks,
  ...colourChecks,
  ...metadataChecks,
  ...formatRules,
]);

/**
 * Container, codec, times, colours, metadata and the format's own rules. Broken files do not make it throw.
 *
 * @param facts what `readFacts` says of the file, where that is there already
 */
export async function technicalChecks(
  file: Blob & { readonly name?: string },
  expected: ExportSettings | null,
  facts?: FileFacts,
): Promise<CheckResult[]> {
  const subject = { facts: facts ?? (await readFacts(file)), expected };
  return [...runChecks(technicalList, subject), await checksum(file)];
}

async function checksum(file: Blob): Promise<CheckResult> {
  const measured = await sha256Of(file);
  return {
    id: 'checksum',
    category: 'technical',
    title: 'Checksum',
    status: 'info',
    message: `SHA-256 ${measured}.`,
    source: 'FIPS 180-4',
    measured,
  };
}

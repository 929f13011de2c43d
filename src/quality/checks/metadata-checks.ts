import type { MetadataField } from '../../formats/format';
import { formatOf } from '../../formats/registry';
import { compare, type Check } from './check';
import type { FileFacts } from './file-facts';
import type { TechnicalSubject } from './technical-subject';

/** What a file is to say of itself, where it was asked and its format can. */
function metadataCheck(
  field: MetadataField,
  title: string,
  read: (facts: FileFacts) => string | null,
): Check<TechnicalSubject> {
  return {
    id: `metadata-${field}`,
    category: 'technical',
    title,
    source: 'Export settings',
    find({ facts, expected }) {
      const asked = expected?.metadata?.[field];
      if (asked === undefined || !expected || !formatOf(expected.format).metadata.includes(field)) return null;
      return compare(
        title,
        read(facts) ?? 'none',
        asked,
        'Export again, or write it into the file with another program.',
      );
    },
  };
}

export const metadataChecks: readonly Check<TechnicalSubject>[] = [
  metadataCheck('title', 'Title', ({ title }) => title),
  metadataCheck('author', 'Author', ({ author }) => author),
  metadataCheck('timecode', 'Timecode', ({ structure }) => structure.timecode),
  metadataCheck('reel', 'Reel', ({ structure }) => structure.reel),
];

import { presetVersion } from './preset-schema';

/** Members of a preset file, of whatever version. */
export type PresetData = Readonly<Record<string, unknown>>;

/**
 * One step from each version to the next, ever since the first: a file of any age is brought up to date by the steps it
 * lacks, and what comes out is checked. A step is never changed once it is out.
 */
const migrations: readonly ((data: PresetData) => PresetData)[] = [
  // Version 2 has `source`, `platforms` and `shortSide` besides, all of which may be absent.
  (data) => data,
];

/** A file of version `from`, 1 … `presetVersion`, as one of `presetVersion`. */
export function migratePreset(data: PresetData, from: number): PresetData {
  const migrated = migrations.slice(from - 1).reduce((each, migrate) => migrate(each), data);
  return { ...migrated, version: presetVersion };
}

import type { ExportIssue } from '../exporter';
import type { ExportSettings } from '../formats/format';
import { formatOf } from '../formats/registry';
import type { ExportResult } from '../orchestrator/export-run';
import { settingsFor, type Preset } from '../presets/preset';
import { findPreset, presets } from '../presets/registry';
import { freeFileName } from '../presets/safe-file-name';
import { metadataFrom } from './draft-options';
import { chaptersFrom, embeddedFrom } from './draft-timed-text';
import { settingsOf, type ExportSubject, type FinishedFile } from './export-model';
import { nameOrDefault, sourceOf } from './output-naming';
import type { SettingsDraft } from './settings-draft';

/** Workers and encoders of every file are there at the same time. */
export const mostAlso = 5;

/** Another file of the same frames. */
export interface AlsoFile {
  readonly preset: Preset;
  readonly settings: ExportSettings;
  /** Differs from those of the others, and of the first file. */
  readonly fileName: string;
}

/** What is made besides the first file: the same frames at the same size and rate, by presets of their own. */
export function alsoFilesOf(subject: ExportSubject): AlsoFile[] {
  const { draft, composition } = subject;
  const first = settingsOf(subject);
  const source = sourceOf(subject);
  const taken = [nameOrDefault(source, first)];
  return draft.also.map((id) => {
    const preset = findPreset(id)!;
    const { container } = formatOf(preset.format);
    const { width, height, frameRate, range } = first;
    const there = { ...draft, format: preset.format };
    const metadata = metadataFrom(there);
    const own = settingsFor(preset, composition, {
      ...{ width, height, frameRate },
      // A picture is of the first frame.
      range: container.kind === 'picture' ? { first: range.first, end: range.first + 1 } : range,
      ...(metadata === undefined ? {} : { metadata }),
    });
    const texts = { ...chaptersFrom(there, frameRate), ...embeddedFrom(there) };
    const fixes = draft.alsoFixes[id] ?? {};
    const settings = { ...own, ...texts, ...fixes, ...(draft.sound ? {} : { audio: null }) };
    const { extension } = formatOf(settings.format);
    const name = nameOrDefault({ ...source, preset: preset.name }, settings);
    const fileName = freeFileName(name.slice(0, -extension.length - 1), extension, taken);
    taken.push(fileName);
    return { preset, settings, fileName };
  });
}

/** The files that were made besides the first. @param fileNames in the order they were asked for */
export function alsoFinished({ also }: ExportResult, fileNames: readonly string[]): FinishedFile[] {
  return also.map((result, i) => ({ result, fileName: fileNames[i]! }));
}

/** Presets by which one more file can be asked for. */
export function presetsLeft({ draft }: ExportSubject): Preset[] {
  return draft.also.length >= mostAlso ? [] : presets.filter(({ id }) => !draft.also.includes(id));
}

/** The draft without one of the files. */
export function withoutAlso(draft: SettingsDraft, id: string): SettingsDraft {
  const alsoFixes = Object.fromEntries(Object.entries(draft.alsoFixes).filter(([each]) => each !== id));
  return { ...draft, also: draft.also.filter((each) => each !== id), alsoFixes };
}

/** The file that an issue of the pass is about; null: the first, or all of them. */
export function alsoFileOf(subject: ExportSubject, { path }: Pick<ExportIssue, 'path'>): AlsoFile | null {
  const index = /^also\.(\d+)\./.exec(path)?.[1];
  return index === undefined ? null : (alsoFilesOf(subject)[Number(index)] ?? null);
}

/** The draft with what is suggested for one of the files. */
export function withAlsoFix(draft: SettingsDraft, id: string, fix: Partial<ExportSettings>): SettingsDraft {
  return { ...draft, alsoFixes: { ...draft.alsoFixes, [id]: { ...draft.alsoFixes[id], ...fix } } };
}

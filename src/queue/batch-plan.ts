import type { Composition } from '../composition/composition';
import { parseFrameRate, toFrameRate } from '../composition/frame-rate';
import { ExportError } from '../errors';
import type { ExportSettings } from '../formats/format';
import { formatOf } from '../formats/registry';
import type { ExportIssue } from '../orchestrator/export-issue';
import { checkSettings } from '../orchestrator/settings-check';
import { sizeAsked } from '../presets/asked-size';
import { settingsFor, type Preset, type SettingsOverrides } from '../presets/preset';
import { invalidItem, type BatchIssue } from './batch-issue';
import { checkOrder } from './batch-order';
import { checkOutputPath, pathConflicts } from './batch-output-path';
import { readBatch, type BatchItem, type FormFault } from './batch-schema';
import type { JobPriority } from './job';

/** What was found of what items name. An error says why it cannot be had; what is absent is not known. */
export interface BatchSources {
  compositions: ReadonlyMap<string, Composition | ExportError>;
  presets: ReadonlyMap<string, Preset | ExportError>;
  /** How pictures of a sequence arrive: in a folder of their own, or packed. */
  sequences: 'folder' | 'zip';
}

/** One export of a batch, with all that it needs. */
export interface PlannedItem {
  id: string;
  /** In the batch. */
  index: number;
  /** As the batch names it. */
  compositionName: string;
  composition: Composition;
  preset: Preset;
  settings: ExportSettings;
  /** The file, from the top of the output, with `/` between folders. */
  out: string;
  priority: JobPriority;
  after: readonly string[];
}

/** What a batch comes to. */
export interface BatchPlan {
  /** Those whose settings are sound, in the order of the batch. */
  items: readonly PlannedItem[];
  /** All at once. Where one is an error, the batch is not started. */
  issues: readonly BatchIssue[];
  /** Null: as many as there is room for. */
  maxConcurrent: number | null;
  onError: 'stop' | 'continue';
}

/** What a batch comes to, and everything that is wrong with it. Pure; never throws, whatever the batch is. */
export function planBatch(batch: unknown, sources: BatchSources): BatchPlan {
  const { whole, items: read, faults } = readBatch(batch);
  const items = read.flatMap((item, index) => (item === null ? [] : [{ ...item, index }]));
  const known = new Set(idsIn(batch).filter((id) => id !== null));
  const planned = items.map((item) => planItem(item, sources));
  const ready = planned.flatMap(({ item }) => (item === null ? [] : [item]));
  const issues = [
    ...faults.map((fault) => formIssue(fault, batch)),
    ...(faults.length === 0 && items.length === 0 ? [nothingToDo()] : []),
    ...duplicates(items),
    ...checkOrder(
      items.map(({ id, after = [], index }) => ({ id, after, index })),
      known,
    ),
    ...planned.flatMap((each) => each.issues),
    ...pathConflicts(
      planned.flatMap(({ path, from }) => (path === null ? [] : [{ path, id: from.id, index: from.index }])),
    ),
  ];
  return {
    items: ready,
    issues: issues.sort((one, other) => indexIn(one.path) - indexIn(other.path)),
    maxConcurrent: whole.maxConcurrent ?? null,
    onError: whole.onError ?? 'continue',
  };
}

type IndexedItem = BatchItem & { index: number };

interface PlannedOrNot {
  from: IndexedItem;
  item: PlannedItem | null;
  /** Null: it has none that can be used. */
  path: string | null;
  issues: BatchIssue[];
}

function planItem(from: IndexedItem, sources: BatchSources): PlannedOrNot {
  const { id, index, priority = 'normal', after = [] } = from;
  const at = (field: string): { path: string; item: string } => ({ path: `items[${index}].${field}`, item: id });
  const composition = find(sources.compositions, from.composition, at('composition'), 'composition');
  const preset = find(sources.presets, from.preset, at('preset'), 'preset');
  const issues = [...composition.issues, ...preset.issues];
  const out = from.out ?? (preset.found && defaultName(id, preset.found, sources.sequences));
  const checked = out === null ? null : checkOutputPath(out);
  if (checked && !('path' in checked)) {
    issues.push(invalidItem(at('out'), checked.detail, checked.message, checked.remedy));
  }
  const path = checked && 'path' in checked ? checked.path : null;
  if (path !== null && preset.found) issues.push(...extensionIssues(path, preset.found, sources.sequences, at('out')));
  if (!composition.found || !preset.found) return { from, item: null, path, issues };
  const asked = askedOf(from, composition.found, preset.found);
  if ('issue' in asked) return { from, item: null, path, issues: [...issues, { ...asked.issue, ...at(asked.field) }] };
  const { settings } = asked;
  issues.push(...firstOfEach(checkSettings(composition.found, settings)).map((issue) => ofItem(issue, { index, id })));
  const isWrong = path === null || issues.some(({ severity }) => severity === 'error');
  const item = {
    id,
    index,
    compositionName: from.composition,
    composition: composition.found,
    preset: preset.found,
    settings,
    priority,
    after: [...new Set(after)],
  };
  return { from, item: isWrong ? null : { ...item, out: path }, path, issues };
}

/** Of a value that is wrong in several ways, the first says what to do. */
function firstOfEach(issues: readonly ExportIssue[]): ExportIssue[] {
  return issues.filter(({ path }, at) => issues.findIndex((other) => other.path === path) === at);
}

function find<T>(
  among: ReadonlyMap<string, T | ExportError>,
  name: string,
  at: { path: string; item: string },
  kind: 'composition' | 'preset',
): { found: T | null; issues: BatchIssue[] } {
  const found = among.get(name);
  if (found instanceof ExportError) {
    return { found: null, issues: [invalidItem(at, found.detail, found.message, found.remedy)] };
  }
  if (found !== undefined) return { found, issues: [] };
  const known = [...among].flatMap(([each, value]) => (value instanceof ExportError ? [] : [each]));
  const remedy = known.length === 0 ? `Name a ${kind} that there is.` : `There are ${some(known)}.`;
  return { found: null, issues: [invalidItem(at, `unknown-${kind}`, `No ${kind} is called "${name}".`, remedy)] };
}

function some(names: readonly string[]): string {
  const most = 80;
  return names.length <= most ? names.join(', ') : `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}

/** What is asked for, the preset, and the composition itself, in this order. */
function askedOf(
  { width, height, fps, frames }: BatchItem,
  composition: Composition,
  preset: Preset,
): { settings: ExportSettings } | { issue: BatchIssue; field: string } {
  let overrides: SettingsOverrides = sizeAsked(composition, {
    ...(width === undefined ? {} : { width }),
    ...(height === undefined ? {} : { height }),
  });
  try {
    if (fps !== undefined) {
      overrides = { ...overrides, frameRate: typeof fps === 'number' ? toFrameRate(fps) : parseFrameRate(fps) };
    }
  } catch {
    const remedy = 'Give it as 30, 29.97 or "30000/1001".';
    const issue = invalidItem({ path: '' }, 'bad-frame-rate', `${fps} is no rate of frames per second.`, remedy);
    return { issue, field: 'fps' };
  }
  if (frames !== undefined) overrides = { ...overrides, range: rangeOf(frames) };
  return { settings: settingsFor(preset, composition, overrides) };
}

function rangeOf(frames: NonNullable<BatchItem['frames']>): { first: number; end: number } {
  if (typeof frames !== 'string') return { first: frames.first, end: frames.last + 1 };
  const [first, last] = frames.split('-').map(Number) as [number, number];
  return { first, end: last + 1 };
}

/** Which fields of an item say what the settings are; the rest is the preset's. */
const fields: Readonly<Record<string, string>> = {
  width: 'width',
  height: 'height',
  frameRate: 'fps',
  range: 'frames',
};

/** An issue of an item's settings, as one of the batch. */
export function ofItem(
  { severity, code, detail, path, message, remedy }: ExportIssue,
  { index, id }: { index: number; id: string },
): BatchIssue {
  const field = fields[path] ?? 'preset';
  return { severity, code, detail, path: `items[${index}].${field}`, item: id, message, remedy };
}

function defaultName(id: string, { format }: Preset, sequences: BatchSources['sequences']): string {
  const extension = extensionOf(format, sequences);
  return extension === null ? id : `${id}.${extension}`;
}

/** Null: it is a folder. */
function extensionOf(format: Preset['format'], sequences: BatchSources['sequences']): string | null {
  const { container, extension } = formatOf(format);
  if (container.kind !== 'sequence') return extension;
  return sequences === 'zip' ? 'zip' : null;
}

/** A file called what it is not plays nowhere, but someone may want it so. */
function extensionIssues(
  path: string,
  { format }: Preset,
  sequences: BatchSources['sequences'],
  at: { path: string; item: string },
): BatchIssue[] {
  const extension = extensionOf(format, sequences);
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (extension === null || name.toLowerCase().endsWith(`.${extension}`)) return [];
  const message = `"${path}" does not end in .${extension}, which it will be.`;
  return [
    {
      ...invalidItem(at, 'extension-differs', message, `Call it .${extension}, or choose another preset.`),
      severity: 'warning',
    },
  ];
}

function duplicates(items: readonly IndexedItem[]): BatchIssue[] {
  const first = new Map<string, number>();
  return items.flatMap(({ id, index }) => {
    const earlier = first.get(id);
    if (earlier === undefined) {
      first.set(id, index);
      return [];
    }
    const message = `"${id}" is also the id of items[${earlier}].`;
    return [
      invalidItem({ path: `items[${index}].id`, item: id }, 'duplicate-id', message, 'Give it an id of its own.'),
    ];
  });
}

function nothingToDo(): BatchIssue {
  return invalidItem({ path: 'items' }, 'batch-empty', 'The batch has no items.', 'Put at least one export in it.');
}

function formIssue({ path, message }: FormFault, batch: unknown): BatchIssue {
  const place = path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('')
    .replace(/^\./, '');
  const item = path[0] === 'items' && typeof path[1] === 'number' ? (idsIn(batch)[path[1]] ?? null) : null;
  const what = place === '' ? 'The batch' : place;
  const remedy =
    message === 'is no field of a batch'
      ? 'Take it out, or correct its name.'
      : `Correct ${place === '' ? 'it' : place}.`;
  return invalidItem({ path: place, item }, 'batch-invalid', `${what} ${message}.`, remedy);
}

/** Ids as far as there are any, in the places of their items. */
function idsIn(batch: unknown): (string | null)[] {
  const { items } = (batch ?? {}) as { items?: unknown };
  if (!Array.isArray(items)) return [];
  return items.map((item: unknown) => {
    const id: unknown = (item as { id?: unknown } | null)?.id;
    return typeof id === 'string' ? id : null;
  });
}

/** What concerns no item comes first. */
function indexIn(path: string): number {
  return Number(/^items\[(\d+)\]/.exec(path)?.[1] ?? -1);
}

import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  toFrameRate,
  type Composition,
  type ExportError,
  type ExportResult,
  type FrameRate,
  type Preview,
} from '../index';
import type { LayerOverride, LayerOverrides } from './layer-overrides';

/** Frames at the composition's own rate, end exclusive. Never empty. */
export interface FrameRange {
  readonly first: number;
  readonly end: number;
}

/** A layer as the composition itself gives it. */
export interface LayerSummary {
  readonly name: string;
  readonly blendMode: string;
  readonly opacity: number;
}

export type PreviewStatus =
  | { readonly kind: 'opening' }
  | { readonly kind: 'ready'; readonly preview: Preview }
  | { readonly kind: 'failed'; readonly error: ExportError }
  /** Closed, because an export has the page to itself. */
  | { readonly kind: 'suspended' };

export interface EditorState {
  readonly composition: Composition;
  readonly status: PreviewStatus;
  readonly layers: readonly LayerSummary[];
  /** By composition id, so that changes survive a look at another composition. */
  readonly overrides: Readonly<Record<string, LayerOverrides>>;
  /** Where the playhead is. */
  readonly frame: number;
  /** In and out point: what is played and exported. */
  readonly range: FrameRange;
  readonly playing: boolean;
  readonly looping: boolean;
  /** 0 … 1. */
  readonly volume: number;
  readonly muted: boolean;
  /** Pictures put on the stage in the last second of playback; null when not playing. */
  readonly measuredRate: number | null;
  /** True once the browser had no device to play sound on; playback is silent then. */
  readonly soundless: boolean;
  /** What the dialog made last; null before that, and after another composition was chosen. */
  readonly lastExport: ExportResult | null;
}

export type EditorStore = StoreApi<EditorState>;

export function createEditorStore(composition: Composition): EditorStore {
  return createStore<EditorState>(() => ({
    ...atTheStartOf(composition),
    overrides: {},
    looping: true,
    volume: 0.8,
    muted: false,
    soundless: false,
  }));
}

/** Calls `listener` with the selected value now and whenever it changes. Returns how to stop. */
export function watch<T>(
  store: EditorStore,
  select: (state: EditorState) => T,
  listener: (value: T) => void,
): () => void {
  let current = select(store.getState());
  listener(current);
  return store.subscribe(() => {
    // Read anew: a listener before this one may have changed the state again.
    const next = select(store.getState());
    if (Object.is(next, current)) return;
    current = next;
    listener(next);
  });
}

export function selectComposition(store: EditorStore, composition: Composition): void {
  if (store.getState().composition !== composition) store.setState(atTheStartOf(composition));
}

/** Moves the playhead to `frame`, or to the nearest frame there is. */
export function seek(store: EditorStore, frame: number): void {
  const { composition } = store.getState();
  store.setState({ frame: clamp(Math.round(frame), 0, composition.durationInFrames - 1) });
}

export function setRangeFirst(store: EditorStore, first: number): void {
  const { range } = store.getState();
  store.setState({ range: { first: clamp(first, 0, range.end - 1), end: range.end } });
}

export function setWholeRange(store: EditorStore): void {
  store.setState({ range: { first: 0, end: store.getState().composition.durationInFrames } });
}

export function setRangeEnd(store: EditorStore, end: number): void {
  const { range, composition } = store.getState();
  store.setState({ range: { first: range.first, end: clamp(end, range.first + 1, composition.durationInFrames) } });
}

/** Makes the frame under the playhead the first of the range; a range that ended before it now ends with the composition. */
export function markIn(store: EditorStore): void {
  const { frame, range, composition } = store.getState();
  store.setState({ range: { first: frame, end: range.end > frame ? range.end : composition.durationInFrames } });
}

/** Makes the frame under the playhead the last of the range; a range that began after it now begins with the composition. */
export function markOut(store: EditorStore): void {
  const { frame, range } = store.getState();
  store.setState({ range: { first: range.first <= frame ? range.first : 0, end: frame + 1 } });
}

export function overrideLayer(store: EditorStore, index: number, change: LayerOverride): void {
  const state = store.getState();
  const current = overridesOf(state);
  const changed = { ...current, [index]: { ...current[index], ...change } };
  store.setState({ overrides: { ...state.overrides, [state.composition.id]: changed } });
}

/** Gives a layer back what the composition itself says. */
export function resetLayer(store: EditorStore, index: number): void {
  const state = store.getState();
  const others = Object.entries(overridesOf(state)).filter(([place]) => place !== String(index));
  store.setState({ overrides: { ...state.overrides, [state.composition.id]: Object.fromEntries(others) } });
}

const none: LayerOverrides = {};

export function overridesOf({ overrides, composition }: EditorState): LayerOverrides {
  return overrides[composition.id] ?? none;
}

export function frameRateOf({ composition }: EditorState): FrameRate {
  return toFrameRate(composition.frameRate);
}

function atTheStartOf(composition: Composition) {
  return {
    composition,
    status: { kind: 'opening' },
    layers: [],
    frame: 0,
    range: { first: 0, end: composition.durationInFrames },
    playing: false,
    measuredRate: null,
    lastExport: null,
  } as const;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

import { ExportError } from '../errors';
import type { ExportPhase } from './export-run';

/** What may happen to an export. */
export type PhaseEvent =
  | 'start'
  | 'prepared'
  | 'rendered'
  | 'encoded'
  /** The file is put together, and looked at before it is handed over. */
  | 'written'
  | 'delivered'
  /** It was finished before, and only its file is fetched. */
  | 'found'
  | 'retry'
  | 'pause'
  | 'resume'
  | 'fail'
  | 'cancel';

const stops = { pause: 'paused', fail: 'failed', cancel: 'cancelled' } as const;
const working = { ...stops, retry: 'preparing' } as const;

/** Phase × event → phase. What is not here cannot happen. */
const table: Readonly<Record<ExportPhase, Partial<Record<PhaseEvent, ExportPhase>>>> = {
  idle: { ...stops, start: 'preparing', found: 'complete' },
  preparing: { ...working, prepared: 'rendering' },
  rendering: { ...working, rendered: 'encoding' },
  encoding: { ...working, encoded: 'muxing' },
  muxing: { ...working, written: 'validating', delivered: 'complete' },
  validating: { ...working, delivered: 'complete' },
  paused: { resume: 'preparing', fail: 'failed', cancel: 'cancelled' },
  complete: {},
  failed: {},
  cancelled: {},
};

/** @throws ExportError `internal` (impossible-transition) */
export function nextPhase(phase: ExportPhase, event: PhaseEvent): ExportPhase {
  const next = table[phase][event];
  if (next !== undefined) return next;
  throw new ExportError('internal', {
    detail: 'impossible-transition',
    stage: 'prepare',
    message: `An export that is ${phase} cannot take '${event}'.`,
    remedy: 'This is a fault of the export module; please report it.',
  });
}

export function isOver(phase: ExportPhase): boolean {
  return Object.keys(table[phase]).length === 0;
}

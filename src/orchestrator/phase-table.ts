import { ExportError } from '../errors';
import type { ExportPhase } from './export-run';

/** What may happen to an export. */
export type PhaseEvent = 'start' | 'prepared' | 'rendered' | 'encoded' | 'delivered' | 'fail' | 'cancel';

/** Phase × event → phase. What is not here cannot happen. */
const table: Readonly<Record<ExportPhase, Partial<Record<PhaseEvent, ExportPhase>>>> = {
  idle: { start: 'preparing', cancel: 'cancelled' },
  preparing: { prepared: 'rendering', fail: 'failed', cancel: 'cancelled' },
  rendering: { rendered: 'encoding', fail: 'failed', cancel: 'cancelled' },
  encoding: { encoded: 'muxing', fail: 'failed', cancel: 'cancelled' },
  muxing: { delivered: 'complete', fail: 'failed', cancel: 'cancelled' },
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

/** What the dialog shows. An export that runs has phases of its own (`ExportPhase`) inside `running`. */
export type DialogPhase = 'idle' | 'configuring' | 'reviewing' | 'running' | 'paused' | 'complete' | 'failed';

export type DialogEvent =
  | 'open'
  /** To the list of unfinished exports. */
  | 'review'
  | 'start'
  /** One of the unfinished exports is gone on with. */
  | 'take-up'
  | 'pause'
  | 'go-on'
  | 'finish'
  | 'fail'
  /** The export was cancelled. */
  | 'stop'
  /** The export was let go of, to be resumed another time. */
  | 'leave'
  /** To the settings. */
  | 'back'
  | 'close';

const ends = { finish: 'complete', fail: 'failed', stop: 'configuring', leave: 'idle' } as const;

/** Which event leads where; what is not listed cannot happen. */
const transitions: Readonly<Record<DialogPhase, Readonly<Partial<Record<DialogEvent, DialogPhase>>>>> = {
  idle: { open: 'configuring', review: 'reviewing', 'take-up': 'running', fail: 'failed' },
  configuring: { start: 'running', review: 'reviewing', fail: 'failed', close: 'idle' },
  reviewing: { 'take-up': 'running', fail: 'failed', back: 'configuring', close: 'idle' },
  running: { ...ends, pause: 'paused' },
  paused: { ...ends, 'go-on': 'running' },
  complete: { back: 'configuring', close: 'idle' },
  failed: { start: 'running', 'take-up': 'running', fail: 'failed', back: 'configuring', close: 'idle' },
};

/** @throws Error when `event` has no meaning in `phase`: a fault of ours, never of the user. */
export function nextPhase(phase: DialogPhase, event: DialogEvent): DialogPhase {
  const next = transitions[phase][event];
  if (next === undefined) throw new Error(`The export dialog cannot ${event} while ${phase}.`);
  return next;
}

/** While an export is held: it is at work, or waits to go on. */
export function isExporting(phase: DialogPhase): boolean {
  return phase === 'running' || phase === 'paused';
}

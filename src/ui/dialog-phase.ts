/** What the dialog shows. An export that runs has phases of its own (`ExportPhase`) inside `running`. */
export type DialogPhase = 'idle' | 'configuring' | 'running' | 'complete' | 'failed';

export type DialogEvent = 'open' | 'start' | 'finish' | 'fail' | 'stop' | 'back' | 'close';

/** Which event leads where; what is not listed cannot happen. `stop` is a cancelled export, `back` returns to the settings. */
const transitions: Readonly<Record<DialogPhase, Readonly<Partial<Record<DialogEvent, DialogPhase>>>>> = {
  idle: { open: 'configuring', fail: 'failed' },
  configuring: { start: 'running', fail: 'failed', close: 'idle' },
  running: { finish: 'complete', fail: 'failed', stop: 'configuring' },
  complete: { back: 'configuring', close: 'idle' },
  failed: { start: 'running', fail: 'failed', back: 'configuring', close: 'idle' },
};

/** @throws Error when `event` has no meaning in `phase`: a fault of ours, never of the user. */
export function nextPhase(phase: DialogPhase, event: DialogEvent): DialogPhase {
  const next = transitions[phase][event];
  if (next === undefined) throw new Error(`The export dialog cannot ${event} while ${phase}.`);
  return next;
}

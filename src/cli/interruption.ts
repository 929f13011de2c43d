/** What may interrupt the command, with the exit code shells know it by: 128 + the signal's number. */
const exitCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

type Interruption = keyof typeof exitCodes;

const orphanCheckMs = 250;

/** A signal that is aborted when the command is told to stop. Its reason is for {@link exitCodeOfInterruption}. */
export function interruptionSignal(): AbortSignal {
  const controller = new AbortController();
  const stop = (interruption: Interruption): void => controller.abort(interruption);
  for (const name of Object.keys(exitCodes) as Interruption[]) {
    // Not `once`: npm and the terminal may both deliver it, and the second one must not cut the clean-up short.
    process.on(name, () => stop(name));
  }
  // npm passes a signal on to its shell, and the shell dies of it without telling us; we are then somebody else's child.
  if (process.env['npm_lifecycle_event'] !== undefined) onceOrphaned(() => stop('SIGTERM'));
  return controller.signal;
}

/** The exit code of an interrupted command; undefined when it was not. */
export function exitCodeOfInterruption(signal: AbortSignal): number | undefined {
  return signal.aborted ? exitCodes[signal.reason as Interruption] : undefined;
}

function onceOrphaned(then: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    then();
  }, orphanCheckMs);
  timer.unref();
}

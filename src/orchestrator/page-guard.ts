/** Exports at work on this page. */
let guarded = 0;
let wakeLock: WakeLockSentinel | null = null;

/**
 * While exports work, asks before the page is left and keeps the screen, and with it the machine, awake where the
 * browser allows it. A Web Lock, held for each export elsewhere, keeps a hidden tab from being frozen.
 *
 * @returns how to end it. Idempotent
 */
export function guardPage(): () => void {
  if (guarded++ === 0) {
    addEventListener('beforeunload', askBeforeLeaving);
    document.addEventListener('visibilitychange', stayAwake);
    stayAwake();
  }
  let ended = false;
  return () => {
    if (ended) return;
    ended = true;
    if (--guarded > 0) return;
    removeEventListener('beforeunload', askBeforeLeaving);
    document.removeEventListener('visibilitychange', stayAwake);
    letSleep();
  };
}

function askBeforeLeaving(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

/** The browser drops the lock whenever the page is hidden, so it is taken again when it is seen. */
function stayAwake(): void {
  if (!('wakeLock' in navigator) || document.visibilityState !== 'visible') return;
  navigator.wakeLock.request('screen').then(
    (sentinel) => {
      letSleep();
      if (guarded > 0) wakeLock = sentinel;
      else void sentinel.release();
    },
    () => undefined, // Refused, as on a low battery or in a frame without the permission: an export works without.
  );
}

function letSleep(): void {
  void wakeLock?.release();
  wakeLock = null;
}

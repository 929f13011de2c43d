import { frameTime, type Preview } from '../index';
import { frameRateOf, seek, watch, type EditorStore } from './editor-store';
import { frameAt, type PlaybackRun } from './playback-position';
import { cancelRealFrame, realNow, requestRealFrame } from './real-time';
import { RateMeter } from './rate-meter';
import { SoundOutput, type PlayingSound } from './sound-output';

/**
 * Moves the playhead while the editor plays. What is heard is the clock, where there is sound; else the page's own.
 * The playhead is computed from the clock at every screen refresh, so it never drifts, and pictures that come too late
 * are left out.
 *
 * Returns how to stop for good.
 */
export function drivePlayback(store: EditorStore): () => void {
  const output = new SoundOutput();
  let run: AbortController | null = null;

  const restart = () => {
    run?.abort();
    run = null;
    const { playing, status } = store.getState();
    if (!playing || status.kind !== 'ready') return;
    run = new AbortController();
    void play(store, status.preview, output, run.signal);
  };

  const stopWatching = [
    watch(store, ({ playing }) => playing, restart),
    watch(store, ({ status }) => status, restart),
    watch(store, ({ range }) => range, restart),
    watch(store, ({ looping }) => looping, restart),
    watch(
      store,
      ({ muted, volume }) => (muted ? 0 : volume ** 2),
      (gain) => output.setGain(gain),
    ),
  ];
  return () => {
    for (const stop of stopWatching) stop();
    run?.abort();
    void output.dispose();
  };
}

/** Starts playing from the playhead, or from the in point when the playhead is at the end of the range or outside. */
function startPlayback(store: EditorStore): void {
  const { frame, range, status } = store.getState();
  if (status.kind !== 'ready') return;
  if (frame < range.first || frame >= range.end - 1) seek(store, range.first);
  store.setState({ playing: true });
}

export function stopPlayback(store: EditorStore): void {
  store.setState({ playing: false, measuredRate: null });
}

export function togglePlayback(store: EditorStore): void {
  if (store.getState().playing) stopPlayback(store);
  else startPlayback(store);
}

async function play(store: EditorStore, preview: Preview, output: SoundOutput, signal: AbortSignal): Promise<void> {
  const { range, looping } = store.getState();
  const frameRate = frameRateOf(store.getState());
  const startFrame = Math.min(Math.max(store.getState().frame, range.first), range.end - 1);
  const sound =
    preview.audio &&
    (await output.play(preview.audio, {
      from: frameTime(startFrame, frameRate),
      start: frameTime(range.first, frameRate),
      end: frameTime(range.end, frameRate),
      looping,
    }));
  if (signal.aborted) {
    sound?.stop();
    return;
  }
  if (preview.audio !== null) store.setState({ soundless: sound === null });
  signal.addEventListener('abort', () => sound?.stop(), { once: true });
  const loopSeconds = sound?.loopSeconds ?? frameTime(range.end - range.first, frameRate);
  follow(store, preview, { startFrame, range, frameRate, looping, loopSeconds }, clockOf(sound), signal);
}

/** Puts the playhead where the clock says, once per screen refresh, until the run ends or is aborted. */
function follow(
  store: EditorStore,
  preview: Preview,
  run: PlaybackRun,
  elapsed: () => number,
  signal: AbortSignal,
): void {
  const meter = new RateMeter();
  const tick = () => {
    const rate = meter.count(preview.shownFrame);
    if (rate !== null) store.setState({ measuredRate: rate });
    const due = frameAt(run, elapsed());
    if (due === null) {
      seek(store, run.range.end - 1);
      stopPlayback(store);
      return;
    }
    if (due !== store.getState().frame) seek(store, due);
    request = requestRealFrame(tick);
  };
  let request = requestRealFrame(tick);
  signal.addEventListener('abort', () => cancelRealFrame(request), { once: true });
}

function clockOf(sound: PlayingSound | null): () => number {
  if (sound !== null) return () => sound.elapsed();
  const startedAt = realNow();
  return () => (realNow() - startedAt) / 1000;
}

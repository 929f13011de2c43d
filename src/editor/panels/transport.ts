import { formatFrameRate, framesPerSecond } from '../../index';
import { element } from '../dom';
import { frameRateOf, markIn, markOut, seek, watch, type EditorState, type EditorStore } from '../editor-store';
import { stopPlayback, togglePlayback } from '../playback';
import { timecode } from '../timecode';
import { iconButton, relabel } from './icon-button';

/** Play and step buttons, where the playhead is, how fast the preview runs, how loud it is. */
export function transport(store: EditorStore): HTMLElement {
  return element(
    'section',
    { class: 'transport', 'aria-label': 'Transport' },
    timeDisplay(store),
    element('div', { class: 'transport-buttons' }, ...buttons(store)),
    element('div', { class: 'transport-status' }, rateDisplay(store), ...volumeControls(store)),
  );
}

function buttons(store: EditorStore): HTMLElement[] {
  const step = (frames: number) => () => {
    stopPlayback(store);
    seek(store, store.getState().frame + frames);
  };
  const toStart = iconButton('toStart', 'To start', () => seek(store, store.getState().range.first));
  const play = iconButton('play', 'Play', () => togglePlayback(store), 'Space');
  play.classList.add('play-button');
  const loop = iconButton('loop', 'Loop', () => store.setState({ looping: !store.getState().looping }), 'L');
  watch(
    store,
    ({ playing }) => playing,
    (playing) => relabel(play, ...playLabel(playing)),
  );
  watch(
    store,
    ({ looping }) => looping,
    (looping) => loop.setAttribute('aria-pressed', String(looping)),
  );
  watch(
    store,
    ({ status }) => status.kind === 'ready',
    (ready) => {
      play.disabled = !ready;
    },
  );
  return [
    toStart,
    iconButton('markIn', 'Set in point', () => markIn(store), 'I'),
    iconButton('stepBack', 'Previous frame', step(-1), '←'),
    play,
    iconButton('stepForward', 'Next frame', step(1), '→'),
    iconButton('markOut', 'Set out point', () => markOut(store), 'O'),
    loop,
  ];
}

function playLabel(playing: boolean): [icon: 'play' | 'pause', label: string, key: string] {
  return playing ? ['pause', 'Pause', 'Space'] : ['play', 'Play', 'Space'];
}

function timeDisplay(store: EditorStore): HTMLElement {
  const now = element('output', { class: 'timecode', 'aria-label': 'Timecode', 'aria-live': 'off' });
  const whole = element('span', { class: 'timecode-total' });
  const frame = element('span', { class: 'frame-number', 'data-testid': 'frame-number' });
  const show = (state: EditorState) => {
    const rate = frameRateOf(state);
    now.textContent = timecode(state.frame, rate);
    whole.textContent = `/ ${timecode(state.composition.durationInFrames, rate)}`;
    frame.textContent = `Frame ${state.frame}`;
  };
  watch(
    store,
    ({ frame }) => frame,
    () => show(store.getState()),
  );
  watch(
    store,
    ({ composition }) => composition,
    () => show(store.getState()),
  );
  return element('div', { class: 'time-display' }, now, whole, frame);
}

/** The rate of the last second while playing, beside the rate there should be. */
function rateDisplay(store: EditorStore): HTMLElement {
  const display = element('span', { class: 'rate', 'data-testid': 'rate', title: 'Preview frames per second' });
  const show = () => {
    const state = store.getState();
    const target = framesPerSecond(frameRateOf(state));
    const { measuredRate, playing } = state;
    display.textContent =
      playing && measuredRate !== null
        ? `${measuredRate.toFixed(1)} / ${formatFrameRate(frameRateOf(state))} fps`
        : `${formatFrameRate(frameRateOf(state))} fps`;
    display.classList.toggle('rate-low', measuredRate !== null && measuredRate < 0.9 * target);
  };
  watch(store, ({ measuredRate }) => measuredRate, show);
  watch(store, ({ playing }) => playing, show);
  watch(store, ({ composition }) => composition, show);
  return display;
}

function volumeControls(store: EditorStore): HTMLElement[] {
  const soundless = element(
    'span',
    { class: 'soundless', role: 'status', title: 'The browser found no device to play sound on. Exports have it.' },
    'No sound device',
  );
  const mute = iconButton('soundOn', 'Mute', () => store.setState({ muted: !store.getState().muted }));
  const volume = element('input', { type: 'range', min: '0', max: '1', step: '0.01', 'aria-label': 'Volume' });
  volume.addEventListener('input', () => store.setState({ volume: volume.valueAsNumber, muted: false }));
  const show = () => {
    const { muted, volume: value } = store.getState();
    relabel(mute, muted ? 'soundOff' : 'soundOn', muted ? 'Unmute' : 'Mute');
    volume.valueAsNumber = muted ? 0 : value;
    volume.style.setProperty('--filled', `${(muted ? 0 : value) * 100}%`);
  };
  watch(store, ({ muted }) => muted, show);
  watch(store, ({ volume: value }) => value, show);
  watch(
    store,
    ({ soundless: none }) => none,
    (none) => {
      soundless.hidden = !none;
      mute.hidden = none;
      volume.hidden = none;
    },
  );
  return [soundless, mute, volume];
}

import { afterEach, beforeEach, expect, it } from 'vitest';
import '../../src/elements';
import '../../src/editor/editor.css';
import { openEditor, type Editor } from '../../src/editor/editor';
import { createExporter, type Composition, type Exporter } from '../../src/index';

const size = { width: 320, height: 180, frameRate: 30, durationInFrames: 90 };

/** One canvas that shows its frame as a shade of red. */
const counting: Composition = {
  id: 'counting',
  name: 'Counting',
  ...size,
  open({ width, height }) {
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    const paint = canvas.getContext('2d')!;
    return {
      renderFrame(frame) {
        paint.fillStyle = `rgb(${frame} 0 0)`;
        paint.fillRect(0, 0, width, height);
      },
      layers: () => [{ source: canvas, name: 'Count', blendMode: 'screen', opacity: 0.5 }],
      dispose: () => undefined,
    };
  },
};

const broken: Composition = {
  ...counting,
  id: 'broken',
  name: 'Broken',
  open: () => Promise.reject(new Error('the logo is missing')),
};

let drawable = false;
let opened = 0;
/** Cannot be drawn from frame 5 on, until it is mended. */
const faulty: Composition = {
  ...counting,
  ...{ id: 'faulty', name: 'Faulty', audio: [{ source: () => Promise.resolve(new AudioBuffer(second)) }] },
  async open(stage) {
    opened += 1;
    const session = await counting.open(stage);
    return {
      ...session,
      renderFrame(frame, context) {
        if (frame >= 5 && !drawable) throw new Error('the fifth is missing');
        return session.renderFrame(frame, context);
      },
    };
  },
};
const second = { length: 48_000, sampleRate: 48_000 };

const project = (name: string, ...compositions: Composition[]) => ({
  ...{ id: name.toLowerCase(), name, description: `About ${name}.` },
  compositions,
});

let editor: Editor;
let exporter: Exporter;
let root: HTMLElement;

beforeEach(async () => {
  history.replaceState(null, '', '#');
  root = document.createElement('div');
  document.body.append(root);
  exporter = createExporter();
  editor = openEditor(root, [project('Counts', counting), project('Faults', broken, faulty)], exporter);
  await statusIs('ready');
});

afterEach(async () => {
  editor.dispose();
  await exporter.dispose();
  root.remove();
});

const statusIs = (kind: string) => expect.poll(() => editor.store.getState().status.kind).toBe(kind);
async function goTo(id: string): Promise<void> {
  location.hash = `#${id}`;
  await expect.poll(() => editor.store.getState().composition.id).toBe(id);
}
const press = (key: string, init: KeyboardEventInit = {}) =>
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init }));
const labelled = (label: string) => root.querySelector<HTMLElement>(`[aria-label="${label}"]`)!;

function redOnStage(): number {
  const canvas = root.querySelector<HTMLCanvasElement>('.stage-surface canvas');
  return canvas?.getContext('2d')?.getImageData(0, 0, 1, 1).data[0] ?? -1;
}

it('steps by the keyboard, to exact frames', async () => {
  for (const [key, init, frame] of [
    ['ArrowRight', {}, 1],
    ['ArrowRight', { shiftKey: true }, 11],
    ['ArrowLeft', {}, 10],
    ['End', {}, 89],
    ['ArrowRight', {}, 89],
    ['Home', {}, 0],
  ] as const) {
    press(key, init);
    await expect.poll(redOnStage).toBe(frame);
    expect(root.querySelector('[data-testid=frame-number]')?.textContent).toBe(`Frame ${frame}`);
  }
});

it('marks a range that play and export keep to', async () => {
  const button = root.querySelector('stepframe-export-button')!;
  press('ArrowRight', { shiftKey: true });
  press('i');
  press('ArrowRight');
  press('ArrowRight');
  press('o');
  expect(button.range).toEqual({ first: 10, end: 13 });
  // Heard of, not looked up now and then: looking every 50 ms would beat with the loop's 100.
  const seen = new Set<number>();
  const unsubscribe = editor.store.subscribe(({ frame }) => seen.add(frame));
  press(' ');
  await expect.poll(() => seen.size).toBe(3);
  unsubscribe();
  expect([...seen].sort()).toEqual([10, 11, 12]);
  press(' ');
  expect(editor.store.getState().playing).toBe(false);
  // An in point after the out point begins a new range.
  press('End');
  press('i');
  expect(button.range).toEqual({ first: 89, end: 90 });
});

it('plays in real time and stops at the out point when it does not loop', async () => {
  press('l');
  const startedAt = performance.now();
  press(' ');
  await expect.poll(() => editor.store.getState().playing, { timeout: 8000, interval: 10 }).toBe(false);
  expect(performance.now() - startedAt).toBeGreaterThan(2950);
  expect(performance.now() - startedAt).toBeLessThan(4000);
  await expect.poll(redOnStage).toBe(89);
});

it('applies what the layer list says to the stage and to what is exported', () => {
  const canvas = root.querySelector<HTMLCanvasElement>('.stage-surface canvas')!;
  const blendMode = labelled('Blend mode of Count') as HTMLSelectElement;
  const opacity = labelled('Opacity of Count') as HTMLInputElement;
  expect([blendMode.value, opacity.value, blendMode.options.length]).toEqual(['screen', '50', 17]);

  const before = root.querySelector('stepframe-export-button')!.composition;
  blendMode.value = 'difference';
  blendMode.dispatchEvent(new Event('change'));
  opacity.value = '20';
  opacity.dispatchEvent(new Event('input'));
  expect(getComputedStyle(canvas)).toMatchObject({ mixBlendMode: 'difference', opacity: '0.2' });
  expect(root.querySelector('stepframe-export-button')!.composition).not.toBe(before);

  labelled('Hide Count').click();
  expect(getComputedStyle(canvas).opacity).toBe('0');
  expect(opacity.value).toBe('20');
  labelled('Show Count').click();
  labelled('Reset Count').click();
  expect(getComputedStyle(canvas)).toMatchObject({ mixBlendMode: 'screen', opacity: '0.5' });
});

it('says why a composition does not open and what to do, and opens the next one', async () => {
  const picker = labelled('Composition') as HTMLSelectElement;
  picker.value = 'broken';
  picker.dispatchEvent(new Event('change'));
  await statusIs('failed');
  expect(location.hash).toBe('#broken');
  expect(root.querySelector('.layer-panel')!.textContent).toContain('the composition does not open');
  expect(labelled('Project: Faults').textContent).toBe('Faults');
  const message = root.querySelector('.stage-message')!;
  expect(message.textContent).toContain('the logo is missing');
  expect(message.textContent).toContain('Check that everything the composition loads is there');
  location.hash = '#counting';
  await statusIs('ready');
  expect(picker.value).toBe('counting');
  await expect.poll(redOnStage).toBe(0);
});

it('gives the page to an export, and comes back where it was', async () => {
  press('ArrowRight', { shiftKey: true });
  const button = root.querySelector('stepframe-export-button')!;
  const detail = { composition: counting, settings: null, waitUntil: () => undefined };
  button.dispatchEvent(new CustomEvent('stepframe-export-start', { detail }));
  await statusIs('suspended');
  expect(root.querySelector('.stage-surface')?.childElementCount).toBe(0);
  button.dispatchEvent(new CustomEvent('stepframe-export-complete'));
  await statusIs('ready');
  await expect.poll(redOnStage).toBe(10);
});

it('offers to try again when a frame cannot be drawn', async () => {
  drawable = false;
  await goTo('faulty');
  await statusIs('ready');
  press('ArrowRight', { shiftKey: true });
  await statusIs('failed');
  const message = root.querySelector('.stage-message')!;
  expect(message.textContent).toContain('the fifth is missing');
  const [again, others] = message.querySelectorAll('button');
  const openedBefore = opened;
  again!.click();
  await statusIs('opening');
  await statusIs('failed');
  expect(opened).toBe(openedBefore + 1);
  drawable = true;
  message.querySelector('button')!.click();
  await statusIs('ready');
  await expect.poll(redOnStage).toBe(10);
  expect(others!.textContent).toBe('Other projects');
});

it('plays silently, and says so, where there is no device to play sound on', async () => {
  drawable = true;
  const { AudioContext } = window;
  Object.assign(window, {
    AudioContext: function none() {
      throw new DOMException('No device.', 'NotSupportedError');
    },
  });
  try {
    await goTo('faulty');
    await statusIs('ready');
    const told = root.querySelector<HTMLElement>('.soundless')!;
    expect(told.hidden).toBe(true);
    press(' ');
    await expect.poll(() => told.hidden).toBe(false);
    expect(labelled('Volume').hidden).toBe(true);
    await expect.poll(() => editor.store.getState().frame).toBeGreaterThan(2);
  } finally {
    Object.assign(window, { AudioContext });
  }
});

it('opens another project by keys alone, and the address keeps it', async () => {
  press('p');
  const dialog = root.querySelector<HTMLDialogElement>('.project-browser')!;
  expect(dialog.open).toBe(true);
  const focused = () => (document.activeElement as HTMLElement).dataset['composition'];
  expect(focused()).toBe('counting');
  const pressHere = (key: string) =>
    document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  for (const [key, id] of [
    ['ArrowRight', 'broken'],
    ['End', 'faulty'],
    ['ArrowDown', 'counting'],
    ['ArrowUp', 'faulty'],
  ] as const) {
    pressHere(key);
    expect(focused()).toBe(id);
  }
  // Keys of the editor behind it are not its.
  pressHere('l');
  expect(editor.store.getState()).toMatchObject({ looping: true, frame: 0 });
  (document.activeElement as HTMLElement).click();
  expect(dialog.open).toBe(false);
  expect(location.hash).toBe('#faulty');
  expect(labelled('Project: Faults')).not.toBeNull();
  history.back();
  await expect.poll(() => editor.store.getState().composition.id).toBe('counting');
});

it('opens the export dialog by a key, and takes the range back by a button', async () => {
  press('ArrowRight', { shiftKey: true });
  press('i');
  const whole = [...root.querySelectorAll('button')].find(({ textContent }) => textContent === 'Whole composition')!;
  expect(whole.hidden).toBe(false);
  whole.click();
  expect(whole.hidden).toBe(true);
  const button = root.querySelector('stepframe-export-button')!;
  expect(button.range).toEqual({ first: 0, end: 90 });
  press('e');
  const dialog = () =>
    button.shadowRoot!.querySelector('stepframe-export-dialog')!.shadowRoot!.querySelector<HTMLDialogElement>('dialog');
  await expect.poll(() => dialog()?.open).toBe(true);
  dialog()!.close();
});

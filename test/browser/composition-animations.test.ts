import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installVirtualClock, type VirtualClock } from '../../src/composition/virtual-clock/virtual-clock';

let clock: VirtualClock | null = null;
let root: HTMLElement;
let outside: HTMLElement;

beforeEach(() => {
  const style = document.createElement('style');
  style.textContent = `
    @keyframes slide { from { margin-left: 0 } to { margin-left: 1000px } }
    .slide { animation: slide 1s linear }
    .endless { animation: slide 1s linear infinite }
    .fade { transition: opacity 400ms linear }
  `;
  root = document.createElement('div');
  outside = document.createElement('div');
  document.body.replaceChildren(style, root, outside);
});

afterEach(() => clock?.uninstall('drop'));

function install(): VirtualClock {
  return (clock = installVirtualClock({ seed: 1, root }));
}

function add(parent: Node, className = ''): HTMLElement {
  const element = document.createElement('div');
  element.className = className;
  parent.appendChild(element);
  return element;
}

function marginOf(element: Element): number {
  return Number.parseFloat(getComputedStyle(element).marginLeft);
}

function opacityOf(element: Element): number {
  return Number(getComputedStyle(element).opacity);
}

function timeOf(animation: Animation): number {
  return Number(animation.currentTime);
}

/** By a worker's clock: the page's own timers are virtual. */
function realDelay(ms: number): Promise<void> {
  const url = URL.createObjectURL(new Blob([`setTimeout(() => postMessage(0), ${ms})`]));
  const worker = new Worker(url);
  return new Promise((resolve) => {
    worker.onmessage = () => {
      worker.terminate();
      URL.revokeObjectURL(url);
      resolve();
    };
  });
}

describe('CSS animations on virtual time', () => {
  it('stand exactly where each frame is, whatever real time does', async () => {
    const installed = install();
    const box = add(root, 'slide');
    const seen: number[] = [];
    for (const time of [0, 100, 250, 999]) {
      await installed.advanceTo(time);
      await realDelay(40);
      seen.push(marginOf(box));
    }
    expect(seen).toEqual([0, 100, 250, 999]);
    expect(box.getAnimations()[0]!.currentTime).toBe(999);
  });

  it('begin at the frame whose callback started them', async () => {
    const installed = install();
    const box = add(root);
    setTimeout(() => requestAnimationFrame(() => box.classList.add('slide')), 150);
    for (const time of [0, 100, 200]) await installed.advanceTo(time);
    expect(marginOf(box)).toBe(0);
    await realDelay(40);
    await installed.advanceTo(300);
    expect(marginOf(box)).toBe(100);
  });

  it('end, with their events in the frame that ends them', async () => {
    const installed = install();
    const log: string[] = [];
    const box = add(root, 'slide');
    for (const type of ['animationstart', 'animationend']) {
      box.addEventListener(type, (event) => log.push(`${event.type}@${performance.now()}`));
    }
    for (const time of [0, 500, 980, 1020, 1060]) await installed.advanceTo(time);
    expect(log).toContain('animationend@1020');
    expect(log.filter((entry) => entry.startsWith('animationend'))).toHaveLength(1);
    expect(marginOf(box)).toBe(0);
  });

  it('repeat, pause by style and go on', async () => {
    const installed = install();
    const box = add(root, 'endless');
    await installed.advanceTo(0);
    await installed.advanceTo(2300);
    expect(marginOf(box)).toBeCloseTo(300, 3);
    box.style.animationPlayState = 'paused';
    // A browser applies styles at the end of a frame: this one still moves.
    await installed.advanceTo(2400);
    await installed.advanceTo(2500);
    expect(marginOf(box)).toBeCloseTo(400, 3);
    box.style.animationPlayState = 'running';
    await installed.advanceTo(2600);
    expect(marginOf(box)).toBeCloseTo(400, 3);
    await installed.advanceTo(2700);
    expect(marginOf(box)).toBeCloseTo(500, 3);
  });

  it('follow inside shadow trees', async () => {
    const installed = install();
    const shadow = add(root).attachShadow({ mode: 'open' });
    shadow.innerHTML = `<style>@keyframes s { from { margin-left: 0 } to { margin-left: 1000px } }
      div { animation: s 1s linear }</style><div></div>`;
    await installed.advanceTo(0);
    await installed.advanceTo(400);
    expect(marginOf(shadow.querySelector('div')!)).toBe(400);
  });
});

describe('transitions on virtual time', () => {
  it('run from the frame that changed the style, and say when they end', async () => {
    const installed = install();
    const box = add(root, 'fade');
    const ended: number[] = [];
    box.addEventListener('transitionend', () => ended.push(performance.now()));
    expect(opacityOf(box)).toBe(1);
    await installed.advanceTo(0);
    requestAnimationFrame(() => (box.style.opacity = '0'));
    await installed.advanceTo(100);
    expect(opacityOf(box)).toBe(1);
    await realDelay(40);
    await installed.advanceTo(200);
    expect(opacityOf(box)).toBeCloseTo(0.75, 5);
    await installed.advanceTo(400);
    expect(opacityOf(box)).toBeCloseTo(0.25, 5);
    await installed.advanceTo(500);
    expect(opacityOf(box)).toBe(0);
    expect(ended).toEqual([500]);
  });
});

describe('Web Animations on virtual time', () => {
  it('obey the calls and show the states a page knows', async () => {
    const installed = install();
    const box = add(root);
    const animation = box.animate({ marginLeft: ['0px', '1000px'] }, { duration: 1000, fill: 'both' });
    expect(animation.playState).toBe('running');
    await realDelay(40);
    await installed.advanceTo(0);
    expect(marginOf(box)).toBe(0);
    await installed.advanceTo(300);
    expect(marginOf(box)).toBe(300);

    animation.pause();
    expect(animation.playState).toBe('paused');
    await installed.advanceTo(400);
    expect(marginOf(box)).toBe(300);

    animation.play();
    expect(animation.playState).toBe('running');
    animation.playbackRate = 2;
    // It starts with the next frame.
    await installed.advanceTo(500);
    expect(marginOf(box)).toBe(300);
    await installed.advanceTo(600);
    expect(marginOf(box)).toBe(500);

    animation.currentTime = 100;
    await installed.advanceTo(700);
    expect(marginOf(box)).toBeCloseTo(300, 3);
    animation.updatePlaybackRate(1);
    await installed.advanceTo(800);
    expect(marginOf(box)).toBeCloseTo(400, 3);

    animation.reverse();
    await installed.advanceTo(900);
    expect(marginOf(box)).toBeCloseTo(400, 3);
    await installed.advanceTo(1000);
    expect(marginOf(box)).toBeCloseTo(300, 3);
  });

  it('finish, and what waits for that goes on in the same frame', async () => {
    const installed = install();
    const box = add(root);
    const log: string[] = [];
    const animation = box.animate({ marginLeft: ['0px', '100px'] }, { duration: 250, fill: 'forwards' });
    animation.onfinish = () => log.push(`event@${performance.now()}`);
    void animation.finished.then(() => {
      log.push(`promise@${performance.now()}`);
      box.animate({ marginLeft: ['500px', '600px'] }, { duration: 1000 });
    });
    for (const time of [0, 200, 300]) await installed.advanceTo(time);
    expect(log.sort()).toEqual(['event@300', 'promise@300']);
    expect(animation.playState).toBe('finished');
    expect(marginOf(box)).toBe(500);
    await installed.advanceTo(400);
    expect(marginOf(box)).toBe(510);
  });
});

describe('the rest of the page', () => {
  it('keeps moving outside the root', async () => {
    const installed = install();
    const inside = add(root, 'endless');
    const box = add(outside, 'endless');
    const script = outside.animate({ opacity: [0, 1] }, { duration: 10_000 });
    await installed.advanceTo(0);
    const before = marginOf(box);
    await realDelay(120);
    expect(marginOf(box)).not.toBe(before);
    expect(timeOf(script)).toBeGreaterThan(50);
    expect(marginOf(inside)).toBe(0);
  });

  it('has its animations back as they were', async () => {
    const running = add(root, 'endless');
    const paused = add(root).animate({ opacity: [0, 1] }, { duration: 1000 });
    const ends = add(root).animate({ opacity: [0, 1] }, { duration: 600 });
    paused.pause();
    paused.currentTime = 321;
    ends.playbackRate = 0.5;
    const [css] = running.getAnimations();
    await Promise.all([css!.ready, paused.ready, ends.ready]);
    css!.currentTime = 4200;
    ends.currentTime = 100;
    const installed = install();
    await installed.advanceTo(0);
    await installed.advanceTo(5000);
    expect(ends.playState).toBe('finished');
    installed.uninstall();
    expect(timeOf(css!)).toBeGreaterThanOrEqual(4200);
    expect(timeOf(css!)).toBeLessThan(4300);
    expect(css!.playState).toBe('running');
    expect(paused.playState).toBe('paused');
    expect(paused.currentTime).toBe(321);
    expect(ends.playState).toBe('running');
    expect(timeOf(ends)).toBeGreaterThan(99.9);
    expect(timeOf(ends)).toBeLessThan(150);
    expect(ends.playbackRate).toBe(0.5);
    await css!.ready;
    const from = timeOf(css!);
    await realDelay(100);
    expect(timeOf(css!)).toBeGreaterThan(from);
  });
});

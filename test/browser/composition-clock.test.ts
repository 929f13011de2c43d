import { afterEach, describe, expect, it } from 'vitest';
import { inRealTime, installVirtualClock, type VirtualClock } from '../../src/composition/virtual-clock/virtual-clock';
import { ExportError } from '../../src/errors';

let clock: VirtualClock | null = null;

function install(options: Partial<Parameters<typeof installVirtualClock>[0]> = {}): VirtualClock {
  return (clock = installVirtualClock({ seed: 'test', ...options }));
}

afterEach(() => clock?.uninstall('drop'));

async function failureOf(promise: Promise<unknown>): Promise<ExportError> {
  const error: unknown = await promise.then(
    () => new Error('It did not fail.'),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ExportError);
  return error as ExportError;
}

/** Everything the clock replaces, by owner and name. */
const replaced: [owner: object, keys: string[]][] = [
  [
    window,
    [
      ...['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'requestAnimationFrame', 'Date', 'Audio'],
      ...['cancelAnimationFrame', 'requestIdleCallback', 'cancelIdleCallback'],
    ],
  ],
  [Date, ['now']],
  [Date.prototype, ['constructor']],
  [Math, ['random']],
  [Performance.prototype, ['now', 'timeOrigin']],
  [AnimationTimeline.prototype, ['currentTime']],
  [Event.prototype, ['timeStamp']],
  [Element.prototype, ['animate', 'attachShadow']],
  [Animation.prototype, ['play', 'pause', 'reverse', 'updatePlaybackRate', 'playState']],
  [HTMLMediaElement.prototype, ['play', 'pause', 'currentTime', 'paused', 'ended', 'playbackRate']],
  [HTMLVideoElement.prototype, ['requestVideoFrameCallback', 'cancelVideoFrameCallback']],
  [Document.prototype, ['createElement']],
];

function descriptors(): Record<string, PropertyDescriptor | undefined> {
  return Object.fromEntries(
    replaced.flatMap(([owner, keys], i) =>
      keys.map((key) => [`${i}.${key}`, Object.getOwnPropertyDescriptor(owner, key)]),
    ),
  );
}

function expectRestored(before: ReturnType<typeof descriptors>): void {
  const after = descriptors();
  for (const [key, was] of Object.entries(before)) {
    const now = after[key];
    expect(now, key).toEqual(was);
    // By identity: an equal function would not do.
    expect([now?.value === was?.value, now?.get === was?.get, now?.set === was?.set], key).toEqual([true, true, true]);
  }
}

describe('the page after the virtual clock', () => {
  it('replaces everything it says, and puts the very same descriptors back', async () => {
    const before = descriptors();
    const installedClock = install();
    const during = descriptors();
    for (const [key, descriptor] of Object.entries(before)) {
      expect(descriptor, key).toBeDefined();
      expect(during[key]?.value !== descriptor!.value || during[key]?.get !== descriptor!.get, key).toBe(true);
    }
    await installedClock.advanceTo(100);
    installedClock.uninstall();
    installedClock.uninstall();
    expectRestored(before);
  });

  it('has everything back after a callback threw', async () => {
    const before = descriptors();
    const installedClock = install();
    requestAnimationFrame(() => {
      throw new Error('broken');
    });
    await failureOf(installedClock.advanceTo(0));
    installedClock.uninstall('drop');
    expectRestored(before);
  });

  it('has everything back after an abort', async () => {
    const before = descriptors();
    const installedClock = install();
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 10);
    setTimeout(() => expect.unreachable('the abort came first'), 20);
    expect(await failureOf(installedClock.advanceTo(100, abort.signal))).toMatchObject({ code: 'cancelled' });
    installedClock.uninstall('drop');
    expectRestored(before);
  });

  it('fails a frame that is under way when the clock is taken away', async () => {
    const installedClock = install();
    setTimeout(() => installedClock.uninstall('drop'), 10);
    const error = await failureOf(installedClock.advanceTo(100));
    expect(error).toMatchObject({ code: 'capture', detail: 'clock-uninstalled' });
  });

  it('refuses a second clock and accepts one when the first is gone', () => {
    const first = install();
    expect(() => installVirtualClock({ seed: 2 })).toThrow(expect.objectContaining({ detail: 'clock-busy' }));
    first.uninstall();
    install();
  });

  it('is on real time inside inRealTime, and back on virtual time after it', async () => {
    const before = descriptors();
    const installedClock = install();
    await installedClock.advanceTo(40);
    const seen = await inRealTime(async () => {
      expectRestored(before);
      return new Promise<number>((resolve) => requestAnimationFrame(resolve));
    });
    expect(seen).toBeGreaterThan(0);
    expect(performance.now()).toBe(40);
    installedClock.uninstall();
    expectRestored(before);
  });
});

describe('virtual timers', () => {
  it('fire in order of their own times, nested ones and intervals included', async () => {
    const installedClock = install();
    const log: string[] = [];
    const note = (text: string): void => void log.push(`${text}@${performance.now()}`);
    setTimeout(note, 30, 'late');
    setTimeout(() => {
      note('outer');
      setTimeout(note, 5, 'inner');
    }, 10);
    const interval = setInterval(() => {
      note('interval');
      if (performance.now() >= 24) clearInterval(interval);
    }, 8);
    setTimeout(note, 10, 'same time, later');
    const never = setTimeout(note, 12, 'cleared');
    clearTimeout(never);
    setTimeout(note, 500, 'not yet');
    await installedClock.advanceTo(100);
    expect(log).toEqual([
      'interval@8',
      'outer@10',
      'same time, later@10',
      'inner@15',
      'interval@16',
      'interval@24',
      'late@30',
    ]);
  });

  it('settle promises between two callbacks of the same instant', async () => {
    const installedClock = install();
    const log: string[] = [];
    const deep = async (): Promise<void> => {
      log.push('first');
      for (let i = 0; i < 50; i++) await Promise.resolve();
      log.push('its promises');
    };
    setTimeout(deep as () => void, 10);
    setTimeout(() => void log.push('second'), 10);
    await installedClock.advanceTo(10);
    expect(log).toEqual(['first', 'its promises', 'second']);
  });

  it('let an async script sleep through virtual time', async () => {
    const installedClock = install();
    const times: number[] = [];
    void (async () => {
      for (let i = 0; i < 4; i++) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        times.push(performance.now());
      }
    })();
    await installedClock.advanceTo(250);
    expect(times).toEqual([100, 200]);
    await installedClock.advanceTo(1000);
    expect(times).toEqual([100, 200, 300, 400]);
  });

  it('clamp deeply nested zero delays to 4 ms, as HTML says', async () => {
    const installedClock = install();
    const times: number[] = [];
    const again = (): void => {
      times.push(performance.now());
      if (times.length < 10) setTimeout(again, 0);
    };
    setTimeout(again, 0);
    await installedClock.advanceTo(100);
    expect(times).toEqual([0, 0, 0, 0, 0, 0, 4, 8, 12, 16]);
  });

  it('refuse code in a string', () => {
    install();
    expect(() => Reflect.apply(setTimeout, window, ['1 + 1', 0]) as unknown).toThrow(TypeError);
  });

  it('still clear a timer started before the clock', async () => {
    let fired = false;
    const real = setTimeout(() => (fired = true), 20);
    const installedClock = install();
    clearTimeout(real);
    installedClock.uninstall();
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(fired).toBe(false);
  });

  it('go on in real time with what is left of their delay, or are dropped', async () => {
    const log: string[] = [];
    const first = install();
    setTimeout(() => log.push('timer'), 1000);
    requestAnimationFrame(() => requestAnimationFrame(() => log.push('frame')));
    const interval = setInterval(() => log.push('interval'), 990);
    await first.advanceTo(980);
    first.uninstall();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(log.sort()).toEqual(['frame', 'interval', 'timer']);
    clearInterval(interval);

    log.length = 0;
    const second = install();
    setTimeout(() => log.push('dropped'), 1);
    requestAnimationFrame(() => log.push('dropped'));
    requestIdleCallback(() => log.push('dropped'));
    second.uninstall('drop');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(log).toEqual([]);
  });
});

describe('virtual animation frames', () => {
  it('run once per frame, at its exact time, after the timers that are due', async () => {
    const installedClock = install();
    const log: string[] = [];
    const tick = (timestamp: number): void => {
      log.push(`frame ${timestamp}`);
      expect(performance.now()).toBe(timestamp);
      expect(document.timeline.currentTime).toBe(timestamp);
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
    setTimeout(() => log.push('timer'), 33);
    requestIdleCallback((deadline) => log.push(`idle ${deadline.timeRemaining()}`));
    const frames = [0, 1000 / 30, 2000 / 30];
    for (const time of frames) await installedClock.advanceTo(time);
    expect(log).toEqual(['frame 0', 'idle 50', 'timer', `frame ${1000 / 30}`, `frame ${2000 / 30}`]);
  });

  it('can be cancelled, by each other too', async () => {
    const installedClock = install();
    const log: string[] = [];
    requestAnimationFrame(() => cancelAnimationFrame(second));
    const second = requestAnimationFrame(() => log.push('second'));
    const third = requestAnimationFrame(() => log.push('third'));
    cancelAnimationFrame(third);
    await installedClock.advanceTo(0);
    expect(log).toEqual([]);
  });
});

describe('virtual dates', () => {
  it('start at a fixed epoch and keep everything else a Date does', async () => {
    const before = new Date();
    const RealDate = Date;
    const installedClock = install({ epochMs: Date.UTC(2030, 0, 1) });
    expect(new Date().toISOString()).toBe('2030-01-01T00:00:00.000Z');
    await installedClock.advanceTo(1500.75);
    const now = new Date();
    expect(Date.now()).toBe(Date.UTC(2030, 0, 1) + 1500);
    expect(+now).toBe(Date.now());
    expect(performance.timeOrigin + performance.now()).toBe(Date.UTC(2030, 0, 1) + 1500.75);
    expect(Date()).toBe(now.toString());
    expect(new Date(0).getTime()).toBe(0);
    expect(new Date(2020, 5, 1, 12)).toEqual(new RealDate(2020, 5, 1, 12));
    expect(Date.UTC(1999, 1)).toBe(RealDate.UTC(1999, 1));
    expect(Date.parse('2001-02-03')).toBe(RealDate.parse('2001-02-03'));
    for (const date of [before, now]) {
      expect(date instanceof Date).toBe(true);
      expect(date instanceof RealDate).toBe(true);
      expect(date.constructor).toBe(Date);
    }
    class Stamp extends Date {
      readonly kind = 'stamp';
    }
    const stamp = new Stamp();
    expect(stamp).toBeInstanceOf(Stamp);
    expect(stamp).toBeInstanceOf(Date);
    expect(stamp.getTime()).toBe(Date.now());
    expect(stamp.kind).toBe('stamp');
  });
});

describe('failures of a script', () => {
  it.each([
    ['an animation frame', (run: () => void) => requestAnimationFrame(run)],
    ['a timer', (run: () => void) => setTimeout(run, 5)],
    ['an idle callback', (run: () => void) => requestIdleCallback(run)],
  ])('in %s fail the frame', async (_where, schedule) => {
    const installedClock = install();
    const reason = new Error('division by cucumber');
    schedule(() => {
      throw reason;
    });
    const error = await failureOf(installedClock.advanceTo(10));
    expect(error).toMatchObject({ code: 'capture', detail: 'render-threw', stage: 'render' });
    expect(error.cause).toBe(reason);
    expect(error.message).toContain('division by cucumber');
  });

  it('in an async callback fail the frame too', async () => {
    const installedClock = install();
    const reason = new Error('later');
    // The types allow no promise here, yet pages give one.
    const draw: () => unknown = async () => {
      await Promise.resolve();
      throw reason;
    };
    requestAnimationFrame(draw);
    expect((await failureOf(installedClock.advanceTo(10))).cause).toBe(reason);
  });

  it('stop timers that multiply without end', async () => {
    const installedClock = install();
    const multiply = (): void => {
      setTimeout(multiply, 0);
      setTimeout(multiply, 0);
    };
    multiply();
    expect(await failureOf(installedClock.advanceTo(33))).toMatchObject({
      code: 'capture',
      detail: 'clock-runaway',
    });
  });

  it('stop a loop that waits for time to pass, where it would hang the tab', async () => {
    const installedClock = install();
    requestAnimationFrame(() => {
      const start = performance.now();
      while (performance.now() - start < 16);
    });
    expect(await failureOf(installedClock.advanceTo(0))).toMatchObject({ code: 'capture', detail: 'clock-runaway' });
  });

  it('do not come from going back in time unnoticed', async () => {
    const installedClock = install();
    await installedClock.advanceTo(100);
    expect(await failureOf(installedClock.advanceTo(99))).toMatchObject({ detail: 'clock-backwards' });
  });
});

describe('a script that runs freely', () => {
  /** What one finds on the web: knows nothing of exports, mixes every source of time and chance. */
  function sparks(canvas: HTMLCanvasElement): void {
    const context = canvas.getContext('2d')!;
    const started = Date.now();
    let last = performance.now();
    let x = 0;
    let hue = 0;
    setInterval(() => (hue = (hue + 7) % 360), 50);
    requestAnimationFrame(function loop(timestamp) {
      const elapsed = timestamp - last;
      last = timestamp;
      // 60 px a second
      x += elapsed * 0.06;
      context.clearRect(0, 0, canvas.width, canvas.height);
      for (let i = 0; i < 40; i++) {
        context.fillStyle = `hsl(${hue + Math.random() * 60} 80% 50%)`;
        context.fillRect(Math.random() * canvas.width, 20 + Math.random() * 30, 3, 3);
      }
      context.fillStyle = new Date().getTime() - started >= 500 ? '#f00' : '#0f0';
      context.fillRect(Math.round(x), 0, 10, 10);
      requestAnimationFrame(loop);
    });
  }

  async function record(delayMs: number): Promise<Uint8ClampedArray[]> {
    const canvas = document.createElement('canvas');
    canvas.width = 120;
    canvas.height = 60;
    const installedClock = install();
    sparks(canvas);
    const frames: Uint8ClampedArray[] = [];
    for (let frame = 0; frame < 45; frame++) {
      await installedClock.advanceTo((frame * 1000) / 30);
      frames.push(canvas.getContext('2d')!.getImageData(0, 0, 120, 60).data);
      if (delayMs > 0) await inRealTime(() => new Promise((resolve) => setTimeout(resolve, delayMs)));
    }
    installedClock.uninstall('drop');
    return frames;
  }

  it('draws the same pixels in every run, however slow, and moves exactly with the frames', async () => {
    const quick = await record(0);
    const slow = await record(15);
    expect(slow).toEqual(quick);
    for (const [frame, pixels] of quick.entries()) {
      const at = (x: number): number[] => [...pixels.slice(x * 4, x * 4 + 4)];
      // 60 px/s at 30 fps: two pixels a frame; red from 500 ms on.
      const colour = frame >= 15 ? [255, 0, 0, 255] : [0, 255, 0, 255];
      expect(at(frame * 2), `frame ${frame}`).toEqual(colour);
      expect(at(frame * 2 + 9), `frame ${frame}`).toEqual(colour);
      expect(at(frame * 2 + 10), `frame ${frame}`).toEqual([0, 0, 0, 0]);
      if (frame > 0) expect(at(frame * 2 - 1), `frame ${frame}`).toEqual([0, 0, 0, 0]);
    }
    expect(quick[20]).not.toEqual(quick[21]);
  });
});

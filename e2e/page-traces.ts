import type { Page } from '@playwright/test';

/** What a page has of things that outlive an element which does not clear up behind itself. */
export interface Traces {
  elements: number;
  workers: number;
  /** Of what, on the window, the document and media queries. */
  listeners: string[];
  objectUrls: number;
  intervals: number;
  audioContexts: number;
  locks: number;
}

declare global {
  interface Window {
    countTraces(): Promise<Traces>;
  }
}

/** Counts from the page's beginning on. The real things do the work. */
export async function watchTraces(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const workers = new Set<Worker>();
    const contexts = new Set<AudioContext>();
    const urls = new Set<string>();
    const intervals = new Set<number>();
    const listeners = new Map<EventTarget, Set<string>>();

    window.Worker = class extends Worker {
      constructor(...given: [string | URL, WorkerOptions?]) {
        super(...given);
        workers.add(this);
      }
      override terminate(): void {
        super.terminate();
        workers.delete(this);
      }
    };
    window.AudioContext = class extends AudioContext {
      constructor(options?: AudioContextOptions) {
        super(options);
        contexts.add(this);
      }
      override async close(): Promise<void> {
        contexts.delete(this);
        await super.close();
      }
    };

    const createObjectURL = URL.createObjectURL.bind(URL);
    const revokeObjectURL = URL.revokeObjectURL.bind(URL);
    URL.createObjectURL = (object) => {
      const url = createObjectURL(object);
      urls.add(url);
      return url;
    };
    URL.revokeObjectURL = (url) => {
      urls.delete(url);
      revokeObjectURL(url);
    };

    const setInterval = window.setInterval.bind(window);
    const clearInterval = window.clearInterval.bind(window);
    window.setInterval = ((...given: Parameters<typeof setInterval>) => {
      const id = setInterval(...given);
      intervals.add(id);
      return id;
    }) as typeof window.setInterval;
    window.clearInterval = (id) => {
      intervals.delete(Number(id));
      clearInterval(id);
    };

    // Numbers for functions, so that a listener is known again without being held.
    const numbers = new WeakMap<object, number>();
    let last = 0;
    const keyOf = (type: string, listener: object, options: unknown): string => {
      if (!numbers.has(listener)) numbers.set(listener, last++);
      const capture = typeof options === 'object' ? (options as AddEventListenerOptions | null)?.capture : options;
      return `${type} ${numbers.get(listener)} ${Boolean(capture)}`;
    };
    const outlives = (target: EventTarget): boolean =>
      target === window ||
      target === document ||
      target === document.body ||
      target === document.documentElement ||
      target instanceof MediaQueryList ||
      target === window.visualViewport;
    /* eslint-disable-next-line @typescript-eslint/unbound-method -- always called with its target */
    const { addEventListener, removeEventListener } = EventTarget.prototype;
    EventTarget.prototype.addEventListener = function (this: EventTarget | undefined, type, listener, options) {
      const target = this ?? window;
      addEventListener.call(target, type, listener, options);
      if (listener === null || !outlives(target)) return;
      const key = keyOf(type, listener, options);
      const of = listeners.get(target) ?? new Set();
      listeners.set(target, of.add(key));
      const { once, signal } = typeof options === 'object' ? options : {};
      const gone = (): void => void of.delete(key);
      if (once === true) addEventListener.call(target, type, gone, { once });
      if (signal) addEventListener.call(signal, 'abort', gone);
    };
    EventTarget.prototype.removeEventListener = function (this: EventTarget | undefined, type, listener, options) {
      const target = this ?? window;
      removeEventListener.call(target, type, listener, options);
      if (listener !== null) listeners.get(target)?.delete(keyOf(type, listener, options));
    };

    // Workers revoke their own, which is seen by reading alone.
    const readable = async (all: Iterable<string>): Promise<number> => {
      const answers = await Promise.allSettled([...all].map((url) => fetch(url)));
      return answers.filter(({ status }) => status === 'fulfilled').length;
    };

    window.countTraces = async () => ({
      // What a bundler puts there to load a module sooner is not ours.
      elements: document.querySelectorAll(':not(link[rel="modulepreload"])').length,
      workers: workers.size,
      listeners: [...listeners]
        .flatMap(([target, keys]) => [...keys].map((key) => `${target.constructor.name} ${key}`))
        .toSorted(),
      objectUrls: await readable(urls),
      intervals: intervals.size,
      audioContexts: contexts.size,
      locks: (await navigator.locks.query()).held!.filter(({ name }) => name?.startsWith('stepframe')).length,
    });
  });
}

export async function tracesOf(page: Page): Promise<Traces> {
  const traces = await page.evaluate(() => window.countTraces());
  // Playwright has one for all that a pointer does, and another to see whether it is still there.
  const itsOwn = traces.listeners.map((listener) => /^Window auxclick (\d+) true$/.exec(listener)?.[1]);
  const isItsOwn = (listener: string): boolean =>
    listener.includes('__playwright') ||
    itsOwn.some((number) => number !== undefined && listener.endsWith(` ${number} true`));
  return { ...traces, listeners: traces.listeners.filter((listener) => !isItsOwn(listener)) };
}

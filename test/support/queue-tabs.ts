import type { ExportQueue } from '../../src/index';
import { ffmpegCore } from './ffmpeg-core';
import type { TabHost } from './queue-tab';

/** A frame of the page with a queue and an exporter of its own. */
export interface QueueTab {
  readonly queue: ExportQueue;
  /** Ends it as closing a tab does: nothing of it runs any more. */
  kill(): void;
}

const tabs = new Set<HTMLIFrameElement>();

/** Opens a frame in which everything runs as in another tab. */
export async function openTab(host: Omit<TabHost, 'opened' | 'ffmpeg'>): Promise<QueueTab> {
  const frame = document.createElement('iframe');
  tabs.add(frame);
  document.body.append(frame);
  let failed: (reason: unknown) => void = () => undefined;
  const opened = new Promise<ExportQueue>((resolve, reject) => {
    failed = reject;
    // What the tests' server has wrapped every `import()` in.
    const runner = { wrapDynamicImport: <T>(load: () => T): T => load() };
    const given = {
      queueHost: { ...host, ffmpeg: ffmpegCore, opened: resolve } satisfies TabHost,
      __vitest_browser_runner__: runner,
    };
    Object.assign(frame.contentWindow!, given);
  });
  frame.contentWindow!.addEventListener('error', ({ message }) => failed(new Error(message)));
  frame.contentWindow!.addEventListener('unhandledrejection', ({ reason }) => failed(reason));
  const script = frame.contentDocument!.createElement('script');
  script.type = 'module';
  script.src = new URL('./queue-tab.ts', import.meta.url).href;
  script.onerror = () => failed(new Error(`${script.src} could not be loaded.`));
  frame.contentDocument!.head.append(script);
  const queue = await opened;
  const kill = (): void => {
    tabs.delete(frame);
    frame.remove();
  };
  return { queue, kill };
}

/** Ends those that are left. */
export function closeTabs(): void {
  for (const frame of tabs) frame.remove();
  tabs.clear();
}

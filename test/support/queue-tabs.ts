import type { ExportQueue } from '../../src/index';
import type { TabHost } from './queue-tab';

/** A frame of the page with a queue and an exporter of its own. */
export interface QueueTab {
  readonly queue: ExportQueue;
  /** Ends it as closing a tab does: nothing of it runs any more. */
  kill(): void;
}

const tabs = new Set<HTMLIFrameElement>();

/** Opens a frame in which everything runs as in another tab; only compositions are drawn by the page. */
export async function openTab(host: Omit<TabHost, 'opened'>): Promise<QueueTab> {
  const frame = document.createElement('iframe');
  tabs.add(frame);
  document.body.append(frame);
  const opened = new Promise<ExportQueue>((resolve) => {
    Object.assign(frame.contentWindow!, { queueHost: { ...host, opened: resolve } satisfies TabHost });
  });
  const script = frame.contentDocument!.createElement('script');
  script.type = 'module';
  script.src = new URL('./queue-tab.ts', import.meta.url).href;
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

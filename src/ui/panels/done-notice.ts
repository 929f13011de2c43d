import type { QueueStatus } from '../../queue/export-queue';
import { notifyBody, queueText as text } from './panel-text';

export type NoticePermission = NotificationPermission | 'unsupported';

/** Asks for leave to notify. To be called in the click that wants it. */
export async function askToNotify(): Promise<NoticePermission> {
  return 'Notification' in globalThis ? Notification.requestPermission() : 'unsupported';
}

/** Tells of a queue that has come to its end. Tabs that tell the same show one. */
export function notifyDone({ complete, failed }: QueueStatus): void {
  if (!('Notification' in globalThis) || Notification.permission !== 'granted') return;
  try {
    new Notification(text.notifyTitle, { body: notifyBody(complete, failed), tag: 'stepframe-queue' });
  } catch (thrown) {
    // Some mobile browsers have them in service workers alone, and say so in this way.
    if (!(thrown instanceof TypeError)) throw thrown;
  }
}

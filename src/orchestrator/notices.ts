export type NoticePermission = NotificationPermission | 'unsupported';

export interface Notice {
  readonly title: string;
  readonly body: string;
  /** Tabs that tell the same show one. */
  readonly tag: string;
}

/** What the browser says of notices without being asked to ask. */
export function noticePermission(): NoticePermission {
  return 'Notification' in globalThis ? Notification.permission : 'unsupported';
}

/** Asks for leave to notify. To be called in the click that wants it. */
export async function askToNotify(): Promise<NoticePermission> {
  return 'Notification' in globalThis ? Notification.requestPermission() : 'unsupported';
}

/** Tells whoever does not see the page, where they let it. A click on the notice leads back to the page. */
export function notifyUnseen({ title, body, tag }: Notice): void {
  if (document.visibilityState === 'visible' || noticePermission() !== 'granted') return;
  try {
    const notice = new Notification(title, { body, tag });
    notice.addEventListener('click', () => {
      window.focus();
      notice.close();
    });
  } catch (thrown) {
    // Some mobile browsers have them in service workers alone, and say so in this way.
    if (!(thrown instanceof TypeError)) throw thrown;
  }
}

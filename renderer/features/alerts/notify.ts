import type { NotifyPermission } from '../../stores/alerts.ts';

export interface Notice {
  /** The same one is never shown twice at once, whichever page shows it. */
  readonly tag: string;
  readonly title: string;
  readonly body: string;
  /** It stays until its user puts it away. */
  readonly isFirm: boolean;
  readonly onClick: () => void;
  readonly onShown: () => void;
  readonly onFailed: () => void;
}

/** The part of the window the page's own notifications need; `Notification` is absent in some browsers. */
export interface NotifyWindow {
  readonly Notification?: typeof Notification | undefined;
  focus(): void;
}

export function permissionOf(page: NotifyWindow): NotifyPermission {
  return page.Notification === undefined ? 'none' : page.Notification.permission;
}

/** Asks its user; only ever after a press of a button. */
export async function askPermission(page: NotifyWindow): Promise<NotifyPermission> {
  await page.Notification?.requestPermission();
  return permissionOf(page);
}

/** Shows a notification of the browser. Exactly one of `onShown` and `onFailed` is called. */
export function showNotice(page: NotifyWindow, notice: Notice): void {
  const { Notification: Shown } = page;
  if (Shown === undefined) return notice.onFailed();
  let isSettled = false;
  const settle = (action: () => void): void => {
    if (isSettled) return;
    isSettled = true;
    action();
  };
  try {
    const shown = new Shown(notice.title, { tag: notice.tag, body: notice.body, requireInteraction: notice.isFirm });
    shown.onshow = () => settle(notice.onShown);
    shown.onerror = () => settle(notice.onFailed);
    shown.onclick = () => {
      page.focus();
      shown.close();
      notice.onClick();
    };
  } catch {
    // Some browsers have the name and refuse to make one outside of a service worker.
    settle(notice.onFailed);
  }
}

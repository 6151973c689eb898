import type { ElectronApi } from './electron-api.ts';

export interface Word {
  readonly title: string;
  readonly body: string;
}

/** A word from the shell itself: as a notification, or in a box that nothing waits for. */
export function say(
  { Notification, dialog }: Pick<ElectronApi, 'Notification' | 'dialog'>,
  { title, body }: Word,
): void {
  if (Notification.isSupported()) new Notification({ title, body }).show();
  else void dialog.showMessageBox({ type: 'info', message: title, detail: body }).catch(() => undefined);
}

import type { WebContents, WebFrameMain } from 'electron';
import { PAGE_ORIGIN, PAGE_URL } from './page-address.ts';

/** Why a message was not let in. */
export type Distrust = 'no-frame' | 'not-our-window' | 'destroyed' | 'sub-frame' | 'other-origin';

/** The part of an IPC event that says where it came from. */
export interface SentBy {
  readonly sender: WebContents;
  /** Null once the frame has navigated away or is gone. */
  readonly senderFrame: WebFrameMain | null;
}

/**
 * Null for the main frame of a window we made that shows our page; otherwise the reason to drop the message. Electron
 * throws when a frame is asked about after its end, which is a reason as well.
 */
export function distrustOf(sent: SentBy, isOurs: (contents: WebContents) => boolean): Distrust | null {
  try {
    return judge(sent, isOurs);
  } catch {
    return 'destroyed';
  }
}

function judge({ sender, senderFrame }: SentBy, isOurs: (contents: WebContents) => boolean): Distrust | null {
  if (!isOurs(sender)) return 'not-our-window';
  if (senderFrame === null) return 'no-frame';
  if (sender.isDestroyed() || senderFrame.isDestroyed() || senderFrame.detached) return 'destroyed';
  if (senderFrame.parent !== null || senderFrame.frameToken !== sender.mainFrame.frameToken) return 'sub-frame';
  return senderFrame.origin === PAGE_ORIGIN && senderFrame.url.startsWith(PAGE_URL) ? null : 'other-origin';
}

import { PRELOAD_PIPE } from '../../shared/contract/channels.ts';
import type { Pipe } from '../../shared/contract/pipe.ts';

/** What a preload can hand over: it lives as long as its window, so there is no end for the page to see. */
type Offered = Pick<Pipe, 'post' | 'onMessage'>;

/** The pipe the desktop host put into the page; null in a browser. */
export function preloadPipe(page: object): Pipe | null {
  const offered: unknown = Reflect.get(page, PRELOAD_PIPE);
  if (!isOffered(offered)) return null;
  return {
    post: (message) => offered.post(message),
    onMessage: (listener) => offered.onMessage(listener),
    onClose: () => undefined,
    close: () => undefined,
  };
}

function isOffered(value: unknown): value is Offered {
  if (typeof value !== 'object' || value === null) return false;
  return ['post', 'onMessage'].every((name) => typeof Reflect.get(value, name) === 'function');
}

import { PRELOAD_PIPE } from '../../shared/contract/channels.ts';
import type { Pipe } from '../../shared/contract/pipe.ts';

/** The pipe the desktop host put into the page; null in a browser. */
export function preloadPipe(page: object): Pipe | null {
  const offered: unknown = Reflect.get(page, PRELOAD_PIPE);
  return isPipe(offered) ? offered : null;
}

function isPipe(value: unknown): value is Pipe {
  if (typeof value !== 'object' || value === null) return false;
  return ['post', 'onMessage', 'onClose', 'close'].every((name) => typeof Reflect.get(value, name) === 'function');
}

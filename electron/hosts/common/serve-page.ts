import type { Pipe } from '../../../shared/contract/pipe.ts';
import { serveContract } from '../../../shared/contract/server.ts';
import type { Engine } from '../../engine/engine-types.ts';
import type { Log } from '../../engine/log.ts';

const MAX_PENDING_CALLS = 64;

/** Serves the contract to one page for as long as its pipe is open. */
export function servePage(pipe: Pipe, engine: Pick<Engine, 'handlers' | 'subscribe'>, log: Log): void {
  const server = serveContract(pipe, {
    handlers: engine.handlers,
    maxPending: MAX_PENDING_CALLS,
    onBug: (error, call) =>
      log.error('a call failed', { call, detail: error instanceof Error ? error.message : String(error) }),
  });
  const unsubscribe = engine.subscribe((name, payload) => {
    if (server.isClosed) unsubscribe();
    else server.publish(name, payload);
  });
}

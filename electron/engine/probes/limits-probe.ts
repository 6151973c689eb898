import type { Account } from '../../../shared/model/account.ts';
import type { Client } from '../client/client.ts';
import { exchange } from '../exchanges/registry.ts';
import type { Clock, Disposer } from '../ports.ts';

// exchangeInfo is the truth about capacities and changes without notice, but it is heavy: at start and every two hours.
const PERIOD_MS = 2 * 3_600_000;
const FIRST_RETRY_MS = 30_000;

/**
 * Asks the exchange for its limits; the readings in the answers replace the starting values inside the limiter, as
 * every other reading does. A call that fails, as a signed one without a key, is tried again after 30 s, then ever more
 * rarely. Returns what stops it.
 */
export function probeLimits(account: Account, client: Client, clock: Clock): Disposer {
  const requests = exchange(account.exchange).probes.limits();
  let retryMs = FIRST_RETRY_MS;
  let isStopped = false;
  let cancel: Disposer = () => undefined;

  function schedule(atMs: number): void {
    if (!isStopped) cancel = clock.wakeAt(atMs, () => void ask());
  }

  async function ask(): Promise<void> {
    let isAnswered = false;
    try {
      isAnswered = await askAll();
    } finally {
      schedule(clock.monotonic() + (isAnswered ? PERIOD_MS : retryMs));
      retryMs = isAnswered ? FIRST_RETRY_MS : Math.min(PERIOD_MS, retryMs * 2);
    }
  }

  async function askAll(): Promise<boolean> {
    let isAnswered = true;
    for (const request of requests) {
      if (isStopped) return isAnswered;
      const result = await client.send({ account, request, caller: 'probe', lane: 'background', withinMs: 30_000 });
      isAnswered = isAnswered && result.ok;
    }
    return isAnswered;
  }

  if (requests.length > 0) schedule(clock.monotonic());
  return () => {
    isStopped = true;
    cancel();
  };
}

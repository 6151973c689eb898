import type { Account } from '../../../shared/model/account.ts';
import type { Client } from '../client/client.ts';
import { exchange } from '../exchanges/registry.ts';
import type { Clock, Disposer } from '../ports.ts';

// exchangeInfo is the truth about capacities and changes without notice, but it is heavy: at start and every two hours.
const PERIOD_MS = 2 * 3_600_000;
const RETRY_MS = 30_000;

/**
 * Asks the exchange for its limits; the readings in the answers replace the starting values inside the limiter, as
 * every other reading does. Returns what stops it.
 */
export function probeLimits(account: Account, client: Client, clock: Clock): Disposer {
  const requests = exchange(account.exchange).probes.limits();
  let cancel: Disposer = () => undefined;

  async function ask(): Promise<void> {
    let isAnswered = true;
    for (const request of requests) {
      const result = await client.send({ account, request, caller: 'probe', lane: 'background', withinMs: 30_000 });
      isAnswered = isAnswered && result.ok;
    }
    cancel = clock.wakeAt(clock.monotonic() + (isAnswered ? PERIOD_MS : RETRY_MS), () => void ask());
  }

  if (requests.length > 0) cancel = clock.wakeAt(clock.monotonic(), () => void ask());
  return () => cancel();
}

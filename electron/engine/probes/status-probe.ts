import type { Account } from '../../../shared/model/account.ts';
import type { Client } from '../client/client.ts';
import { exchange } from '../exchanges/registry.ts';
import type { Clock, Disposer } from '../ports.ts';
import { affordableMs } from './affordable.ts';
import { type Announced, announcedIn } from './announced.ts';

const WANTED_MS = 60_000;
const FIRST_MS = 5_000;
const LONGEST_MS = 15 * 60_000;

export interface ExchangeStatus {
  readonly isUp: boolean;
  /** The exchange's own words. */
  readonly detail: string;
  readonly announced: readonly Announced[];
}

/**
 * Asks an exchange whether it is up and which maintenance it announced, as often as its limits allow for less than a
 * hundredth of them. Says nothing when it does not answer: that is the connection's affair. Returns what stops it.
 */
export function probeStatus(
  account: Account,
  client: Client,
  clock: Clock,
  onStatus: (status: ExchangeStatus) => void,
): Disposer {
  const { probes, limits } = exchange(account.exchange);
  const request = probes.status(account.environment);
  if (request === null) return () => undefined;
  const everyMs = affordableMs(limits, request, WANTED_MS);
  let pauseMs = everyMs;
  let isStopped = false;
  let cancel = clock.wakeAt(clock.monotonic() + FIRST_MS, () => void look());

  async function look(): Promise<void> {
    let isAnswered = false;
    try {
      isAnswered = await ask();
    } finally {
      pauseMs = isAnswered ? everyMs : Math.min(Math.max(LONGEST_MS, everyMs), pauseMs * 2);
      if (!isStopped) cancel = clock.wakeAt(clock.monotonic() + pauseMs, () => void look());
    }
  }

  async function ask(): Promise<boolean> {
    if (request === null) return true;
    const answer = await client.send({ account, request, caller: 'probe', lane: 'background', withinMs: 30_000 });
    if (isStopped || !answer.ok) return answer.ok;
    const { json } = answer.value.reply;
    const read = probes.readStatus(json, account.environment);
    if (!read.ok) return false;
    onStatus({ ...read.value, announced: announcedIn(account.exchange, json, account.environment) });
    return true;
  }

  return () => {
    isStopped = true;
    cancel();
  };
}

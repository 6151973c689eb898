import type { Account } from '../../../shared/model/account.ts';
import type { Client } from '../client/client.ts';
import { exchange } from '../exchanges/registry.ts';
import type { Clock, Disposer } from '../ports.ts';

// Pairs are listed and renamed at times; the list is large, so once a day.
const PERIOD_MS = 86_400_000;
const RETRY_MS = 30_000;

/** Learns under which names an exchange's instruments go, where one has several. Returns what stops it. */
export function probePartNames(account: Account, client: Client, clock: Clock): Disposer {
  const { partNames, instruments } = exchange(account.exchange);
  let cancel: Disposer = () => undefined;
  let isOver = false;

  async function ask(): Promise<void> {
    const request = instruments.request(null);
    const answer = await client.send({ account, request, caller: 'probe', lane: 'background', withinMs: 60_000 });
    if (isOver) return;
    const read = answer.ok ? instruments.read(answer.value.reply.json) : answer;
    if (read.ok) client.peers.parts.teach(account.exchange, read.value);
    cancel = clock.wakeAt(clock.monotonic() + (read.ok ? PERIOD_MS : RETRY_MS), () => void ask());
  }

  if (partNames !== null) cancel = clock.wakeAt(clock.monotonic(), () => void ask());
  return () => {
    isOver = true;
    cancel();
  };
}

import type { Account } from '../../../shared/model/account.ts';
import type { Answer, Client } from '../client/client.ts';
import type { ServerClock } from '../client/server-clock.ts';
import { exchange } from '../exchanges/registry.ts';
import type { Clock, Disposer } from '../ports.ts';

const FIRST_SAMPLES = 3;
const FIRST_GAP_MS = 1_000;
const PERIOD_MS = 60_000;
const RETRY_MS = 5_000;
// A refused timestamp asks for a new sample at once, but not for one per refusal.
const SHORTEST_GAP_MS = 500;

/** Measures the clock of one exchange: thrice at start, each minute after, and when a timestamp was refused. */
export function probeClock(account: Account, client: Client, serverClock: ServerClock, clock: Clock): Disposer {
  const definition = exchange(account.exchange);
  let taken = 0;
  let isBusy = false;
  let isStopped = false;
  let lastMs = Number.NEGATIVE_INFINITY;
  let cancel: Disposer = () => undefined;
  const stopListening = serverClock.onChange((isTrusted) => {
    if (!isTrusted && !isBusy) schedule(Math.max(clock.monotonic(), lastMs + SHORTEST_GAP_MS));
  });

  function schedule(atMs: number): void {
    cancel();
    if (!isStopped) cancel = clock.wakeAt(atMs, () => void sample());
  }

  async function sample(): Promise<void> {
    isBusy = true;
    lastMs = clock.monotonic();
    let isTaken = false;
    try {
      const result = await client.send({
        account,
        request: definition.probes.time(),
        caller: 'probe',
        // Before market data, which may wait without end at an exchange that allows one public call a second.
        lane: 'account',
        withinMs: 10_000,
      });
      isTaken = !isStopped && result.ok && takeIn(result.value);
    } finally {
      isBusy = false;
      if (isTaken) taken += 1;
      schedule(clock.monotonic() + gapMs(isTaken));
    }
  }

  function gapMs(isTaken: boolean): number {
    if (!isTaken) return RETRY_MS;
    // Doubted while this sample was under way: it may have been taken before the doubt.
    if (!serverClock.isTrusted) return SHORTEST_GAP_MS;
    return taken < FIRST_SAMPLES ? FIRST_GAP_MS : PERIOD_MS;
  }

  // Waiting in our queue and connecting say nothing about when the exchange read its clock: the first byte's wait does.
  function takeIn({ reply, timing, answeredAtMs }: Answer): boolean {
    const read = definition.probes.readTime(reply.json);
    if (!read.ok) return false;
    const receivedAtMs = serverClock.steadyAt(answeredAtMs - timing.bodyMs);
    serverClock.add({
      sentAtMs: receivedAtMs - timing.firstByteMs,
      receivedAtMs,
      serverMs: read.value,
      resolutionMs: definition.probes.timeResolutionMs,
    });
    return true;
  }

  schedule(clock.monotonic());
  return () => {
    isStopped = true;
    stopListening();
    cancel();
  };
}

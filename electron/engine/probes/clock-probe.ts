import type { Account } from '../../../shared/model/account.ts';
import type { Answer, Client } from '../client/client.ts';
import type { ServerClock } from '../client/server-clock.ts';
import { exchange } from '../exchanges/registry.ts';
import type { Clock, Disposer } from '../ports.ts';

const FIRST_SAMPLES = 3;
const FIRST_GAP_MS = 1_000;
const PERIOD_MS = 60_000;
// A refused timestamp asks for a new sample at once, but not for one per refusal.
const SHORTEST_GAP_MS = 500;

/** Measures the clock of one exchange: thrice at start, each minute after, and when a timestamp was refused. */
export function probeClock(account: Account, client: Client, serverClock: ServerClock, clock: Clock): Disposer {
  const definition = exchange(account.exchange);
  let taken = 0;
  let isBusy = false;
  let lastMs = Number.NEGATIVE_INFINITY;
  let cancel: Disposer = () => undefined;
  const stopListening = serverClock.onChange((isTrusted) => {
    if (!isTrusted && !isBusy) schedule(Math.max(clock.monotonic(), lastMs + SHORTEST_GAP_MS));
  });

  function schedule(atMs: number): void {
    cancel();
    cancel = clock.wakeAt(atMs, () => void sample());
  }

  async function sample(): Promise<void> {
    isBusy = true;
    lastMs = clock.monotonic();
    const result = await client.send({ account, request: definition.probes.time(), caller: 'probe', lane: 'background', withinMs: 10_000 });
    isBusy = false;
    taken += 1;
    if (result.ok) takeIn(result.value);
    schedule(clock.monotonic() + (taken < FIRST_SAMPLES ? FIRST_GAP_MS : PERIOD_MS));
  }

  // Waiting in our queue and connecting say nothing about when the exchange read its clock: the first byte's wait does.
  function takeIn({ reply, timing, answeredAtMs }: Answer): void {
    const read = definition.probes.readTime(reply.json);
    if (!read.ok) return;
    const receivedAtMs = serverClock.steadyAt(answeredAtMs - timing.bodyMs);
    serverClock.add({
      sentAtMs: receivedAtMs - timing.firstByteMs,
      receivedAtMs,
      serverMs: read.value,
      resolutionMs: definition.probes.timeResolutionMs,
    });
  }

  schedule(clock.monotonic());
  return () => {
    stopListening();
    cancel();
  };
}

import type { Account } from '../../shared/model/account.ts';
import type { BucketView } from '../../shared/model/bucket.ts';
import type { Timers } from '../../renderer/bridge/timers.ts';

export const NOW_MS = Date.UTC(2026, 6, 1);

export function accountNamed(id: string, extra: Partial<Account> = {}): Account {
  return {
    id,
    exchange: 'binance',
    environment: 'practice',
    label: id,
    region: 'global',
    egress: '127.0.0.1',
    ...extra,
  };
}

/** A bucket of capacity 100 with `used` spent, of account `a` unless said otherwise. */
export function viewOf(key: string, used: number, extra: Partial<BucketView> = {}): BucketView {
  return {
    key,
    exchange: 'binance',
    environment: 'practice',
    accounts: ['a'],
    bucket: {
      id: 'ip-weight',
      name: 'REQUEST_WEIGHT 1 MINUTE',
      unit: 'weight',
      window: { kind: 'fixed', periodMs: 60_000 },
      scope: ['ip'],
    },
    part: null,
    capacity: 100,
    used,
    own: used,
    foreign: 0,
    foreignForecast: 0,
    inFlight: 0,
    headroom: 100 - used,
    waiting: 0,
    emptyAtMs: used > 0 ? NOW_MS + 12_000 : null,
    atMs: NOW_MS,
    readingAtMs: null,
    status: 'calm',
    ...extra,
  };
}

interface Waiting {
  atMs: number;
  readonly everyMs: number | null;
  readonly action: () => void;
}

/** Timers that run when told to. */
export class HandTimers implements Timers {
  #nowMs = NOW_MS;
  #waiting: Waiting[] = [];

  now(): number {
    return this.#nowMs;
  }

  after(ms: number, action: () => void): () => void {
    return this.#add({ atMs: this.#nowMs + ms, everyMs: null, action });
  }

  every(ms: number, action: () => void): () => void {
    return this.#add({ atMs: this.#nowMs + ms, everyMs: ms, action });
  }

  get pending(): number {
    return this.#waiting.length;
  }

  async run(ms: number): Promise<void> {
    const untilMs = this.#nowMs + ms;
    for (let next = this.#next(untilMs); next !== undefined; next = this.#next(untilMs)) {
      this.#nowMs = next.atMs;
      if (next.everyMs === null) this.#waiting = this.#waiting.filter((one) => one !== next);
      else next.atMs += next.everyMs;
      next.action();
      await settled();
    }
    this.#nowMs = untilMs;
    await settled();
  }

  #next(untilMs: number): Waiting | undefined {
    return this.#waiting.filter((one) => one.atMs <= untilMs).toSorted((a, b) => a.atMs - b.atMs)[0];
  }

  #add(waiting: Waiting): () => void {
    this.#waiting = [...this.#waiting, waiting];
    return () => {
      this.#waiting = this.#waiting.filter((one) => one !== waiting);
    };
  }
}

/** Lets everything that already resolved run on. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 40; turn += 1) await null;
}

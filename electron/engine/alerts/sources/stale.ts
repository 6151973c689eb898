import type { Account, AccountId } from '../../../../shared/model/account.ts';
import type { BucketView } from '../../../../shared/model/bucket.ts';
import type { FeedState } from '../../sockets/ports.ts';
import type { Observation } from '../observation.ts';

/** The usage probe brings a reading four times a minute where an exchange gives any. */
const SILENT_MS = 180_000;

interface Watched {
  readonly account: Account;
  /** Ids of buckets that a probe is scheduled to refresh; of any other, silence says nothing. */
  readonly probed: ReadonlySet<string>;
  feed: FeedState | null;
}

/** Whether anything new is said of each account that runs: its feed is down, or the readings it is asked for have ceased. */
export class StaleSource {
  readonly #watched = new Map<AccountId, Watched>();

  started(account: Account, probed: ReadonlySet<string>): void {
    this.#watched.set(account.id, { account, probed, feed: null });
  }

  feedChanged(account: AccountId, state: FeedState): void {
    const watched = this.#watched.get(account);
    if (watched !== undefined) watched.feed = state;
  }

  forget(account: AccountId): void {
    this.#watched.delete(account);
  }

  /** `nowMs` wall ms. */
  observe(views: readonly BucketView[], nowMs: number): readonly Observation[] {
    return [...this.#watched.values()].map(({ account, probed, feed }) => {
      const newestMs = newestReadingMs(views, account.id, probed);
      // What comes over a live feed comes when it changes: a quiet account is no stale one.
      const isSilent = feed !== 'live' && newestMs !== null && nowMs - newestMs > SILENT_MS;
      const isDown = feed === 'down' || feed === 'refused';
      return {
        kind: 'data-stale',
        subject: account.id,
        exchange: account.exchange,
        account: account.id,
        value: isSilent || isDown,
        facts: { environment: account.environment, why: isDown ? 'feed' : 'readings' },
        endsAtMs: null,
      };
    });
  }
}

function newestReadingMs(views: readonly BucketView[], account: AccountId, probed: ReadonlySet<string>): number | null {
  let newestMs: number | null = null;
  for (const { accounts, bucket, readingAtMs } of views) {
    if (readingAtMs === null || !probed.has(bucket.id) || !accounts.includes(account)) continue;
    newestMs = Math.max(newestMs ?? readingAtMs, readingAtMs);
  }
  return newestMs;
}

import type { Account, AccountId } from '../../../../shared/model/account.ts';
import type { BucketView } from '../../../../shared/model/bucket.ts';
import type { FeedState } from '../../sockets/ports.ts';
import type { Observation } from '../observation.ts';

/** The usage probe brings a reading four times a minute where an exchange gives any. */
const SILENT_MS = 180_000;

/** Whether anything new is said of each account: its feed is down, or the readings of its limits have ceased. */
export class StaleSource {
  readonly #feeds = new Map<AccountId, FeedState>();

  feedChanged(account: AccountId, state: FeedState): void {
    this.#feeds.set(account, state);
  }

  forget(account: AccountId): void {
    this.#feeds.delete(account);
  }

  /** `nowMs` wall ms. */
  observe(accounts: readonly Account[], views: readonly BucketView[], nowMs: number): readonly Observation[] {
    return accounts.map((account) => {
      const feed = this.#feeds.get(account.id) ?? 'none';
      const newestMs = newestReadingMs(views, account.id);
      const isSilent = newestMs !== null && nowMs - newestMs > SILENT_MS;
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

function newestReadingMs(views: readonly BucketView[], account: AccountId): number | null {
  let newestMs: number | null = null;
  for (const { accounts, readingAtMs } of views) {
    if (readingAtMs === null || !accounts.includes(account)) continue;
    newestMs = Math.max(newestMs ?? readingAtMs, readingAtMs);
  }
  return newestMs;
}

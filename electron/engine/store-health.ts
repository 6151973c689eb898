import type { Clock, Disposer } from './ports.ts';
import type { Journal } from './recorder/types.ts';
import type { Troubles } from './troubles.ts';

/** A store that refused is asked so often whether it writes again. */
const ASK_MS = 15_000;
const SETTING = 'store-check';
const JOURNAL = 'journal.db';

/** What keeps things on disk: whether it can write is a state, told once and over when it writes again. */
export class StoreHealth {
  readonly #troubles: Troubles;
  readonly #journal: Pick<Journal, 'saveSetting'>;
  readonly #clock: Clock;
  #cancel: Disposer | null = null;
  #isStopped = false;

  constructor(troubles: Troubles, journal: Pick<Journal, 'saveSetting'>, clock: Clock) {
    this.#troubles = troubles;
    this.#journal = journal;
    this.#clock = clock;
  }

  /** Something could not be written to the journal. Nobody else writes to it regularly, so it is asked from now on. */
  journalRefused(): void {
    this.failing(JOURNAL, JOURNAL);
    this.#ask();
  }

  failing(store: string, detail: string): void {
    this.#troubles.failing(`store ${store}`, { severity: 'critical', code: 'store-write-failed', detail });
  }

  well(store: string): void {
    this.#troubles.well(`store ${store}`);
  }

  /** Something was lost: nothing that writing again would mend. */
  lost(detail: string): void {
    this.#troubles.tell({ severity: 'critical', code: 'store-write-failed', detail });
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancel?.();
  }

  #ask(): void {
    if (this.#isStopped) return;
    this.#cancel ??= this.#clock.wakeAt(this.#clock.monotonic() + ASK_MS, () => {
      this.#cancel = null;
      try {
        this.#journal.saveSetting(SETTING, JSON.stringify(this.#clock.now()));
        this.well(JOURNAL);
      } catch {
        this.#ask();
      }
    });
  }
}

import { type Account, type AccountId, realmName } from '../../../shared/model/account.ts';
import type { Disposer } from '../ports.ts';

export interface RunnerSteps {
  /** Begins what every account does for itself: its limits, its feed. */
  readonly startAccount: (account: Account) => Disposer;
  /** Begins what one account does for all on its exchange, environment and site: its clock, the names of instruments. */
  readonly startRealm: (account: Account) => Disposer;
  /** The last account of an exchange and environment is gone: what is known of them is not known any more. */
  readonly endRealm: (account: Account) => void;
}

interface Realm {
  readonly members: Map<AccountId, Account>;
  /** Whose calls the shared work makes. */
  worker: AccountId;
  stop: Disposer;
}

/** Starts and stops the work of accounts as they come and go; realms are shared by the accounts that are in them. */
export class AccountRunner {
  readonly #steps: RunnerSteps;
  readonly #running = new Map<AccountId, Disposer>();
  readonly #realms = new Map<string, Realm>();

  constructor(steps: RunnerSteps) {
    this.#steps = steps;
  }

  /** Does nothing for one that runs. */
  run(account: Account): void {
    if (this.#running.has(account.id)) return;
    this.#enter(account);
    this.#running.set(account.id, this.#steps.startAccount(account));
  }

  /** The same account with another key: its own work begins anew, that of its realm goes on. */
  restart(account: Account): void {
    const stop = this.#running.get(account.id);
    if (stop === undefined) return this.run(account);
    stop();
    this.#running.set(account.id, this.#steps.startAccount(account));
  }

  halt(account: Account): void {
    const stop = this.#running.get(account.id);
    if (stop === undefined) return;
    this.#running.delete(account.id);
    stop();
    this.#leave(account);
  }

  stop(): void {
    for (const stop of this.#running.values()) stop();
    for (const realm of this.#realms.values()) realm.stop();
    this.#running.clear();
    this.#realms.clear();
  }

  #enter(account: Account): void {
    const name = realmName(account);
    const realm = this.#realms.get(name);
    if (realm !== undefined) {
      realm.members.set(account.id, account);
      return;
    }
    const stop = this.#steps.startRealm(account);
    this.#realms.set(name, { members: new Map([[account.id, account]]), worker: account.id, stop });
  }

  #leave(account: Account): void {
    const name = realmName(account);
    const realm = this.#realms.get(name);
    if (realm === undefined) return;
    realm.members.delete(account.id);
    if (realm.worker !== account.id) return;
    realm.stop();
    const [next] = realm.members.values();
    if (next === undefined) {
      this.#realms.delete(name);
      this.#steps.endRealm(account);
      return;
    }
    realm.worker = next.id;
    realm.stop = this.#steps.startRealm(next);
  }
}

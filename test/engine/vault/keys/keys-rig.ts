import type { Account } from '../../../../shared/model/account.ts';
import { type Failure, type Result, fail, ok } from '../../../../shared/contract/failure.ts';
import type { AddOutcome, KeyPlace } from '../../../../shared/contract/keys-contract.ts';
import type { KeyView } from '../../../../shared/model/vault.ts';
import { AccountBook } from '../../../../electron/engine/accounts/account-book.ts';
import type { Client, ClientCall } from '../../../../electron/engine/client/client.ts';
import type { KeyPorts } from '../../../../electron/engine/vault/keys/key-ports.ts';
import { keyHandlers } from '../../../../electron/engine/vault/keys/key-handlers.ts';
import type { IndexChange } from '../../../../electron/engine/vault/keys/key-record.ts';
import { KeyService } from '../../../../electron/engine/vault/keys/key-service.ts';
import type { Secret } from '../../../../electron/engine/vault/secret.ts';
import { type KeyMaterial, Vault } from '../../../../electron/engine/vault/vault.ts';
import { createRandom } from '../../../../electron/practice/core/random.ts';
import { materials } from '../../../support/client-rig.ts';
import { FakeClock, flush } from '../../../support/fake-clock.ts';
import { memoryKeyPorts } from '../../../support/memory-keys.ts';
import { memoryJournal } from '../../../support/memory-stores.ts';

export const place: KeyPlace = {
  exchange: 'binance',
  environment: 'live',
  region: 'global',
  label: 'Main',
  replaces: null,
};

export const okxPlace: KeyPlace = { ...place, exchange: 'okx', label: 'Demo' };

const OF_THE_ACCOUNT = /^\/api\/v3\/account$|^\/sapi\/v1\/account\/(?:status|apiTradingStatus)$/;

export const krakenPlace: KeyPlace = { ...place, exchange: 'kraken', label: 'Spot' };

/** What Binance says of a key, with these rights on. */
export function restrictions(...on: readonly string[]): Readonly<Record<string, boolean>> {
  const off = ['enableReading', 'enableSpotAndMarginTrading', 'enableWithdrawals', 'enableFutures'];
  return {
    ...Object.fromEntries(off.map((name) => [name, false])),
    ipRestrict: true,
    ...Object.fromEntries(on.map((name) => [name, true])),
  };
}

/** A key of the form Binance gives, of a number. */
export function binanceKey(number = 1): KeyMaterial {
  return { ...materials.binance, apiKey: `${'B'.repeat(56)}key${String(number).padStart(5, '0')}` };
}

type Ports = ReturnType<typeof memoryKeyPorts>;

interface RigParts {
  readonly ports?: Ports;
  readonly journal?: ReturnType<typeof memoryJournal>;
  readonly run?: number;
}

/** Key service over an exchange, a store, an index and a clock that do as they are told. */
export class KeysRig {
  readonly clock = new FakeClock();
  readonly calls: ClientCall[] = [];
  readonly told: { readonly name: string; readonly payload: unknown }[] = [];
  readonly logged: string[] = [];
  readonly ports: Ports;
  readonly journal: ReturnType<typeof memoryJournal>;
  readonly vault = new Vault();
  readonly accounts = new AccountBook();
  readonly keys: KeyService;
  readonly handlers: ReturnType<typeof keyHandlers>;
  /** What the exchange answers to a check. */
  answer: () => Result<unknown> | Promise<Result<unknown>> = () => ok(restrictions('enableReading'));
  /** Why the store takes nothing; null: it takes all. */
  storeFailure: Failure | null = null;
  /** Throws from the index change that fits. */
  breaks: ((change: IndexChange) => boolean) | null = null;
  /** Between which times calls were looked for. */
  readonly askedUses: { readonly fromMs: number; readonly untilMs: number | null }[] = [];
  readonly raisedNonces: bigint[] = [];
  readonly written: string[] = [];
  readonly removed: string[] = [];

  readonly #run: number;

  constructor({ ports = memoryKeyPorts(), journal = memoryJournal(), run = 1 }: RigParts = {}) {
    this.#run = run;
    this.ports = ports;
    this.journal = journal;
    const watched = this.#watched();
    this.keys = new KeyService({
      ...watched,
      clock: this.clock,
      random: randomOf(`keys ${run}`),
      client: {
        send: (call: ClientCall) => this.#send(call),
        peers: { raiseNonce: (_account: Account, _lent: unknown, floor: bigint) => void this.raisedNonces.push(floor) },
      } as unknown as Client,
      vault: this.vault,
      accounts: this.accounts,
      journal,
      log: { info: () => undefined, warn: () => undefined, error: (event) => void this.logged.push(event) },
      publish: (name, payload) => void this.told.push({ name, payload }),
      endpointUse: (_account, fromMs, untilMs) => {
        this.askedUses.push({ fromMs, untilMs });
        return Promise.resolve([]);
      },
    });
    this.handlers = keyHandlers({
      keys: this.keys,
      accounts: this.accounts,
      secrets: watched.store,
      auditLog: ports.auditLog,
      beforeForget: (account) => this.beforeForget(account),
    });
  }

  /** What stands before the end of an account's last key. */
  beforeForget: (account: Account) => Promise<Result<null>> = () => Promise.resolve(ok(null));

  get store(): Ports['store'] & { readonly held: ReadonlyMap<string, Secret> } {
    return this.ports.store as Ports['store'] & { readonly held: ReadonlyMap<string, Secret> };
  }

  /** Every place a key could lie in. */
  traces(): unknown {
    const { index } = this.ports;
    return {
      store: [...this.store.held.keys()],
      index: index.keys().map(({ id }) => id),
      accounts: [...index.accounts(), ...this.accounts.list()].map(({ id }) => id),
      loose: index.loose(),
      shown: this.keys.views().map(({ id }) => id),
    };
  }

  async added(where: KeyPlace = place, material: KeyMaterial = binanceKey()): Promise<KeyView> {
    const outcome = await this.keys.adder.add(where, material);
    return addedKey(outcome);
  }

  account(key: KeyView): Account {
    const account = this.accounts.find(key.account);
    if (account === undefined) throw new Error(`no account of ${key.id}`);
    return account;
  }

  /** Calls that asked what a key may do, those about its account left out. */
  get checks(): readonly ClientCall[] {
    return this.calls.filter(({ request }) => !OF_THE_ACCOUNT.test(request.path));
  }

  events(name: string): readonly unknown[] {
    return this.told.filter((event) => event.name === name).map(({ payload }) => payload);
  }

  async run(ms: number): Promise<void> {
    await this.clock.run(ms);
    await flush();
  }

  /** The same stores, another run. */
  restarted(): KeysRig {
    return new KeysRig({ ports: this.ports, journal: this.journal, run: this.#run + 1 });
  }

  async #send(call: ClientCall): Promise<unknown> {
    this.calls.push(call);
    const answer = await this.answer();
    return answer.ok ? ok({ reply: { json: answer.value } }) : answer;
  }

  #watched(): KeyPorts {
    const { store, index, ...rest } = this.ports;
    return {
      ...rest,
      store: {
        ...store,
        write: async (name, value) => {
          this.written.push(name);
          if (this.storeFailure !== null) return fail(this.storeFailure);
          return await store.write(name, value);
        },
        remove: async (name) => {
          this.removed.push(name);
          if (this.storeFailure !== null) return fail(this.storeFailure);
          return await store.remove(name);
        },
      },
      index: {
        ...index,
        apply: (change) => {
          if (this.breaks?.(change) === true) throw new Error('the disk is full');
          index.apply(change);
        },
      },
    };
  }
}

export function addedKey(outcome: Result<AddOutcome>): KeyView {
  if (!outcome.ok) throw new Error(`not added: ${JSON.stringify(outcome.failure)}`);
  if (outcome.value.kind !== 'added') throw new Error('a phrase is wanted');
  return outcome.value.key;
}

export function pendingOf(outcome: Result<AddOutcome>): { readonly pendingId: string; readonly phrase: string } {
  if (!outcome.ok || outcome.value.kind !== 'phrase-wanted') throw new Error('no phrase is wanted');
  return outcome.value;
}

export function randomOf(seed: string): { fraction(): number; bytes(size: number): Uint8Array } {
  const random = createRandom(seed);
  return {
    fraction: () => random.fraction(),
    bytes: (size) => Uint8Array.from({ length: size }, () => random.integer(0, 255)),
  };
}

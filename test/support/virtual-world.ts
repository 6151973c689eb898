import type { EventName } from '../../shared/contract/contract.ts';
import { type Account, type ExchangeId, exchangeIds } from '../../shared/model/account.ts';
import type { WorkloadLevel } from '../../shared/model/host.ts';
import { createEngine } from '../../electron/engine/engine.ts';
import type { Engine } from '../../electron/engine/engine-types.ts';
import type { Hosts } from '../../electron/engine/exchanges/definition.ts';
import type { Log, LogFields } from '../../electron/engine/log.ts';
import type { Random, SocketTransport } from '../../electron/engine/ports.ts';
import { createRecorder } from '../../electron/engine/recorder/recorder.ts';
import type { Journal } from '../../electron/engine/recorder/types.ts';
import type { KeyPorts } from '../../electron/engine/vault/keys/key-ports.ts';
import { Vault } from '../../electron/engine/vault/vault.ts';
import { type PracticeEnvironment, practiceEnvironmentOf } from '../../electron/hosts/common/practice-environment.ts';
import { createRandom } from '../../electron/practice/core/random.ts';
import { createPracticeBinance, type PracticeBinanceCore } from '../../electron/practice/binance/index.ts';
import { createPracticeKraken, type PracticeKraken } from '../../electron/practice/kraken/exchange.ts';
import type { PracticeKrakenOptions } from '../../electron/practice/kraken/options.ts';
import { createPracticeOkx } from '../../electron/practice/okx/start.ts';
import { practiceWorldOf } from '../../electron/practice/practice-world.ts';
import { sha256 } from '../../electron/adapters/keys/key-crypto.ts';
import { intentJournalOver } from '../../electron/adapters/stores/intent-store.ts';
import { memoryAlertStore } from '../engine/alerts/memory-alert-store.ts';
import { openMemoryJournal } from './memory-database.ts';
import { FAKE_START_MS, FakeClock } from './fake-clock.ts';
import { memoryKeyPorts } from './memory-keys.ts';
import { type MemoryActivity, memoryActivity, memoryJournal } from './memory-stores.ts';
import { VirtualPracticeClock } from './virtual-practice-clock.ts';
import { VirtualTransport } from './virtual-transport.ts';

type PracticeOkxExchange = ReturnType<typeof createPracticeOkx>;

export interface VirtualWorldOptions {
  readonly seed: string;
  /** Exchanges the engine has accounts on; the others stand still. Default: all. */
  readonly exchanges?: readonly ExchangeId[];
  /** Prices move by themselves; default true. */
  readonly isMoving?: boolean;
  /** Local wall clock − true time at the start, ms. */
  readonly clockErrorMs?: number;
  /** Opened anew at every start of the engine. Default: one in memory that outlives it. */
  readonly openJournal?: () => Journal;
  readonly kraken?: PracticeKrakenOptions;
  /** What keeps keys, where it is not memory. */
  readonly keys?: Partial<KeyPorts>;
  /** Default: none, limits are then known from answers alone. */
  readonly sockets?: (clock: FakeClock) => SocketTransport;
  /** Further accounts, to be served by the key of the practice account they are a copy of. */
  readonly more?: (accounts: readonly Account[]) => readonly Account[];
}

export interface Told {
  readonly name: EventName;
  readonly payload: unknown;
}

// Not at a round second, so that nothing is aligned by accident.
const START_MS = FAKE_START_MS + 17_345;

/** The engine, the host's practice environment and the three practice exchanges in one process and one virtual time. */
export class VirtualWorld {
  readonly clock: FakeClock;
  readonly exchangeClock: VirtualPracticeClock;
  readonly transport: VirtualTransport;
  readonly binance: PracticeBinanceCore;
  readonly okx: PracticeOkxExchange;
  readonly kraken: PracticeKraken;
  readonly environment: PracticeEnvironment;
  readonly accounts: readonly Account[];
  readonly vault = new Vault();
  /** Outlive the engine, as the journal and the keychain do. */
  readonly keys: ReturnType<typeof memoryKeyPorts>;
  readonly activity: MemoryActivity = memoryActivity();
  /** Everything the engine published. */
  readonly told: Told[] = [];
  /** Accounts the next engine has no way to. */
  readonly cutOff = new Set<string>();
  /** Everything the engine logged. */
  readonly logged: { readonly event: string; readonly fields: LogFields }[] = [];
  readonly random: Random;
  /** Outlive the engine, as the journal does. */
  readonly alerts = memoryAlertStore();
  readonly intents = intentJournalOver(openMemoryJournal());
  engine: Engine;
  readonly #seed: string;
  readonly #openJournal: () => Journal;
  readonly #sockets: VirtualWorldOptions['sockets'];

  constructor(options: VirtualWorldOptions) {
    const { seed, exchanges = exchangeIds, isMoving = true, clockErrorMs = 0 } = options;
    this.#seed = seed;
    this.keys = { ...memoryKeyPorts(), ...options.keys };
    this.#sockets = options.sockets;
    this.random = engineRandom(seed);
    this.clock = new FakeClock(START_MS + clockErrorMs);
    this.exchangeClock = new VirtualPracticeClock(this.clock, START_MS);
    const kept = memoryJournal();
    this.#openJournal = options.openJournal ?? (() => kept);
    const { clock, exchangeClock } = this;
    const random = createRandom(`${seed}/wire`);
    this.transport = new VirtualTransport({ clock, exchangeClock, random });
    const common = (id: ExchangeId) => ({ seed, clock: exchangeClock, isMoving: isMoving && exchanges.includes(id) });
    this.binance = createPracticeBinance(common('binance'));
    this.okx = createPracticeOkx({ ...common('okx'), elapsedUs: () => Math.round(clock.monotonic() * 1_000) });
    this.kraken = createPracticeKraken({ ...common('kraken'), ...options.kraken });
    this.environment = this.#environment();
    const own = this.environment.accounts.filter(({ exchange }) => exchanges.includes(exchange));
    this.accounts = [...own, ...(options.more?.(own) ?? [])];
    for (const { id } of this.environment.accounts) this.environment.control.setWorkload(id, 'off');
    this.engine = this.#start();
  }

  /** Lets virtual time pass; everything that settles on the way has run when it resolves. */
  async run(ms: number): Promise<void> {
    const { clock } = this;
    const endMs = clock.monotonic() + ms;
    await settled();
    for (let nextMs = clock.nextAtMs; nextMs !== null && nextMs <= endMs; nextMs = clock.nextAtMs) {
      clock.advanceTo(nextMs);
      await settled();
    }
    clock.advanceTo(endMs);
    await settled();
  }

  /** Runs until the promise settles, `withinMs` at most. */
  async until<Value>(promise: Promise<Value>, withinMs = 600_000): Promise<Value> {
    const box: { value?: Value; error?: unknown; isDone: boolean } = { isDone: false };
    promise.then(
      (value) => Object.assign(box, { value, isDone: true }),
      (error: unknown) => Object.assign(box, { error, isDone: true }),
    );
    const endMs = this.clock.monotonic() + withinMs;
    await settled();
    while (!box.isDone && this.clock.monotonic() < endMs) await this.#step(endMs);
    if (!box.isDone) throw new Error(`not settled within ${withinMs} virtual ms`);
    if ('error' in box) throw box.error;
    return box.value as Value;
  }

  /** The machine sleeps: the world goes on, our monotonic clock stands still. */
  sleep(ms: number): void {
    this.clock.sleep(ms);
    this.exchangeClock.pass(ms);
  }

  account(exchange: ExchangeId): Account {
    const found = this.accounts.find((account) => account.exchange === exchange);
    if (found === undefined) throw new Error(`no account on ${exchange}`);
    return found;
  }

  origin(exchange: ExchangeId): string {
    return originOf(exchange);
  }

  work(level: WorkloadLevel, options?: Parameters<PracticeEnvironment['work']>[1]): void {
    this.environment.work(this.engine.client, options);
    for (const { id } of this.accounts) this.environment.control.setWorkload(id, level);
  }

  /** Ends the engine and starts another on the same stores, as after a quit. */
  async restart(): Promise<void> {
    for (const { id } of this.accounts) this.environment.control.setWorkload(id, 'off');
    await this.until(this.engine.stop());
    this.engine = this.#start();
  }

  async close(): Promise<void> {
    for (const { id } of this.accounts) this.environment.control.setWorkload(id, 'off');
    await this.until(this.engine.stop());
    await this.environment.stop();
  }

  async #step(endMs: number): Promise<void> {
    this.clock.advanceTo(Math.min(this.clock.nextAtMs ?? endMs, endMs));
    await settled();
  }

  #environment(): PracticeEnvironment {
    const { binance, okx, kraken, transport } = this;
    const listening = (exchange: ExchangeId) => ({
      origin: originOf(exchange),
      socketOrigin: `ws://${exchange}.virtual`,
    });
    transport.serve(originOf('binance'), binance.handle);
    transport.serve(originOf('okx'), okx.handle);
    transport.serve(originOf('kraken'), kraken.handle);
    const { switches, accounts } = okx.state;
    const world = practiceWorldOf({
      binance: { ...binance, ...listening('binance'), stop: () => Promise.resolve(binance.close()) },
      okx: {
        ...listening('okx'),
        switches,
        keys: accounts.allKeys(),
        neighbour: okx.neighbour,
        issueKey: (request) => okx.issueKey(request),
        stop: () => Promise.resolve(okx.close()),
      },
      kraken: { ...kraken, ...listening('kraken'), stop: () => Promise.resolve(kraken.close()) },
    });
    return practiceEnvironmentOf({ world, vault: this.vault, seed: this.#seed, clock: this.exchangeClock });
  }

  #start(): Engine {
    const { clock } = this;
    const engine = createEngine(
      {
        clock,
        random: this.random,
        sockets: this.#sockets?.(clock) ?? null,
        transport: this.transport,
        recorder: createRecorder(this.activity, clock),
        journal: this.#openJournal(),
        vault: this.vault,
        keys: this.keys,
        desk: { intents: this.intents, sha256 },
        alerts: { store: this.alerts, webhook: null },
        log: this.#log(),
        hosts: (account) => (this.cutOff.has(account.id) ? null : this.hosts(account)),
        practice: this.environment.control,
      },
      {
        version: 'test',
        capabilities: { host: 'headless', tray: false, notifications: false, secretStore: 'memory', practice: true },
        accounts: this.accounts,
        // Tests count calls: what an engine asks for by itself would be among them.
        isQuiet: true,
      },
    );
    engine.subscribe((name, payload) => void this.told.push({ name, payload }));
    engine.start();
    return engine;
  }

  #log(): Log {
    const keep = (event: string, fields: LogFields = {}): void => void this.logged.push({ event, fields });
    return { info: keep, warn: keep, error: keep };
  }

  hosts(account: Account): Hosts {
    const hosts = this.environment.hosts(account);
    if (hosts === null) throw new Error(`no hosts for ${account.id}`);
    return hosts;
  }
}

function originOf(exchange: ExchangeId): string {
  return `http://${exchange}.virtual`;
}

// A turn of the event loop lets every promise that already resolved run on, however long the chain.
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

function engineRandom(seed: string): Random {
  const random = createRandom(`${seed}/engine`);
  return {
    fraction: () => random.fraction(),
    bytes: (size) => Uint8Array.from({ length: size }, () => random.integer(0, 255)),
  };
}

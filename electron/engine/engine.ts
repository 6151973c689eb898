import { type Account, type AccountId, realmName } from '../../shared/model/account.ts';
import type { Gate } from '../../shared/model/bucket.ts';
import { wireAlerts } from './alerts/wire-alerts.ts';
import { AccountBook } from './accounts/account-book.ts';
import { accountRuns } from './accounts/account-runs.ts';
import { AccountRunner } from './accounts/account-runner.ts';
import type { AttemptResult } from './client/attempt.ts';
import { createClient } from './client/client.ts';
import { wireDesk } from './desk/wire-desk.ts';
import type { Hosts } from './exchanges/definition.ts';
import { watchClock } from './feed/clock-watch.ts';
import { Connections } from './feed/connections.ts';
import { feedLimits } from './feed/limits-feed.ts';
import { Publisher } from './feed/publisher.ts';
import { feedSamples } from './feed/samples-feed.ts';
import { createHandlers } from './handlers.ts';
import { KeptSettings } from './kept-settings.ts';
import { createLimiter } from './limiter/create-limiter.ts';
import type { Disposer } from './ports.ts';
import { activityRow } from './recorder/activity-row.ts';
import { KeptRetention } from './recorder/kept-retention.ts';
import { StoreHealth } from './store-health.ts';
import { Troubles } from './troubles.ts';
import { hiddenIndex } from './vault/keys/hidden-index.ts';
import { KeyService } from './vault/keys/key-service.ts';
import type { VaultChange } from './vault/vault.ts';
import type { Engine, EngineOptions, EnginePorts } from './engine-types.ts';

/** A clock that steps within so long of the system's word was asleep. */
const SLEEP_TOLD_MS = 10_000;

/** Wires the parts once; every clock, store and network comes in from the host. */
export function createEngine(ports: EnginePorts, options: EngineOptions): Engine {
  const { clock, recorder, journal, log } = ports;
  const publisher = new Publisher();
  const troubles = new Troubles(publisher, clock);
  const stores = new StoreHealth(troubles, journal, clock);
  const connections = new Connections(publisher);
  const accounts = new AccountBook(options.accounts);
  const limiter = createLimiter({ clock, gates: journal.gates(clock.now()) });
  const client = createClient({
    clock,
    random: ports.random,
    transport: ports.transport,
    limiter,
    vault: ports.vault,
    nonces: { load: (key) => journal.loadNonce(key), save: (key, value) => journal.saveNonce(key, value) },
    hosts: ports.hosts,
    accountRef: (account) => runs.refOf(account.id),
    onKeyRefused(keyId) {
      log.warn('key refused', { key: keyId });
      keys.checker.heedRefusal(keyId);
    },
    onLesson: ({ kind, ...fields }) => log.warn(kind, fields),
    onAttempt(attempt, result) {
      if (!isShuttingDown(result)) {
        const moment = { atMs: clock.now(), isStalled: watch.isStalled() };
        recorder.record(activityRow(attempt, result, moment, runs.peerOf(attempt.call.account)));
        watch.attempted(attempt, result);
        learnAddress(attempt.call.account, result);
      }
      connections.note(attempt.call.account, result, clock.now());
    },
  });
  const retention = new KeptRetention(recorder, journal, clock);
  const settings = new KeptSettings(retention, journal, (ids) => {
    for (const id of ids) runs.applyTier(accounts.find(id));
  });
  if (settings.unreadable.length > 0)
    troubles.tell({ severity: 'warning', code: 'settings-unreadable', detail: settings.unreadable.join(', ') });
  const keys = new KeyService({
    ...ports,
    ...ports.keys,
    index: options.isPracticeOnly === true ? hiddenIndex(ports.keys.index) : ports.keys.index,
    client,
    accounts,
    publish: publisher.publish,
    isReachable: (account) => ports.hosts(account) !== null,
    endpointUse: (account, fromMs, untilMs) => recorder.queries.endpointUse(account, fromMs, untilMs),
  });
  const desk = wireDesk({
    ...ports,
    ...ports.desk,
    hosts: (account) => ports.hosts(account) ?? NOWHERE,
    client,
    limiter,
    accounts,
    keys,
    isPracticeOnly: options.isPracticeOnly === true,
    publish: publisher.publish,
    onStoreTrouble: (detail) => (detail === 'journal.db' ? stores.journalRefused() : stores.lost(detail)),
  });
  const { alerts, watch } = wireAlerts({
    ...ports,
    secrets: ports.keys.store,
    limiter,
    accounts,
    publisher,
    connections,
    keys,
    desk,
    troubles: () => troubles.standing(),
    onStoreHealth: (detail) => (detail === null ? stores.well('alerts') : stores.failing('alerts', detail)),
  });
  const runs = accountRuns({
    ...ports,
    isQuiet: options.isQuiet === true,
    client,
    limiter,
    accounts,
    keys,
    desk,
    watch,
    connections,
    troubles,
    tierOf: (id) => settings.current.tiers[id] ?? 'unknown',
  });
  const runner = new AccountRunner(runs);
  const disposers: Disposer[] = [];
  /** When the system last told of a sleep or its end, monotonic ms. */
  let sleptMs = Number.NEGATIVE_INFINITY;
  let { capabilities } = options;

  /** A refusal may name the address that the exchange saw us come from. */
  function learnAddress({ egress }: Account, result: AttemptResult): void {
    const failure = result.kind === 'answered' ? result.verdict?.failure : undefined;
    if (failure?.kind === 'invalid-key' && typeof failure.seenAddress === 'string')
      keys.seenAt(egress, failure.seenAddress);
  }

  function keepGate(gate: Gate, change: 'closed' | 'opened'): void {
    try {
      if (change === 'closed') journal.saveGate(gate);
      else journal.removeGate(gate);
    } catch (error) {
      log.error('gate not kept', { key: gate.key, detail: String(error) });
      stores.journalRefused();
    }
    recorder.noteGate(gate, change, clock.now());
    log.info('gate', { key: gate.key, cause: gate.cause, change, untilMs: gate.untilMs });
    publisher.publish('gates.changed', { gates: [...limiter.gates()] });
  }

  /** Accounts run while somebody can sign for them. */
  function followKey(id: AccountId, change: VaultChange): void {
    const account = accounts.find(id);
    if (account === undefined) return;
    if (change === 'forgotten') runner.halt(account);
    else if (change === 'replaced') runner.restart(account);
    else runner.run(account);
  }

  function start(): void {
    disposers.push(
      accounts.onChange(({ kind, account }) => {
        if (kind === 'removed') runner.halt(account);
        publisher.publish('accounts.changed', { accounts: [...accounts.list()] });
      }),
      ports.vault.onChange(followKey),
      limiter.onGate(keepGate),
      feedLimits(limiter, publisher, clock),
      feedSamples(limiter, recorder, publisher, clock),
      watchClock(clock, troubles, pauseAll, () => clock.monotonic() - sleptMs < SLEEP_TOLD_MS),
      retention.start(),
      recorder.onTrouble((detail, isLasting) => {
        if (isLasting) stores.failing('activity.db', `activity.db (${detail})`);
        else stores.lost(`activity.db: ${detail}`);
      }),
      recorder.onWell(() => stores.well('activity.db')),
    );
    // Before the accounts run: what they hear of orders must find the orders.
    disposers.push(desk.start(), alerts.start(), watch.start());
    for (const account of options.accounts) runner.run(account);
    disposers.push(() => runner.stop(), keys.start());
    disposers.push(
      () => stores.stop(),
      () => troubles.stop(),
    );
  }

  /**
   * Clocks are measured anew, and until then and until open orders were seen no new order leaves. Whoever opens a laptop
   * that slept need not be who closed it: the app lock closes too.
   */
  function pauseAll(): void {
    keys.lock.lock();
    checkClocks();
    desk.clockStepped();
  }

  function checkClocks(): void {
    for (const account of onePerRealm(accounts.list())) client.peers.clockOf(account).check();
  }

  return {
    client,
    limiter,
    keys,
    desk,
    alerts,
    accounts,
    handlers: createHandlers({
      ...ports,
      ...options,
      capabilities: () => capabilities,
      accounts,
      client,
      keys,
      desk,
      alerts,
      keyPorts: ports.keys,
      limiter,
      connections,
      troubles,
      publisher,
      retention,
      settings,
    }),
    subscribe: (publish) => publisher.subscribe(publish),
    tell: (trouble) => troubles.tell(trouble),
    setAbilities(change) {
      const next = { ...capabilities, ...change };
      if (next.notifications === capabilities.notifications && next.tray === capabilities.tray) return;
      capabilities = next;
      publisher.publish('capabilities.changed', { ...next, secretStore: ports.keys.store.view().kind });
    },
    retell(list) {
      for (const alert of list) publisher.publish('alerts.raised', alert);
    },
    start,
    pause() {
      sleptMs = clock.monotonic();
      pauseAll();
    },
    async stop() {
      await desk.leave();
      for (const stop of disposers.splice(0)) stop();
      limiter.close();
      await ports.sockets?.close();
      await ports.transport.close();
      await ports.keys.store.close();
      await recorder.close();
      journal.close();
    },
  };
}

/** Of an account this run has no way to: no call to it gets past the client. */
const NOWHERE: Hosts = { rest: 'https://nowhere.invalid', sockets: {}, headers: {} };

/** Calls that our own stop turned away are no news about anybody. */
function isShuttingDown(result: AttemptResult): boolean {
  return result.kind === 'held' && result.failure.kind === 'unavailable';
}

function onePerRealm(accounts: readonly Account[]): readonly Account[] {
  return [...new Map(accounts.map((account) => [realmName(account), account])).values()];
}

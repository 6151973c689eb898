import type { EventName, EventPayload } from '../../../shared/contract/contract.ts';
import { type Account, realmName } from '../../../shared/model/account.ts';
import type { AlertKind } from '../../../shared/model/alert.ts';
import type { DeskOrder, DeskState } from '../../../shared/model/desk.ts';
import type { Connection } from '../../../shared/model/host.ts';
import type { EgressAddress, KeyView } from '../../../shared/model/vault.ts';
import type { AccountBook } from '../accounts/account-book.ts';
import type { Attempt, AttemptResult } from '../client/attempt.ts';
import type { Publish } from '../feed/publisher.ts';
import type { Limiter, Realm } from '../limiter/types.ts';
import type { Clock, Disposer } from '../ports.ts';
import { probedBuckets } from '../probes/usage-plans.ts';
import type { ExchangeStatus } from '../probes/status-probe.ts';
import type { RecordedRow } from '../recorder/recorded-row.ts';
import type { FeedState } from '../sockets/ports.ts';
import type { StandingTrouble } from '../troubles.ts';
import type { Alerts } from './create-alerts.ts';
import type { Observation } from './observation.ts';
import { ErrorRates, isRefusalWithoutCode } from './sources/calls.ts';
import { deadManObservations, deadManOffObservations, haltObservations, orderObservation } from './sources/desk.ts';
import { gateObservations } from './sources/gates.ts';
import { HeadroomSource } from './sources/headroom.ts';
import { goneKeyObservations, keyObservations } from './sources/keys.ts';
import { MaintenanceSource, reachObservations } from './sources/reach.ts';
import { StaleSource } from './sources/stale.ts';
import { throttleObservations } from './sources/throttling.ts';
import { TroubleSource } from './sources/troubles.ts';
import { ThrottleDetector } from './throttling/detector.ts';

const TICK_MS = 1_000;
/** Our own event loop is looked at so often: a stall of twice this is surely seen. */
const STALL_LOOK_MS = 250;
/** Buckets are looked at twice a second at most. */
const LOOK_MS = 500;
/** A tick that comes so late was held up here: 3 s of a blocked event loop are no slowness of an exchange. */
const STALL_MS = 250;
/** Kinds that are about an exchange and environment as a whole, whose name their subject begins with. */
const OF_REALM: ReadonlySet<AlertKind> = new Set<AlertKind>([
  'exchange-down',
  'clock-wrong',
  'error-rate',
  'soft-throttling',
  'latency-drift',
  'maintenance-ahead',
]);
const LOOKS_PER_TICK = TICK_MS / STALL_LOOK_MS;
const EGRESS_SHOWN_MS = 86_400_000;

export interface WatchPorts {
  readonly clock: Clock;
  readonly alerts: Pick<Alerts, 'observe' | 'forget'>;
  readonly limiter: Pick<Limiter, 'snapshot' | 'gates' | 'onChange' | 'onGate'>;
  readonly accounts: AccountBook;
  /** The engine's own published facts. */
  readonly subscribe: (publish: Publish) => Disposer;
  readonly connections: () => readonly Connection[];
  readonly keys: () => readonly KeyView[];
  /** What is wrong with this machine. */
  readonly troubles: () => readonly StandingTrouble[];
  readonly egress: () => readonly EgressAddress[];
  /** Null: this engine has no desk. */
  readonly desk: { readonly state: () => DeskState; readonly orders: () => readonly DeskOrder[] } | null;
}

/** Everything in the engine that may be alerted of, as observations. */
export class EngineWatch {
  readonly #ports: WatchPorts;
  readonly #detector = new ThrottleDetector();
  readonly #errors = new ErrorRates();
  readonly #headroom = new HeadroomSource();
  readonly #maintenance = new MaintenanceSource();
  readonly #stale = new StaleSource();
  readonly #troubles = new TroubleSource();
  readonly #statuses = new Map<string, ExchangeStatus>();
  readonly #feeds = new Map<string, FeedState>();
  readonly #egress = new Map<string, string>();
  #deskState: DeskState | null = null;
  #lookedMs = Number.NEGATIVE_INFINITY;
  #wake: Disposer | null = null;

  constructor(ports: WatchPorts) {
    this.#ports = ports;
  }

  start(): Disposer {
    const { clock, limiter, accounts, subscribe } = this.#ports;
    this.#takeStock();
    let dueMs = clock.monotonic() + STALL_LOOK_MS;
    let looks = 0;
    const look = (): void => {
      const nowMs = clock.monotonic();
      if (nowMs - dueMs > STALL_MS) this.#detector.noteStall(nowMs);
      dueMs = nowMs + STALL_LOOK_MS;
      cancel = clock.wakeAt(dueMs, look);
      looks += 1;
      if (looks % LOOKS_PER_TICK === 0) this.#tick();
    };
    let cancel = clock.wakeAt(dueMs, look);
    const stops = [
      () => cancel(),
      () => this.#wake?.(),
      limiter.onChange(() => this.#scheduleLook()),
      limiter.onGate((gate, change) => this.#see(gateObservations(gate, change === 'closed', this.#hasAccount))),
      accounts.onChange(({ kind, account }) => kind === 'removed' && this.#removed(account)),
      subscribe((name, payload) => this.#heard(name, payload)),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }

  /** True right after our own event loop stood still: what is read then waited for us. */
  isStalled(): boolean {
    return this.#detector.isStalled(this.#ports.clock.monotonic());
  }

  /** One attempt of the client ended. */
  attempted({ call, lane, priced }: Attempt, result: AttemptResult): void {
    const nowMs = this.#ports.clock.monotonic();
    const realm = realmName(call.account);
    if (result.kind === 'held' || this.#detector.isStalled(nowMs)) return;
    this.#errors.note(realm, call.account.exchange, result, nowMs);
    if (isRefusalWithoutCode(result)) this.#detector.noteSign(realm, 'refusal-without-code', nowMs);
    if (result.kind !== 'answered' || result.verdict !== null) return;
    const { firstByteMs } = result.timing;
    this.#detector.note({ realm, lane, endpoint: priced.name, firstByteMs }, nowMs);
  }

  /** An account's feed changed its state. */
  feedChanged(account: Account, state: FeedState): void {
    const wasLive = this.#feeds.get(account.id) === 'live';
    this.#feeds.set(account.id, state);
    this.#stale.feedChanged(account.id, state);
    if (wasLive && state === 'down') this.#sign(realmName(account), 'reconnect');
  }

  /** A row of a socket: gaps in what came over it. */
  socketRow({ kind, endpoint, account: id }: Pick<RecordedRow, 'kind' | 'endpoint' | 'account'>): void {
    const account = this.#ports.accounts.find(id);
    if (account !== undefined && kind === 'socket' && endpoint.endsWith(' gap')) this.#sign(realmName(account), 'gap');
  }

  /** The answer of a status probe. */
  statusRead(account: Account, status: ExchangeStatus): void {
    this.#statuses.set(realmName(account), status);
    this.#see(this.#maintenance.observe(account, status, this.#ports.clock.now()));
    this.#lookAtReach();
  }

  /** Its own work began. `isProbed`: its use is asked for now and then. */
  accountStarted(account: Account, isProbed: boolean): void {
    this.#stale.started(account, isProbed ? probedBuckets(account.exchange) : new Set());
  }

  /** Nobody can sign for it any more, or its work begins anew. */
  accountStopped({ id }: Account): void {
    this.#feeds.delete(id);
    this.#stale.forget(id);
    this.#ports.alerts.forget(({ kind, account }) => kind === 'data-stale' && account === id);
  }

  /** Nobody calls there any more, so nothing is known of it. */
  realmEnded(realm: Realm): void {
    const name = realmName(realm);
    this.#statuses.delete(name);
    this.#errors.forget(name);
    this.#detector.forget(name);
    this.#maintenance.forget(name);
    this.#ports.alerts.forget(({ kind, subject }) => OF_REALM.has(kind) && subject.split(' ')[0] === name);
    this.#lookAtReach();
  }

  readonly #hasAccount = (id: string): boolean => this.#ports.accounts.find(id) !== undefined;

  /** What was so before anybody listened. */
  #takeStock(): void {
    const { limiter, keys, egress, desk } = this.#ports;
    for (const { egress: name, address, source } of egress())
      if (address !== null && source === 'exchange') this.#egress.set(name, address);
    this.#see(limiter.gates().flatMap((gate) => gateObservations(gate, true, this.#hasAccount)));
    this.#see(keys().flatMap(keyObservations));
    this.#lookAtTroubles();
    if (desk !== null) this.#deskChanged(desk.state());
    this.#see((desk?.orders() ?? []).map(orderObservation));
  }

  #tick(): void {
    const { clock, accounts } = this.#ports;
    const nowMs = clock.monotonic();
    this.#look();
    this.#see(this.#errors.observe(nowMs));
    this.#see(throttleObservations(this.#detector, nowMs));
    if (this.#deskState !== null)
      this.#see(deadManObservations(this.#deskState, (id) => accounts.find(id), clock.now()));
    this.#lookAtReach();
  }

  #scheduleLook(): void {
    const { clock } = this.#ports;
    this.#wake ??= clock.wakeAt(Math.max(clock.monotonic(), this.#lookedMs + LOOK_MS), () => this.#look());
  }

  #look(): void {
    const { clock, limiter } = this.#ports;
    this.#wake?.();
    this.#wake = null;
    this.#lookedMs = clock.monotonic();
    const views = limiter.snapshot();
    this.#see(this.#headroom.observe(views, clock.now()));
    this.#see(this.#stale.observe(views, clock.now()));
  }

  #lookAtReach(): void {
    this.#see(reachObservations(this.#ports.connections(), this.#statuses));
  }

  #heard<Name extends EventName>(name: Name, payload: EventPayload<Name>): void {
    const fact = { name, payload } as { [Each in EventName]: { name: Each; payload: EventPayload<Each> } }[EventName];
    switch (fact.name) {
      case 'keys.changed':
        this.#see(fact.payload.removed.flatMap(goneKeyObservations));
        return this.#see(fact.payload.keys.flatMap(keyObservations));
      case 'keys.drifted':
        return this.#see(keyObservations(fact.payload));
      case 'egress.changed':
        return this.#egressChanged(fact.payload);
      case 'connections.changed':
        return this.#lookAtReach();
      case 'orders.updated':
        return this.#see(fact.payload.orders.map(orderObservation));
      case 'desk.changed':
        return this.#deskChanged(fact.payload);
      case 'quotes.changed':
        return this.#quoted(fact.payload.account, fact.payload.state === 'stale');
      case 'host.troubled':
      case 'host.troubleEnded':
        return this.#lookAtTroubles();
      default:
    }
  }

  #deskChanged(state: DeskState): void {
    const { accounts } = this.#ports;
    this.#deskState = state;
    this.#see(haltObservations(state, accounts.list()));
    this.#see(deadManOffObservations(state, (id) => accounts.find(id)));
  }

  #egressChanged({ egress, address, source }: EgressAddress): void {
    const before = this.#egress.get(egress);
    // What a person typed is no change that anybody saw, and no address to have changed from.
    if (address === null || source !== 'exchange' || address === before) return;
    this.#egress.set(egress, address);
    if (before === undefined) return;
    const endsAtMs = this.#ports.clock.now() + EGRESS_SHOWN_MS;
    const about = { kind: 'egress-changed', subject: egress, exchange: null, account: null } as const;
    this.#see([{ ...about, value: true, facts: { egress, from: before, to: address }, endsAtMs }]);
  }

  #quoted(id: string, isStale: boolean): void {
    const account = this.#ports.accounts.find(id);
    if (account !== undefined && isStale) this.#sign(realmName(account), 'stale-data');
  }

  #lookAtTroubles(): void {
    this.#see(this.#troubles.observe(this.#ports.troubles()));
  }

  #removed(account: Account): void {
    this.accountStopped(account);
    this.#ports.alerts.forget((about) => about.account === account.id);
  }

  #sign(realm: string, sign: Parameters<ThrottleDetector['noteSign']>[1]): void {
    this.#detector.noteSign(realm, sign, this.#ports.clock.monotonic());
  }

  #see(observations: readonly Observation[]): void {
    for (const seen of observations) this.#ports.alerts.observe(seen);
  }
}

import type { EventName, EventPayload } from '../../../shared/contract/contract.ts';
import type { Account } from '../../../shared/model/account.ts';
import type { DeskOrder, DeskState } from '../../../shared/model/desk.ts';
import type { Connection, HostTrouble } from '../../../shared/model/host.ts';
import type { EgressAddress, KeyView } from '../../../shared/model/vault.ts';
import type { AccountBook } from '../accounts/account-book.ts';
import type { Attempt, AttemptResult } from '../client/attempt.ts';
import type { Publish } from '../feed/publisher.ts';
import type { Limiter } from '../limiter/types.ts';
import type { Clock, Disposer } from '../ports.ts';
import type { ExchangeStatus } from '../probes/status-probe.ts';
import type { RecordedRow } from '../recorder/recorded-row.ts';
import type { FeedState } from '../sockets/ports.ts';
import type { Alerts } from './create-alerts.ts';
import type { Observation } from './observation.ts';
import { ErrorRates, isRefusalWithoutCode } from './sources/calls.ts';
import { deadManObservations, deadManOffObservations, haltObservations, orderObservation } from './sources/desk.ts';
import { gateObservation } from './sources/gates.ts';
import { HeadroomSource } from './sources/headroom.ts';
import { goneKeyObservations, keyObservations } from './sources/keys.ts';
import { MaintenanceSource, reachObservations, realmOf } from './sources/reach.ts';
import { StaleSource } from './sources/stale.ts';
import { throttleObservations } from './sources/throttling.ts';
import { ThrottleDetector } from './throttling/detector.ts';

const TICK_MS = 1_000;
/** Buckets are looked at twice a second at most. */
const LOOK_MS = 500;
/** A tick that comes so late was held up here: 3 s of a blocked event loop are no slowness of an exchange. */
const STALL_MS = 250;
const EGRESS_SHOWN_MS = 86_400_000;
const TROUBLE_SHOWN_MS = 3_600_000;

export interface WatchPorts {
  readonly clock: Clock;
  readonly alerts: Pick<Alerts, 'observe' | 'forget'>;
  readonly limiter: Pick<Limiter, 'snapshot' | 'gates' | 'onChange' | 'onGate'>;
  readonly accounts: AccountBook;
  /** The engine's own published facts. */
  readonly subscribe: (publish: Publish) => Disposer;
  readonly connections: () => readonly Connection[];
  readonly keys: () => readonly KeyView[];
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
    let dueMs = clock.monotonic() + TICK_MS;
    const tick = (): void => {
      const nowMs = clock.monotonic();
      if (nowMs - dueMs > STALL_MS) this.#detector.noteStall(nowMs);
      dueMs = nowMs + TICK_MS;
      cancel = clock.wakeAt(dueMs, tick);
      this.#tick();
    };
    let cancel = clock.wakeAt(dueMs, tick);
    const stops = [
      () => cancel(),
      () => this.#wake?.(),
      limiter.onChange(() => this.#scheduleLook()),
      limiter.onGate((gate, change) => this.#see([gateObservation(gate, change === 'closed', this.#hasAccount)])),
      accounts.onChange(({ kind, account }) => kind === 'removed' && this.#removed(account)),
      subscribe((name, payload) => this.#heard(name, payload)),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }

  /** One attempt of the client ended. */
  attempted({ call, lane, priced }: Attempt, result: AttemptResult): void {
    const nowMs = this.#ports.clock.monotonic();
    const realm = realmOf(call.account);
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
    if (wasLive && state === 'down') this.#sign(realmOf(account), 'reconnect');
  }

  /** A row of a socket: gaps in what came over it. */
  socketRow({ kind, endpoint, account: id }: Pick<RecordedRow, 'kind' | 'endpoint' | 'account'>): void {
    const account = this.#ports.accounts.find(id);
    if (account !== undefined && kind === 'socket' && endpoint.endsWith(' gap')) this.#sign(realmOf(account), 'gap');
  }

  /** The answer of a status probe. */
  statusRead(account: Account, status: ExchangeStatus): void {
    this.#statuses.set(realmOf(account), status);
    this.#see(this.#maintenance.observe(account, status, this.#ports.clock.now()));
    this.#lookAtReach();
  }

  readonly #hasAccount = (id: string): boolean => this.#ports.accounts.find(id) !== undefined;

  /** What was so before anybody listened. */
  #takeStock(): void {
    const { limiter, keys, egress, desk } = this.#ports;
    for (const { egress: name, address } of egress()) if (address !== null) this.#egress.set(name, address);
    this.#see(limiter.gates().map((gate) => gateObservation(gate, true, this.#hasAccount)));
    this.#see(keys().flatMap(keyObservations));
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
    const { clock, limiter, accounts } = this.#ports;
    this.#wake?.();
    this.#wake = null;
    this.#lookedMs = clock.monotonic();
    const views = limiter.snapshot();
    this.#see(this.#headroom.observe(views, clock.now()));
    this.#see(this.#stale.observe(accounts.list(), views, clock.now()));
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
        return this.#troubled(fact.payload);
      default:
    }
  }

  #deskChanged(state: DeskState): void {
    const { accounts } = this.#ports;
    this.#deskState = state;
    this.#see(haltObservations(state, accounts.list()));
    this.#see(deadManOffObservations(state, (id) => accounts.find(id)));
  }

  #egressChanged({ egress, address }: EgressAddress): void {
    const before = this.#egress.get(egress);
    if (address === null || address === before) return;
    this.#egress.set(egress, address);
    if (before === undefined) return;
    const endsAtMs = this.#ports.clock.now() + EGRESS_SHOWN_MS;
    const about = { kind: 'egress-changed', subject: egress, exchange: null, account: null } as const;
    this.#see([{ ...about, value: true, facts: { egress, from: before, to: address }, endsAtMs }]);
  }

  #quoted(id: string, isStale: boolean): void {
    const account = this.#ports.accounts.find(id);
    if (account !== undefined && isStale) this.#sign(realmOf(account), 'stale-data');
  }

  #troubled({ code, detail }: HostTrouble): void {
    if (!code.startsWith('store-') && code !== 'settings-unreadable') return;
    const endsAtMs = this.#ports.clock.now() + TROUBLE_SHOWN_MS;
    const about = { kind: 'store-trouble', subject: code, exchange: null, account: null } as const;
    this.#see([{ ...about, value: true, facts: { why: code, detail }, endsAtMs }]);
  }

  #removed(account: Account): void {
    this.#feeds.delete(account.id);
    this.#stale.forget(account.id);
    this.#ports.alerts.forget((about) => about.account === account.id);
  }

  #sign(realm: string, sign: Parameters<ThrottleDetector['noteSign']>[1]): void {
    this.#detector.noteSign(realm, sign, this.#ports.clock.monotonic());
  }

  #see(observations: readonly Observation[]): void {
    for (const seen of observations) this.#ports.alerts.observe(seen);
  }
}

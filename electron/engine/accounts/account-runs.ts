import type { Account, AccountId } from '../../../shared/model/account.ts';
import type { Tier } from '../../../shared/model/storage.ts';
import type { EngineWatch } from '../alerts/watch-engine.ts';
import { bindReadings } from '../client/answer.ts';
import type { Client } from '../client/client.ts';
import type { Peer } from '../client/peers.ts';
import type { DeskService } from '../desk/desk-service.ts';
import { exchange } from '../exchanges/registry.ts';
import type { Connections } from '../feed/connections.ts';
import type { Limiter, Realm } from '../limiter/types.ts';
import type { Clock, Disposer, Random, SocketTransport } from '../ports.ts';
import { probeClock } from '../probes/clock-probe.ts';
import { probeLimits } from '../probes/limits-probe.ts';
import { probePartNames } from '../probes/part-names-probe.ts';
import { probeStatus } from '../probes/status-probe.ts';
import { probeUsage } from '../probes/usage-probe.ts';
import type { Recorder } from '../recorder/types.ts';
import { connectFeed } from '../sockets/feed.ts';
import type { SocketPorts } from '../sockets/ports.ts';
import type { Troubles } from '../troubles.ts';
import type { KeyService } from '../vault/keys/key-service.ts';
import type { Vault } from '../vault/vault.ts';
import type { AccountBook } from './account-book.ts';
import type { RunnerSteps } from './account-runner.ts';

export interface AccountRunParts {
  readonly clock: Clock;
  readonly random: Random;
  /** Null: no feeds. */
  readonly sockets: SocketTransport | null;
  readonly recorder: Recorder;
  readonly vault: Vault;
  readonly client: Client;
  readonly limiter: Limiter;
  readonly accounts: AccountBook;
  readonly keys: KeyService;
  readonly desk: DeskService;
  readonly watch: EngineWatch;
  readonly connections: Connections;
  readonly troubles: Troubles;
  /** Makes no calls of its own accord beyond clocks, limits and feeds. */
  readonly isQuiet: boolean;
  readonly tierOf: (account: AccountId) => Tier;
}

export interface AccountRuns extends RunnerSteps {
  /** The tier its user names, or now names otherwise, sets the limits the exchange has not told. */
  applyTier(account: Account | undefined): void;
  /** Undefined: this run has no way to it. */
  peerOf(account: Account): Peer | undefined;
  /** What the exchange counts this account by; its own id until that is known. */
  refOf(account: AccountId): string;
}

/** What runs as long as an account does, and as long as any account of its exchange, environment and site. */
export function accountRuns(parts: AccountRunParts): AccountRuns {
  const { clock, client, limiter, accounts, connections, troubles, watch, desk } = parts;
  const refs = new Map<AccountId, string>();

  function peerOf(account: Account): Peer | undefined {
    const peer = client.peers.of(account);
    return peer.ok ? peer.value : undefined;
  }

  function startRealm(account: Account): Disposer {
    const realm = realmOf(account);
    const serverClock = client.peers.clockOf(realm);
    connections.add(realm, serverClock);
    const stops = [
      serverClock.onChange((isTrusted) => {
        const offsetMs = serverClock.wallOffsetMs();
        if (!isTrusted || offsetMs === null) return;
        limiter.setServerOffset(realm, offsetMs, serverClock.estimate?.uncertaintyMs ?? 0);
        connections.clockChanged(realm);
        troubles.judgeClock(realm.exchange, offsetMs);
      }),
      probeClock(account, client, serverClock, clock),
      ...(parts.sockets === null ? [] : [probePartNames(account, client, clock)]),
    ];
    if (!parts.isQuiet) stops.push(probeStatus(account, client, clock, (status) => watch.statusRead(account, status)));
    return () => disposeAll(stops);
  }

  function endRealm(account: Account): void {
    const realm = realmOf(account);
    const { exchange: name } = account;
    connections.remove(realm);
    watch.realmEnded(realm);
    if (!accounts.list().some((one) => one.exchange === name)) troubles.forgetClock(name);
  }

  /** Order limits belong to accounts, so each asks for its own. */
  function startAccount(account: Account): Disposer {
    const ref = parts.keys.book.activeOf(account.id)?.record.check?.facts?.accountRef;
    if (ref !== null && ref !== undefined && !refs.has(account.id)) refs.set(account.id, ref);
    showBuckets(account);
    watch.accountStarted(account, !parts.isQuiet);
    applyTier(account);
    const stops = [probeLimits(account, client, clock), () => watch.accountStopped(account)];
    if (!parts.isQuiet) stops.push(probeUsage(account, client, limiter, clock), desk.run(account));
    if (parts.sockets !== null && parts.vault.lend(account.id).ok)
      stops.push(connectFeed(account, socketPorts(parts.sockets)));
    return () => disposeAll(stops);
  }

  /** Buckets that count whole accounts or addresses are on screen before the first call. */
  function showBuckets(account: Account): void {
    const peer = peerOf(account);
    if (peer === undefined) return;
    for (const bucket of Object.values(exchange(account.exchange).limits.buckets)) {
      const isWhole = bucket.scope.every((scope) => scope === 'ip' || scope === 'account' || scope === 'key');
      if (isWhole) limiter.register(peer.realm, peer.holder, bucket, null);
    }
  }

  function applyTier(account: Account | undefined): void {
    const peer = account === undefined ? undefined : peerOf(account);
    if (account === undefined || peer === undefined) return;
    const definition = exchange(account.exchange);
    const readings = definition.tierLimits?.(parts.tierOf(account.id)) ?? [];
    limiter.observe(peer.realm, peer.holder, bindReadings(readings, definition, peer));
  }

  function socketPorts(sockets: SocketTransport): SocketPorts {
    const record = (row: Parameters<Recorder['record']>[0]): void => {
      parts.recorder.record(row);
      watch.socketRow(row);
    };
    return {
      clock,
      random: parts.random,
      client,
      limiter,
      sockets,
      record,
      onOrders: (account, updates) => desk.heard(account, updates),
      onState: (account, state) => {
        desk.feedChanged(account, state);
        watch.feedChanged(account, state);
      },
    };
  }

  return { startRealm, endRealm, startAccount, applyTier, peerOf, refOf: (account) => refs.get(account) ?? account };
}

function realmOf({ exchange: name, environment, region }: Account): Realm {
  return { exchange: name, environment, region };
}

function disposeAll(stops: readonly Disposer[]): void {
  for (const stop of stops) stop();
}

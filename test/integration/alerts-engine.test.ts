import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAlerts, type Alerts } from '../../electron/engine/alerts/create-alerts.ts';
import { EngineWatch } from '../../electron/engine/alerts/watch-engine.ts';
import { Connections } from '../../electron/engine/feed/connections.ts';
import { Publisher } from '../../electron/engine/feed/publisher.ts';
import { silentLog } from '../../electron/engine/log.ts';
import { Troubles } from '../../electron/engine/troubles.ts';
import { probeStatus } from '../../electron/engine/probes/status-probe.ts';
import { probeUsage } from '../../electron/engine/probes/usage-probe.ts';
import type { Alert } from '../../shared/model/alert.ts';
import type { BucketView } from '../../shared/model/bucket.ts';
import type { Connection } from '../../shared/model/host.ts';
import { memorySecretStore } from '../support/memory-keys.ts';
import { memoryJournal } from '../support/memory-stores.ts';
import { VirtualWorld } from '../support/virtual-world.ts';
import { memoryAlertStore } from '../engine/alerts/memory-alert-store.ts';

const LOOPBACK = '127.0.0.1';

/** The engine over the practice exchanges, watched as the engine's own wiring watches it. */
class WatchedWorld {
  readonly world: VirtualWorld;
  readonly raised: Alert[] = [];
  readonly alerts: Alerts;
  readonly #stops: (() => void)[] = [];

  constructor(seed: string) {
    this.world = new VirtualWorld({ seed, isMoving: false });
    const { clock, random, engine, accounts } = this.world;
    this.alerts = createAlerts({
      clock,
      random,
      log: silentLog,
      journal: memoryJournal(),
      store: memoryAlertStore(),
      secrets: memorySecretStore(),
      webhook: null,
      hasAccount: (id) => engine.accounts.find(id) !== undefined,
      onStoreHealth: () => undefined,
      changed: () => undefined,
      raised: (alert) => void this.raised.push(alert),
      settingsChanged: () => undefined,
    });
    const watch = new EngineWatch({
      clock,
      alerts: this.alerts,
      limiter: engine.limiter,
      accounts: engine.accounts,
      subscribe: (publish) => engine.subscribe(publish),
      connections: () => this.connections(),
      keys: () => engine.keys.views(),
      egress: () => engine.keys.egress.list(),
      troubles: () => [],
      desk: null,
    });
    this.#stops.push(this.alerts.start(), watch.start());
    for (const account of accounts) {
      this.#stops.push(probeUsage(account, engine.client, engine.limiter, clock));
      this.#stops.push(probeStatus(account, engine.client, clock, (status) => watch.statusRead(account, status)));
    }
  }

  connections(): readonly Connection[] {
    const snapshot = this.world.engine.handlers['connections.snapshot']({});
    if (snapshot instanceof Promise || !snapshot.ok) throw new Error('no connections');
    return snapshot.value.connections;
  }

  view(bucket: string): BucketView {
    const found = this.world.engine.limiter.snapshot().find((view) => view.bucket.id === bucket);
    if (found === undefined) throw new Error(`no bucket ${bucket}`);
    return found;
  }

  kinds(): readonly string[] {
    return this.raised.map(({ kind, exchange }) => `${kind} ${exchange ?? ''}`);
  }

  async close(): Promise<void> {
    for (const stop of this.#stops) stop();
    await this.world.close();
  }
}

describe('an idle engine', () => {
  let rig: WatchedWorld;

  beforeEach(async () => {
    rig = new WatchedWorld('alerts');
    await rig.world.run(63_000);
  });

  afterEach(() => rig.close());

  it('shows what another program spends within one probe interval, as foreign', async () => {
    expect(rig.view('ip-weight').foreign).toBe(0);
    rig.world.binance.neighbour.spend('weight', LOOPBACK, 1_234);
    await rig.world.run(16_000);
    expect(rig.view('ip-weight').foreign).toBe(1_234);
  });

  it('warns when others have nearly used up a limit', async () => {
    rig.world.binance.neighbour.spend('weight', LOOPBACK, 5_600);
    await rig.world.run(25_000);
    expect(rig.kinds()).toContain('headroom-low binance');
    const alert = rig.raised.find(({ kind }) => kind === 'headroom-low');
    expect(alert?.facts).toMatchObject({ bucket: expect.stringMatching(/weight/i), environment: 'practice' });
  });

  it('spends less than a hundredth of every limit on these probes in an hour', async () => {
    const spent = new Map<string, number>();
    const stop = rig.world.transport.onPassage(({ origin, request }) => {
      const name = `${origin} ${request.target.split('?')[0]}`;
      spent.set(name, (spent.get(name) ?? 0) + 1);
    });
    await rig.world.run(3_600_000);
    stop();
    const calls = (name: string): number => spent.get(`${rig.world.origin('binance')} ${name}`) ?? 0;
    expect(calls('/api/v3/ping')).toBeGreaterThan(100);
    const weight = calls('/api/v3/ping') + 40 * calls('/api/v3/rateLimit/order');
    expect(weight).toBeLessThan(0.01 * 6_000 * 60);
    expect(spent.get(`${rig.world.origin('okx')} /api/v5/system/status`)).toBeLessThanOrEqual(0.01 * 720);
    expect(spent.get(`${rig.world.origin('kraken')} /0/public/SystemStatus`)).toBeLessThanOrEqual(0.01 * 3_600);
  });

  it('raises nothing while all is well', () => expect(rig.kinds()).toEqual([]));

  it('tells one exchange that is down from a network that is gone', async () => {
    rig.world.transport.closed.add(rig.world.origin('kraken'));
    await rig.world.run(150_000);
    expect(rig.kinds()).toContain('exchange-down kraken');
    expect(rig.kinds()).not.toContain('offline ');
    for (const id of ['binance', 'okx'] as const) rig.world.transport.closed.add(rig.world.origin(id));
    await rig.world.run(150_000);
    expect(rig.kinds()).toContain('offline ');
  });

  it('tells of maintenance that OKX announces, and no more once it is called off', async () => {
    const { control } = rig.world.environment;
    const okx = control.state().exchanges.find(({ exchange }) => exchange === 'okx');
    if (okx === undefined) throw new Error('no OKX');
    expect(control.state().exchanges.map(({ announced }) => announced)).toEqual([undefined, false, undefined]);
    control.setExchange({ ...okx, announced: true });
    await rig.world.run(600_000);
    expect(rig.kinds()).toEqual(['maintenance-ahead okx']);
    const [alert] = rig.raised;
    expect(alert?.facts).toMatchObject({ environment: 'practice', title: 'Trading system maintenance' });
    control.setExchange({ ...okx, announced: false });
    await rig.world.run(600_000);
    const snapshot = await rig.alerts.handlers['alerts.snapshot']({});
    expect(snapshot.ok && snapshot.value.alerts.map(({ state }) => state)).toEqual(['cleared']);
  });

  it('tells of a ban with its end, once, and clears it when the gate opens', async () => {
    const [account] = rig.world.accounts;
    if (account === undefined) throw new Error('no account');
    const realm = { exchange: account.exchange, environment: account.environment };
    const untilMs = rig.world.clock.now() + 120_000;
    rig.world.engine.limiter.closeGate({
      key: 'binance/practice|ip=default',
      realm,
      cause: 'banned',
      untilMs,
      code: '-1003',
    });
    await rig.world.run(1_000);
    expect(rig.raised.filter(({ kind }) => kind === 'banned')).toMatchObject([
      { endsAtMs: untilMs, facts: { code: '-1003' } },
    ]);
    await rig.world.run(125_000);
    const snapshot = await rig.alerts.handlers['alerts.snapshot']({});
    const banned = snapshot.ok ? snapshot.value.alerts.filter(({ kind }) => kind === 'banned') : [];
    expect(banned).toMatchObject([{ state: 'cleared' }]);
  });
});

describe('what the engine publishes', () => {
  it('is heard: stores in trouble and another egress address', () => {
    const seen: string[] = [];
    const rig = new WatchedWorld('heard');
    const { clock, engine } = rig.world;
    const publisher = new Publisher();
    const troubles = new Troubles(publisher, clock);
    troubles.tell({ severity: 'critical', code: 'store-replaced', detail: 'activity.db' });
    const watch = new EngineWatch({
      clock,
      alerts: { observe: ({ kind, value }) => void (value === true && seen.push(kind)), forget: () => undefined },
      limiter: engine.limiter,
      accounts: engine.accounts,
      subscribe: (publish) => publisher.subscribe(publish),
      connections: () => new Connections(publisher).snapshot(),
      keys: () => [],
      egress: () => [{ egress: 'default', address: '203.0.113.7', source: 'exchange', atMs: 1 }],
      troubles: () => troubles.standing(),
      desk: null,
    });
    const stop = watch.start();
    publisher.publish('egress.changed', { egress: 'default', address: '203.0.113.7', source: 'exchange', atMs: 2 });
    // What was wrong before anybody listened, and no more.
    expect(seen.splice(0)).toEqual(['store-trouble']);
    publisher.publish('egress.changed', { egress: 'default', address: '203.0.113.8', source: 'exchange', atMs: 3 });
    troubles.dismiss('1');
    troubles.failing('journal', { severity: 'critical', code: 'store-write-failed', detail: 'journal.db' });
    troubles.tell({ severity: 'notice', code: 'clock-stepped', detail: '9' });
    expect(new Set(seen)).toEqual(new Set(['egress-changed', 'store-trouble']));
    stop();
    return rig.close();
  });
});

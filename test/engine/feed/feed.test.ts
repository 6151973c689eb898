import { describe, expect, it } from 'vitest';
import { type EventName, events } from '../../../shared/contract/contract.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import type { AttemptResult } from '../../../electron/engine/client/attempt.ts';
import { ServerClock } from '../../../electron/engine/client/server-clock.ts';
import { Connections } from '../../../electron/engine/feed/connections.ts';
import { feedLimits } from '../../../electron/engine/feed/limits-feed.ts';
import { Publisher } from '../../../electron/engine/feed/publisher.ts';
import { feedSamples } from '../../../electron/engine/feed/samples-feed.ts';
import { get } from '../../../electron/engine/http.ts';
import type { Recorder } from '../../../electron/engine/recorder/types.ts';
import { Troubles } from '../../../electron/engine/troubles.ts';
import { ClientRig } from '../../support/client-rig.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { json } from '../../support/scripted-transport.ts';

interface Published {
  readonly atMs: number;
  readonly name: EventName;
  readonly payload: unknown;
}

/** Everything published, each payload checked against the contract. */
function listen(publisher: Publisher, clock: FakeClock): Published[] {
  const seen: Published[] = [];
  publisher.subscribe(
    (name, payload) => void seen.push({ atMs: clock.monotonic(), name, payload: events[name].parse(payload) }),
  );
  return seen;
}

const timing = { queueMs: 0, connectMs: 0, firstByteMs: 0, bodyMs: 0 };
const reply = { status: 200, headers: {}, text: '', json: {} };
const answered = (failure: Failure | null): AttemptResult => ({
  kind: 'answered',
  reply,
  verdict: failure === null ? null : { failure, execution: 'not-executed', retry: 'never', gate: null },
  readings: [],
  exchangeMs: null,
  timing,
});
const lost = (failure: Failure): AttemptResult => ({ kind: 'lost', failure, mayHaveArrived: true, timing });

describe('limits on the screen', () => {
  const depth = get('/api/v3/depth', { symbol: 'BTCUSDT' });

  it('are published at most ten times a second, however much changes, and end complete', async () => {
    const rig = new ClientRig();
    await rig.run(5_000);
    const publisher = new Publisher();
    const seen = listen(publisher, rig.clock);
    feedLimits(rig.limiter, publisher, rig.clock);
    rig.transport.always(/depth/, json({ lastUpdateId: 1 }));
    const startMs = rig.clock.monotonic();
    for (let step = 0; step < 200; step += 1) {
      rig.start('binance', depth);
      await rig.run(5);
    }
    const inSecond = seen.filter(({ atMs }) => atMs < startMs + 1_000);
    expect(inSecond.length).toBeGreaterThan(5);
    expect(inSecond.length).toBeLessThanOrEqual(10);
    const gaps = seen.slice(1).map(({ atMs }, index) => atMs - (seen[index]?.atMs ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(100);
    await rig.run(200);
    const last = seen.at(-1)?.payload as {
      readonly buckets: readonly { readonly bucket: { readonly id: string }; readonly used: number }[];
    };
    expect(last.buckets.find(({ bucket }) => bucket.id === 'ip-weight')?.used).toBe(1_000);
  });

  it('follow what time empties, once a second, and then rest', async () => {
    const rig = new ClientRig();
    await rig.run(5_000);
    const publisher = new Publisher();
    const seen = listen(publisher, rig.clock);
    feedLimits(rig.limiter, publisher, rig.clock);
    rig.transport.once(/depth/, json({ lastUpdateId: 1 }));
    await rig.sent('binance', depth, {}, 10_000);
    expect(seen.length).toBeGreaterThanOrEqual(10);
    expect(seen.length).toBeLessThanOrEqual(13);
    await rig.run(600_000);
    const rested = seen.length;
    await rig.run(60_000);
    expect(seen.length).toBe(rested);
  });

  it('stop when told', async () => {
    const rig = new ClientRig();
    const publisher = new Publisher();
    const seen = listen(publisher, rig.clock);
    const stop = feedLimits(rig.limiter, publisher, rig.clock);
    rig.transport.always(/depth/, json({ lastUpdateId: 1 }));
    await rig.sent('binance', depth, {}, 1_000);
    stop();
    const before = seen.length;
    await rig.sent('binance', depth, {}, 10_000);
    expect(seen.length).toBe(before);
  });
});

describe('samples', () => {
  it('are taken once a second, published when there are any, and outlive one that fails', () => {
    const clock = new FakeClock();
    const publisher = new Publisher();
    const seen = listen(publisher, clock);
    const point = { exchange: 'okx', point: { atMs: 0, count: 1, failures: 0, p50: 1, p95: 1 } } as const;
    let taken = 0;
    const recorder = {
      sampleUse: () => undefined,
      takeLatencySample: () => {
        taken += 1;
        if (taken === 2) throw new Error('disk');
        return taken === 3 ? [point] : [];
      },
    } as unknown as Recorder;
    const limiter = new ClientRig({ clock }).limiter;
    const stop = feedSamples(limiter, recorder, publisher, clock);
    clock.advance(1_000);
    expect(() => clock.advance(1_000)).toThrow('disk');
    clock.advance(1_000);
    expect([taken, seen.map(({ name }) => name)]).toEqual([3, ['latency.sampled']]);
    stop();
    clock.advance(10_000);
    expect(taken).toBe(3);
  });
});

describe('connections', () => {
  const realm = { exchange: 'okx', environment: 'live' } as const;

  const judgements: readonly (readonly [name: string, result: AttemptResult, state: string])[] = [
    ['a good answer', answered(null), 'ok'],
    ['a business refusal', answered({ kind: 'rejected', code: '1', detail: '' }), 'ok'],
    ['a throttle', answered({ kind: 'rate-limited', code: '1', retryAtMs: null }), 'ok'],
    ['maintenance', answered({ kind: 'maintenance', code: '1' }), 'maintenance'],
    ['a page in front', answered({ kind: 'bad-reply', status: 200, detail: 'html' }), 'bad-reply'],
    ['a firewall', answered({ kind: 'firewall', status: 403 }), 'bad-reply'],
    ['no connection', lost({ kind: 'unreachable', detail: 'ECONNREFUSED' }), 'unreachable'],
    ['no answer', lost({ kind: 'timeout' }), 'unreachable'],
    ['garbage', lost({ kind: 'bad-reply', status: null, detail: 'garbage' }), 'bad-reply'],
  ];
  for (const [name, result, state] of judgements) {
    it(`${name}: ${state}, with a sentence unless it is well`, () => {
      const connections = new Connections(new Publisher());
      connections.add(realm, new ServerClock(new FakeClock()));
      connections.note(realm, result, 5);
      const [connection] = connections.snapshot();
      expect(connection).toMatchObject({ state, lastAnswerAtMs: result.kind === 'answered' ? 5 : null });
      expect(connection?.detail === null).toBe(state === 'ok');
    });
  }

  it('are not judged by calls that never left or were called back', () => {
    const clock = new FakeClock();
    const publisher = new Publisher();
    const seen = listen(publisher, clock);
    const connections = new Connections(publisher);
    connections.add(realm, new ServerClock(clock));
    connections.note(realm, { kind: 'held', failure: { kind: 'aborted' }, waitedMs: 0 }, 1);
    connections.note(realm, lost({ kind: 'aborted' }), 1);
    connections.note({ ...realm, environment: 'testnet' }, answered(null), 1);
    expect([connections.snapshot()[0]?.state, seen.length]).toEqual(['connecting', 0]);
  });

  it('are gone, for everybody, when nobody calls there any more', () => {
    const clock = new FakeClock();
    const publisher = new Publisher();
    const seen = listen(publisher, clock);
    const connections = new Connections(publisher);
    connections.add(realm, new ServerClock(clock));
    connections.note(realm, lost({ kind: 'timeout' }), 1);
    connections.remove(realm);
    connections.remove(realm);
    expect([connections.snapshot(), seen.length]).toEqual([[], 2]);
  });

  it('are published when the state changes, not for every answer', () => {
    const clock = new FakeClock();
    const publisher = new Publisher();
    const seen = listen(publisher, clock);
    const connections = new Connections(publisher);
    connections.add(realm, new ServerClock(clock));
    for (const result of [
      answered(null),
      answered(null),
      lost({ kind: 'timeout' }),
      lost({ kind: 'timeout' }),
      answered(null),
    ]) {
      connections.note(realm, result, 1);
    }
    expect(seen).toHaveLength(3);
  });
});

describe('troubles', () => {
  function told(): { readonly troubles: Troubles; readonly seen: Published[]; readonly clock: FakeClock } {
    const clock = new FakeClock();
    const publisher = new Publisher();
    return { troubles: new Troubles(publisher, clock), seen: listen(publisher, clock), clock };
  }

  it('are told once until they are over', () => {
    const { troubles, seen } = told();
    const full = { severity: 'critical', code: 'store-write-failed', detail: 'journal.db' } as const;
    const id = troubles.tell(full);
    expect(troubles.tell(full)).toBe(id);
    troubles.end(id);
    expect(troubles.list()).toEqual([]);
    troubles.tell(full);
    expect(seen.map(({ name }) => name)).toEqual(['host.troubled', 'host.troubleEnded', 'host.troubled']);
  });

  it('of which only the newest counts take the place of the one before, and are over after a while', () => {
    const { troubles, clock } = told();
    for (let night = 1; night <= 30; night += 1)
      troubles.tellLatest({ severity: 'notice', code: 'slept', detail: `${night}` }, 600_000);
    expect(troubles.list().map(({ detail }) => detail)).toEqual(['30']);
    clock.advance(599_999);
    expect(troubles.list()).toHaveLength(1);
    clock.advance(1);
    expect([troubles.list(), clock.pending]).toEqual([[], 0]);
  });

  it('that were read are on no page; what lasts goes on unseen and is told anew when it comes back', () => {
    const { troubles, seen } = told();
    const full = { severity: 'critical', code: 'store-write-failed', detail: 'journal.db' } as const;
    const [once] = [troubles.tell({ severity: 'warning', code: 'store-replaced', detail: 'activity.db' })];
    troubles.failing('disk', full);
    expect(troubles.list().map(({ id }) => troubles.dismiss(id))).toEqual([true, true]);
    expect([troubles.list(), troubles.dismiss(once)]).toEqual([[], false]);
    troubles.failing('disk', { ...full, detail: 'journal.db again' });
    expect(troubles.list()).toEqual([]);
    expect(troubles.standing().map(({ code }) => code)).toEqual(['store-write-failed']);
    troubles.well('disk');
    troubles.failing('disk', full);
    expect(troubles.list()).toHaveLength(1);
    expect(seen.filter(({ name }) => name === 'host.troubled')).toHaveLength(3);
  });

  it('of a wrong clock are told once for each exchange, whatever its seconds, and end when it is right', () => {
    const { troubles, seen } = told();
    for (const offsetMs of [100, 5_000, 5_600, 4_500, 7_400, 3_600_000]) troubles.judgeClock('okx', offsetMs);
    troubles.judgeClock('kraken', -9_000);
    expect(troubles.list().map(({ detail }) => detail)).toEqual(['okx 5', 'kraken -9']);
    troubles.judgeClock('okx', 10);
    expect(troubles.list().map(({ detail }) => detail)).toEqual(['kraken -9']);
    troubles.judgeClock('okx', 8_000);
    expect(seen.filter(({ name }) => name === 'host.troubled')).toHaveLength(3);
  });

  it('are kept to the newest fifty', () => {
    const { troubles } = told();
    for (let index = 0; index < 80; index += 1)
      troubles.tell({ severity: 'notice', code: 'clock-stepped', detail: String(index) });
    expect([troubles.list().length, troubles.list().at(-1)?.detail]).toEqual([50, '79']);
  });
});

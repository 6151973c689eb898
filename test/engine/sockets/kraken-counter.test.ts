import { describe, expect, it } from 'vitest';
import { post } from '../../support/client-rig.ts';
import { json } from '../../support/scripted-transport.ts';
import { executions, report, subscribedKraken } from './support.ts';

const order = (pair: string): ReturnType<typeof post> =>
  post('/0/private/AddOrder', { pair, type: 'buy', ordertype: 'limit', volume: '1', price: '9' }, 'form');

describe("Kraken's matching-engine counter, as its feed tells it", () => {
  it.each([
    { maxratecount: 60, perSecond: 1, rest: 15, restPerSecond: 0.33 },
    { maxratecount: 125, perSecond: 2.34, rest: 20, restPerSecond: 0.5 },
    { maxratecount: 180, perSecond: 3.75, rest: 20, restPerSecond: 1 },
  ])('maxratecount $maxratecount sets capacity and drain of every pair and of the REST counter', async (tier) => {
    const { rig, end } = await subscribedKraken(tier.maxratecount);
    rig.transport.always(/AddOrder/, json({ error: [], result: { txid: ['OAAAAA-AAAAA-AAAAAA'] } }));
    await rig.sent('kraken', order('XBTUSD'));
    await end.say(executions([report({ symbol: 'ETH/USD', ratecount: 3 })]));
    for (const pair of ['BTC/USD', 'ETH/USD']) {
      expect(rig.view('engine', pair)).toMatchObject({
        capacity: tier.maxratecount,
        bucket: { window: { kind: 'decaying', perSecond: tier.perSecond } },
      });
    }
    expect(rig.view('rest-counter')).toMatchObject({
      capacity: tier.rest,
      bucket: { window: { kind: 'decaying', perSecond: tier.restPerSecond } },
    });
  });

  it('a maximum of no known tier is a capacity of its own and leaves the drain alone', async () => {
    const { rig, end } = await subscribedKraken(300);
    await end.say(executions([report({ symbol: 'BTC/USD', ratecount: 1 })]));
    expect(rig.view('engine', 'BTC/USD')).toMatchObject({ capacity: 300, bucket: { window: { perSecond: 1 } } });
  });

  it('the maximum also reaches pairs that were in use before it was told', async () => {
    const { rig, end } = await subscribedKraken(60);
    await end.say(executions([report({ symbol: 'BTC/USD', ratecount: 1 })]));
    await end.say({ method: 'subscribe', result: { channel: 'executions', maxratecount: 180 }, success: true });
    expect(rig.view('engine', 'BTC/USD').capacity).toBe(180);
  });

  it('an order of another program shows as foreign use', async () => {
    const { rig, end } = await subscribedKraken();
    await end.say(
      executions([report({ symbol: 'BTC/USD', exec_type: 'pending_new', order_status: 'pending_new', ratecount: 7 })]),
    );
    expect(rig.view('engine', 'BTC/USD')).toMatchObject({ used: 7, own: 0, foreign: 7 });
  });

  it('our own order is not taken for foreign use, whether its report or its answer comes first', async () => {
    const { rig, end } = await subscribedKraken();
    rig.transport.once(/AddOrder/, async () => {
      await end.say(
        executions([
          report({ symbol: 'BTC/USD', exec_type: 'pending_new', order_status: 'pending_new', ratecount: 1 }),
        ]),
      );
      return json({ error: [], result: { txid: ['OVN7VD-7VYHS-APBKHA'] } });
    });
    await rig.sent('kraken', order('XBTUSD'));
    expect(rig.view('engine', 'BTC/USD')).toMatchObject({ used: 1, own: 1, foreign: 0 });
    await end.say(executions([report({ ratecount: 1 })]));
    expect(rig.view('engine', 'BTC/USD')).toMatchObject({ used: 1, own: 1, foreign: 0 });
  });

  it('a report that names no pair counts for the pair its order was told with', async () => {
    const { rig, end } = await subscribedKraken();
    await end.say(
      executions([report({ symbol: 'BTC/USD', exec_type: 'pending_new', order_status: 'pending_new', ratecount: 1 })]),
    );
    await end.say(executions([report({ exec_type: 'canceled', order_status: 'canceled', ratecount: 9 })]));
    expect(rig.view('engine', 'BTC/USD').used).toBe(9);
    expect(rig.views('engine').map(({ part }) => part)).toEqual(['BTC/USD']);
  });

  it('a report of an order never seen, without pair, is left out', async () => {
    const { rig, end } = await subscribedKraken();
    await end.say(
      executions([
        report({ order_id: 'OXXXXX-XXXXX-XXXXXX', exec_type: 'canceled', order_status: 'canceled', ratecount: 9 }),
      ]),
    );
    expect(rig.views('engine')).toEqual([]);
  });

  it.each([
    { name: 'fresh', ageMs: 0, cost: 8 },
    { name: '7 s old', ageMs: 7_000, cost: 6 },
    { name: '5 min old', ageMs: 300_000, cost: 0 },
  ])('the cancel of an order of another program, $name, costs by its age on its pair', async ({ ageMs, cost }) => {
    const { rig, end } = await subscribedKraken();
    await end.say(
      executions([
        report({ symbol: 'BTC/USD', cl_ord_id: 'theirs', exec_type: 'pending_new', order_status: 'pending_new' }),
      ]),
    );
    for (let passedMs = 0; passedMs < ageMs; passedMs += 1_000) {
      await rig.run(1_000);
      await end.say({ channel: 'heartbeat' });
    }
    rig.transport.once(/CancelOrder/, json({ error: [], result: { count: 1 } }));
    await rig.sent('kraken', post('/0/private/CancelOrder', { txid: 'OVN7VD-7VYHS-APBKHA' }, 'form'));
    expect(rig.views('engine').map(({ part, own }) => [part, own])).toEqual(cost === 0 ? [] : [['BTC/USD', cost]]);
  });

  it('an amend makes the order young again; a fill does not', async () => {
    const { rig, end } = await subscribedKraken();
    // Exchange time is known to the millisecond or two.
    const age = (): number => {
      const { orderAgeMs } = rig.client.ages.context('kraken-a', ['OVN7VD-7VYHS-APBKHA'], rig.clock.monotonic());
      return Math.round((orderAgeMs ?? Number.NaN) / 100) * 100;
    };
    await end.say(executions([report({ symbol: 'BTC/USD', exec_type: 'pending_new', order_status: 'pending_new' })]));
    await rig.run(8_000);
    const fill = {
      exec_type: 'trade',
      order_status: 'partially_filled',
      symbol: 'BTC/USD',
      timestamp: '2026-07-01T00:00:08.000000Z',
    };
    await end.say(executions([report(fill)]));
    expect(age()).toBe(8_000);
    await end.say(executions([report({ exec_type: 'amended', timestamp: '2026-07-01T00:00:06.500000Z' })]));
    expect(age()).toBe(1_500);
  });
});

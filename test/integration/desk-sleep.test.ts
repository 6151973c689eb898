import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fail } from '../../shared/contract/failure.ts';
import type { ExchangeId } from '../../shared/model/account.ts';
import { exchange } from '../../electron/engine/exchanges/registry.ts';
import { DeskWorld } from '../support/desk-world.ts';
import { placedId } from '../rig/orders-faults.ts';

const EIGHT_HOURS_MS = 8 * 3_600_000;

describe('after a long sleep', () => {
  let rig: DeskWorld;
  let orders: number;

  beforeEach(async () => {
    rig = new DeskWorld({ seed: 'sleep', isMoving: false }, { isReconciling: true });
    await rig.ready();
    const { transport } = rig.world;
    orders = 0;
    const send = transport.send.bind(transport);
    transport.send = (origin, request, options) => {
      if (placedId(request) !== null) orders += 1;
      return send(origin, request, options);
    };
  });

  afterEach(() => rig.close());

  function sleep(): void {
    rig.world.sleep(EIGHT_HOURS_MS);
    rig.service.clockStepped();
  }

  function place(id: ExchangeId = 'binance') {
    const intent = rig.intent();
    const review = rig.service.desk.review(intent, rig.ticket(id));
    if (!review.ok) throw new Error(review.failure.kind);
    return rig.service.desk.place(intent, review.value.hash);
  }

  /** Kraken's key, asked about itself. */
  function checked() {
    const account = rig.world.account('kraken');
    const lent = rig.world.vault.lend(account.id);
    if (!lent.ok) throw new Error(lent.failure.kind);
    const request = exchange('kraken').permissions.request('practice');
    if (request === null) throw new Error('no call tells what the key may do');
    return rig.world.engine.client.send({
      account,
      lent: lent.value,
      request,
      caller: 'app',
      lane: 'account',
      withinMs: null,
    });
  }

  it('nothing new leaves until clocks and open orders are known again; then it opens by itself', async () => {
    sleep();
    expect(await place()).toEqual(fail({ kind: 'halted' }));
    expect(rig.service.state()).toMatchObject({ halt: 'halted', cause: 'sleep' });
    await rig.world.run(20_000);
    expect(rig.service.state()).toMatchObject({ halt: 'active', cause: null });
    expect(orders).toBe(0);
    expect((await rig.world.until(place())).ok).toBe(true);
  });

  it('an exchange that cannot be reached keeps its own accounts shut and no others, and its user may open them', async () => {
    rig.world.transport.closed.add(rig.world.origin('okx'));
    sleep();
    await rig.world.run(120_000);
    const okx = rig.world.account('okx').id;
    expect(rig.service.state()).toMatchObject({ cause: 'sleep', pauses: [{ account: okx }] });
    expect(await place('okx')).toEqual(fail({ kind: 'halted' }));
    expect((await rig.world.until(place())).ok).toBe(true);
    expect(rig.service.halt.resume('RESUME').ok).toBe(true);
    expect(await rig.world.until(place('okx'))).not.toEqual(fail({ kind: 'halted' }));
  });

  it('a list that cannot be read is asked for ever more rarely', async () => {
    const origin = rig.world.origin('binance');
    let lists = 0;
    rig.world.transport.onPassage(({ request }) => {
      if (request.target.includes('/openOrders')) lists += 1;
    });
    rig.world.transport.tampers.set(origin, (reply) =>
      reply.body.startsWith('[') ? { ...reply, body: '[{"symbol":7}]' } : reply,
    );
    sleep();
    await rig.world.run(600_000);
    expect(rig.service.state().pauses).toMatchObject([{ detail: 'bad-reply' }]);
    // The pause asks about once a minute by then; the list of every account is looked at by itself besides.
    expect(lists).toBeLessThan(70);
    rig.world.transport.tampers.delete(origin);
    await rig.world.run(70_000);
    expect(rig.service.state().halt).toBe('active');
  });

  it('a key that is refused holds nobody up, and its own orders are refused with the reason until they were seen', async () => {
    const id = rig.world.account('kraken').id;
    const origin = rig.world.origin('kraken');
    rig.world.transport.tampers.set(origin, (reply) => ({ ...reply, body: '{"error":["EAPI:Invalid key"]}' }));
    sleep();
    // Its clock is public, and is known.
    const clock = rig.world.engine.client.peers.clockOf(rig.world.account('kraken'));
    clock.check();
    const nowMs = clock.steadyMs();
    clock.add({ sentAtMs: nowMs, receivedAtMs: nowMs, serverMs: rig.world.exchangeClock.now(), resolutionMs: 1 });
    await rig.world.run(30_000);
    expect(rig.service.state()).toMatchObject({ halt: 'active', pauses: [{ account: id, detail: 'invalid-key' }] });
    expect((await rig.world.until(place())).ok).toBe(true);
    const refused = await place('kraken');
    expect(refused).toMatchObject({ ok: false, failure: { kind: 'unavailable' } });
    rig.world.transport.tampers.delete(origin);
    // Nothing is asked with a refused key until somebody has checked it.
    await rig.world.until(checked());
    await rig.world.until(rig.service.reconciler.ask(rig.world.account('kraken')));
    expect(rig.service.state().pauses).toEqual([]);
  });

  it('a halt pressed meanwhile is not lifted', async () => {
    sleep();
    rig.service.halt.halt('user');
    await rig.world.run(60_000);
    expect(rig.service.state()).toMatchObject({ halt: 'halted', cause: 'user' });
  });

  it('a restart in between goes on with the pause and ends it', async () => {
    sleep();
    rig.restartDesk();
    expect(await place()).toEqual(fail({ kind: 'halted' }));
    await rig.world.run(20_000);
    expect(rig.service.state().halt).toBe('active');
  });

  it('what was unknown is asked for before it opens', async () => {
    const origin = rig.world.origin('binance');
    rig.world.transport.tampers.set(origin, (reply) => ({ ...reply, body: '' }));
    const placed = await rig.world.until(place());
    expect(placed).toMatchObject({ ok: true, value: { status: 'unknown' } });
    rig.world.transport.tampers.delete(origin);
    sleep();
    await rig.world.run(20_000);
    expect(rig.service.state().halt).toBe('active');
    expect(placed.ok && rig.service.book.find(placed.value.key)?.status).toBe('open');
  });
});

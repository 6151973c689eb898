import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fail } from '../../shared/contract/failure.ts';
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

  function place() {
    const intent = rig.intent();
    const review = rig.service.desk.review(intent, rig.ticket('binance'));
    if (!review.ok) throw new Error(review.failure.kind);
    return rig.service.desk.place(intent, review.value.hash);
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

  it('an exchange that cannot be reached keeps it shut, and its user may open it', async () => {
    rig.world.transport.closed.add(rig.world.origin('okx'));
    sleep();
    await rig.world.run(120_000);
    expect(rig.service.state().cause).toBe('sleep');
    expect(rig.service.halt.resume('RESUME').ok).toBe(true);
    expect((await rig.world.until(place())).ok).toBe(true);
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

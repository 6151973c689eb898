import { describe, expect, it } from 'vitest';
import { IntentId } from '../../../../shared/model/desk.ts';
import { calm, ticketRig } from './ticket-rig.ts';

describe('a ticket', () => {
  it('is minted an intent when it opens, and keeps it over reviews and retries', async () => {
    const rig = await ticketRig();
    await rig.reviewed();
    const { intent } = rig.stores.ticket.getState();
    expect(IntentId.safeParse(intent).success).toBe(true);
    rig.ticket.back();
    rig.ticket.review();
    await calm();
    rig.fake.placeFailure = { kind: 'review-void', why: 'expired' };
    rig.ticket.place();
    await calm();
    rig.ticket.review();
    await calm();
    rig.fake.placeFailure = null;
    rig.ticket.place();
    await calm();
    const intents = [...rig.asked('orders.review'), ...rig.asked('orders.place')].map(
      (input) => (input as { readonly intent: string }).intent,
    );
    expect(new Set(intents)).toEqual(new Set([intent]));
    expect(rig.stage().kind).toBe('done');
  });

  it('has a new intent for the same values once the first is placed', async () => {
    const rig = await ticketRig();
    await rig.reviewed();
    rig.ticket.place();
    await calm();
    const first = rig.stores.ticket.getState();
    rig.ticket.again();
    const second = rig.stores.ticket.getState();
    expect(second.intent).not.toBe(first.intent);
    expect([second.draft, second.stage.kind]).toEqual([first.draft, 'fill']);
  });

  it('is sent once however often confirm is pressed', async () => {
    const rig = await ticketRig();
    await rig.reviewed();
    for (let press = 0; press < 5; press += 1) rig.ticket.place();
    await calm();
    rig.ticket.place();
    await calm();
    expect(rig.asked('orders.place')).toHaveLength(1);
  });

  it('is not confirmed when its review is over', async () => {
    const rig = await ticketRig();
    await rig.reviewed();
    await rig.timers.run(15_500);
    rig.ticket.place();
    await calm();
    expect([rig.asked('orders.place').length, rig.stage().kind]).toEqual([0, 'review']);
  });

  it('cannot be changed once it is reviewed', async () => {
    const rig = await ticketRig();
    await rig.reviewed();
    rig.ticket.change({ amount: '9' });
    expect(rig.stores.ticket.getState().draft.amount).toBe('0.001');
  });

  it('finds its order after a loss while it was placed, and sends nothing again', async () => {
    const rig = await ticketRig();
    await rig.reviewed();
    rig.fake.held = new Promise(() => {});
    rig.ticket.place();
    await calm();
    await rig.breakLink();
    await rig.connect();
    expect(rig.stage()).toMatchObject({ kind: 'done', order: { status: 'sending' } });
    expect(rig.asked('orders.place')).toHaveLength(1);
  });

  it('says after a loss that it never arrived, and waits to be told what to do', async () => {
    const rig = await ticketRig();
    await rig.reviewed();
    rig.state.silent.add('orders.place');
    rig.ticket.place();
    await calm();
    await rig.breakLink();
    expect(rig.stage().kind).toBe('unsure');
    rig.state.silent.clear();
    await rig.connect();
    await rig.timers.run(60_000);
    await calm();
    expect([rig.stage().kind, rig.asked('orders.place').length]).toEqual(['not-arrived', 0]);
  });

  it('asks the desk once typing pauses, and drops what it said of another account', async () => {
    const rig = await ticketRig();
    await rig.reviewed();
    rig.ticket.back();
    rig.ticket.change({ amount: '0.00001' });
    await rig.timers.run(149);
    expect(rig.stores.ticket.getState().judged.preflight?.breaches).toEqual([]);
    await rig.timers.run(1);
    await calm();
    expect(rig.stores.ticket.getState().judged.preflight?.breaches[0]?.rule).toBe('quantity-min');
    rig.ticket.change({ account: 'practice-okx' });
    const { judged, draft, instrument } = rig.stores.ticket.getState();
    expect([judged.preflight, draft.symbol, instrument]).toEqual([null, '', null]);
  });
});

describe('orders', () => {
  it('are asked for anew after a loss, with what changed meanwhile', async () => {
    const rig = await ticketRig();
    await rig.reviewed();
    rig.ticket.place();
    await calm();
    const [order] = rig.fake.orders;
    if (order === undefined) throw new Error('nothing was placed');
    await rig.breakLink();
    rig.fake.orders = [{ ...order, status: 'cancelled', updatedAtMs: order.updatedAtMs + 1 }];
    await rig.connect();
    expect(rig.stores.orders.getState().byKey[order.key]?.status).toBe('cancelled');
  });

  it('say why a command was not done', async () => {
    const rig = await ticketRig();
    expect(await rig.host.orders.resume('go on')).toEqual({ kind: 'wrong-phrase' });
    await rig.breakLink();
    expect(await rig.host.orders.cancel('intent-0000000000000000')).toMatchObject({ kind: 'unavailable' });
    rig.host.orders.halt();
    await calm();
    expect(rig.stores.troubles.getState().refusals).toHaveLength(1);
  });
});

import { describe, expect, it } from 'vitest';
import type { Failure, Result } from '../../../../shared/contract/failure.ts';
import { fail, ok } from '../../../../shared/contract/failure.ts';
import { decimal } from '../../../../shared/model/decimal.ts';
import type { DeskBalances, DeskOrder } from '../../../../shared/model/desk.ts';
import type { Answer, ClientCall } from '../../../../electron/engine/client/client.ts';
import { Balances } from '../../../../electron/engine/desk/market/balances.ts';
import { newOrder } from '../../../../electron/engine/desk/new-order.ts';
import { accountOf } from '../../../support/client-rig.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { ticketOf } from './facts.ts';

const account = accountOf('binance');

class Rig {
  readonly clock = new FakeClock();
  readonly calls: ClientCall[] = [];
  readonly told: DeskBalances[] = [];
  readonly listeners = new Set<(order: DeskOrder, before: DeskOrder | null) => void>();
  free = '100';
  failure: Failure | null = null;
  readonly balances = new Balances({
    clock: this.clock,
    random: { fraction: () => 0, bytes: (size) => new Uint8Array(size) },
    client: { send: (call: ClientCall) => Promise.resolve(this.#answer(call)) } as never,
    publish: (_name, payload) => void this.told.push(payload as DeskBalances),
    onOrder: (listener) => {
      this.listeners.add(listener);
      return () => void this.listeners.delete(listener);
    },
  });

  order(change: Partial<DeskOrder>, before: Partial<DeskOrder> | null = null): void {
    const made = newOrder('intent-0000000000000001', account, ticketOf('binance'), 'hr-1', 0);
    const now = { ...made, account: account.id, ...change };
    for (const listener of this.listeners) listener(now, before === null ? null : { ...now, ...before });
  }

  #answer(call: ClientCall): Result<Answer> {
    this.calls.push(call);
    if (this.failure !== null) return fail(this.failure);
    const json = { balances: [{ asset: 'USDT', free: this.free, locked: '0' }] };
    return ok({
      reply: { status: 200, headers: {}, text: '', json },
      timing: { queueMs: 0, connectMs: 0, firstByteMs: 0, bodyMs: 0 },
      exchangeMs: null,
      answeredAtMs: 0,
    });
  }
}

describe('balances', () => {
  it('are asked for at the start and told', async () => {
    const rig = new Rig();
    expect(rig.balances.of(account)).toEqual({ account: account.id, atMs: null, balances: [] });
    rig.balances.start(account);
    await rig.clock.run(0);
    expect(rig.told).toEqual([
      { account: account.id, atMs: rig.clock.now(), balances: [{ asset: 'USDT', free: '100', locked: '0' }] },
    ]);
    expect(rig.calls[0]).toMatchObject({ lane: 'account', caller: 'app' });
  });

  it('are asked for once after a burst of fills', async () => {
    const rig = new Rig();
    rig.balances.start(account);
    await rig.clock.run(10_000);
    rig.free = '90';
    for (let fill = 1; fill <= 20; fill += 1) {
      rig.order(
        { status: 'partially-filled', filledQuantity: decimal(String(fill)) },
        { filledQuantity: decimal(String(fill - 1)) },
      );
      await rig.clock.run(10);
    }
    await rig.clock.run(1_000);
    expect(rig.calls).toHaveLength(2);
    expect(rig.balances.of(account).balances[0]?.free).toBe('90');
  });

  it('are not asked for when nothing moved, or for others', async () => {
    const rig = new Rig();
    rig.balances.start(account);
    await rig.clock.run(10_000);
    rig.order({ status: 'sending' });
    rig.order({ status: 'open' }, {});
    rig.order({ status: 'filled', account: 'okx-a' });
    await rig.clock.run(10_000);
    expect(rig.calls).toHaveLength(1);
  });

  it('answer everybody who asks meanwhile with the same answer', async () => {
    const rig = new Rig();
    const both = Promise.all([rig.balances.refresh(account), rig.balances.refresh(account)]);
    await rig.clock.run(0);
    const [left, right] = await both;
    expect(rig.calls).toHaveLength(1);
    expect(left).toEqual(right);
  });

  it('are asked for again after a failure, unless the key is refused', async () => {
    const rig = new Rig();
    rig.failure = { kind: 'timeout' };
    rig.balances.start(account);
    await rig.clock.run(5_000);
    expect(rig.calls.length).toBeGreaterThan(1);
    rig.failure = { kind: 'invalid-key', reason: 'unknown', code: '-2015' };
    await rig.clock.run(60_000);
    const calls = rig.calls.length;
    await rig.clock.run(3_600_000);
    expect(rig.calls.length).toBe(calls);
  });

  it('end with their account', async () => {
    const rig = new Rig();
    const stop = rig.balances.start(account);
    await rig.clock.run(0);
    stop();
    rig.order({ status: 'filled' });
    await rig.clock.run(60_000);
    expect(rig.calls).toHaveLength(1);
    expect(rig.clock.pending).toBe(0);
  });
});

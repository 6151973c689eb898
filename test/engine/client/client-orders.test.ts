import { describe, expect, it } from 'vitest';
import { exchangeIds } from '../../../shared/model/account.ts';
import type { TransportResult } from '../../../electron/engine/ports.ts';
import { ClientRig, orderReplies, orderRequests } from '../../support/client-rig.ts';
import { broken, json, notSent, reset, text, timedOut } from '../../support/scripted-transport.ts';

interface Fault {
  readonly name: string;
  readonly result: TransportResult;
  /** What the caller must learn. */
  readonly kind: 'outcome-unknown' | 'unreachable';
}

const lostInside = (name: string, result: TransportResult): Fault => ({ name, result, kind: 'outcome-unknown' });

const faults: readonly Fault[] = [
  { name: 'not one byte left', result: notSent, kind: 'unreachable' },
  lostInside('timeout', timedOut),
  lostInside('reset after sending', reset),
  lostInside('redirect', broken({ kind: 'bad-reply', status: 307, detail: 'a redirect, which no exchange sends' })),
  lostInside('body over the cap', broken({ kind: 'bad-reply', status: 200, detail: 'too large' })),
  lostInside('HTML with 200', text('<html>Welcome to the airport</html>')),
  lostInside('empty with 200', text('')),
  lostInside('cut JSON with 200', text('{"orderId": 28, "sta')),
  lostInside('deep JSON', text('['.repeat(100_000))),
  lostInside('408', text('', 408)),
  lostInside('500', text('oops', 500)),
  lostInside('503', text('{"code":-1008,"msg":"busy"}', 503)),
  lostInside('504', text('<html>504</html>', 504)),
];

describe('an order', () => {
  for (const exchange of exchangeIds) {
    it(`is taken by ${exchange} and its answer comes back`, async () => {
      const rig = new ClientRig();
      rig.transport.once(/^POST /, json(orderReplies[exchange]));
      const sent = await rig.sent(exchange, orderRequests[exchange]);
      expect(sent.result).toMatchObject({ ok: true, value: { reply: { status: 200 } } });
      rig.transport.verify();
    });
  }

  it('arrives at most once whatever happens to it, over several hundred faults', async () => {
    let orders = 0;
    for (const exchange of exchangeIds) {
      for (const { name, result, kind } of faults) {
        // Every lane, with and without a deadline: who asks and how must not matter.
        for (const lane of ['cancel', 'order', 'account', 'market', 'background'] as const) {
          for (const withinMs of [null, 60_000]) {
            const rig = new ClientRig();
            rig.transport.always(/^POST /, result);
            const sent = await rig.sent(exchange, orderRequests[exchange], { lane, withinMs }, 60_000);
            const told = sent.result?.ok === false ? sent.result.failure.kind : 'none';
            expect(`${rig.transport.arrivals.length} arrivals, told ${told}`, `${exchange} ${name} ${lane}`).toBe(
              `1 arrivals, told ${kind}`,
            );
            orders += 1;
          }
        }
      }
    }
    expect(orders).toBe(390);
  });

  it('whose key is missing is not sent, and holds nothing', async () => {
    const rig = new ClientRig();
    rig.vault.forget('binance-a');
    const sent = await rig.sent('binance', orderRequests.binance);
    expect(sent.result).toMatchObject({ ok: false, failure: { kind: 'not-found' } });
    expect(rig.transport.arrivals).toHaveLength(0);
    expect(rig.limiter.snapshot().map(({ used, inFlight }) => used + inFlight)).toEqual([0, 0, 0, 0]);
  });

  it('is still answered when the keeper of rows throws', async () => {
    const rig = new ClientRig();
    rig.attempts.push = () => {
      throw new Error('disk full');
    };
    rig.transport.once(/^POST /, json(orderReplies.binance));
    expect((await rig.sent('binance', orderRequests.binance)).result).toMatchObject({ ok: true });
  });

  it('that is stopped at its first byte is held with the reason, and holds nothing', async () => {
    const rig = new ClientRig();
    rig.transport.always(/^POST /, json(orderReplies.binance));
    const sent = await rig.sent('binance', orderRequests.binance, { mayStart: () => ({ kind: 'halted' }) });
    expect(sent.result).toEqual({ ok: false, failure: { kind: 'halted' } });
    expect(rig.attempts.map(({ result }) => result.kind)).toEqual(['held']);
    const orders = rig.limiter.snapshot().find(({ bucket }) => bucket.id === 'orders-10s');
    expect([orders?.used, orders?.inFlight]).toEqual([0, 0]);
  });

  it('counts as spent while its outcome is unknown, and gives back what never left', async () => {
    for (const [result, used] of [
      [timedOut, 1],
      [notSent, 0],
    ] as const) {
      const rig = new ClientRig();
      rig.transport.once(/^POST /, result);
      await rig.sent('binance', orderRequests.binance);
      const orders = rig.limiter.snapshot().find(({ bucket }) => bucket.id === 'orders-10s');
      expect([orders?.used, orders?.inFlight]).toEqual([used, 0]);
    }
  });
});

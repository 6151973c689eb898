import { expect, it } from 'vitest';
import { fail, ok } from '../../../shared/contract/failure.ts';
import { accountOf, DeskBench, updateOf } from '../../support/desk-bench.ts';

it('an order placed elsewhere of which nobody can learn more holds no account up after a sleep', async () => {
  const bench = new DeskBench();
  const okx = accountOf('okx');
  bench.client.say = ({ request: { path } }) =>
    path.endsWith('/trade/order')
      ? fail({ kind: 'unknown-order', code: '51603' })
      : ok('{"code":"0","msg":"","data":[]}');
  const stop = bench.service.run(okx);
  await bench.clock.run(2_000);
  const seen = { symbol: 'BTC-USDT', clientOrderId: 'bot1', exchangeOrderId: '901', status: 'open' } as const;
  bench.service.heard(okx, [updateOf(seen)]);
  await bench.clock.run(60_000);
  await bench.service.reconciler.ask(okx);
  await bench.clock.run(3_600_000);
  expect(bench.service.book.list()).toMatchObject([{ status: 'unknown', lookUp: { nextAtMs: null } }]);
  bench.service.clockStepped();
  expect(bench.service.mayOrder(okx.id)).toEqual(fail({ kind: 'halted' }));
  await bench.clock.run(60_000);
  expect(bench.service.mayOrder(okx.id)).toEqual(ok(null));
  stop();
});

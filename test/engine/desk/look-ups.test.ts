import { beforeEach, describe, expect, it } from 'vitest';
import { fail, ok } from '../../../shared/contract/failure.ts';
import { delayMs, isProven, provableFromMs, wantsHuman } from '../../../electron/engine/desk/look-up-rules.ts';
import type { Finding } from '../../../electron/engine/desk/look-for.ts';
import { LookUps, type Progress, type Wanted } from '../../../electron/engine/desk/look-ups.ts';
import { decimal } from '../../../shared/model/decimal.ts';
import { FAKE_START_MS, FakeClock } from '../../support/fake-clock.ts';
import { accountOf, binanceOrder, INTENT, type Said, SaidClient, UNKNOWN_ORDER } from '../../support/desk-bench.ts';

describe('when to look', () => {
  it('soon, then rarely, and by a person in the end', () => {
    expect([0, 1, 2, 3, 4, 5, 11, 12, 100].map(delayMs)).toEqual([
      1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000, 60_000, 60_000,
    ]);
    expect([0, 11, 12].map(wantsHuman)).toEqual([false, false, true]);
  });

  it('proof: validity, the engine’s ten seconds, a margin of five, and two answers', () => {
    expect(provableFromMs(1_000, 5_000)).toBe(21_000);
    expect([0, 1, 2, 3].map(isProven)).toEqual([false, false, true, true]);
  });
});

describe('looking', () => {
  let clock: FakeClock;
  let client: SaidClient;
  let found: { readonly finding: Finding; readonly progress: Progress }[];
  let lookUps: LookUps;

  beforeEach(() => {
    clock = new FakeClock();
    client = new SaidClient(clock);
    client.say = () => fail(UNKNOWN_ORDER);
    found = [];
    lookUps = new LookUps({
      clock,
      client,
      onFinding: (_id, finding, progress) => void found.push({ finding, progress }),
    });
  });

  function wanted(change: Partial<Wanted> = {}): Wanted {
    const account = accountOf('binance');
    return {
      id: INTENT,
      account,
      symbol: 'BTCUSDT',
      ids: { clientOrderId: 'hr-1', exchangeOrderId: null },
      quantity: decimal('0.01'),
      serverMs: FAKE_START_MS,
      validForMs: 5_000,
      ...change,
    };
  }

  const proofMs = (): number | null => found.find(({ progress }) => progress.isProven)?.progress.tries ?? null;

  it('finds what is there at the first look and asks no more', async () => {
    client.say = () => ok(binanceOrder());
    lookUps.begin(wanted());
    await clock.run(60_000);
    expect(found.map(({ finding }) => finding.kind)).toEqual(['found']);
    expect(client.calls).toHaveLength(1);
  });

  it('counts only answers asked for after the bound: tries at 1, 3, 7, 15 s say nothing, 30 and 45 s do', async () => {
    lookUps.begin(wanted());
    await clock.run(30_500);
    expect(found.map(({ progress }) => progress.isProven)).toEqual([false, false, false, false, false]);
    await clock.run(15_000);
    expect(proofMs()).toBe(6);
    await clock.run(120_000);
    expect(found).toHaveLength(6);
  });

  it('proves nothing while our clock is not trusted, and takes its bound from the first trusted time', async () => {
    client.isTrusted = false;
    client.offsetMs = -3_600_000;
    lookUps.begin(wanted({ serverMs: FAKE_START_MS - 3_600_000 }));
    await clock.run(200_000);
    expect(proofMs()).toBeNull();
    // The clock comes to be known: only now does the time begin after which nothing can come.
    client.isTrusted = true;
    client.offsetMs = 0;
    const before = found.length;
    await clock.run(16_000);
    expect(found.slice(before).some(({ progress }) => progress.isProven)).toBe(false);
    await clock.run(200_000);
    expect(proofMs()).not.toBeNull();
  });

  const unclear: readonly { readonly name: string; readonly said: Said }[] = [
    { name: 'a timeout', said: fail({ kind: 'timeout' }) },
    { name: 'an answer of another shape', said: ok('{"a":1}') },
    { name: 'another order', said: ok(binanceOrder({ clientOrderId: 'hr-2' })) },
    { name: 'a page', said: ok('<html>') },
    { name: 'our own limiter', said: fail({ kind: 'held', blockedBy: 'x', untilMs: null }) },
  ];
  for (const { name, said } of unclear) {
    it(`begins the count anew after ${name}`, async () => {
      let tries = 0;
      client.say = () => {
        tries += 1;
        return tries % 2 === 0 ? said : fail(UNKNOWN_ORDER);
      };
      lookUps.begin(wanted());
      // Half of some tries are never answered, and only answers count.
      await clock.run(1_200_000);
      expect(found.length).toBeGreaterThan(12);
      expect(proofMs()).toBeNull();
      expect(found.at(-1)?.progress.wantsHuman).toBe(true);
    });
  }

  it('what is never answered is no question for a person, however often it is tried', async () => {
    client.say = () => fail({ kind: 'secret-store', state: 'locked', detail: '' });
    lookUps.begin(wanted());
    await clock.run(3_600_000);
    expect(found.length).toBeGreaterThan(40);
    expect(found.at(-1)?.progress).toMatchObject({ wantsHuman: false, isProven: false });
    client.say = () => ok(binanceOrder());
    lookUps.hurryAll(accountOf('okx').id);
    await clock.run(0);
    expect(found.at(-1)?.finding.kind).toBe('unclear');
    lookUps.hurryAll(accountOf('binance').id);
    await clock.run(0);
    expect(found.at(-1)?.finding.kind).toBe('found');
  });

  const HOUR_MS = 3_600_000;
  for (const { exchange: id, hours, isProof } of [
    { exchange: 'okx', hours: 1, isProof: true },
    // By then a cancelled order may have left every list.
    { exchange: 'okx', hours: 3, isProof: false },
    { exchange: 'binance', hours: 24 * 80, isProof: true },
    { exchange: 'binance', hours: 24 * 91, isProof: false },
    { exchange: 'kraken', hours: 24, isProof: true },
    { exchange: 'kraken', hours: 24 * 8, isProof: false },
  ] as const) {
    it(`${id}: absent ${hours} h after it left is ${isProof ? 'a' : 'no'} proof`, async () => {
      client.say = ({ request }) =>
        id === 'kraken'
          ? ok(
              JSON.stringify({
                error: [],
                result: request.path.endsWith('OpenOrders') ? { open: {} } : { closed: {} },
              }),
            )
          : request.path.endsWith('/order')
            ? fail(UNKNOWN_ORDER)
            : ok('{"code":"0","data":[]}');
      lookUps.begin(wanted({ account: accountOf(id), serverMs: clock.now() - hours * HOUR_MS }));
      await clock.run(1_200_000);
      expect(found.at(-1)?.progress).toMatchObject({ isProven: isProof, wantsHuman: !isProof, isAbsent: true });
    });
  }

  it('an absence that its key would show in any case proves nothing', async () => {
    lookUps = new LookUps({
      clock,
      client,
      onFinding: (_id, finding, progress) => void found.push({ finding, progress }),
      blindSpot: () => 'the key is shown a part',
    });
    lookUps.begin(wanted());
    await clock.run(1_200_000);
    expect(found.at(-1)).toMatchObject({
      finding: { doubt: 'the key is shown a part' },
      progress: { isProven: false, wantsHuman: true },
    });
  });

  it('an order whose id the exchange told is found under whatever id its owner gave it since', async () => {
    client.say = () => ok(binanceOrder({ clientOrderId: 'renamed' }));
    lookUps.begin(wanted({ ids: { clientOrderId: 'hr-1', exchangeOrderId: '77' } }));
    await clock.run(2_000);
    expect(found.map(({ finding }) => finding.kind)).toEqual(['found']);
    expect(client.calls[0]?.request.query).toContain('orderId=77');
  });

  const fills = JSON.stringify({
    code: '0',
    data: [{ instId: 'BTC-USDT', ordId: '9', clOrdId: 'hr-1', side: 'buy', fillPx: '20000', fillSz: '0.004' }],
  });
  for (const { name, hours, quantity, status } of [
    { name: 'that were told just now leave the rest open', hours: 1, quantity: '0.01', status: 'partially-filled' },
    { name: 'of an order shown no more are all it came to', hours: 3, quantity: '0.01', status: 'cancelled' },
    { name: 'of the whole quantity are the whole order', hours: 3, quantity: '0.004', status: 'filled' },
  ] as const) {
    it(`OKX: fills ${name}`, async () => {
      client.say = ({ request: { path } }) => {
        if (path.endsWith('/order')) return fail(UNKNOWN_ORDER);
        return ok(path.endsWith('/fills') ? fills : '{"code":"0","data":[]}');
      };
      const serverMs = clock.now() - hours * HOUR_MS;
      const account = accountOf('okx');
      lookUps.begin(wanted({ account, symbol: 'BTC-USDT', quantity: decimal(quantity), serverMs }));
      await clock.run(2_000);
      // A conclusion from absence wants two clean answers, as a proof does.
      expect(found[0]?.finding.kind).toBe(status === 'cancelled' ? 'unclear' : 'found');
      await clock.run(120_000);
      expect(found.at(-1)).toMatchObject({ finding: { kind: 'found', update: { status, filledQuantity: '0.004' } } });
      expect(clock.pending).toBe(0);
    });
  }

  it('does not begin twice, hurries when asked, and stops', async () => {
    expect(lookUps.begin(wanted())).toBe(clock.now() + 1_000);
    expect(lookUps.begin(wanted())).toBeNull();
    lookUps.hurry(INTENT);
    await clock.run(0);
    expect(found).toHaveLength(1);
    lookUps.stop();
    await clock.run(60_000);
    expect(found).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  it('looks once more after a refusal that named no order, and no oftener', async () => {
    lookUps.begin(wanted({ isSecondLook: true }));
    await clock.run(20_900);
    expect(found).toEqual([]);
    await clock.run(300_000);
    expect(found).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  it('an answer that comes after the end is nobody’s', async () => {
    client.say = () => 'never';
    lookUps.begin(wanted());
    await clock.run(1_100);
    lookUps.end(INTENT);
    await clock.run(1_000);
    expect(found).toEqual([]);
  });
});

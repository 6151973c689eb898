import { describe, expect, it } from 'vitest';
import { decimal } from '../../../shared/model/decimal.ts';
import { orderIdOf } from '../../../electron/practice/okx/wire/ids.ts';
import {
  limitBuy,
  orderOf,
  place,
  placed,
  post,
  privateGet,
  rig,
  START_MS,
  UID,
  type Body,
  type Rig,
} from './support.ts';

const market = (changes: Body = {}): Body => limitBuy({ ordType: 'market', px: undefined, ...changes });

function fill(rigged: Rig, ordId: string, quantity?: string): void {
  const id = orderIdOf(ordId) ?? 0;
  rigged.exchange.state.venue.fillResting(id, quantity === undefined ? undefined : decimal(quantity));
}

async function balanceOf(rigged: Rig, ccy: string): Promise<Body> {
  const [account = {}] = (await privateGet(rigged, `/account/balance?ccy=${ccy}`)).data;
  return (account['details'] as Body[])[0] ?? {};
}

describe('a limit order', () => {
  it('is answered with ids, times in microseconds and sCode 0', async () => {
    const answer = await place(rig(), limitBuy({ clOrdId: 'b15', tag: 'desk' }));
    expect([answer.status, answer.code]).toEqual([200, '0']);
    expect(answer.data).toEqual([
      {
        clOrdId: 'b15',
        ordId: expect.stringMatching(/^\d{18,19}$/),
        sCode: '0',
        sMsg: 'Order placed',
        subCode: '',
        tag: 'desk',
        ts: String(START_MS),
      },
    ]);
    expect(answer.body).toMatchObject({ inTime: `${START_MS}000`, outTime: `${START_MS}001` });
  });

  it('rests, fills in part, fills, and pays the maker fee in what it receives', async () => {
    const rigged = rig();
    const ordId = await placed(rigged, limitBuy());
    expect(await orderOf(rigged, ordId)).toMatchObject({
      state: 'live',
      accFillSz: '0',
      avgPx: '',
      px: '50000',
      sz: '0.01',
      fee: '0',
      feeCcy: 'BTC',
    });
    expect(await balanceOf(rigged, 'USDT')).toMatchObject({ availBal: '99500', ordFrozen: '500', cashBal: '100000' });
    fill(rigged, ordId, '0.004');
    expect(await orderOf(rigged, ordId)).toMatchObject({
      state: 'partially_filled',
      accFillSz: '0.004',
      avgPx: '50000',
      fee: '-0.0000032',
    });
    fill(rigged, ordId);
    expect(await orderOf(rigged, ordId)).toMatchObject({
      state: 'filled',
      accFillSz: '0.01',
      fillSz: '0.006',
      fee: '-0.000008',
      cancelSource: '',
    });
    expect(await balanceOf(rigged, 'BTC')).toMatchObject({ availBal: '1.009992' });
  });

  it('takes at once when it crosses, as taker', async () => {
    const rigged = rig();
    const ordId = await placed(rigged, limitBuy({ px: '65100', sz: '0.001' }));
    expect(await orderOf(rigged, ordId)).toMatchObject({ state: 'filled', feeCcy: 'BTC', fee: '-0.000001' });
    const [row] = (await privateGet(rigged, `/trade/fills?ordId=${ordId}`)).data;
    expect(row).toMatchObject({ execType: 'T', feeRate: '-0.001', side: 'buy' });
  });

  it('is cancelled once; a second cancel is 51400', async () => {
    const rigged = rig();
    const ordId = await placed(rigged, limitBuy({ clOrdId: 'c1' }));
    const name = { instId: 'BTC-USDT', ordId, clOrdId: 'ignored' };
    expect((await post(rigged, '/trade/cancel-order', name)).data).toEqual([
      { clOrdId: 'c1', ordId, sCode: '0', sMsg: '', ts: String(START_MS) },
    ]);
    expect(await orderOf(rigged, ordId)).toMatchObject({ state: 'canceled', cancelSource: '1' });
    expect((await post(rigged, '/trade/cancel-order', name)).data[0]?.['sCode']).toBe('51400');
    expect(await balanceOf(rigged, 'USDT')).toMatchObject({ availBal: '100000', ordFrozen: '0' });
  });
});

describe('orders the matching engine ends: accepted first, then canceled', () => {
  const cases = [
    {
      name: 'post-only that would take',
      body: limitBuy({ ordType: 'post_only', px: '65100', sz: '0.001' }),
      cancelSource: '31',
    },
    {
      name: 'IOC that finds nothing',
      body: limitBuy({ ordType: 'ioc', px: '60000', sz: '0.001' }),
      cancelSource: '14',
    },
    {
      name: 'FOK that cannot be filled wholly',
      body: limitBuy({ ordType: 'fok', px: '64998', sz: '1' }),
      cancelSource: '13',
    },
  ];
  for (const { name, body, cancelSource } of cases) {
    it(`${name}: cancelSource ${cancelSource}`, async () => {
      const rigged = rig();
      const answer = await place(rigged, body);
      expect([answer.code, answer.data[0]?.['sCode']]).toEqual(['0', '0']);
      const order = await orderOf(rigged, String(answer.data[0]?.['ordId']));
      expect(order).toMatchObject({ state: 'canceled', cancelSource, accFillSz: '0' });
      expect(await balanceOf(rigged, 'USDT')).toMatchObject({ availBal: '100000' });
    });
  }

  it('post-only that does not cross rests', async () => {
    const rigged = rig();
    expect(await orderOf(rigged, await placed(rigged, limitBuy({ ordType: 'post_only' })))).toMatchObject({
      state: 'live',
      ordType: 'post_only',
    });
  });

  it('IOC keeps what it got', async () => {
    const rigged = rig();
    const best = rigged.exchange.state.venue.market('BTC/USDT')?.best('sell') ?? '';
    const order = await orderOf(rigged, await placed(rigged, limitBuy({ ordType: 'ioc', px: best, sz: '1.5' })));
    expect(order).toMatchObject({ state: 'canceled', cancelSource: '14', avgPx: best });
    expect(Number(order['accFillSz'])).toBeGreaterThan(0);
  });
});

describe('market orders', () => {
  it('buy for quote by default: 100 means 100 USDT', async () => {
    const rigged = rig();
    const order = await orderOf(rigged, await placed(rigged, market({ sz: '100' })));
    expect(order).toMatchObject({ state: 'filled', tgtCcy: 'quote_ccy', sz: '100', px: '' });
    expect(Number(order['accFillSz'])).toBeLessThan(0.002);
  });

  it('sell base by default', async () => {
    const rigged = rig();
    const order = await orderOf(rigged, await placed(rigged, market({ side: 'sell', sz: '0.5' })));
    expect(order).toMatchObject({ state: 'filled', tgtCcy: 'base_ccy', sz: '0.5', accFillSz: '0.5', feeCcy: 'USDT' });
  });

  it('take the unit they are given', async () => {
    const rigged = rig();
    expect(await orderOf(rigged, await placed(rigged, market({ sz: '0.01', tgtCcy: 'base_ccy' })))).toMatchObject({
      accFillSz: '0.01',
    });
    const sale = await orderOf(rigged, await placed(rigged, market({ side: 'sell', sz: '650', tgtCcy: 'quote_ccy' })));
    expect(Number(sale['accFillSz'])).toBeCloseTo(0.01, 4);
  });

  it('shrink silently to the funds unless banAmend forbids it', async () => {
    const rigged = rig();
    const sale = await orderOf(rigged, await placed(rigged, market({ side: 'sell', sz: '3' })));
    expect(sale).toMatchObject({ state: 'filled', sz: '1', accFillSz: '1' });
    expect(
      (await place(rigged, market({ instId: 'ETH-USDT', side: 'sell', sz: '30', banAmend: 'true' }))).data[0]?.[
        'sCode'
      ],
    ).toBe('51008');
  });
});

describe('amendments', () => {
  const amend = (rigged: Rig, ordId: string, changes: Body) =>
    post(rigged, '/trade/amend-order', { instId: 'BTC-USDT', ordId, ...changes });

  it('take newSz as the total and answer with the creation time', async () => {
    const rigged = rig();
    const ordId = await placed(rigged, limitBuy());
    fill(rigged, ordId, '0.004');
    rigged.clock.advance(1000);
    const answer = await amend(rigged, ordId, { newSz: '0.02', newPx: '50001', reqId: 'r7' });
    expect(answer.data).toEqual([
      { clOrdId: '', ordId, reqId: 'r7', sCode: '0', sMsg: '', subCode: '', ts: String(START_MS) },
    ]);
    expect(await orderOf(rigged, ordId)).toMatchObject({
      sz: '0.02',
      px: '50001',
      accFillSz: '0.004',
      state: 'partially_filled',
    });
  });

  it('to the filled size or less end the order as filled', async () => {
    const rigged = rig();
    const ordId = await placed(rigged, limitBuy());
    fill(rigged, ordId, '0.004');
    await amend(rigged, ordId, { newSz: '0.003' });
    expect(await orderOf(rigged, ordId)).toMatchObject({ state: 'filled', accFillSz: '0.004', cancelSource: '' });
    expect(await balanceOf(rigged, 'USDT')).toMatchObject({ ordFrozen: '0' });
  });

  const refusals = [
    { name: 'nothing to change', changes: {}, sCode: '51500' },
    { name: 'a size off the grid', changes: { newSz: '0.010000001' }, sCode: '51121' },
    { name: 'a price off the grid', changes: { newPx: '50000.01' }, sCode: '51150' },
    { name: 'more than there is money for', changes: { newSz: '9' }, sCode: '51502' },
    { name: 'a price beyond the band', changes: { newPx: '90000' }, sCode: '51006' },
  ];
  for (const { name, changes, sCode } of refusals) {
    it(`${name}: ${sCode}, and the order stays`, async () => {
      const rigged = rig();
      const ordId = await placed(rigged, limitBuy());
      expect((await amend(rigged, ordId, changes)).data[0]?.['sCode']).toBe(sCode);
      expect(await orderOf(rigged, ordId)).toMatchObject({ state: 'live', sz: '0.01', px: '50000' });
    });
  }

  it('cancel on failure when asked to', async () => {
    const rigged = rig();
    const ordId = await placed(rigged, limitBuy());
    await amend(rigged, ordId, { newSz: '9', cxlOnFail: true });
    expect(await orderOf(rigged, ordId)).toMatchObject({ state: 'canceled' });
  });

  it('never turn a post-only order into a taker: 51511', async () => {
    const rigged = rig();
    const ordId = await placed(rigged, limitBuy({ ordType: 'post_only' }));
    expect((await amend(rigged, ordId, { newPx: '65100' })).data[0]?.['sCode']).toBe('51511');
  });

  it('of an ended order are 51503, of an unknown one 51603', async () => {
    const rigged = rig();
    const ordId = await placed(rigged, limitBuy());
    await post(rigged, '/trade/cancel-order', { instId: 'BTC-USDT', ordId });
    expect((await amend(rigged, ordId, { newSz: '1' })).data[0]?.['sCode']).toBe('51503');
    expect((await amend(rigged, '99', { newSz: '1' })).data[0]?.['sCode']).toBe('51603');
  });
});

describe('cancel-all-after', () => {
  const arm = (rigged: Rig, body: Body) => post(rigged, '/trade/cancel-all-after', body);

  it('cancels everything when it is not renewed, with cancelSource 20', async () => {
    const rigged = rig();
    const ordId = await placed(rigged, limitBuy());
    expect((await arm(rigged, { timeOut: '10' })).data).toEqual([
      { triggerTime: String(START_MS + 10_000), tag: '', ts: String(START_MS) },
    ]);
    rigged.clock.advance(9999);
    expect(await orderOf(rigged, ordId)).toMatchObject({ state: 'live' });
    rigged.clock.advance(1);
    expect(await orderOf(rigged, ordId)).toMatchObject({ state: 'canceled', cancelSource: '20' });
  });

  it('is renewed, and removed by 0', async () => {
    const rigged = rig();
    const ordId = await placed(rigged, limitBuy());
    await arm(rigged, { timeOut: '10' });
    rigged.clock.advance(5000);
    await arm(rigged, { timeOut: '60' });
    rigged.clock.advance(59_999);
    expect((await arm(rigged, { timeOut: '0' })).data[0]?.['triggerTime']).toBe('0');
    rigged.clock.advance(60_000);
    expect(await orderOf(rigged, ordId)).toMatchObject({ state: 'live' });
  });

  it('spares orders with another tag', async () => {
    const rigged = rig();
    const [mine, other] = [
      await placed(rigged, limitBuy({ tag: 'desk' })),
      await placed(rigged, limitBuy({ tag: 'bot' })),
    ];
    await arm(rigged, { timeOut: '10', tag: 'desk' });
    rigged.clock.advance(10_000);
    expect([(await orderOf(rigged, mine))['state'], (await orderOf(rigged, other))['state']]).toEqual([
      'canceled',
      'live',
    ]);
  });

  it('takes 10 to 120 seconds and 20 tags', async () => {
    const rigged = rig();
    for (const timeOut of ['9', '121', '1.5', 'x']) {
      expect((await arm(rigged, { timeOut })).code).toBe('51000');
      rigged.clock.advance(1000);
    }
    for (let tag = 0; tag < 20; tag += 1)
      expect((await arm(rigged, { timeOut: '120', tag: `t${tag}` })).code).toBe('0');
    expect((await arm(rigged, { timeOut: '120', tag: 't20' })).code).toBe('51071');
  });
});

describe('hidden orders', () => {
  it('cannot be queried for a while, and are there all the same', async () => {
    const rigged = rig();
    rigged.exchange.state.switches.queueDelayedVisibility(3000);
    const ordId = await placed(rigged, limitBuy({ clOrdId: 'slow' }));
    expect((await privateGet(rigged, '/trade/order?instId=BTC-USDT&clOrdId=slow')).code).toBe('51603');
    expect((await privateGet(rigged, '/trade/orders-pending')).data).toEqual([]);
    rigged.clock.advance(3000);
    expect(await orderOf(rigged, ordId)).toMatchObject({ state: 'live' });
    expect(rigged.exchange.state.venue.openOrders(UID)).toHaveLength(1);
  });
});

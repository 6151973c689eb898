import { describe, expect, it } from 'vitest';
import { START_MS, limitBuy, place, placed, post, rig, type Body, type Rig } from './support.ts';

const market = (changes: Body = {}): Body => limitBuy({ ordType: 'market', px: undefined, ...changes });

describe('a malformed order is refused as a whole, with HTTP 400', () => {
  const cases = [
    { name: 'no instId', body: limitBuy({ instId: undefined }), code: '50014', msg: 'instId' },
    { name: 'no tdMode', body: limitBuy({ tdMode: undefined }), code: '50014', msg: 'tdMode' },
    { name: 'no side', body: limitBuy({ side: '' }), code: '50014', msg: 'side' },
    { name: 'no ordType', body: limitBuy({ ordType: undefined }), code: '50014', msg: 'ordType' },
    { name: 'no sz', body: limitBuy({ sz: undefined }), code: '50014', msg: 'sz' },
    { name: 'a wrong side', body: limitBuy({ side: 'long' }), code: '51000', msg: 'side' },
    { name: 'a wrong ordType', body: limitBuy({ ordType: 'stop' }), code: '51000', msg: 'ordType' },
    { name: 'a wrong tdMode', body: limitBuy({ tdMode: 'spot' }), code: '51000', msg: 'tdMode' },
    { name: 'a size of zero', body: limitBuy({ sz: '0' }), code: '51000', msg: 'sz' },
    { name: 'a negative size', body: limitBuy({ sz: '-1' }), code: '51000', msg: 'sz' },
    { name: 'an exponent', body: limitBuy({ sz: '1e-3' }), code: '51000', msg: 'sz' },
    { name: 'a size as a number', body: limitBuy({ sz: 0.01 }), code: '51000', msg: 'sz' },
    { name: 'a price that is no number', body: limitBuy({ px: 'cheap' }), code: '51000', msg: 'px' },
    { name: 'a client id with hyphens', body: limitBuy({ clOrdId: '3f2c-11' }), code: '51000', msg: 'clOrdId' },
    {
      name: 'a client id of 33 characters',
      body: limitBuy({ clOrdId: 'a'.repeat(33) }),
      code: '51000',
      msg: 'clOrdId',
    },
    { name: 'a tag of 17 characters', body: limitBuy({ tag: 'a'.repeat(17) }), code: '51000', msg: 'tag' },
    { name: 'an unknown size unit', body: market({ tgtCcy: 'usd' }), code: '51000', msg: 'tgtCcy' },
    { name: 'banAmend as a word', body: market({ banAmend: 'maybe' }), code: '51000', msg: 'banAmend' },
  ];
  for (const { name, body, code, msg } of cases) {
    it(`${name}: ${code}`, async () => {
      const answer = await place(rig(), body);
      expect([answer.status, answer.code, answer.data]).toEqual([400, code, []]);
      expect(answer.body['msg']).toContain(msg);
    });
  }
});

describe('an order refused for itself comes with HTTP 200 and two layers', () => {
  const cases = [
    { name: 'an unknown instrument', body: limitBuy({ instId: 'DOGE-USDT' }), sCode: '51001' },
    { name: 'margin mode in a spot account', body: limitBuy({ tdMode: 'cross' }), sCode: '51010' },
    { name: 'a position side', body: limitBuy({ posSide: 'long' }), sCode: '51000' },
    { name: 'another trade quote currency', body: limitBuy({ tradeQuoteCcy: 'USDC' }), sCode: '51000' },
    { name: 'a size off the lot grid', body: limitBuy({ sz: '0.010000001' }), sCode: '51121' },
    { name: 'a size below the minimum', body: limitBuy({ sz: '0.000009' }), sCode: '51020' },
    { name: 'a price off the tick grid', body: limitBuy({ px: '50000.05' }), sCode: '51150' },
    { name: 'a limit size above the maximum', body: limitBuy({ sz: '10000000000', px: '0.1' }), sCode: '51203' },
    { name: 'a limit amount above the maximum', body: limitBuy({ sz: '1000' }), sCode: '51005' },
    { name: 'a buy above the band', body: limitBuy({ px: '70000' }), sCode: '51006' },
    { name: 'a sell below the band', body: limitBuy({ side: 'sell', px: '60000' }), sCode: '51006' },
    { name: 'a buy without the money', body: limitBuy({ sz: '3' }), sCode: '51008' },
    { name: 'a sale without the coins', body: limitBuy({ side: 'sell', px: '65100', sz: '2' }), sCode: '51008' },
    { name: 'a market buy below the minimum', body: market({ sz: '0.1' }), sCode: '51020' },
    { name: 'a market order above the maximum', body: market({ sz: '1000001' }), sCode: '51202' },
    {
      name: 'a market buy without the money, not to be shrunk',
      body: market({ sz: '100001', banAmend: true }),
      sCode: '51008',
    },
  ];
  for (const { name, body, sCode } of cases) {
    it(`${name}: ${sCode}`, async () => {
      const answer = await place(rig(), { ...body, clOrdId: 'mine1', tag: 'desk' });
      expect([answer.status, answer.code, answer.body['msg']]).toEqual([200, '1', 'All operations failed']);
      expect(answer.data).toEqual([
        {
          clOrdId: 'mine1',
          ordId: '',
          sCode,
          sMsg: expect.any(String),
          subCode: sCode === '51008' ? '1000' : '',
          tag: 'desk',
          ts: String(START_MS),
        },
      ]);
    });
  }

  it('a limit order without price is 51204', async () => {
    expect((await place(rig(), limitBuy({ px: undefined }))).code).toBe('51204');
  });

  it('names the band, or moves the price to its edge when allowed', async () => {
    const rigged = rig();
    const refused = await place(rigged, limitBuy({ px: '70000', sz: '0.001' }));
    expect(refused.data[0]?.['sMsg']).toContain('65650');
    const ordId = await placed(rigged, limitBuy({ px: '70000', sz: '0.001', pxAmendType: '1' }));
    const order = (await post(rigged, '/trade/cancel-order', { instId: 'BTC-USDT', ordId })).data[0];
    expect(order?.['sCode']).toBe('51400');
  });

  it('a halted or unlisted instrument is 51022 or 51021', async () => {
    const rigged = rig();
    const state = rigged.exchange.state.venue.market('BTC/USDT');
    if (state === undefined) throw new Error('no market');
    state.status = 'halted';
    expect((await place(rigged, limitBuy())).data[0]?.['sCode']).toBe('51022');
    state.status = 'post-only';
    expect((await place(rigged, limitBuy())).data[0]?.['sCode']).toBe('51022');
    expect((await place(rigged, limitBuy({ ordType: 'post_only' }))).data[0]?.['sCode']).toBe('0');
    rigged.exchange.state.settings.preopen.add('BTC-USDT');
    expect((await place(rigged, limitBuy())).data[0]?.['sCode']).toBe('51021');
  });

  it('the 501st pending order of an instrument is 51103', async () => {
    const rigged = rig();
    const batch = Array.from({ length: 20 }, () => limitBuy({ sz: '0.00002' }));
    for (let round = 0; round < 25; round += 1) {
      if (round % 15 === 14) rigged.clock.advance(2000);
      await post(rigged, '/trade/batch-orders', batch);
    }
    expect((await place(rigged, limitBuy({ sz: '0.00002' }))).data[0]?.['sCode']).toBe('51103');
    expect((await place(rigged, limitBuy({ instId: 'ETH-USDT', px: '3000', sz: '0.001' }))).code).toBe('0');
  });
});

describe('client order ids', () => {
  it('are unique among pending orders only', async () => {
    const rigged = rig();
    const body = limitBuy({ clOrdId: 'again' });
    const first = await placed(rigged, body);
    expect((await place(rigged, body)).data[0]?.['sCode']).toBe('51016');
    await post(rigged, '/trade/cancel-order', { instId: 'BTC-USDT', clOrdId: 'again' });
    expect(await placed(rigged, body)).not.toBe(first);
  });

  it('can execute twice when a filled order is sent again', async () => {
    const rigged = rig();
    const body = market({ sz: '100', clOrdId: 'twice' });
    const [first, second] = [await placed(rigged, body), await placed(rigged, body)];
    expect(first).not.toBe(second);
    expect(rigged.exchange.state.venue.fills('440000000000000001').map(({ clientOrderId }) => clientOrderId)).toEqual([
      'twice',
      'twice',
    ]);
  });

  it('tell upper from lower case', async () => {
    const rigged = rig();
    await placed(rigged, limitBuy({ clOrdId: 'abc' }));
    await expect(placed(rigged, limitBuy({ clOrdId: 'ABC' }))).resolves.toMatch(/^\d{18,19}$/);
  });
});

describe('deadlines', () => {
  const withDeadline = (rigged: Rig, path: string, body: unknown, atMs: number) =>
    post(rigged, path, body, { headers: { exptime: String(atMs) } });

  it('drop an order once they are past', async () => {
    const rigged = rig();
    const late = await withDeadline(rigged, '/trade/order', limitBuy(), START_MS - 1);
    expect([late.status, late.code, late.data]).toEqual([200, '50036', []]);
    expect((await withDeadline(rigged, '/trade/order', limitBuy(), START_MS)).code).toBe('0');
    expect((await withDeadline(rigged, '/trade/batch-orders', [limitBuy()], START_MS - 1)).code).toBe('50036');
  });

  it('do not exist for cancels', async () => {
    const rigged = rig();
    const ordId = await placed(rigged, limitBuy());
    expect((await withDeadline(rigged, '/trade/cancel-order', { instId: 'BTC-USDT', ordId }, START_MS - 1)).code).toBe(
      '0',
    );
  });
});

describe('batches', () => {
  it('are done in part, one row per order in the order sent', async () => {
    const answer = await post(rig(), '/trade/batch-orders', [
      limitBuy({ clOrdId: 'a' }),
      limitBuy({ clOrdId: 'b', sz: '0' }),
      limitBuy({ clOrdId: 'c', sz: '9' }),
    ]);
    expect([answer.status, answer.code]).toEqual([200, '2']);
    expect(answer.data.map(({ clOrdId, sCode }) => [clOrdId, sCode])).toEqual([
      ['a', '0'],
      ['b', '51000'],
      ['c', '51008'],
    ]);
  });

  it('fail as a whole only when every order fails', async () => {
    const answer = await post(rig(), '/trade/batch-orders', [limitBuy({ sz: '9' }), limitBuy({ side: 'x' })]);
    expect([answer.code, answer.data.map(({ sCode }) => sCode)]).toEqual(['1', ['51008', '51000']]);
  });

  it('cancel and amend many at once', async () => {
    const rigged = rig();
    const [first, second] = [await placed(rigged, limitBuy()), await placed(rigged, limitBuy())];
    const amended = await post(rigged, '/trade/amend-batch-orders', [
      { instId: 'BTC-USDT', ordId: first, newSz: '0.02', reqId: 'r1' },
      { instId: 'BTC-USDT', ordId: '1', newSz: '1' },
    ]);
    expect(amended.data.map(({ sCode, reqId }) => [sCode, reqId])).toEqual([
      ['0', 'r1'],
      ['51603', ''],
    ]);
    const cancelled = await post(rigged, '/trade/cancel-batch-orders', [
      { instId: 'BTC-USDT', ordId: first },
      { instId: 'BTC-USDT', ordId: second },
    ]);
    expect([cancelled.code, cancelled.data.map(({ ordId }) => ordId)]).toEqual(['0', [first, second]]);
  });
});

import { describe, expect, it } from 'vitest';
import { priceCall } from '../../../../electron/engine/exchanges/charges.ts';
import { limits } from '../../../../electron/engine/exchanges/okx/limits.ts';
import { type ExchangeRequest, get } from '../../../../electron/engine/http.ts';
import { Bucket } from '../../../../shared/model/bucket.ts';
import { postJson } from './support.ts';

// Endpoint pages of the API v5 docs, 2026-08, written out again: call, limit / window, who shares it.
const documented = `
GET public/time 10/2s ip
GET public/instruments 20/2s ip+instType
GET public/price-limit 20/2s ip
GET public/instrument-tick-bands 5/2s ip
GET market/ticker 20/2s ip
GET market/tickers 20/2s ip
GET market/books 40/2s ip
GET market/books-full 10/2s ip
GET market/candles 40/2s ip
GET market/history-candles 20/2s ip
GET market/trades 100/2s ip
GET market/history-trades 20/2s ip
GET system/status 1/5s ip
GET support/announcements 5/2s ip
GET account/config 5/2s account
GET account/balance 10/2s account
GET account/positions 10/2s account
GET account/account-position-risk 10/2s account
GET account/instruments 20/2s account+instType
GET account/max-size 20/2s account
GET account/max-avail-size 20/2s account
GET account/trade-fee 5/2s account
GET account/leverage-info 20/2s account
GET asset/balances 6/1s account
POST asset/transfer 2/1s account+ccy
POST asset/withdrawal 6/1s account
POST trade/order 60/2s account+instId
POST trade/cancel-order 60/2s account+instId
POST trade/amend-order 60/2s account+instId
GET trade/order 60/2s account+instId
GET trade/orders-pending 60/2s account
GET trade/orders-history 40/2s account
GET trade/orders-history-archive 20/2s account
GET trade/fills 60/2s account
GET trade/fills-history 10/2s account
POST trade/order-precheck 5/2s account
POST trade/cancel-all-after 1/1s account+tag
GET trade/account-rate-limit 1/1s account
POST trade/close-position 20/2s account+instId
POST trade/mass-cancel 5/2s account
GET users/subaccount/list 20/2s account
GET users/subaccount/apikey 20/2s account
POST users/subaccount/apikey 1/1s account
POST users/subaccount/modify-apikey 1/1s account
POST users/subaccount/delete-apikey 1/1s account`;

const lines = documented.trim().split('\n');
const batches = ['batch-orders', 'amend-batch-orders', 'cancel-batch-orders'].map(
  (name) => `POST /api/v5/trade/${name}`,
);

function call(method: string, path: string, params: Record<string, string>): ExchangeRequest {
  return method === 'GET' ? get(path, params) : postJson(path, params);
}

/** `bucket part cost`, in order. */
function charged(request: ExchangeRequest): readonly string[] {
  return priceCall(limits, request).charges.map(({ bucket, part, cost }) => `${bucket.id} ${part ?? '-'} ${cost}`);
}

describe('OKX limits', () => {
  for (const line of lines) {
    it(`prices ${line}`, () => {
      const [method = '', path = '', limit = '', rule = ''] = line.split(' ');
      const [, count, seconds] = /^(\d+)\/(\d+)s$/.exec(limit) ?? [];
      const [holder, param] = rule.split('+');
      const request = call(method, `/api/v5/${path}`, param === undefined ? {} : { [param]: 'BTC-USDT' });
      expect(limits.endpoints[`${method} /api/v5/${path}`]).toBeDefined();
      const { charges, endpoint } = priceCall(limits, request);
      expect(charges).toHaveLength(1);
      expect(charges[0]).toMatchObject({ cost: 1, part: param === undefined ? null : 'BTC-USDT' });
      expect(charges[0]?.bucket).toMatchObject({
        capacity: Number(count),
        window: { kind: 'sliding', periodMs: Number(seconds) * 1_000 },
        scope: param === undefined ? [holder] : [holder, 'instrument'],
      });
      expect(endpoint.security).toBe(holder === 'ip' ? 'public' : 'signed');
    });
  }

  it('has no endpoint beyond the documented ones and the batches', () => {
    const names = [...lines.map((line) => line.split(' ').slice(0, 2).join(' /api/v5/')), ...batches];
    expect(Object.keys(limits.endpoints).sort()).toEqual(names.sort());
  });

  it('never shares a bucket between endpoints, save the batch of one', () => {
    const singles = lines.map((line) => line.split(' ').slice(0, 2).join(' /api/v5/'));
    const used = singles.map((name) => limits.endpoints[name]?.charges[0]?.bucket);
    expect(new Set(used).size).toBe(singles.length);
  });

  it('has well-formed buckets that say where usage is read or why it is not', () => {
    for (const [id, bucket] of Object.entries(limits.buckets)) {
      expect(Bucket.parse(bucket).id).toBe(id);
      const isCap = id === 'sub-account-orders';
      expect(bucket.reading).toMatchObject(isCap ? { kind: 'body' } : { kind: 'none', reason: /OKX tells no usage/ });
    }
  });
});

const spot = (instId: string) => ({ instId, tdMode: 'cash', side: 'buy', ordType: 'limit', px: '1', sz: '1' });

describe('OKX trading operations', () => {
  const cases = [
    {
      name: 'counts a single order by instrument',
      request: postJson('/api/v5/trade/order', spot('BTC-USDT')),
      takes: ['place-1 BTC-USDT 1'],
    },
    {
      name: 'counts a batch by orders per instrument',
      request: postJson('/api/v5/trade/batch-orders', [spot('BTC-USDT'), spot('ETH-USDT'), spot('BTC-USDT')]),
      takes: ['place-n BTC-USDT 2', 'place-n ETH-USDT 1'],
    },
    {
      name: 'counts a batch of one with the single orders',
      request: postJson('/api/v5/trade/batch-orders', [spot('BTC-USDT')]),
      takes: ['place-1 BTC-USDT 1'],
    },
    {
      name: 'counts a full batch',
      request: postJson(
        '/api/v5/trade/batch-orders',
        Array.from({ length: 20 }, () => spot('BTC-USDT')),
      ),
      takes: ['place-n BTC-USDT 20'],
    },
    {
      name: 'counts amendments apart',
      request: postJson('/api/v5/trade/amend-order', { instId: 'BTC-USDT', ordId: '1', newSz: '2' }),
      takes: ['amend-1 BTC-USDT 1'],
    },
    {
      name: 'counts a batch of amendments apart',
      request: postJson('/api/v5/trade/amend-batch-orders', [{ instId: 'BTC-USDT' }, { instId: 'BTC-USDT' }]),
      takes: ['amend-n BTC-USDT 2'],
    },
    {
      name: 'counts cancels apart',
      request: postJson('/api/v5/trade/cancel-order', { instId: 'BTC-USDT', ordId: '1' }),
      takes: ['cancel-1 BTC-USDT 1'],
    },
    {
      name: 'counts a batch of cancels apart',
      request: postJson('/api/v5/trade/cancel-batch-orders', [{ instId: 'BTC-USDT' }, { instId: 'ETH-USDT' }]),
      takes: ['cancel-n BTC-USDT 1', 'cancel-n ETH-USDT 1'],
    },
    {
      name: 'counts a batch of one cancel with the single ones',
      request: postJson('/api/v5/trade/cancel-batch-orders', [{ instId: 'BTC-USDT' }]),
      takes: ['cancel-1 BTC-USDT 1'],
    },
    {
      name: 'counts a look at an order by instrument',
      request: get('/api/v5/trade/order', { instId: 'BTC-USDT', ordId: '1' }),
      takes: ['trade-order BTC-USDT 1'],
    },
    {
      name: 'charges the account cap for a swap',
      request: postJson('/api/v5/trade/order', spot('BTC-USDT-SWAP')),
      takes: ['place-1 BTC-USDT-SWAP 1', 'sub-account-orders - 1'],
    },
    {
      name: 'charges the account cap for the derivatives of a mixed batch alone',
      request: postJson('/api/v5/trade/batch-orders', [
        spot('BTC-USDT'),
        spot('BTC-USDT-SWAP'),
        spot('BTC-USD-260925-50000-C'),
      ]),
      takes: [
        'place-n BTC-USDT 1',
        'place-n BTC-USDT-SWAP 1',
        'place-n BTC-USD-260925-50000-C 1',
        'sub-account-orders - 2',
      ],
    },
    {
      name: 'charges the account cap for an amended swap',
      request: postJson('/api/v5/trade/amend-order', { instId: 'BTC-USDT-SWAP', ordId: '1' }),
      takes: ['amend-1 BTC-USDT-SWAP 1', 'sub-account-orders - 1'],
    },
    {
      name: 'never charges the account cap for cancels',
      request: postJson('/api/v5/trade/cancel-batch-orders', [
        { instId: 'BTC-USDT-SWAP' },
        { instId: 'BTC-USDT-SWAP' },
      ]),
      takes: ['cancel-n BTC-USDT-SWAP 2'],
    },
  ];
  for (const { name, request, takes } of cases) it(name, () => expect(charged(request)).toEqual(takes));

  it('allows 60 single orders or 300 batched ones per instrument and 2 s, for each operation', () => {
    for (const operation of ['place', 'amend', 'cancel']) {
      const shape = { unit: 'orders', window: { kind: 'sliding', periodMs: 2_000 }, scope: ['account', 'instrument'] };
      expect(limits.buckets[`${operation}-1`]).toMatchObject({ ...shape, capacity: 60 });
      expect(limits.buckets[`${operation}-n`]).toMatchObject({ ...shape, capacity: 300 });
    }
    expect(limits.buckets['sub-account-orders']).toMatchObject({ capacity: 1_000, scope: ['account'] });
  });

  it('sends orders once, in their lane, and cancels ahead of them', () => {
    for (const name of ['order', 'batch-orders', 'amend-order', 'amend-batch-orders']) {
      expect(limits.endpoints[`POST /api/v5/trade/${name}`]).toMatchObject({ lane: 'order', effect: 'order' });
    }
    for (const name of ['cancel-order', 'cancel-batch-orders']) {
      expect(limits.endpoints[`POST /api/v5/trade/${name}`]).toMatchObject({ lane: 'cancel', effect: 'cancel' });
    }
  });
});

describe('OKX endpoints nobody listed', () => {
  const cases = [
    {
      name: 'reads of public data by address',
      request: get('/api/v5/rubik/stat/taker-volume'),
      expected: { security: 'public', effect: 'read' },
      takes: ['other-public /api/v5/rubik/stat/taker-volume 1'],
    },
    {
      name: 'private reads by account',
      request: get('/api/v5/account/bills'),
      expected: { security: 'signed', effect: 'read' },
      takes: ['other-private /api/v5/account/bills 1'],
    },
    {
      name: 'private writes once',
      request: postJson('/api/v5/trade/order-algo', {}),
      expected: { security: 'signed', effect: 'order', lane: 'order' },
      takes: ['other-private /api/v5/trade/order-algo 1'],
    },
    {
      name: 'unknown cancels in their lane',
      request: postJson('/api/v5/trade/cancel-algos', []),
      expected: { security: 'signed', effect: 'order', lane: 'cancel' },
      takes: ['other-private /api/v5/trade/cancel-algos 1'],
    },
  ];
  for (const { name, request, expected, takes } of cases) {
    it(`prices ${name}`, () => {
      expect(priceCall(limits, request).endpoint).toMatchObject(expected);
      expect(charged(request)).toEqual(takes);
    });
  }
});

import { describe, expect, it } from 'vitest';
import type { AttemptResult } from '../../../electron/engine/client/attempt.ts';
import { exchange } from '../../../electron/engine/exchanges/registry.ts';
import { type ExchangeRequest, get } from '../../../electron/engine/http.ts';
import { outcomeOfAttempt, outcomeOfRow } from '../../../electron/engine/recorder/outcome.ts';
import { rowCharges, spentBy } from '../../../electron/engine/recorder/row-charges.ts';
import { rowParams } from '../../../electron/engine/recorder/row-params.ts';
import type { Charge } from '../../../electron/engine/exchanges/limit-rules.ts';
import type { FailureKind } from '../../../shared/contract/failure.ts';
import type { Outcome } from '../../../shared/model/activity.ts';

const answered = (status: number, kind: FailureKind | null): AttemptResult =>
  ({
    kind: 'answered',
    reply: { status },
    verdict: kind === null ? null : { failure: { kind, code: 'x' } },
  }) as unknown as AttemptResult;
const lost = (mayHaveArrived: boolean): AttemptResult =>
  ({ kind: 'lost', mayHaveArrived, failure: { kind: 'timeout' } }) as unknown as AttemptResult;
const held: AttemptResult = { kind: 'held', failure: { kind: 'aborted' }, waitedMs: 1 };

describe('how an attempt ended', () => {
  const cases: readonly (readonly [name: string, result: AttemptResult, outcome: Outcome])[] = [
    ['a success', answered(200, null), 'ok'],
    ['429', answered(429, 'rate-limited'), 'rate-limited'],
    ['a limit told in the body of a 200, as Kraken does', answered(200, 'rate-limited'), 'rate-limited'],
    ['418', answered(418, 'banned'), 'banned'],
    ['a firewall', answered(403, 'firewall'), 'forbidden'],
    ['403 of another kind', answered(403, 'restricted-location'), 'forbidden'],
    ['a refused order', answered(400, 'insufficient-funds'), 'rejected'],
    ['a refusal in the body of a 200', answered(200, 'unknown-order'), 'rejected'],
    ['502', answered(502, 'busy'), 'server-error'],
    ['busy over the status of a limit, as OKX says it', answered(429, 'busy'), 'server-error'],
    ['maintenance told in the body of a 200', answered(200, 'maintenance'), 'server-error'],
    ['no answer', lost(true), 'lost'],
    ['a caller that gave up before it left', held, 'held'],
  ];
  for (const [name, result, outcome] of cases)
    it(`${name}: ${outcome}`, () => expect(outcomeOfAttempt(result)).toBe(outcome));

  const rows = [
    { kind: 'request', endpoint: 'GET /x', status: 200, code: null, outcome: 'ok' },
    { kind: 'request', endpoint: 'GET /x', status: null, code: 'held', outcome: 'held' },
    { kind: 'request', endpoint: 'GET /x', status: null, code: 'unreachable', outcome: 'lost' },
    { kind: 'socket', endpoint: 'ws executions closed', status: null, code: '1006', outcome: 'lost' },
    { kind: 'socket', endpoint: 'ws executions gap', status: null, code: 'gap', outcome: 'lost' },
    { kind: 'socket', endpoint: 'ws executions error', status: null, code: 'x', outcome: 'rejected' },
    { kind: 'socket', endpoint: 'ws executions connected', status: null, code: null, outcome: 'ok' },
  ] as const;
  for (const { outcome, ...row } of rows) {
    it(`a row that does not say so: ${row.endpoint} ${row.code}`, () => expect(outcomeOfRow(row)).toBe(outcome));
  }
});

describe('what an attempt took', () => {
  const { buckets } = exchange('binance').limits;
  const charge = (id: string, cost: number, refund: Charge['refund'] = null): Charge => {
    const bucket = buckets[id];
    if (bucket === undefined) throw new Error(`Binance has no ${id}`);
    return { bucket, part: null, cost, refund };
  };
  const peer = {
    realm: { exchange: 'binance', environment: 'live' },
    holder: { egress: 'default', accountRef: 'uid-1', account: 'main', key: 'main-1234' },
  } as const;

  const cases = [
    { name: 'a success without refund', result: answered(200, null), refund: null, spent: 5 },
    { name: 'a success that is given back', result: answered(200, null), refund: 'success', spent: 0 },
    { name: 'a refusal, which is not', result: answered(400, 'rejected'), refund: 'success', spent: 5 },
    { name: 'an answer that was lost', result: lost(true), refund: 'success', spent: 5 },
    { name: 'one that never left the machine', result: lost(false), refund: null, spent: 0 },
    { name: 'one that was held', result: held, refund: null, spent: 0 },
  ] as const;
  for (const { name, result, refund, spent } of cases)
    it(name, () => expect(spentBy(result, { cost: 5, refund })).toBe(spent));

  it('is told by the keys of the counters, the heaviest first', () => {
    const charges = rowCharges([charge('ip-weight', 1), charge('orders-10s', 1)], peer, ({ cost }) => cost * 2);
    expect(charges).toEqual([
      { key: 'binance/live|orders-10s|account=uid-1', cost: 1, spent: 2 },
      { key: 'binance/live|ip-weight|ip=default', cost: 1, spent: 2 },
    ]);
  });
});

describe('parameters that are kept', () => {
  const shown = (request: ExchangeRequest) =>
    Object.fromEntries(rowParams(request).map(({ name, value }) => [name, value]));
  const form = (text: string): ExchangeRequest => ({
    method: 'POST',
    path: '/x',
    query: '',
    body: { type: 'form', text },
  });

  it('are names, and the values of harmless ones', () => {
    const request = get('/api/v3/order', {
      symbol: 'BTCUSDT',
      side: 'BUY',
      quantity: '0.5',
      price: '61234.5',
      limit: '100',
    });
    expect(shown(request)).toEqual({ symbol: 'BTCUSDT', side: 'BUY', quantity: null, price: null, limit: '100' });
  });

  const secret = 'sEcReT0123456789abcdefghijklmnopqrstuv';
  const leaks = [
    {
      name: 'a value of any other parameter',
      request: get('/x', { apiKey: secret, signature: secret, listenKey: secret, token: secret, otp: secret }),
    },
    {
      name: 'a secret in a harmless parameter',
      request: get('/x', { symbol: secret, type: secret, limit: `1 ${secret}` }),
    },
    { name: 'a secret in place of a name', request: get('/x', { [secret]: '1', [`x${secret}`]: '' }) },
    { name: 'a form', request: form(`nonce=1&symbol=${secret}&${secret}&otp=${secret}`) },
    {
      name: 'a JSON body with nested values',
      request: {
        method: 'POST',
        path: '/x',
        query: '',
        body: {
          type: 'json',
          text: JSON.stringify({
            instId: 'BTC-USDT',
            note: secret,
            deep: { symbol: secret },
            orders: [{ symbol: secret }],
          }),
        },
      },
    },
    {
      name: 'text that is neither',
      request: { method: 'POST', path: '/x', query: `%%%${secret}`, body: { type: 'json', text: `{"a":"${secret}` } },
    },
  ] as const satisfies readonly { readonly name: string; readonly request: ExchangeRequest }[];
  for (const { name, request } of leaks) {
    it(`never hold ${name}`, () => expect(JSON.stringify(rowParams(request))).not.toContain(secret.slice(0, 12)));
  }

  it('are few, however many came', () => {
    const many = Object.fromEntries(
      Array.from({ length: 500 }, (_, index) => [
        `a${String.fromCharCode(97 + (index % 26)).repeat(1 + index / 26)}`,
        '1',
      ]),
    );
    expect(rowParams(get('/x', many)).length).toBeLessThanOrEqual(24);
  });
});

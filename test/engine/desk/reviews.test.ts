import { beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '../../../shared/model/account.ts';
import { decimal } from '../../../shared/model/decimal.ts';
import type { OrderTicket } from '../../../shared/model/order.ts';
import type { IntentId } from '../../../shared/model/desk.ts';
import type { Preflight } from '../../../shared/model/preflight.ts';
import { requestOf, Reviews } from '../../../electron/engine/desk/reviews.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { accountOf, INTENT, instrumentOf, sha256 } from '../../support/desk-bench.ts';
import { ticketOf } from '../../support/desk-world.ts';

const FINE: Preflight = { breaches: [], notional: null, quantityBase: null, feeEstimate: null, costs: [] };

describe('what was shown', () => {
  let clock: FakeClock;
  let rest: string;
  let reviews: Reviews;

  beforeEach(() => {
    clock = new FakeClock();
    rest = 'https://testnet.example';
    reviews = new Reviews({ clock, sha256, hosts: () => ({ rest, sockets: {}, headers: {} }) });
  });

  function made(account = accountOf('binance'), change: Partial<OrderTicket> = {}, id = 'hr-1') {
    return make(INTENT, account, ticketOf(account, change), id);
  }

  function make(intent: IntentId, account: Account, ticket: OrderTicket, clientOrderId: string) {
    const built = requestOf(account, ticket, instrumentOf(ticket.symbol), clientOrderId);
    if (!built.ok) throw new Error(built.failure.kind);
    const act = { kind: 'place', clientOrderId } as const;
    const seen = { bid: null, ask: null, last: null };
    return reviews.make({ intent, account, ticket, request: built.value, preflight: FINE, act, seen });
  }

  it('counts for 15 s, and a clock set back or on changes nothing', () => {
    const { hash } = made();
    clock.stepWall(-3_600_000);
    clock.advance(15_000);
    expect(reviews.find(INTENT, hash)?.review.hash).toBe(hash);
    clock.advance(1);
    expect(reviews.find(INTENT, hash)).toBeNull();
  });

  it('is void once replaced, forgotten, or asked for under another hash', () => {
    const first = made();
    const second = made(undefined, { quantity: decimal('0.02') });
    expect(reviews.find(INTENT, first.hash)).toBeNull();
    expect(reviews.find(INTENT, '0'.repeat(64))).toBeNull();
    expect(reviews.find(INTENT, second.hash)).not.toBeNull();
    reviews.forget(INTENT);
    expect(reviews.find(INTENT, second.hash)).toBeNull();
  });

  it('shows host, way and every parameter, without key, time and signature', () => {
    expect(made()).toMatchObject({
      host: 'testnet.example',
      method: 'POST',
      path: '/api/v3/order',
      environment: 'testnet',
    });
    const names = made().params.map(({ name }) => name);
    expect(names).toEqual([
      'symbol',
      'side',
      'type',
      'timeInForce',
      'quantity',
      'price',
      'newClientOrderId',
      'newOrderRespType',
    ]);
  });

  const tickets: readonly { readonly name: string; readonly change: Partial<OrderTicket> }[] = [
    { name: 'symbol', change: { symbol: 'ETHUSDT' } },
    { name: 'side', change: { side: 'sell' } },
    { name: 'type', change: { type: 'post-only' } },
    { name: 'quantity', change: { quantity: decimal('0.02') } },
    { name: 'price', change: { price: decimal('20001') } },
    { name: 'time in force', change: { timeInForce: 'ioc' } },
  ];
  for (const { name, change } of tickets)
    it(`another ${name} is another hash`, () => expect(made(undefined, change).hash).not.toBe(made().hash));

  const accounts: readonly { readonly name: string; readonly account: Account }[] = [
    { name: 'account', account: { ...accountOf('binance'), id: 'other' } },
    { name: 'environment', account: { ...accountOf('binance'), environment: 'live' } },
  ];
  for (const { name, account } of accounts)
    it(`another ${name} is another hash`, () => expect(made(account).hash).not.toBe(made().hash));

  it('another host, another client order id: another hash', () => {
    const { hash } = made();
    expect(made(undefined, {}, 'hr-2').hash).not.toBe(hash);
    rest = 'https://api.example';
    expect(made().hash).not.toBe(hash);
  });

  it('the moment of sending is no part of it', () => {
    const account = accountOf('kraken');
    const at = (serverMs: number): string => {
      const built = requestOf(account, ticketOf(account), instrumentOf('XXBTZUSD'), 'id', serverMs);
      if (!built.ok) throw new Error(built.failure.kind);
      return `${reviews.hashOf(account, built.value)} ${built.value.body?.text}`;
    };
    const [early = '', late = ''] = [at(1_000), at(9_000)].map((text) => text.slice(0, 64));
    expect(early).toBe(late);
    expect(at(1_000)).not.toBe(at(9_000));
  });

  it('says that there is no such order, rather than throwing', () => {
    const account = accountOf('okx');
    const ticket = ticketOf(account, { type: 'stop-limit', stopPrice: decimal('1') });
    expect(requestOf(account, ticket, instrumentOf('BTC-USDT'), 'hr1')).toMatchObject({
      ok: false,
      failure: { kind: 'invalid-input' },
    });
  });

  it('forgets what is too old', () => {
    made();
    clock.advance(16_000);
    make('intent-0000000000000002', accountOf('binance'), ticketOf(accountOf('binance')), 'hr-2');
    expect(reviews.size).toBe(1);
  });
});

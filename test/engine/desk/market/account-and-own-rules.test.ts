import { describe, expect, it } from 'vitest';
import { decimal, divide } from '../../../../shared/model/decimal.ts';
import type { DeskOrder, PersonalLimits } from '../../../../shared/model/desk.ts';
import type { OrderTicket } from '../../../../shared/model/order.ts';
import type { PreflightFacts, SendBlock } from '../../../../electron/engine/desk/market/facts.ts';
import { newOrder } from '../../../../electron/engine/desk/new-order.ts';
import { factsFor, judge, rulesOf, ticketOf } from './facts.ts';

const base = factsFor('binance');
const { nowMs } = base;

function limits(change: Readonly<Record<string, string | null>>): { readonly limits: PersonalLimits } {
  return { limits: { ...base.limits, ...(change as Partial<PersonalLimits>) } };
}

function order(change: Partial<DeskOrder> = {}, ticket: Partial<OrderTicket> = {}): DeskOrder {
  const made = newOrder('intent-0000000000000001', base.account, ticketOf('binance', ticket), 'hr-1', nowMs - 1_000);
  return { ...made, status: 'open', ...change };
}

function orders(count: number, change: Partial<DeskOrder> = {}): readonly DeskOrder[] {
  return Array.from({ length: count }, () => order(change));
}

function balance(free: string): Pick<PreflightFacts, 'balances'> {
  return {
    balances: {
      account: 'practice',
      atMs: 1,
      balances: [{ asset: 'USDT', free: decimal(free), locked: decimal('0') }],
    },
  };
}

function block(change: Partial<SendBlock>): Pick<PreflightFacts, 'send'> {
  return {
    send: {
      costs: [],
      cancelBlock: null,
      capacities: {},
      block: {
        kind: 'headroom',
        blockedBy: 'binance/live|orders-10s',
        untilMs: nowMs + 9_000,
        isShort: false,
        ...change,
      },
    },
  };
}

function book(...asks: readonly (readonly [string, string])[]): PreflightFacts['depth'] {
  return { bids: [], asks: asks.map(([price, size]) => ({ price: decimal(price), size: decimal(size) })) };
}

function quoted(change: Partial<Record<'bid' | 'ask' | 'last', null>>): Partial<PreflightFacts> {
  return { quote: { ...base.quote, ...change } };
}

function rights(told: Readonly<Record<string, boolean | null>>): PreflightFacts['grants'] {
  const all = { enableReading: true, ...told };
  return Object.entries(all).map(([name, isGranted]) => ({ grant: 'unknown', name, isGranted }));
}

const market = { type: 'market', price: null } as const;
const live = { account: { ...base.account, environment: 'live' } } as const;

interface Row {
  readonly name: string;
  readonly facts?: Partial<PreflightFacts>;
  readonly ticket?: Readonly<Record<string, string | null>>;
  readonly rules: readonly string[];
  readonly suggestion?: string;
}

const rows: readonly Row[] = [
  { name: 'a halt', facts: { isHalted: true }, rules: ['halted'] },
  { name: 'hosts of another environment', facts: { isEnvironmentRight: false }, rules: ['environment'] },
  {
    name: 'a key that may not trade',
    facts: { grants: rights({ enableSpotAndMarginTrading: false }) },
    rules: ['permission'],
  },
  {
    name: 'a key that may only read',
    facts: { grants: rights({}) },
    rules: ['permission'],
  },
  {
    name: 'a right the exchange does not tell',
    facts: { grants: rights({ enableSpotAndMarginTrading: null }) },
    rules: ['permission?'],
  },
  { name: 'rights never read, real money', facts: { ...live, grants: null }, rules: ['permission?'] },
  { name: 'rights never read, practice', facts: { grants: null }, rules: [] },
  { name: 'room in time', facts: block({ isShort: true }), rules: ['headroom?'] },
  { name: 'no room in time', facts: block({}), rules: ['headroom'] },
  { name: 'a closed gate', facts: block({ kind: 'gate' }), rules: ['gate'] },

  { name: 'prices 10 s old', facts: { quoteAgeMs: 10_000 }, rules: [] },
  {
    name: 'prices a moment older',
    facts: { quoteAgeMs: 10_001 },
    rules: ['no-market-data', 'price-band?'],
  },
  {
    name: 'no prices, limit',
    facts: { quoteAgeMs: null },
    rules: ['no-market-data', 'price-band?'],
  },
  {
    name: 'no prices, market',
    facts: { quoteAgeMs: null },
    ticket: market,
    rules: ['no-market-data'],
  },

  { name: '199 open orders', facts: { open: orders(199) }, rules: [] },
  { name: '200 open orders', facts: { open: orders(200) }, rules: ['max-open-orders'] },
  { name: '200 of another symbol', facts: { open: orders(200, { symbol: 'ETHUSDT' }) }, rules: [] },
  {
    name: '4 stops',
    facts: { open: orders(4, { type: 'stop-limit' }) },
    ticket: { type: 'stop-limit', stopPrice: '65100', price: '65100' },
    rules: [],
  },
  {
    name: '5 stops',
    facts: { open: orders(5, { type: 'stop-limit' }) },
    ticket: { type: 'stop-limit', stopPrice: '65100', price: '65100' },
    rules: ['max-open-orders'],
  },

  { name: 'funds to the cent', facts: balance('649'), rules: [] },
  { name: 'a cent short', facts: balance('648.99'), rules: ['balance'], suggestion: '0.00999' },
  {
    name: 'funds not known',
    facts: { balances: { account: 'practice', atMs: null, balances: [] } },
    rules: ['balance?'],
  },
  {
    name: 'nothing of the asset',
    facts: { balances: { account: 'practice', atMs: 1, balances: [] } },
    rules: ['balance'],
  },

  { name: 'worth of the own maximum', facts: limits({ maxOrderQuote: '649' }), rules: [] },
  {
    name: 'a cent above it',
    facts: limits({ maxOrderQuote: '648.99' }),
    rules: ['own-max-order'],
    suggestion: '0.00999',
  },
  {
    name: 'market in quote above it',
    facts: limits({ maxOrderQuote: '648.99' }),
    ticket: { ...market, quantity: '649', quantityUnit: 'quote' },
    rules: ['own-max-order'],
    suggestion: '648.99',
  },
  {
    name: 'what is left of the day',
    facts: { ...limits({ maxDayQuote: '1000' }), usedTodayQuote: decimal('351') },
    rules: [],
  },
  {
    name: 'a cent more than is left',
    facts: { ...limits({ maxDayQuote: '1000' }), usedTodayQuote: decimal('351.01') },
    rules: ['own-max-day'],
    suggestion: '0.00999',
  },
  {
    name: 'a day that is used up',
    facts: { ...limits({ maxDayQuote: '1000' }), usedTodayQuote: decimal('1001') },
    rules: ['own-max-day'],
  },
  { name: 'a share of the balance', facts: { ...balance('1298'), ...limits({ maxBalanceShare: '0.5' }) }, rules: [] },
  {
    name: 'more than the share',
    facts: { ...balance('1297.99'), ...limits({ maxBalanceShare: '0.5' }) },
    rules: ['own-balance-share'],
    suggestion: '0.00999',
  },
  { name: 'warning edge, low', ticket: { price: '64350' }, rules: [] },
  { name: 'beyond it', ticket: { price: '64349.99' }, rules: ['own-price-band?'], suggestion: '64350' },
  { name: 'warning edge, high', ticket: { price: '65650' }, rules: [] },
  { name: 'hard edge, high', ticket: { price: '68250' }, rules: ['own-price-band?'] },
  { name: 'beyond the hard edge', ticket: { price: '68250.01' }, rules: ['own-price-band'], suggestion: '68250' },
  { name: 'hard edge, low', ticket: { price: '61750' }, rules: ['own-price-band?'] },
  { name: 'beyond the hard edge, low', ticket: { price: '61749.99' }, rules: ['own-price-band'], suggestion: '61750' },
  {
    name: 'ten times the price',
    ticket: { price: '650000', quantity: '0.001' },
    rules: ['price-band', 'own-price-band'],
    suggestion: '68250',
  },
  {
    name: 'a stop order is measured from its stop',
    ticket: { type: 'stop-limit', side: 'sell', stopPrice: '52000', price: '51900' },
    rules: [],
  },
  {
    name: 'a stop order far from its stop',
    ticket: { type: 'stop-limit', side: 'sell', stopPrice: '52000', price: '49399.99' },
    rules: ['own-price-band'],
    suggestion: '49400',
  },
  {
    name: 'a market order the best price fills',
    facts: { ...limits({ maxImpact: '0.001' }), depth: book(['65001', '0.01']) },
    ticket: market,
    rules: [],
  },
  {
    name: 'a market order it does not fill',
    facts: { ...limits({ maxImpact: '0.001' }), depth: book(['65001', '0.00999']) },
    ticket: market,
    rules: ['own-market-impact'],
    suggestion: '0.00999',
  },
  {
    name: 'one that deeper levels fill within the bound',
    facts: { ...limits({ maxImpact: '0.001' }), depth: book(['65000', '0.004'], ['65065', '0.006']) },
    ticket: market,
    rules: [],
  },
  {
    name: 'one that only levels beyond the bound would fill',
    facts: { ...limits({ maxImpact: '0.001' }), depth: book(['65000', '0.004'], ['65065.01', '9']) },
    ticket: market,
    rules: ['own-market-impact'],
    suggestion: '0.004',
  },
  {
    name: 'one in quote',
    facts: { ...limits({ maxImpact: '0.001' }), depth: book(['65000', '0.01']) },
    ticket: { ...market, quantity: '650', quantityUnit: 'quote' },
    rules: [],
  },
  {
    name: 'a market order while nobody has read the book',
    facts: { ...limits({ maxImpact: '0.001' }), depth: null },
    ticket: market,
    rules: ['own-market-impact'],
  },
  {
    name: 'a market order in an empty book',
    facts: { ...limits({ maxImpact: '1' }), depth: book() },
    ticket: market,
    rules: ['own-market-impact'],
  },

  {
    name: 'a cap in another currency',
    facts: { ...limits({ maxOrderQuote: '0.01', currency: 'BTC' }), capRate: divide(decimal('1'), decimal('65000')) },
    ticket: { quantity: '0.01003' },
    rules: ['own-max-order'],
  },
  {
    name: 'a cap no price turns into quote',
    facts: { ...limits({ maxOrderQuote: '1000000', currency: 'EUR' }), capRate: null },
    rules: ['own-limit-rate'],
  },
  {
    name: 'a day of which some order cannot be counted',
    facts: { ...limits({ maxDayQuote: '1000000' }), usedTodayQuote: null },
    rules: ['own-limit-rate'],
  },
  { name: 'no cap, no price needed', facts: { capRate: null, usedTodayQuote: null }, rules: [] },

  {
    name: 'far off, last price unknown',
    facts: quoted({ last: null }),
    ticket: { price: '6000' },
    rules: ['price-band', 'own-price-band'],
  },
  {
    name: 'far off, nothing known but the other side',
    facts: quoted({ last: null, bid: null }),
    ticket: { price: '6000' },
    rules: ['price-band', 'own-price-band'],
  },
  {
    name: 'a price that nothing can be held against',
    facts: quoted({ last: null, bid: null, ask: null }),
    rules: ['own-price-band'],
  },

  {
    name: 'a key that could not look an order up',
    facts: { grants: rights({ enableReading: false, enableSpotAndMarginTrading: true }) },
    rules: ['look-up-permission?'],
  },
  {
    name: 'no room to cancel it',
    facts: { send: { costs: [], block: null, cancelBlock: { name: 'engine', cost: 8, left: 3 }, capacities: {} } },
    rules: ['cancel-room?'],
  },

  {
    name: 'a change: what the order holds is free for it',
    facts: { ...balance('0'), amending: order() },
    ticket: { quantity: '0.01' },
    rules: [],
  },
  {
    name: 'a change: the increase must be there',
    facts: { ...balance('64.8'), amending: order() },
    ticket: { quantity: '0.011' },
    rules: ['balance'],
  },
  {
    name: 'a change: only the increase counts for the day',
    facts: { ...limits({ maxDayQuote: '1000' }), usedTodayQuote: decimal('951'), amending: order() },
    ticket: { quantity: '0.0107' },
    rules: [],
  },
  {
    name: 'a change beyond the day',
    facts: { ...limits({ maxDayQuote: '1000' }), usedTodayQuote: decimal('960'), amending: order() },
    ticket: { quantity: '0.0107' },
    rules: ['own-max-day'],
  },
  {
    name: 'a change: the whole order counts for one order',
    facts: { ...limits({ maxOrderQuote: '650' }), amending: order() },
    ticket: { quantity: '0.0107' },
    rules: ['own-max-order'],
  },
  {
    name: 'a change to no more than is filled',
    facts: { amending: order({ filledQuantity: decimal('0.01') }) },
    ticket: { quantity: '0.01' },
    rules: ['amend-filled'],
  },
  {
    name: 'a change of one of as many orders as there may be',
    facts: { open: orders(200), amending: order() },
    rules: [],
  },

  {
    name: 'the same order 2.999 s later',
    facts: { recent: [order({ createdAtMs: nowMs - 2_999 })] },
    rules: ['duplicate'],
  },
  { name: 'the same order 3 s later', facts: { recent: [order({ createdAtMs: nowMs - 3_000 })] }, rules: [] },
  {
    name: 'the same number written otherwise',
    facts: { recent: [order()] },
    ticket: { quantity: '0.010' },
    rules: ['duplicate'],
  },
  { name: 'the other side', facts: { recent: [order({}, { side: 'sell' })] }, rules: [] },
  { name: 'another price', facts: { recent: [order({}, { price: decimal('64901') })] }, rules: [] },
];

describe('account, key, moment and its user say as much as the exchange', () => {
  for (const { name, facts = {}, ticket = {}, rules, suggestion } of rows) {
    it(name, () => {
      const result = judge('binance', ticket as Partial<OrderTicket>, facts);
      expect(rulesOf(result)).toEqual(rules);
      if (suggestion !== undefined) expect(result.breaches.map((breach) => breach.suggestion)).toContain(suggestion);
    });
  }

  it('warns of a fee that the funds may not cover, where it is paid on top', () => {
    const funds = (free: string) => ({
      balances: {
        account: 'practice',
        atMs: 1,
        balances: [{ asset: 'ZUSD', free: decimal(free), locked: decimal('0') }],
      },
    });
    expect(rulesOf(judge('kraken', {}, funds('651.596')))).toEqual([]);
    expect(rulesOf(judge('kraken', {}, funds('651.59')))).toEqual(['balance?']);
    expect(rulesOf(judge('kraken', {}, funds('648.99')))).toEqual(['balance']);
  });

  it('tells everything at once', () => {
    const facts = { isHalted: true, grants: rights({}), ...limits({ maxOrderQuote: '1' }), ...balance('1') };
    const rules = rulesOf(judge('binance', { price: decimal('70000.001') }, facts));
    expect(rules).toEqual(['halted', 'permission', 'price-step', 'own-price-band', 'balance', 'own-max-order']);
  });
});

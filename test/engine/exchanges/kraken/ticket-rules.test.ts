import { describe, expect, it } from 'vitest';
import { ticketRules } from '../../../../electron/engine/exchanges/kraken/ticket-rules.ts';
import { instrumentOf } from '../../desk/market/facts.ts';

const instrument = instrumentOf('kraken');

describe('open orders of a pair', () => {
  const cases = [
    { name: 'nothing told: the smallest tier, not sure', capacities: {}, cap: { most: 60, isSure: false } },
    { name: 'the smallest counter', capacities: { engine: 60 }, cap: { most: 60, isSure: false } },
    { name: 'intermediate', capacities: { engine: 125 }, cap: { most: 80, isSure: true } },
    { name: 'pro', capacities: { engine: 180 }, cap: { most: 225, isSure: true } },
    { name: 'a counter of no tier', capacities: { engine: 99 }, cap: { most: 60, isSure: false } },
  ];
  for (const { name, capacities, cap } of cases)
    it(name, () => expect(ticketRules.openOrderCap(instrument, capacities)).toEqual(cap));
});

describe('client order ids', () => {
  const good = [
    '6d1b345e-2821-40e2-ad83-4ecb18a06876',
    'da8e4ad59b78481c93e589746b0cf91f',
    'my-order_1',
    'x'.repeat(18),
  ];
  const bad = ['', 'x'.repeat(19), 'with space', '6d1b345e-2821-40e2-ad83-4ecb18a0687', 'ünicode'];
  for (const id of good) it(`takes ${id}`, () => expect(ticketRules.clientOrderId.test(id)).toBe(true));
  for (const id of bad) it(`refuses "${id}"`, () => expect(ticketRules.clientOrderId.test(id)).toBe(false));
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exchangeIds } from '../../../../shared/model/account.ts';
import { Decimal, decimal } from '../../../../shared/model/decimal.ts';
import type { Preflight } from '../../../../shared/model/preflight.ts';
import { OrderTicket } from '../../../../shared/model/order.ts';
import { preflight } from '../../../../electron/engine/desk/market/preflight.ts';
import { factsFor, ticketOf } from './facts.ts';

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 300);
const number = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 14n }), fc.integer({ min: 0, max: 10 }))
  .map(([digits, places]) => {
    const text = String(digits).padStart(places + 1, '0');
    return decimal(places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`);
  });
const drawn = fc.record({
  id: fc.constantFrom(...exchangeIds),
  side: fc.constantFrom('buy' as const, 'sell' as const),
  type: fc.constantFrom('limit' as const, 'market' as const, 'post-only' as const, 'stop-limit' as const),
  quantityUnit: fc.constantFrom('base' as const, 'quote' as const),
  quantity: number,
  price: number,
  stopPrice: number,
  maxOrderQuote: fc.option(number, { nil: null }),
});

type Field = 'price' | 'stopPrice' | 'quantity';
const FIELDS: ReadonlySet<string> = new Set(['price', 'stopPrice', 'quantity']);

function firstWithAdvice({ breaches }: Preflight) {
  return breaches.find(
    (breach) => breach.weight === 'refuse' && breach.suggestion !== null && FIELDS.has(breach.field ?? ''),
  );
}

describe('suggestions', () => {
  it('followed again and again lead to a ticket without such a breach, or there is none', () => {
    const check = fc.property(drawn, ({ id, maxOrderQuote, ...change }) => {
      const facts = factsFor(id);
      let ticket: OrderTicket = ticketOf(id, change.type === 'market' ? { ...change, price: null } : change);
      for (let round = 0; round < 12; round += 1) {
        const judged = preflight({ ...facts, ticket, limits: { ...facts.limits, maxOrderQuote } });
        const advice = firstWithAdvice(judged);
        if (advice === undefined) return;
        const field = advice.field as Field;
        const text = advice.suggestion ?? '';
        expect(Decimal.safeParse(text).success).toBe(true);
        ticket = { ...ticket, [field]: decimal(text) };
        const after = preflight({ ...facts, ticket, limits: { ...facts.limits, maxOrderQuote } });
        const isBroken = after.breaches.some(
          (one) => one.rule === advice.rule && one.field === field && one.weight === 'refuse',
        );
        expect({ rule: advice.rule, field, text, isBroken }).toEqual({
          rule: advice.rule,
          field,
          text,
          isBroken: false,
        });
      }
      expect(
        firstWithAdvice(preflight({ ...facts, ticket, limits: { ...facts.limits, maxOrderQuote } })),
      ).toBeUndefined();
    });
    fc.assert(check, { numRuns: RUNS });
  });

  it('never let more through than its user allows', () => {
    const check = fc.property(drawn, number, ({ id, maxOrderQuote: _, ...change }, most) => {
      const facts = factsFor(id);
      const ticket = ticketOf(id, change);
      const { breaches, notional } = preflight({ ...facts, ticket, limits: { ...facts.limits, maxOrderQuote: most } });
      if (breaches.some(({ weight }) => weight === 'refuse')) return;
      expect(Number(notional)).toBeLessThanOrEqual(Number(most));
    });
    fc.assert(check, { numRuns: RUNS });
  });
});

describe('numbers of a ticket', () => {
  const texts = [
    'NaN',
    'Infinity',
    '1e400',
    '1e5',
    '1,5',
    '０.1',
    '١',
    '+1',
    ' 1',
    '1 ',
    '.5',
    '5.',
    '',
    '0x10',
    '1_000',
    `1${'0'.repeat(64)}`,
  ];
  for (const text of texts) {
    it(`"${text.slice(0, 12)}" is none`, () => {
      for (const field of ['quantity', 'price', 'stopPrice']) {
        expect(OrderTicket.safeParse({ ...ticketOf('binance'), [field]: text }).success).toBe(false);
      }
    });
  }

  it('are texts: a float is none', () => {
    expect(OrderTicket.safeParse({ ...ticketOf('binance'), quantity: 0.1 }).success).toBe(false);
  });

  it('below zero, and minus zero, get past the schema and not past the desk', () => {
    for (const id of exchangeIds) {
      for (const text of ['-0', '-0.0', '-1']) {
        const facts = factsFor(id);
        const { breaches } = preflight({ ...facts, ticket: OrderTicket.parse({ ...ticketOf(id), quantity: text }) });
        expect(breaches).toContainEqual(
          expect.objectContaining({ rule: 'not-a-number', weight: 'refuse', field: 'quantity' }),
        );
      }
    }
  });
});

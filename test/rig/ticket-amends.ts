import { decimal, fromNumber, multiply, roundToStep, toNumber } from '../../shared/model/decimal.ts';
import type { DeskOrder } from '../../shared/model/desk.ts';
import type { Instrument } from '../../shared/model/instrument.ts';
import type { OrderTicket } from '../../shared/model/order.ts';
import { newOrder } from '../../electron/engine/desk/new-order.ts';
import type { PreflightFacts } from '../../electron/engine/desk/market/facts.ts';
import { preflight } from '../../electron/engine/desk/market/preflight.ts';
import type { PracticeRandom } from '../../electron/practice/core/random.ts';
import { pick } from './ticket-draws.ts';
import type { TicketJudgeOf } from './ticket-judges.ts';

export interface AmendFinding {
  readonly kind: 'wronglyLet' | 'wronglyRefused';
  readonly ticket: OrderTicket;
  readonly rules: readonly string[];
  readonly verdict: string | null;
}

/**
 * Lets an order rest at a practice venue, changes it at random, and holds what the app says of the funds for that
 * against what the venue does. Null: they agree. The order is gone afterwards.
 */
export function tryAmend(
  random: PracticeRandom,
  judge: TicketJudgeOf,
  instrument: Instrument,
  factsNow: () => Omit<PreflightFacts, 'ticket'>,
): AmendFinding | null {
  const side = pick(random, ['buy', 'sell']);
  const first = draw(random, judge, instrument, side);
  const market = judge.marketOf(instrument);
  const placed = judge.venue.place({
    accountId: judge.accountId,
    marketId: market.market.id,
    side,
    kind: 'limit',
    quantity: first.quantity,
    price: first.price,
  });
  if (!placed.ok) return null;
  const facts = factsNow();
  const was: OrderTicket = { ...first, account: facts.account.id, symbol: instrument.symbol, ...FORM };
  const amending: DeskOrder = {
    ...newOrder('intent-0000000000000001', facts.account, was, 'hr-1', facts.nowMs),
    status: 'open',
  };
  const next = draw(random, judge, instrument, side);
  const ticket = { ...was, ...next };
  const { breaches } = preflight({ ...facts, ticket, amending });
  const done = judge.venue.amend(judge.accountId, placed.order.id, { quantity: next.quantity, price: next.price });
  judge.venue.cancel(judge.accountId, placed.order.id);
  const verdict = done.ok ? null : done.reason;
  if (verdict !== null && verdict !== 'insufficient-funds') return null;
  const rules = breaches.map(({ rule, weight }) => (weight === 'refuse' ? rule : `${rule}?`));
  const isRefused = rules.includes('balance');
  const isTold = isRefused || rules.includes('balance?');
  if (verdict === null) return isRefused ? { kind: 'wronglyRefused', ticket, rules, verdict } : null;
  return isTold ? null : { kind: 'wronglyLet', ticket, rules, verdict };
}

const FORM = { type: 'limit', quantityUnit: 'base', stopPrice: null, timeInForce: 'gtc' } as const;

// Far enough from the market to rest, and about as much as there is.
function draw(random: PracticeRandom, judge: TicketJudgeOf, instrument: Instrument, side: 'buy' | 'sell') {
  const { market, lastPrice } = judge.marketOf(instrument);
  const away = 0.005 + 0.03 * random.fraction();
  const factor = fromNumber(side === 'buy' ? 1 - away : 1 + away, 6);
  const price = roundToStep(multiply(lastPrice, factor), instrument.price.step ?? decimal('0.01'));
  const { free } = judge.venue.accounts.get(judge.accountId).ledger.row(side === 'buy' ? market.quote : market.base);
  const whole = side === 'buy' ? toNumber(free) / toNumber(price) : toNumber(free);
  const quantity = roundToStep(
    fromNumber(whole * random.fraction() * 1.2, 12),
    instrument.quantity.step ?? decimal('0.00000001'),
  );
  return { side, price, quantity } as const;
}

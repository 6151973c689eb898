import { type Decimal, ZERO, compare, decimal, isPositive, multiply } from '../../../../shared/model/decimal.ts';
import type { Preflight, RuleBreach } from '../../../../shared/model/preflight.ts';
import type { Instrument } from '../../../../shared/model/instrument.ts';
import { type MarketPrices, NO_CONTEXT, type TicketRules } from '../../exchanges/ticket-rules.ts';
import { amendBreaches } from './amend-rules.ts';
import {
  accountBreaches,
  balanceBounds,
  openOrderBreaches,
  settingBreaches,
  unknownFundsBreaches,
} from './account-rules.ts';
import { refusal } from './breach.ts';
import { exchangeBounds } from './exchange-bounds.ts';
import { isFresh, type PreflightFacts } from './facts.ts';
import { judgeNumber, type JudgedNumber, tiered, type TieredBound } from './fields.ts';
import { formBreaches, numberFields } from './form-rules.ts';
import { commonStep, plain } from './numbers.ts';
import { ownBounds, ownBreaches } from './own-rules.ts';
import { stopBreaches, takingBreaches, unknownBandBreaches, wouldTake } from './price-rules.ts';
import { baseValueOf, questionOf, quoteValueOf, type Sizing, sizingOf } from './sizing.ts';

/** Where there is not even a step. */
const LEAST = decimal('0.00000001');
const NO_PRICES: MarketPrices = { bid: null, ask: null, last: null };

/** Everything that is wrong with a ticket, at once, and what sending it would take. Asks nobody. */
export function preflight(facts: PreflightFacts): Preflight {
  const { instrument, send } = facts;
  const costs = [...(send?.costs ?? [])];
  if (instrument === null) {
    const missing = facts.areInstrumentsLoaded
      ? refusal('unknown-instrument', { field: 'symbol', value: facts.ticket.symbol })
      : refusal('account-not-ready', { field: 'account' });
    return {
      breaches: [missing, ...accountBreaches(facts)],
      notional: null,
      quantityBase: null,
      feeEstimate: null,
      costs,
    };
  }
  return { ...judged(facts, instrument), costs };
}

function judged(facts: PreflightFacts, instrument: Instrument): Omit<Preflight, 'costs'> {
  const { rules, ticket } = facts;
  const form = formBreaches(rules, ticket, instrument);
  // Old prices judge nothing: that there are none is a breach of its own.
  const isKnown = isFresh(facts.quoteAgeMs);
  const prices = isKnown ? facts.quote : NO_PRICES;
  const context = isKnown ? facts.context : NO_CONTEXT;
  const sizing = sizingOf(rules, ticket, instrument, prices, context);
  const breaches = [
    ...form,
    ...accountBreaches(facts),
    ...settingBreaches(facts, instrument),
    ...openOrderBreaches(facts, instrument),
    ...numberBreaches({ ...facts, context }, instrument, prices, sizing, form),
    ...stopBreaches(rules, ticket, instrument, prices),
    ...takingBreaches(rules, ticket, prices),
    ...unknownBandBreaches(rules, ticket, instrument, prices, context),
    ...unknownFundsBreaches(facts),
    ...ownBreaches(facts, instrument, prices, sizing),
    ...amendBreaches(facts),
  ];
  return { breaches: oncePerRule(breaches), ...figuresOf(facts, instrument, prices, sizing) };
}

function numberBreaches(
  facts: PreflightFacts,
  instrument: Instrument,
  prices: MarketPrices,
  sizing: Sizing,
  form: readonly RuleBreach[],
): readonly RuleBreach[] {
  const { rules, ticket } = facts;
  const bounds = [
    ...tiered('exchange', exchangeBounds(rules, questionOf(ticket, instrument, prices, facts.context, sizing), sizing)),
    ...tiered('account', balanceBounds(facts, instrument, sizing)),
    ...tiered('own', ownBounds(facts, instrument, prices, sizing)),
  ];
  // What is no number to the exchange has no bounds.
  const isNumber = (field: string): boolean => !form.some((one) => one.rule === 'not-a-number' && one.field === field);
  return numberFields(ticket)
    .filter(isNumber)
    .flatMap((field) => {
      const number = judgedNumber(facts, sizing, field);
      return judgeNumber(number, isPositive(number.value) ? bounds : [...bounds, ...somethingAtLeast(field, bounds)]);
    });
}

/** An exchange without a least value still takes nothing that is nothing. */
function somethingAtLeast(field: JudgedNumber['field'], bounds: readonly TieredBound[]): readonly TieredBound[] {
  const own = bounds.filter((bound) => bound.field === field && bound.tier === 'exchange');
  if (own.some(({ kind, weight }) => kind === 'min' && weight === 'refuse')) return [];
  const step = commonStep(own.filter(({ kind }) => kind === 'step').map(({ value }) => value));
  const rule = field === 'quantity' ? 'quantity-min' : 'price-min';
  return [{ field, kind: 'min', value: step ?? LEAST, rule, weight: 'refuse', exchangeRule: null, tier: 'exchange' }];
}

function judgedNumber({ ticket }: PreflightFacts, sizing: Sizing, field: JudgedNumber['field']): JudgedNumber {
  const shown = ticket[field] ?? ZERO;
  if (field === 'quantity') return { field, value: sizing.value, shown, back: sizing.back };
  return { field, value: shown, shown, back: (value) => value };
}

/** The same rule with the same bound twice says nothing more; a refusal makes its own warning superfluous. */
function oncePerRule(breaches: readonly RuleBreach[]): RuleBreach[] {
  const kept: RuleBreach[] = [];
  for (const breach of breaches) {
    const same = kept.find(({ rule, field }) => rule === breach.rule && field === breach.field);
    const isNew = same === undefined || (same.weight === breach.weight && same.bound !== breach.bound);
    if (isNew) kept.push(breach);
    else if (same.weight === 'warn' && breach.weight === 'refuse') kept.splice(kept.indexOf(same), 1, breach);
  }
  return kept;
}

function figuresOf(
  facts: PreflightFacts,
  instrument: Instrument,
  prices: MarketPrices,
  sizing: Sizing,
): Omit<Preflight, 'breaches' | 'costs'> {
  const notional = fitting(quoteValueOf(sizing));
  const quantityBase = fitting(baseValueOf(sizing));
  return { notional, quantityBase, feeEstimate: feeOf(facts, instrument, prices, notional, quantityBase) };
}

// A decimal on the contract has 64 characters at most.
function fitting(value: Decimal | null): Decimal | null {
  if (value === null || compare(value, ZERO) < 0) return null;
  const text = plain(value);
  return text.length <= 64 ? text : null;
}

function feeOf(
  { rules, ticket }: PreflightFacts,
  { base, quote }: Instrument,
  prices: MarketPrices,
  notional: Decimal | null,
  quantityBase: Decimal | null,
): Preflight['feeEstimate'] {
  const { fees } = rules;
  const isInBase = fees.paidIn === 'received' && ticket.side === 'buy';
  const amount = isInBase ? quantityBase : notional;
  if (amount === null) return null;
  const paid = fitting(multiply(amount, rateOf(rules, ticket, prices)));
  return paid === null ? null : { amount: paid, asset: isInBase ? base : quote, isGuess: true };
}

function rateOf({ fees }: TicketRules, ticket: PreflightFacts['ticket'], prices: MarketPrices): Decimal {
  if (ticket.type === 'post-only') return fees.maker;
  const isMaker = ticket.type === 'limit' && ticket.timeInForce === 'gtc' && !wouldTake(ticket, prices);
  return isMaker ? fees.maker : fees.taker;
}

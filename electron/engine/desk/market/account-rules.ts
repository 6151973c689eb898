import {
  type Decimal,
  ZERO,
  add,
  compare,
  decimal,
  divide,
  floorToStep,
  multiply,
} from '../../../../shared/model/decimal.ts';
import type { RuleBreach } from '../../../../shared/model/desk.ts';
import type { Instrument } from '../../../../shared/model/instrument.ts';
import type { FieldBound, TicketRules } from '../../exchanges/ticket-rules.ts';
import { refusal, warning } from './breach.ts';
import { isFresh, type PreflightFacts } from './facts.ts';
import type { Sizing } from './sizing.ts';

/** What account, key and moment say of a ticket, whatever its numbers. */
export function accountBreaches(facts: PreflightFacts): readonly RuleBreach[] {
  return [
    ...(facts.isEnvironmentRight
      ? []
      : [refusal('environment', { field: 'account', value: facts.account.environment })]),
    ...(facts.isHalted ? [refusal('halted')] : []),
    ...permissionBreaches(facts),
    ...sendBreaches(facts),
    ...marketDataBreaches(facts),
  ];
}

function permissionBreaches({ grants, account, rules }: PreflightFacts): readonly RuleBreach[] {
  const told = { field: 'account', bound: 'trade-spot', exchangeRule: rules.names.permission ?? null } as const;
  // Practice keys are made by this app, and may trade.
  if (grants === null) return account.environment === 'practice' ? [] : [warning('permission', told)];
  const trading = grants.filter(({ grant }) => grant === 'trade-spot');
  if (trading.some(({ isGranted }) => isGranted === true)) return [];
  return trading.some(({ isGranted }) => isGranted === null)
    ? [warning('permission', told)]
    : [refusal('permission', told)];
}

// An order waits a short while for room; beyond that it would be given up unsent.
function sendBreaches({ send }: PreflightFacts): readonly RuleBreach[] {
  if (send === null || send.block === null) return [];
  const { kind, blockedBy, untilMs, isShort } = send.block;
  const told = { value: blockedBy, bound: untilMs === null ? null : String(Math.ceil(untilMs)) };
  return [isShort ? warning(kind, told) : refusal(kind, told)];
}

function marketDataBreaches({ quote, nowMs }: PreflightFacts): readonly RuleBreach[] {
  if (isFresh(quote, nowMs)) return [];
  return [
    refusal('no-market-data', { field: 'symbol', value: quote.atMs === null ? null : String(nowMs - quote.atMs) }),
  ];
}

/** Open orders of the symbol against the most it may have, and the same of stops. */
export function openOrderBreaches(facts: PreflightFacts, instrument: Instrument): readonly RuleBreach[] {
  const { rules, open, ticket } = facts;
  const same = open.filter(({ symbol }) => symbol === instrument.symbol);
  const stops = same.filter(({ type, typeWord }) => type === 'stop-limit' || /STOP|TAKE_PROFIT/i.test(typeWord ?? ''));
  const maxStops = ticket.type === 'stop-limit' ? rules.maxOpenStops(instrument) : null;
  return [
    ...countBreaches(same.length, instrument.maxOpenOrders, rules.names['max-open-orders'] ?? null),
    ...countBreaches(stops.length, maxStops, 'MAX_NUM_ALGO_ORDERS'),
  ];
}

function countBreaches(count: number, most: number | null, exchangeRule: string | null): readonly RuleBreach[] {
  if (most === null || count < most) return [];
  return [refusal('max-open-orders', { bound: String(most), value: String(count), exchangeRule })];
}

const ONE = decimal('1');

/** What the order takes of which asset, and what of it is free. Null: the balances are not known. */
export interface Funds {
  readonly asset: string;
  readonly free: Decimal;
  readonly whole: Decimal;
}

export function fundsOf({ ticket, balances }: PreflightFacts, instrument: Instrument): Funds | null {
  if (balances.atMs === null) return null;
  const asset = ticket.side === 'buy' ? instrument.quote : instrument.base;
  const row = balances.balances.find((balance) => balance.asset === asset);
  return { asset, free: row?.free ?? ZERO, whole: add(row?.free ?? ZERO, row?.locked ?? ZERO) };
}

/** The most that the funds pay for, in the unit of the size; null: no price tells. */
export function affordable(
  amount: Decimal,
  { side }: PreflightFacts['ticket'],
  { unit, expected }: Sizing,
): Decimal | null {
  const isInOwnUnit = (side === 'buy') === (unit === 'quote');
  if (isInOwnUnit) return amount;
  if (expected === null || compare(expected, ZERO) <= 0) return null;
  return side === 'buy' ? divide(amount, expected) : multiply(amount, expected);
}

/** Without a fee it must be there; that a guessed fee may not be is only said. */
export function balanceBounds(facts: PreflightFacts, instrument: Instrument, sizing: Sizing): readonly FieldBound[] {
  const funds = fundsOf(facts, instrument);
  if (funds === null) return [];
  const { rules, ticket } = facts;
  const shared = {
    field: 'quantity',
    kind: 'max',
    rule: 'balance',
    exchangeRule: rules.names.balance ?? null,
  } as const;
  const most = affordable(roomy(funds.free, ticket, instrument, sizing), ticket, sizing);
  if (most === null) return [];
  const withFee = feeShare(rules, ticket.side);
  return [
    { ...shared, value: most, weight: 'refuse' },
    ...(withFee === null ? [] : [{ ...shared, value: divide(most, withFee), weight: 'warn' } as const]),
  ];
}

// A sale sized in quote takes base in whole steps, so that less than a step too little is enough.
function roomy(free: Decimal, { side }: PreflightFacts['ticket'], { quantity }: Instrument, { unit }: Sizing): Decimal {
  if (side === 'buy' || unit === 'base' || quantity.step === null) return free;
  return add(floorToStep(free, quantity.step), quantity.step);
}

function feeShare({ fees }: TicketRules, side: 'buy' | 'sell'): Decimal | null {
  return fees.paidIn === 'quote' && side === 'buy' ? add(ONE, fees.taker) : null;
}

/** Balances that have not come judge nothing. */
export function unknownFundsBreaches({ balances }: PreflightFacts): readonly RuleBreach[] {
  return balances.atMs === null ? [warning('balance', { field: 'quantity' })] : [];
}

import {
  type Decimal,
  ZERO,
  add,
  compare,
  decimal,
  divide,
  floorToStep,
  isPositive,
  multiply,
  subtract,
} from '../../../../shared/model/decimal.ts';
import type { RuleBreach } from '../../../../shared/model/preflight.ts';
import type { Instrument } from '../../../../shared/model/instrument.ts';
import type { KeyGrant } from '../../../../shared/model/key.ts';
import type { FieldBound, OpenOrderCap, TicketRules } from '../../exchanges/ticket-rules.ts';
import { refusal, warning } from './breach.ts';
import { isFresh, type PreflightFacts, type SendForecast } from './facts.ts';
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
  const { needed, lookUp } = rules.rights;
  const told = { field: 'account', bound: needed.join(' '), exchangeRule: rules.names.permission ?? null } as const;
  // Practice keys are made by this app, and may trade.
  if (grants === null) return account.environment === 'practice' ? [] : [warning('permission', told)];
  const states = needed.map((name) => grantOf(grants, name));
  const blind = lookUp.filter((name) => grantOf(grants, name) === false);
  return [
    ...(states.includes(false)
      ? [refusal('permission', told)]
      : states.includes(null)
        ? [warning('permission', told)]
        : []),
    // An order whose answer is lost could never be found again.
    ...(blind.length === 0 ? [] : [warning('look-up-permission', { field: 'account', bound: blind.join(' ') })]),
  ];
}

/** Null: the exchange did not say. A right it lists others beside is not there. */
function grantOf(grants: readonly KeyGrant[], name: string): boolean | null {
  const own = grants.filter((one) => one.name === name);
  if (own.some(({ isGranted }) => isGranted === true)) return true;
  return own.some(({ isGranted }) => isGranted === null) ? null : false;
}

/** What the account's own settings say of orders of an instrument. */
export function settingBreaches(
  { rules, settings, balances }: PreflightFacts,
  instrument: Instrument,
): readonly RuleBreach[] {
  return rules
    .accountProblems({ settings, instrument, areBalancesKnown: balances.atMs !== null })
    .map(({ rule, weight, value, exchangeRule }) =>
      (weight === 'refuse' ? refusal : warning)(rule, { field: 'account', bound: value, value, exchangeRule }),
    );
}

// An order waits a short while for room; beyond that it would be given up unsent.
function sendBreaches({ send }: PreflightFacts): readonly RuleBreach[] {
  if (send === null) return [];
  if (send.block === null) return cancelBreaches(send);
  const { kind, blockedBy, untilMs, isShort } = send.block;
  const told = { value: blockedBy, bound: untilMs === null ? null : String(Math.ceil(untilMs)) };
  return [isShort ? warning(kind, told) : refusal(kind, told)];
}

// It would leave, and could then not be cancelled for a while.
function cancelBreaches({ cancelBlock }: SendForecast): readonly RuleBreach[] {
  if (cancelBlock === null) return [];
  const { cost, left, name } = cancelBlock;
  return [
    warning('cancel-room', { bound: String(cost), value: String(Math.max(0, Math.floor(left))), exchangeRule: name }),
  ];
}

function marketDataBreaches({ quoteAgeMs }: PreflightFacts): readonly RuleBreach[] {
  if (isFresh(quoteAgeMs)) return [];
  const value = quoteAgeMs === null ? null : String(Math.floor(quoteAgeMs));
  return [refusal('no-market-data', { field: 'symbol', value })];
}

/** Open orders of the symbol against the most it may have, and the same of stops. */
export function openOrderBreaches(facts: PreflightFacts, instrument: Instrument): readonly RuleBreach[] {
  const { rules, open, ticket, send, amending } = facts;
  // A changed order is among them already.
  if (amending !== null) return [];
  const cap = rules.openOrderCap(instrument, send?.capacities ?? {});
  const same = open.filter(({ symbol }) => symbol === instrument.symbol);
  const stops = same.filter(({ type, typeWord }) => type === 'stop-limit' || /STOP|TAKE_PROFIT/i.test(typeWord ?? ''));
  const maxStops = ticket.type === 'stop-limit' ? rules.maxOpenStops(instrument) : null;
  return [
    ...countBreaches(same.length, cap, rules.names['max-open-orders'] ?? null),
    ...countBreaches(stops.length, maxStops === null ? null : { most: maxStops, isSure: true }, 'MAX_NUM_ALGO_ORDERS'),
  ];
}

function countBreaches(count: number, cap: OpenOrderCap | null, exchangeRule: string | null): readonly RuleBreach[] {
  if (cap === null || count < cap.most) return [];
  const told = { bound: String(cap.most), value: String(count), exchangeRule };
  return [cap.isSure ? refusal('max-open-orders', told) : warning('max-open-orders', told)];
}

const ONE = decimal('1');

/** What the order takes of which asset, and what of it is free. Null: the balances are not known. */
export interface Funds {
  readonly asset: string;
  readonly free: Decimal;
  readonly whole: Decimal;
}

export function fundsOf(facts: PreflightFacts, instrument: Instrument): Funds | null {
  const { ticket, balances } = facts;
  if (balances.atMs === null) return null;
  const asset = ticket.side === 'buy' ? instrument.quote : instrument.base;
  const row = balances.balances.find((balance) => balance.asset === asset);
  const free = row?.free ?? ZERO;
  return { asset, free: add(free, heldBy(facts)), whole: add(free, row?.locked ?? ZERO) };
}

// What an order that is changed has locked already is free for what it becomes.
function heldBy({ amending, ticket }: PreflightFacts): Decimal {
  if (amending === null || amending.quantity === null) return ZERO;
  const rest = subtract(amending.quantity, amending.filledQuantity ?? ZERO);
  if (!isPositive(rest)) return ZERO;
  return ticket.side === 'sell' ? rest : multiply(rest, amending.price ?? ZERO);
}

/** What of an order that is changed is filled and so paid for; 0 for a new one. */
export function filledOf({ amending }: PreflightFacts): Decimal {
  return amending?.filledQuantity ?? ZERO;
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
  const most = affordable(divide(roomy(funds.free, ticket, instrument, sizing), reserveOf(facts)), ticket, sizing);
  if (most === null) return [];
  const withFee = feeShare(rules, ticket.side);
  const filled = filledOf(facts);
  return [
    { ...shared, value: add(most, filled), weight: 'refuse' },
    ...(withFee === null ? [] : [{ ...shared, value: add(divide(most, withFee), filled), weight: 'warn' } as const]),
  ];
}

// A sale sized in quote takes base in whole steps, so that less than a step too little is enough.
function roomy(free: Decimal, { side }: PreflightFacts['ticket'], { quantity }: Instrument, { unit }: Sizing): Decimal {
  if (side === 'buy' || unit === 'base' || quantity.step === null) return free;
  return add(floorToStep(free, quantity.step), quantity.step);
}

// Some exchanges lock more than a market buy comes to.
function reserveOf({ rules, ticket: { type, side } }: PreflightFacts): Decimal {
  return type === 'market' && side === 'buy' ? rules.marketBuyReserve : ONE;
}

function feeShare({ fees }: TicketRules, side: 'buy' | 'sell'): Decimal | null {
  return fees.paidIn === 'quote' && side === 'buy' ? add(ONE, fees.taker) : null;
}

/** Balances that have not come judge nothing. */
export function unknownFundsBreaches({ balances }: PreflightFacts): readonly RuleBreach[] {
  return balances.atMs === null ? [warning('balance', { field: 'quantity' })] : [];
}

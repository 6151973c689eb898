import type { Account } from '../../shared/model/account.ts';
import { decimal } from '../../shared/model/decimal.ts';
import type { Quote } from '../../shared/model/desk.ts';
import type { Preflight } from '../../shared/model/preflight.ts';
import type { Instrument } from '../../shared/model/instrument.ts';
import type { OrderTicket } from '../../shared/model/order.ts';
import { exchange } from '../../electron/engine/exchanges/registry.ts';
import type { PreflightFacts } from '../../electron/engine/desk/market/facts.ts';
import { preflight } from '../../electron/engine/desk/market/preflight.ts';
import { createRandom } from '../../electron/practice/core/random.ts';
import { tryAmend } from './ticket-amends.ts';
import { capFindings, drawOwn } from './ticket-caps.ts';
import { drawTicket, pick } from './ticket-draws.ts';
import {
  binanceJudge,
  JUDGED_AT_MS,
  krakenJudge,
  okxJudge,
  type TicketJudgeOf,
  type Verdict,
} from './ticket-judges.ts';

export interface TicketRun {
  readonly tickets: number;
  /** Let through here, refused there. */
  readonly wronglyLet: number;
  /** Refused here, taken there. */
  readonly wronglyRefused: number;
  readonly passed: number;
  /** Let through beyond a limit of one's own, or refused within it, whichever way the exchange would have it. */
  readonly overCap: number;
  readonly underCap: number;
  /** Changes of resting orders among them. */
  readonly amends: number;
  readonly examples: readonly TicketExample[];
}

export interface TicketExample {
  readonly exchange: string;
  readonly kind: 'wronglyLet' | 'wronglyRefused' | 'overCap' | 'underCap';
  readonly ticket: OrderTicket;
  readonly verdict: Verdict;
  readonly rules: readonly string[];
}

const MOST_EXAMPLES = 20;
/** Every so many tickets one changes an order that rests. */
const AMEND_EVERY = 10;
/** Share of tickets with limits of one's own, in whichever currency. */
const OWN_SHARE = 0.5;
/** Prices move after so many tickets. */
const TICKETS_PER_STEP = 200;

/** Judges random tickets here and by the rules of the practice exchanges, and counts where the two differ. */
export function runTickets({ count, seed }: { readonly count: number; readonly seed: string }): TicketRun {
  const judges = [binanceJudge(seed), okxJudge(seed), krakenJudge(seed)] as const;
  const random = createRandom(`${seed}/tickets`);
  const tally = { wronglyLet: 0, wronglyRefused: 0, overCap: 0, underCap: 0, passed: 0, amends: 0 };
  const examples: TicketExample[] = [];
  for (let number = 0; number < count; number += 1) {
    if (number % TICKETS_PER_STEP === 0) for (const { venue } of judges) venue.step(1_000);
    const judge = pick(random, judges);
    const instrument = judge.instruments[random.integer(0, judge.instruments.length - 1)];
    if (instrument === undefined) throw new Error('no instruments');
    const note = (example: Omit<TicketExample, 'exchange'>): void => {
      tally[example.kind] += 1;
      if (examples.length < MOST_EXAMPLES) examples.push({ exchange: judge.id, ...example });
    };
    if (number % AMEND_EVERY === 0) {
      tally.amends += 1;
      const found = tryAmend(random, judge, instrument, () => factsOf(judge, instrument));
      if (found !== null) note(found);
      continue;
    }
    const plain = factsOf(judge, instrument);
    const facts = random.fraction() < OWN_SHARE ? { ...plain, ...drawOwn(random, judge, plain) } : plain;
    const ticket = drawTicket(random, judge, instrument, facts.quote);
    const judged = preflight({ ...facts, ticket });
    const { breaches } = judged;
    const verdict = verdictOf(judge, ticket, instrument);
    // What its user allows themselves is no concern of the exchange's.
    const passes = !breaches.some(({ weight, rule }) => weight === 'refuse' && !rule.startsWith('own-'));
    if (passes) tally.passed += 1;
    const kind = differenceOf(passes, verdict, breaches, ticket);
    const rules = breaches.map(({ rule, weight }) => (weight === 'refuse' ? rule : `${rule}?`));
    if (kind !== null) note({ kind, ticket, verdict, rules });
    const { over, under } = capFindings(facts, ticket, judged);
    for (const rule of over) note({ kind: 'overCap', ticket, verdict: rule, rules });
    for (const rule of under) note({ kind: 'underCap', ticket, verdict: rule, rules });
  }
  return { tickets: count, ...tally, examples };
}

function differenceOf(
  passes: boolean,
  verdict: Verdict,
  breaches: Preflight['breaches'],
  ticket: OrderTicket,
): 'wronglyLet' | 'wronglyRefused' | null {
  if (!passes) return verdict === null ? 'wronglyRefused' : null;
  return verdict === null || isForetold(verdict, breaches, ticket) ? null : 'wronglyLet';
}

const SHORT = /insufficient-funds|Insufficient|51008/;
const TAKES = /post-only-would-take|Post only/;
const EMPTY = /no-liquidity|52000|EOrder:Invalid order/;

// What only the matching tells: a market order may walk through more of the book than its best price shows.
function isForetold(verdict: string, breaches: Preflight['breaches'], { type }: OrderTicket): boolean {
  const isWarned = (rule: string): boolean => breaches.some((breach) => breach.rule === rule);
  if (SHORT.test(verdict)) return type === 'market' || isWarned('balance');
  if (TAKES.test(verdict)) return isWarned('would-take');
  return type === 'market' && EMPTY.test(verdict);
}

/** A ticket that no request can be made of is not taken either. */
function verdictOf(judge: TicketJudgeOf, ticket: OrderTicket, instrument: Instrument): Verdict {
  const { orders } = exchange(judge.id);
  const stamp = { serverMs: JUDGED_AT_MS, nonce: 0n, validForMs: 5_000 };
  try {
    return judge.verdict(
      orders.place(
        ticket,
        instrument,
        orders.newClientOrderId((size) => new Uint8Array(size)),
        stamp,
      ),
    );
  } catch (error) {
    return `no request: ${String(error)}`;
  }
}

/** What the app would know at this moment, with its user's own limits off. */
export function factsOf(judge: TicketJudgeOf, instrument: Instrument): Omit<PreflightFacts, 'ticket'> {
  const account: Account = {
    id: 'practice',
    exchange: judge.id,
    environment: 'practice',
    label: 'Practice',
    region: 'global',
    egress: 'default',
  };
  return {
    account,
    rules: exchange(judge.id).ticketRules,
    instrument,
    areInstrumentsLoaded: true,
    quote: quoteOf(judge, instrument),
    quoteAgeMs: 0,
    context: judge.contextOf(instrument),
    balances: { account: account.id, atMs: JUDGED_AT_MS, balances: balancesOf(judge) },
    grants: null,
    settings: {},
    open: [],
    recent: [],
    send: null,
    isHalted: false,
    isEnvironmentRight: true,
    limits: {
      account: account.id,
      currency: instrument.quote,
      maxOrderQuote: null,
      maxDayQuote: null,
      priceBand: decimal('1000000000000'),
      priceWarn: decimal('1000000000000'),
      maxImpact: null,
      maxBalanceShare: null,
    },
    usedTodayQuote: decimal('0'),
    capRate: decimal('1'),
    depth: null,
    amending: null,
    nowMs: JUDGED_AT_MS,
  };
}

function quoteOf(judge: TicketJudgeOf, instrument: Instrument): Quote {
  const market = judge.marketOf(instrument);
  const [bid] = market.depth('buy', 1);
  const [ask] = market.depth('sell', 1);
  return {
    account: 'practice',
    symbol: instrument.symbol,
    bid: bid?.price ?? null,
    bidSize: bid?.quantity ?? null,
    ask: ask?.price ?? null,
    askSize: ask?.quantity ?? null,
    last: market.lastPrice,
    atMs: JUDGED_AT_MS,
    state: 'live',
  };
}

// Exchanges name some assets in their own way.
const ASSET_IDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  kraken: { BTC: 'XXBT', ETH: 'XETH', USD: 'ZUSD' },
};

function balancesOf({ id, venue, accountId }: TicketJudgeOf): PreflightFacts['balances']['balances'] {
  const rows = venue.accounts.get(accountId).ledger.rows();
  return rows.map(({ asset, free, locked }) => ({ asset: ASSET_IDS[id]?.[asset] ?? asset, free, locked }));
}

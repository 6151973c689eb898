import type { Account, AccountId } from '../../../../shared/model/account.ts';
import { type Result, fail, ok } from '../../../../shared/contract/failure.ts';
import { type Decimal, ZERO, add, isZero, multiply } from '../../../../shared/model/decimal.ts';
import type { DeskOrder, LimitsView } from '../../../../shared/model/desk.ts';
import type { Instrument } from '../../../../shared/model/instrument.ts';
import type { OrderTicket } from '../../../../shared/model/order.ts';
import type { AccountBook } from '../../accounts/account-book.ts';
import { exchange } from '../../exchanges/registry.ts';
import type { MarketPrices } from '../../exchanges/ticket-rules.ts';
import type { Disposer } from '../../ports.ts';
import type { Journal } from '../../recorder/types.ts';
import type { DeskMarket } from '../desk-market.ts';
import type { IntentJournal } from '../intent-journal.ts';
import type { Amending } from '../ticket-judge.ts';
import { Balances } from './balances.ts';
import { middleOf, rateOf } from './cap-rates.ts';
import { isEnvironmentRight } from './environment-rule.ts';
import { DUPLICATE_MS, isFresh, type PreflightFacts } from './facts.ts';
import { InstrumentList } from './instrument-list.ts';
import type { KnownKeyFacts } from './known-key-facts.ts';
import { orderWorth } from './own-rules.ts';
import { hasMoved } from './price-move.ts';
import { type KeptLimits, PersonalLimitBook } from './personal-limits.ts';
import { preflight } from './preflight.ts';
import type { QuotePorts } from './quote-ports.ts';
import { QuoteSite } from './quote-site.ts';
import { siteOf } from './realms.ts';
import { placeRequest, sendForecast } from './send-forecast.ts';

export interface DeskMarketParts extends QuotePorts {
  readonly accounts: Pick<AccountBook, 'find'>;
  readonly journal: Pick<Journal, 'loadSetting' | 'saveSetting'>;
  readonly intents: Pick<IntentJournal, 'sentSince'>;
  /** What the exchange told with the account's key; null: nothing. */
  readonly keyFactsOf: (account: Account) => KnownKeyFacts | null;
  readonly isHalted: (account: Account) => boolean;
  /** Orders of the account as the desk knows them now, whether ended or not. */
  readonly openOrders: (account: Account) => readonly DeskOrder[];
  /** Tells of every order that changed (`DeskBook.onChange`); called when an account starts. */
  readonly onOrder: (listener: (order: DeskOrder, before: DeskOrder | null) => void) => Disposer;
}

const NO_PRICES: MarketPrices = { bid: null, ask: null, last: null };
const DAY_MS = 86_400_000;
/** Proven not to be at the exchange. */
const NEVER_THERE: ReadonlySet<DeskOrder['status']> = new Set(['not-placed', 'rejected']);
const ENDED: ReadonlySet<DeskOrder['status']> = new Set(['filled', 'cancelled', 'expired', 'rejected', 'not-placed']);

/** What the order desk knows before it sends: instruments, prices, balances, its user's own limits, and the verdict on a ticket. */
export function createDeskMarket(parts: DeskMarketParts): DeskMarket {
  const instruments = new InstrumentList(parts);
  const balances = new Balances(parts);
  const limits = new PersonalLimitBook({
    ...parts,
    currencyOf(id) {
      const account = parts.accounts.find(id);
      return account === undefined ? 'USD' : exchange(account.exchange).ticketRules.limitCurrency;
    },
  });
  const sites = new Map<string, QuoteSite>();

  function site(account: Account): QuoteSite {
    const name = siteOf(account);
    const known = sites.get(name) ?? new QuoteSite(parts, account, (symbol) => instruments.find(account, symbol));
    sites.set(name, known);
    return known;
  }

  function view(account: AccountId, kept: KeptLimits): LimitsView {
    const found = parts.accounts.find(account);
    return { ...kept, usedTodayQuote: found === undefined ? ZERO : usedToday(found, kept.limits.currency) };
  }

  /** Orders written down or sent since a moment, whichever of the two lists has them. */
  function ordersSince(account: Account, sinceMs: number): readonly DeskOrder[] {
    const open = parts
      .openOrders(account)
      .filter((order) => order.createdAtMs >= sinceMs && order.key.startsWith('intent-'));
    const all = [...parts.intents.sentSince(account.id, sinceMs), ...open];
    return [...new Map(all.map((order) => [order.key, order])).values()];
  }

  function prices(account: Account, symbol: string): MarketPrices {
    const quote = site(account).watch(account, symbol);
    return isFresh(site(account).ageMs(symbol)) ? quote : NO_PRICES;
  }

  function capRate(account: Account, instrument: Instrument, currency: string): Decimal | null {
    return rateOf(instrument, currency, {
      pair: (base, quote) => instruments.pair(account, base, quote),
      prices: (symbol) => prices(account, symbol),
    });
  }

  /** The markets that tell what a symbol's quote is worth in the currency of the limits. */
  function rateSymbols(account: Account, symbol: string): readonly string[] {
    const instrument = instruments.find(account, symbol);
    const asked = new Set<string>();
    const prices = (pair: string): MarketPrices => {
      asked.add(pair);
      return NO_PRICES;
    };
    const pair = (base: string, quote: string): Instrument | null => instruments.pair(account, base, quote);
    if (instrument !== null) rateOf(instrument, limits.of(account.id).limits.currency, { pair, prices });
    return [...asked];
  }

  // A day may have thousands of orders: each market is looked at once.
  function usedToday(account: Account, currency: string): Decimal | null {
    const nowMs = parts.clock.now();
    const orders = ordersSince(account, nowMs - (nowMs % DAY_MS)).filter(({ status }) => !NEVER_THERE.has(status));
    let sum = ZERO;
    for (const [symbol, own] of Map.groupBy(orders, (order) => order.symbol)) {
      const price = own.every(isPriced) ? null : middleOf(prices(account, symbol));
      const worth = own.map((order) => orderWorth(order, price)).reduce(add, ZERO);
      const instrument = instruments.find(account, symbol);
      const rate = instrument === null ? null : capRate(account, instrument, currency);
      if (rate === null && !isZero(worth)) return null;
      sum = add(sum, multiply(worth, rate ?? ZERO));
    }
    return sum;
  }

  /** What its user allows themselves, and what that comes to now. */
  function ownFacts(account: Account, instrument: Instrument | null) {
    const own = limits.of(account.id).limits;
    return {
      limits: own,
      usedTodayQuote: usedToday(account, own.currency),
      capRate: instrument === null ? null : capRate(account, instrument, own.currency),
    };
  }

  function factsOf(account: Account, ticket: OrderTicket, amending: Amending | null): PreflightFacts {
    const instrument = instruments.find(account, ticket.symbol);
    const nowMs = parts.clock.now();
    const key = amending?.order.key;
    const request = amending?.request ?? (instrument === null ? null : placeRequest(account, ticket, instrument));
    return {
      account,
      ticket,
      rules: exchange(account.exchange).ticketRules,
      instrument,
      areInstrumentsLoaded: instruments.isLoaded(account),
      // A ticket that is judged is about to be sent: its prices are kept coming.
      quote: site(account).watch(account, ticket.symbol),
      quoteAgeMs: site(account).ageMs(ticket.symbol),
      depth: ticket.type === 'market' ? site(account).depth(account, ticket.symbol) : null,
      context: site(account).context(ticket.symbol),
      balances: balances.of(account),
      grants: parts.keyFactsOf(account)?.grants ?? null,
      settings: parts.keyFactsOf(account)?.settings ?? {},
      open: parts.openOrders(account).filter(({ status }) => !ENDED.has(status)),
      recent: ordersSince(account, nowMs - DUPLICATE_MS).filter((order) => order.key !== key),
      amending: amending?.order ?? null,
      send: sendForecast(parts, account, ticket.symbol, request),
      isHalted: parts.isHalted(account),
      isEnvironmentRight: isEnvironmentRight(account, parts.hosts(account)),
      ...ownFacts(account, instrument),
      nowMs,
    };
  }

  return {
    instrument: (account, symbol) => instruments.find(account, symbol),
    judge: (account, ticket, amending) => preflight(factsOf(account, ticket, amending ?? null)),
    prices,
    hasMoved: (account, symbol, seen) =>
      hasMoved(seen, prices(account, symbol), limits.of(account.id).limits.priceWarn),
    async ready(account, ticket) {
      const needsBook = ticket.type === 'market';
      const rates = rateSymbols(account, ticket.symbol).map((symbol) => site(account).ready(account, symbol, false));
      await Promise.all([site(account).ready(account, ticket.symbol, needsBook), ...rates]);
    },
    refused(account, failure) {
      const code = 'code' in failure ? failure.code : null;
      const { outdatedCodes } = exchange(account.exchange).ticketRules;
      if (code !== null && outdatedCodes.has(code)) instruments.outdated(account);
    },
    search: (account, text, limit) => instruments.search(account, text, limit),
    watch: (account, symbol) => site(account).watch(account, symbol),
    balances: (account) => balances.of(account),
    refreshBalances: (account) => balances.refresh(account),
    limits: (account) => view(account.id, limits.of(account.id)),
    setLimits(wanted, typed): Result<LimitsView> {
      const account = parts.accounts.find(wanted.account);
      if (account === undefined) return fail({ kind: 'not-found', what: `account ${wanted.account}` });
      if (instruments.isLoaded(account) && !instruments.hasAsset(account, wanted.currency))
        return fail({ kind: 'invalid-input', detail: `nothing is traded in ${wanted.currency} here` });
      const kept = limits.set(wanted, typed);
      return kept.ok ? ok(view(wanted.account, kept.value)) : kept;
    },
    start(account) {
      const stops = [instruments.start(account), balances.start(account), () => site(account).forget(account.id)];
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}

function isPriced({ price, averagePrice }: DeskOrder): boolean {
  return price !== null || averagePrice !== null;
}

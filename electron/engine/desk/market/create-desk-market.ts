import type { Account, AccountId } from '../../../../shared/model/account.ts';
import { type Result, fail, ok } from '../../../../shared/contract/failure.ts';
import { type Decimal, ZERO, add, decimal, multiply } from '../../../../shared/model/decimal.ts';
import type { DeskOrder, LimitsView, Quote } from '../../../../shared/model/desk.ts';
import type { KeyGrant } from '../../../../shared/model/key.ts';
import type { AccountBook } from '../../accounts/account-book.ts';
import { exchange } from '../../exchanges/registry.ts';
import type { Disposer } from '../../ports.ts';
import type { Journal } from '../../recorder/types.ts';
import type { DeskMarket } from '../desk-market.ts';
import type { IntentJournal } from '../intent-journal.ts';
import { Balances } from './balances.ts';
import { isEnvironmentRight } from './environment-rule.ts';
import { DUPLICATE_MS, type PreflightFacts } from './facts.ts';
import { InstrumentList } from './instrument-list.ts';
import { orderWorth } from './own-rules.ts';
import { type KeptLimits, PersonalLimitBook } from './personal-limits.ts';
import { preflight } from './preflight.ts';
import type { QuotePorts } from './quote-ports.ts';
import { QuoteSite } from './quote-site.ts';
import { siteOf } from './realms.ts';
import { sendForecast } from './send-forecast.ts';

export interface DeskMarketParts extends QuotePorts {
  readonly accounts: Pick<AccountBook, 'find'>;
  readonly journal: Pick<Journal, 'loadSetting' | 'saveSetting'>;
  readonly intents: Pick<IntentJournal, 'sentSince'>;
  /** What the account's key may do; null: not known. */
  readonly grantsOf: (account: Account) => readonly KeyGrant[] | null;
  readonly isHalted: (account: Account) => boolean;
  /** Orders of the account as the desk knows them now, whether ended or not. */
  readonly openOrders: (account: Account) => readonly DeskOrder[];
  /** Tells of every order that changed (`DeskBook.onChange`); called when an account starts. */
  readonly onOrder: (listener: (order: DeskOrder, before: DeskOrder | null) => void) => Disposer;
}

const DAY_MS = 86_400_000;
/** Proven not to be at the exchange. */
const NEVER_THERE: ReadonlySet<DeskOrder['status']> = new Set(['not-placed', 'rejected']);
const ENDED: ReadonlySet<DeskOrder['status']> = new Set(['filled', 'cancelled', 'expired', 'rejected', 'not-placed']);

/** What the order desk knows before it sends: instruments, prices, balances, its user's own limits, and the verdict on a ticket. */
export function createDeskMarket(parts: DeskMarketParts): DeskMarket {
  const instruments = new InstrumentList(parts);
  const balances = new Balances(parts);
  const limits = new PersonalLimitBook(parts.clock, parts.journal);
  const sites = new Map<string, QuoteSite>();

  function site(account: Account): QuoteSite {
    const name = siteOf(account);
    const known = sites.get(name) ?? new QuoteSite(parts, account, (symbol) => instruments.find(account, symbol));
    sites.set(name, known);
    return known;
  }

  function view(account: AccountId, kept: KeptLimits): LimitsView {
    const found = parts.accounts.find(account);
    return { ...kept, usedTodayQuote: found === undefined ? ZERO : usedToday(found) };
  }

  /** Orders written down or sent since a moment, whichever of the two lists has them. */
  function ordersSince(account: Account, sinceMs: number): readonly DeskOrder[] {
    const open = parts
      .openOrders(account)
      .filter((order) => order.createdAtMs >= sinceMs && order.key.startsWith('intent-'));
    const all = [...parts.intents.sentSince(account.id, sinceMs), ...open];
    return [...new Map(all.map((order) => [order.key, order])).values()];
  }

  function usedToday(account: Account): Decimal {
    const nowMs = parts.clock.now();
    const orders = ordersSince(account, nowMs - (nowMs % DAY_MS));
    return orders
      .filter(({ status }) => !NEVER_THERE.has(status))
      .map((order) => orderWorth(order, priceOf(site(account).quote(account, order.symbol))))
      .reduce(add, ZERO);
  }

  function factsOf(account: Account, ticket: PreflightFacts['ticket']): PreflightFacts {
    const instrument = instruments.find(account, ticket.symbol);
    const nowMs = parts.clock.now();
    return {
      account,
      ticket,
      rules: exchange(account.exchange).ticketRules,
      instrument,
      areInstrumentsLoaded: instruments.isLoaded(account),
      // A ticket that is judged is about to be sent: its prices are kept coming.
      quote: site(account).watch(account, ticket.symbol),
      context: site(account).context(ticket.symbol),
      balances: balances.of(account),
      grants: parts.grantsOf(account),
      open: parts.openOrders(account).filter(({ status }) => !ENDED.has(status)),
      recent: ordersSince(account, nowMs - DUPLICATE_MS),
      send: instrument === null ? null : sendForecast(parts, account, ticket, instrument),
      isHalted: parts.isHalted(account),
      isEnvironmentRight: isEnvironmentRight(account, parts.hosts(account)),
      limits: limits.of(account.id).limits,
      usedTodayQuote: usedToday(account),
      nowMs,
    };
  }

  return {
    instrument: (account, symbol) => instruments.find(account, symbol),
    judge: (account, ticket) => preflight(factsOf(account, ticket)),
    search: (account, text, limit) => instruments.search(account, text, limit),
    watch: (account, symbol) => site(account).watch(account, symbol),
    balances: (account) => balances.of(account),
    refreshBalances: (account) => balances.refresh(account),
    limits: (account) => view(account.id, limits.of(account.id)),
    setLimits(wanted, typed): Result<LimitsView> {
      if (parts.accounts.find(wanted.account) === undefined)
        return fail({ kind: 'not-found', what: `account ${wanted.account}` });
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

const HALF = decimal('0.5');

function priceOf({ bid, ask, last }: Quote): Decimal | null {
  return last ?? (bid === null || ask === null ? null : multiply(add(bid, ask), HALF));
}

import { add, type Decimal, negate, subtract, ZERO } from '../../../../shared/model/decimal.ts';
import type { PracticeFill, PracticeOrder, VenueEvent } from '../../core/order.ts';
import type { Venue } from '../../core/venue.ts';
import type { Asset } from '../pairs.ts';
import type { Ids } from './ids.ts';
import type { OrderRequest } from './order-request.ts';
import { isOpen, type KrakenOrder, type KrakenTrade, type LedgerEntry } from './records.ts';

export type ExecutionKind = 'pending_new' | 'new' | 'trade' | 'filled' | 'canceled' | 'expired' | 'amended' | 'status';

/** What an account's sockets hear of. */
export type KrakenEvent =
  | {
      readonly kind: 'execution';
      readonly accountId: string;
      readonly execution: ExecutionKind;
      readonly record: KrakenOrder;
      /** The order as it was then. */
      readonly order: PracticeOrder;
      readonly trade: KrakenTrade | null;
    }
  | { readonly kind: 'ledger'; readonly accountId: string; readonly entry: LedgerEntry };

type OrderEvent = Extract<VenueEvent, { kind: 'order' }>;

/** Extra parameter under which an order carries its Kraken id through the venue. */
const TXID = 'txid';

/** Orders, trades and ledger entries under Kraken's ids, kept up by listening to the venue. */
export class Journal {
  readonly #venue: Venue;
  readonly #ids: Ids;
  readonly #orders = new Map<string, KrakenOrder>();
  readonly #openByAccount = new Map<string, Map<string, KrakenOrder>>();
  readonly #announced = new Map<string, OrderRequest>();
  readonly #trades: KrakenTrade[] = [];
  readonly #ledger: LedgerEntry[] = [];
  readonly #listeners = new Set<(event: KrakenEvent) => void>();

  constructor(venue: Venue, ids: Ids) {
    this.#venue = venue;
    this.#ids = ids;
    venue.on((event) => {
      if (event.kind === 'order') this.#hear(event);
    });
  }

  on(listener: (event: KrakenEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Gives an order its id before the venue sees it; the result goes into the order's extra parameters. */
  announce(request: OrderRequest): { readonly txid: string; readonly extra: Readonly<Record<string, string>> } {
    const txid = this.#ids.next('O');
    this.#announced.set(txid, request);
    return { txid, extra: { [TXID]: txid } };
  }

  /** Takes an announcement back when the venue refused the order. */
  retract(txid: string): void {
    this.#announced.delete(txid);
  }

  find(accountId: string, txid: string): KrakenOrder | undefined {
    const record = this.#orders.get(txid);
    return record?.order.accountId === accountId ? record : undefined;
  }

  /** The account's orders, oldest first. */
  orders(accountId: string): readonly KrakenOrder[] {
    return [...this.#orders.values()].filter((record) => record.order.accountId === accountId);
  }

  /** Oldest first; found without a walk through all orders, since every new order counts them. */
  open(accountId: string, pairId?: string): readonly KrakenOrder[] {
    const open = [...(this.#openByAccount.get(accountId)?.values() ?? [])];
    return pairId === undefined ? open : open.filter((record) => record.request.pair.id === pairId);
  }

  trades(accountId: string): readonly KrakenTrade[] {
    return this.#trades.filter(({ fill }) => fill.accountId === accountId);
  }

  ledger(accountId: string): readonly LedgerEntry[] {
    return this.#ledger.filter((entry) => entry.accountId === accountId);
  }

  #hear(event: OrderEvent): void {
    const record = this.#recordOf(event.order);
    if (record === null) return;
    record.order = event.order;
    this.#noteOpen(record);
    if (event.cause === 'new') this.#tellNew(record, event.order);
    else if (event.cause === 'amend') this.#tellAmended(record, event.order);
    else if (event.cause === 'trigger') this.#tell(record, 'status', event.order);
    else if (event.cause === 'trade') this.#hearTrade(record, event);
    else this.#tell(record, record.isExpired ? 'expired' : 'canceled', event.order);
  }

  #noteOpen(record: KrakenOrder): void {
    const { accountId } = record.order;
    const open = this.#openByAccount.get(accountId) ?? new Map<string, KrakenOrder>();
    this.#openByAccount.set(accountId, open);
    if (isOpen(record)) open.set(record.txid, record);
    else open.delete(record.txid);
  }

  #recordOf(order: PracticeOrder): KrakenOrder | null {
    const txid = order.extra[TXID];
    if (txid === undefined) return null;
    const known = this.#orders.get(txid);
    if (known !== undefined) return known;
    const request = this.#announced.get(txid);
    if (request === undefined) return null;
    this.#announced.delete(txid);
    const record: KrakenOrder = { txid, request, order, amends: [], tradeIds: [], reason: null, isExpired: false };
    this.#orders.set(txid, record);
    return record;
  }

  #tellNew(record: KrakenOrder, order: PracticeOrder): void {
    this.#noteAmend(record, order, 'original', this.#ids.next('T'), order.createdAtMs);
    this.#tell(record, 'pending_new', order);
    this.#tell(record, 'new', order);
  }

  #tellAmended(record: KrakenOrder, order: PracticeOrder): void {
    this.#noteAmend(record, order, 'user', this.#ids.next('T'), order.amendedAtMs ?? order.updatedAtMs);
    this.#tell(record, 'amended', order);
  }

  #noteAmend(
    record: KrakenOrder,
    order: PracticeOrder,
    kind: 'original' | 'user',
    amendId: string,
    atMs: number,
  ): void {
    const remaining = subtract(order.quantity, order.filledQuantity);
    record.amends.push({ amendId, kind, quantity: order.quantity, remaining, price: order.price, atMs });
  }

  #hearTrade(record: KrakenOrder, { order, fill }: OrderEvent): void {
    if (fill === null) return;
    const id = this.#ids.next('T');
    const entries = this.#entriesOf(record, fill, id);
    const trade = { id, of: record, fill, ledgerIds: entries.map((entry) => entry.id) };
    record.tradeIds.push(id);
    this.#trades.push(trade);
    this.#tell(record, 'trade', order, trade);
    if (order.status === 'filled') this.#tell(record, 'filled', order);
    for (const entry of entries) this.#emit({ kind: 'ledger', accountId: fill.accountId, entry });
  }

  #entriesOf(record: KrakenOrder, fill: PracticeFill, refId: string): readonly LedgerEntry[] {
    const { base, quote } = record.request.pair;
    const isBuy = fill.side === 'buy';
    const moves: ReadonlyArray<readonly [Asset, Decimal]> = [
      [base, isBuy ? fill.quantity : negate(fill.quantity)],
      [quote, isBuy ? negate(fill.quote) : fill.quote],
    ];
    const entries = moves.map(([asset, amount]) => this.#entry(fill, refId, asset, amount));
    this.#ledger.push(...entries);
    return entries;
  }

  #entry(fill: PracticeFill, refId: string, asset: Asset, amount: Decimal): LedgerEntry {
    const { free, locked } = this.#venue.accounts.get(fill.accountId).ledger.row(asset.symbol);
    const fee = fill.fee.asset === asset.symbol ? fill.fee.amount : ZERO;
    const id = this.#ids.next('L');
    return { id, accountId: fill.accountId, refId, asset, amount, fee, balance: add(free, locked), atMs: fill.atMs };
  }

  #tell(record: KrakenOrder, execution: ExecutionKind, order: PracticeOrder, trade: KrakenTrade | null = null): void {
    this.#emit({ kind: 'execution', accountId: order.accountId, execution, record, order, trade });
  }

  #emit(event: KrakenEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
}

import { createHash } from 'node:crypto';
import type { Handlers } from '../../shared/contract/dispatch.ts';
import { type Failure, type Result, fail, ok } from '../../shared/contract/failure.ts';
import type { orderCommands, orderQueries } from '../../shared/contract/orders-contract.ts';
import type { AccountId } from '../../shared/model/account.ts';
import { compare, type Decimal, decimal, multiply } from '../../shared/model/decimal.ts';
import type {
  DeskOrder,
  DeskState,
  IntentId,
  LimitsView,
  OrderKey,
  OrderStep,
  PersonalLimits,
} from '../../shared/model/desk.ts';
import type { Preflight, RuleBreach } from '../../shared/model/preflight.ts';
import { FINAL_STATUSES } from '../../shared/model/desk.ts';
import type { OrderTicket } from '../../shared/model/order.ts';
import type { FakeState, Publish } from './fake-engine.ts';
import { balancesOf, fakeInstruments, orderOf, quoteOf, stepOf } from './fake-order-parts.ts';

type OrderCalls = Pick<Handlers, keyof typeof orderQueries | keyof typeof orderCommands>;

/** What a test arranges about orders, and what the page asked. */
export interface FakeOrders {
  orders: readonly DeskOrder[];
  steps: Map<OrderKey, readonly OrderStep[]>;
  desk: DeskState;
  limits: Map<AccountId, LimitsView>;
  /** What the next place comes to. */
  outcome: 'open' | 'refused' | 'unknown';
  /** Places answer when this is done: a slow exchange. */
  held: Promise<void>;
  /** What a place says instead of an order. */
  placeFailure: Failure | null;
  reviewFailure: Failure | null;
  reviewMs: number;
  breaches: readonly RuleBreach[];
  quote: 'live' | 'stale' | 'connecting';
  /** Calls as they came. */
  readonly asked: { readonly name: string; readonly input: unknown }[];
  tell(orders: readonly DeskOrder[]): void;
}

const known = new WeakMap<FakeState, FakeOrders>();
const RAISE_MS = 60_000;

export function fakeOrders(state: FakeState): FakeOrders {
  const fresh: FakeOrders = known.get(state) ?? {
    orders: [],
    steps: new Map(),
    desk: {
      halt: 'active',
      haltedAtMs: null,
      cause: null,
      isStored: true,
      pauses: [],
      cancels: [],
      deadMan: state.accounts.map(({ id, exchange }) => ({
        account: id,
        timeoutS: exchange === 'binance' ? null : 60,
        isOn: false,
        firesAtMs: null,
        isGivenUp: false,
        detail: null,
      })),
    },
    limits: new Map(),
    outcome: 'open',
    held: Promise.resolve(),
    placeFailure: null,
    reviewFailure: null,
    reviewMs: 15_000,
    breaches: [],
    quote: 'live',
    asked: [],
    tell: () => {},
  };
  known.set(state, fresh);
  return fresh;
}

function limitsOf(orders: FakeOrders, account: AccountId): LimitsView {
  const limits: PersonalLimits = {
    account,
    currency: 'USDT',
    maxOrderQuote: decimal('1000'),
    maxDayQuote: decimal('5000'),
    priceBand: decimal('0.05'),
    priceWarn: decimal('0.01'),
    maxImpact: decimal('0.005'),
    maxBalanceShare: null,
  };
  return orders.limits.get(account) ?? { limits, pending: null, usedTodayQuote: decimal('312.5') };
}

function preflightOf(orders: FakeOrders, ticket: OrderTicket): Preflight {
  const { price, quantity } = ticket;
  const tooSmall: RuleBreach = {
    rule: 'quantity-min',
    field: 'quantity',
    weight: 'refuse',
    bound: '0.0001',
    value: quantity,
    suggestion: '0.0001',
    exchangeRule: 'LOT_SIZE',
  };
  const isSmall = ticket.quantityUnit === 'base' && compare(quantity, decimal('0.0001')) < 0;
  return {
    breaches: [...(isSmall ? [tooSmall] : []), ...orders.breaches],
    notional: price === null ? null : multiply(price, quantity),
    quantityBase: ticket.quantityUnit === 'base' ? quantity : null,
    feeEstimate: { amount: decimal('0.064'), asset: 'USDT', isGuess: true },
    costs: [
      { bucket: 'orders-10s', name: 'ORDERS 10 SECOND', cost: 1, headroomAfter: 37, capacity: 50 },
      { bucket: 'ip-weight', name: 'REQUEST_WEIGHT 1 MINUTE', cost: 1, headroomAfter: 4_211, capacity: 6_000 },
    ],
  };
}

/** Answers every call about orders out of the arranged state. */
export function orderHandlers(state: FakeState, publish: Publish): OrderCalls {
  const fake = fakeOrders(state);
  const hashes = new Map<IntentId, { readonly hash: string; readonly ticket: OrderTicket }>();
  const amends = new Map<IntentId, { readonly price: Decimal | null; readonly quantity: Decimal | null }>();
  const note = (name: string, input: unknown): void => void fake.asked.push({ name, input });
  const find = (key: OrderKey): DeskOrder | undefined => fake.orders.find((order) => order.key === key);

  fake.tell = (changed) => {
    const keys = new Set(changed.map((order) => order.key));
    fake.orders = [...fake.orders.filter((order) => !keys.has(order.key)), ...changed];
    publish('orders.updated', { orders: [...changed] });
  };
  function change(key: OrderKey, patch: Partial<DeskOrder>): Result<DeskOrder> {
    const order = find(key);
    if (order === undefined) return fail({ kind: 'not-found', what: `order ${key}` });
    const next = { ...order, ...patch, updatedAtMs: Date.now() };
    fake.tell([next]);
    return ok(next);
  }
  function setDesk(patch: Partial<DeskState>) {
    fake.desk = { ...fake.desk, ...patch };
    publish('desk.changed', fake.desk);
    return ok(fake.desk);
  }
  async function place(intent: IntentId, hash: string): Promise<Result<DeskOrder>> {
    const placed = find(intent);
    if (placed !== undefined) return ok(placed);
    const reviewed = hashes.get(intent);
    if (reviewed?.hash !== hash) return fail({ kind: 'review-void' as const, why: 'unknown' as const });
    if (fake.placeFailure !== null) return fail(fake.placeFailure);
    const account = state.accounts.find((one) => one.id === reviewed.ticket.account);
    if (account === undefined) return fail({ kind: 'not-found' as const, what: 'account' });
    const order = orderOf(intent, account, reviewed.ticket);
    fake.steps.set(intent, [stepOf('journaled', 'journaled', 0), stepOf('sent', 'sending', 3)]);
    fake.tell([{ ...order, status: 'sending' }]);
    await fake.held;
    const next: DeskOrder =
      fake.outcome === 'open'
        ? { ...order, status: 'open', exchangeOrderId: '12345678901234567890' }
        : fake.outcome === 'refused'
          ? { ...order, status: 'rejected', failure: { kind: 'insufficient-funds', code: '-2010' } }
          : {
              ...order,
              status: 'unknown',
              failure: { kind: 'outcome-unknown', detail: 'reset' },
              lookUp: { tries: 1, nextAtMs: Date.now() + 8_000, wantsHuman: false },
            };
    fake.tell([next]);
    return ok(next);
  }

  return {
    'orders.snapshot': () => ok({ orders: [...fake.orders], desk: fake.desk, isReconciled: true }),
    'orders.history': ({ account, before, limit }) => {
      const ended = fake.orders
        .filter((order) => FINAL_STATUSES.has(order.status) && (account === null || order.account === account))
        .filter((order) => before === null || order.createdAtMs < before)
        .toSorted((a, b) => b.createdAtMs - a.createdAtMs);
      const page = ended.slice(0, limit);
      return ok({ orders: page, next: ended.length > limit ? (page.at(-1)?.createdAtMs ?? null) : null });
    },
    'orders.timeline': ({ order }) => ok({ steps: [...(fake.steps.get(order) ?? [])] }),
    'orders.limits': ({ account }) => ok(limitsOf(fake, account)),
    'orders.preflight': ({ ticket }) => ok(preflightOf(fake, ticket)),
    'instruments.search': ({ account, text }) => {
      const own = state.accounts.find((one) => one.id === account);
      const found = fakeInstruments(own?.exchange ?? 'binance').filter(({ symbol, display }) =>
        `${symbol} ${display}`.toLowerCase().includes(text.toLowerCase()),
      );
      return ok({ instruments: found, isLoaded: true });
    },
    'balances.snapshot': ({ account }) => ok(balancesOf(account)),
    'balances.refresh': ({ account }) => ok(balancesOf(account)),
    'orders.watch': ({ account, symbol }) => ok(quoteOf(account, symbol, fake.quote)),
    'orders.review': ({ intent, ticket }) => {
      note('orders.review', { intent, ticket });
      if (fake.reviewFailure !== null) return fail(fake.reviewFailure);
      const account = state.accounts.find((one) => one.id === ticket.account);
      if (account === undefined) return fail({ kind: 'not-found', what: 'account' });
      const hash = createHash('sha256')
        .update(JSON.stringify([intent, ticket, Date.now()]))
        .digest('hex');
      hashes.set(intent, { hash, ticket });
      return ok({
        intent,
        hash,
        validUntilMs: Date.now() + fake.reviewMs,
        environment: account.environment,
        host: account.environment === 'live' ? 'api.binance.com' : '127.0.0.1:18081',
        method: 'POST',
        path: '/api/v3/order',
        params: [
          { name: 'symbol', value: ticket.symbol },
          { name: 'side', value: ticket.side.toUpperCase() },
          { name: 'type', value: ticket.type.toUpperCase() },
          { name: 'timeInForce', value: ticket.timeInForce.toUpperCase() },
          { name: 'quantity', value: ticket.quantity },
          ...(ticket.price === null ? [] : [{ name: 'price', value: ticket.price }]),
          { name: 'newClientOrderId', value: 'x-hr-01J8ZQ4T7M2K9V5C' },
          { name: 'newOrderRespType', value: 'FULL' },
          { name: 'recvWindow', value: '5000' },
        ],
        ticket,
        preflight: preflightOf(fake, ticket),
      });
    },
    'orders.place': ({ intent, hash }) => {
      note('orders.place', { intent, hash });
      return place(intent, hash);
    },
    'orders.dryRun': ({ ticket }) => ok({ by: 'local', preflight: preflightOf(fake, ticket), detail: null }),
    'orders.cancel': ({ order }) => {
      note('orders.cancel', { order });
      return change(order, { status: 'cancelled' });
    },
    'orders.reviewAmend': ({ intent, order, price, quantity }) => {
      note('orders.reviewAmend', { intent, order, price, quantity });
      const now = find(order);
      if (now === undefined || now.side === null) return fail({ kind: 'not-found', what: 'order' });
      const ticket: OrderTicket = {
        account: now.account,
        symbol: now.symbol,
        side: now.side,
        type: now.type ?? 'limit',
        quantity: quantity ?? now.quantity ?? decimal('0'),
        quantityUnit: 'base',
        price: price ?? now.price,
        stopPrice: null,
        timeInForce: 'gtc',
      };
      const hash = createHash('sha256')
        .update(JSON.stringify([intent, ticket, Date.now()]))
        .digest('hex');
      amends.set(intent, { price, quantity });
      return ok({
        intent,
        hash,
        validUntilMs: Date.now() + fake.reviewMs,
        environment: now.environment,
        host: '127.0.0.1:18081',
        method: 'PUT',
        path: '/api/v3/order/amend/keepPriority',
        params: [
          { name: 'symbol', value: ticket.symbol },
          { name: 'newQty', value: ticket.quantity },
        ],
        ticket,
        preflight: preflightOf(fake, ticket),
      });
    },
    'orders.amend': ({ intent, order, hash }) => {
      note('orders.amend', { intent, order, hash });
      const now = find(order);
      const { price = null, quantity = null } = amends.get(intent) ?? {};
      return change(order, { price: price ?? now?.price ?? null, quantity: quantity ?? now?.quantity ?? null });
    },
    'orders.cancelAll': ({ account, symbol }) => {
      note('orders.cancelAll', { account, symbol });
      for (const order of fake.orders) {
        const isMeant = order.account === account && (symbol === null || order.symbol === symbol);
        if (isMeant && !FINAL_STATUSES.has(order.status)) change(order.key, { status: 'cancelled' });
      }
      return ok({ asked: null });
    },
    'orders.decide': ({ order, decision }) => {
      note('orders.decide', { order, decision });
      return change(order, { status: decision === 'placed' ? 'open' : 'not-placed', lookUp: null });
    },
    'orders.lookUp': ({ order }) => {
      note('orders.lookUp', { order });
      return change(order, {});
    },
    'orders.setLimits': ({ limits, typed }) => {
      note('orders.setLimits', { limits, typed });
      const now = limitsOf(fake, limits.account);
      const next: LimitsView =
        typed === '' ? { ...now, limits } : { ...now, pending: { limits, fromMs: Date.now() + RAISE_MS } };
      fake.limits.set(limits.account, next);
      return ok(next);
    },
    'desk.halt': () => {
      note('desk.halt', {});
      const cancels = state.accounts.map(({ id }, index) => ({
        account: id,
        state: (['done', 'waiting', 'failed'] as const)[index % 3] ?? 'done',
        detail: index % 3 === 2 ? 'maintenance' : null,
      }));
      return setDesk({ halt: 'halted', haltedAtMs: Date.now(), cause: 'user', cancels });
    },
    'desk.resume': ({ word }) => {
      note('desk.resume', { word });
      if (word.toUpperCase() !== 'RESUME') return fail({ kind: 'wrong-phrase' });
      return setDesk({ halt: 'active', haltedAtMs: null, cause: null, cancels: [] });
    },
    'desk.setDeadMan': ({ account, isOn, timeoutS }) => {
      note('desk.setDeadMan', { account, isOn, timeoutS });
      const firesAtMs = isOn ? Date.now() + timeoutS * 1_000 : null;
      return setDesk({
        deadMan: fake.desk.deadMan.map((one) =>
          one.account === account ? { ...one, isOn, timeoutS, firesAtMs } : one,
        ),
      });
    },
  };
}

import type { Bridge } from '../../shared/contract/client.ts';
import { type Failure, type Result, fail } from '../../shared/contract/failure.ts';
import type { DeskOrder, DeskState, IntentId, LimitsView, OrderKey } from '../../shared/model/desk.ts';
import { failedWith, loadedWith, NOT_LOADED } from '../stores/loaded.ts';
import { limitsOf, NO_HISTORY, withAnswer } from '../stores/orders.ts';
import type { Done, OrderActions } from '../stores/orders-actions.ts';
import { READY } from '../stores/phase.ts';
import type { Stores } from '../stores/stores.ts';
import type { Feed } from './feed.ts';
import { createTicketActions } from './orders-ticket.ts';
import type { Timers } from './timers.ts';

export interface OrderParts {
  readonly stores: Stores;
  readonly feed: Pick<Feed, 'bridge'>;
  readonly timers: Timers;
  /** A random UUID. */
  readonly newId: () => string;
  /** Shows what was refused on whatever page is open. */
  readonly refuse: (failure: Failure | null) => void;
}

const PAGE_ROWS = 50;
export const NO_HOST: Failure = { kind: 'unavailable', detail: 'no connection' };

/** What the page of orders can ask of the host. */
export function createOrders(parts: OrderParts): OrderActions {
  const { stores, feed, timers, refuse } = parts;
  const { orders, link } = stores;
  const newIntent = (): IntentId => `intent-${parts.newId().toLowerCase()}`;

  async function ask<Value>(
    call: (bridge: Bridge) => Promise<Result<Value>>,
    take: (value: Value) => void,
  ): Promise<Failure | null> {
    if (feed.bridge === null) return NO_HOST;
    const result = await call(feed.bridge);
    if (!result.ok) return result.failure;
    take(result.value);
    return null;
  }

  const takeOrder = (order: DeskOrder): void => orders.setState((state) => withAnswer(state, order));
  const takeDesk = (desk: DeskState): void => orders.setState({ desk });
  const hostNow = (): number => timers.now() + link.getState().offsetMs;

  async function loadHistory(before: number | null): Promise<void> {
    const { bridge } = feed;
    const { account } = orders.getState().history;
    if (bridge === null) return;
    orders.setState(({ history }) => ({ history: { ...history, isAsking: true } }));
    const result = await bridge.call('orders.history', { account, before, limit: PAGE_ROWS });
    const { history } = orders.getState();
    if (history.account !== account) return;
    if (!result.ok) {
      const phase = history.phase.kind === 'ready' ? READY : { kind: 'failed' as const, failure: result.failure };
      return orders.setState({ history: { ...history, phase, isAsking: false } });
    }
    const known = before === null ? [] : history.orders;
    const all = [...known, ...result.value.orders];
    orders.setState({ history: { phase: READY, account, orders: all, next: result.value.next, isAsking: false } });
  }

  async function loadTimeline(key: OrderKey): Promise<void> {
    const { bridge } = feed;
    if (bridge === null) return;
    const result = await bridge.call('orders.timeline', { order: key });
    const { opened } = orders.getState();
    if (opened?.key !== key) return;
    const timeline = result.ok
      ? loadedWith(result.value.steps, hostNow())
      : failedWith(opened.timeline, result.failure);
    orders.setState({ opened: { key, timeline } });
  }

  // The story of the open order grows with the order, and after a loss it is asked for again.
  orders.subscribe((now, before) => {
    if (now.opened === null) return;
    const { key } = now.opened;
    if (now.byKey[key] !== before.byKey[key] || now.loads !== before.loads) void loadTimeline(key);
  });
  orders.subscribe((now, before) => {
    if (now.loads !== before.loads && now.history.phase.kind !== 'loading') void loadHistory(null);
  });

  async function loadLimits(account: string): Promise<void> {
    const { bridge } = feed;
    if (bridge === null) return;
    const result = await bridge.call('orders.limits', { account });
    const known = limitsOf(orders.getState(), account);
    const next = result.ok ? loadedWith(result.value, hostNow()) : failedWith(known, result.failure);
    orders.setState(({ limits }) => ({ limits: { ...limits, [account]: next } }));
  }

  function takeLimits(view: LimitsView): void {
    const { account } = view.limits;
    orders.setState(({ limits }) => ({ limits: { ...limits, [account]: loadedWith(view, hostNow()) } }));
    // From then on the raised figure counts.
    if (view.pending !== null) {
      timers.after(Math.max(0, view.pending.fromMs - hostNow()) + 250, () => void loadLimits(account));
    }
  }

  async function halt(): Promise<void> {
    orders.setState({ isHalting: true });
    const failure = await ask((bridge) => bridge.call('desk.halt', {}), takeDesk);
    orders.setState({ isHalting: false });
    refuse(failure);
  }

  return {
    ticket: createTicketActions({ ...parts, newIntent }),
    newIntent,
    showHistory(account) {
      orders.setState({ history: { ...NO_HISTORY, account } });
      void loadHistory(null);
    },
    moreHistory() {
      const { next, isAsking } = orders.getState().history;
      if (next !== null && !isAsking) void loadHistory(next);
    },
    open(key) {
      orders.setState({ opened: { key, timeline: NOT_LOADED } });
      void loadTimeline(key);
    },
    close: () => orders.setState({ opened: null }),
    cancel: (order) => ask((bridge) => bridge.call('orders.cancel', { order }), takeOrder),
    reviewAmend: (intent, order, price, quantity) =>
      feed.bridge === null
        ? Promise.resolve(fail(NO_HOST))
        : feed.bridge.call('orders.reviewAmend', { intent, order, price, quantity }),
    amend: (intent, order, hash, typed) =>
      ask((bridge) => bridge.call('orders.amend', { intent, order, hash, typed }), takeOrder),
    cancelAll: (account, symbol) => ask((bridge) => bridge.call('orders.cancelAll', { account, symbol }), nothing),
    decide: (order, decision) => ask((bridge) => bridge.call('orders.decide', { order, decision }), takeOrder),
    lookUp: (order) => ask((bridge) => bridge.call('orders.lookUp', { order }), takeOrder),
    halt: () => void halt(),
    resume: (word): Done => ask((bridge) => bridge.call('desk.resume', { word }), takeDesk),
    setDeadMan: (account, isOn, timeoutS) =>
      ask((bridge) => bridge.call('desk.setDeadMan', { account, isOn, timeoutS }), takeDesk),
    loadLimits: (account) => void loadLimits(account),
    setLimits: (limits, typed) => ask((bridge) => bridge.call('orders.setLimits', { limits, typed }), takeLimits),
  };
}

function nothing(): void {}

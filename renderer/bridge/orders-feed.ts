import type { Bridge } from '../../shared/contract/client.ts';
import type { DeskState } from '../../shared/model/desk.ts';
import { type OrdersState, quoteKey, withOrders } from '../stores/orders.ts';
import { READY } from '../stores/phase.ts';
import type { Stores } from '../stores/stores.ts';

type OrderStores = Pick<Stores, 'orders'>;

/** Everything that is not over, and where the desk stands: asked at the start and after every loss. */
export async function loadOrders(bridge: Bridge, { orders }: OrderStores): Promise<void> {
  const result = await bridge.call('orders.snapshot', {});
  if (!result.ok) {
    const { phase } = orders.getState();
    if (phase.kind !== 'ready') orders.setState({ phase: { kind: 'failed', failure: result.failure } });
    return;
  }
  const { orders: list, desk, isReconciled } = result.value;
  const byKey = Object.fromEntries(list.map((order) => [order.key, order]));
  // Prices from before the loss are older than they say.
  orders.setState((state) => ({
    ...state,
    phase: READY,
    byKey,
    desk,
    isReconciled,
    quotes: {},
    loads: state.loads + 1,
  }));
}

export function followOrders(bridge: Bridge, { orders }: OrderStores): void {
  bridge.on('orders.updated', ({ orders: changed }) => orders.setState((state) => withOrders(state, changed)));
  bridge.on('desk.changed', (desk) => orders.setState((state) => withDesk(state, desk)));
  bridge.on('quotes.changed', (quote) =>
    orders.setState(({ quotes }) => ({ quotes: { ...quotes, [quoteKey(quote.account, quote.symbol)]: quote } })),
  );
  bridge.on('balances.changed', (told) =>
    orders.setState(({ balances }) => ({ balances: { ...balances, [told.account]: told } })),
  );
}

export function withDesk(state: OrdersState, desk: DeskState): OrdersState {
  return { ...state, desk };
}

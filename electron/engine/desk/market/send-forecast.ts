import type { Account } from '../../../../shared/model/account.ts';
import type { OrderCost } from '../../../../shared/model/preflight.ts';
import type { Instrument } from '../../../../shared/model/instrument.ts';
import type { OrderTicket } from '../../../../shared/model/order.ts';
import type { Client } from '../../client/client.ts';
import type { Peer } from '../../client/peers.ts';
import { type PricedCall, priceCall } from '../../exchanges/charges.ts';
import { exchange } from '../../exchanges/registry.ts';
import type { ExchangeRequest } from '../../http.ts';
import { bucketKey } from '../../limiter/keys.ts';
import type { BoundCharge, Forecast, Limiter } from '../../limiter/types.ts';
import type { Clock } from '../../ports.ts';
import { ORDER_WITHIN_MS } from '../order-placing.ts';
import type { SendBlock, SendForecast } from './facts.ts';

export interface ForecastParts {
  readonly clock: Clock;
  readonly client: Client;
  readonly limiter: Limiter;
}

const NO_ID = '00000000-0000-4000-8000-000000000000';

/** What sending an order, or a change of one, would take, and whether it could leave. Null: it cannot be told. */
export function sendForecast(
  parts: ForecastParts,
  account: Account,
  symbol: string,
  request: ExchangeRequest | null,
): SendForecast | null {
  const peer = parts.client.peers.of(account);
  if (!peer.ok || request === null) return null;
  const charges = chargesOf(parts.client, account, request, peer.value);
  const { realm, holder } = peer.value;
  const deadlineMs = parts.clock.monotonic() + ORDER_WITHIN_MS;
  const forecast = parts.limiter.whatIf({ realm, holder, lane: 'order', charges, deadlineMs });
  const costs = costsOf(parts.limiter, charges);
  return {
    costs,
    block: blockOf(parts, forecast),
    cancelBlock: cancelBlockOf(account, symbol, charges, costs),
    capacities: Object.fromEntries(charges.map(({ bucket }, index) => [bucket.id, costs[index]?.capacity ?? 0])),
  };
}

/** The request of a ticket, for its price alone; null: no order can be made of it yet, which other rules say. */
export function placeRequest(account: Account, ticket: OrderTicket, instrument: Instrument): ExchangeRequest | null {
  const { orders } = exchange(account.exchange);
  try {
    return orders.place(ticket, instrument, NO_ID, { serverMs: 0, nonce: 0n, validForMs: 0 });
  } catch {
    return null;
  }
}

function chargesOf(
  client: Client,
  account: Account,
  request: ExchangeRequest,
  { realm, holder }: Peer,
): readonly BoundCharge[] {
  const { limits, partNames, id } = exchange(account.exchange);
  const own: PricedCall = priceCall(limits, request);
  const named = partNames === null ? own : client.peers.parts.applyTo(id, own);
  const { charges } = client.peers.learned.applyTo(account.id, named);
  return charges.map((charge) => ({ ...charge, key: bucketKey(realm, charge.bucket, charge.part, holder) }));
}

function costsOf(limiter: Limiter, charges: readonly BoundCharge[]): readonly OrderCost[] {
  const views = new Map(limiter.snapshot().map((view) => [view.key, view]));
  return charges.map(({ key, bucket, cost }) => {
    const view = views.get(key);
    const headroomAfter = view === undefined ? bucket.capacity - cost : view.headroom - cost;
    return { bucket: key, name: bucket.name, cost, headroomAfter, capacity: view?.capacity ?? bucket.capacity };
  });
}

// A cancel of an order just placed is the dearest (Kraken: eight times the order itself): what it takes of the same
// buckets must still be there.
function cancelBlockOf(
  account: Account,
  symbol: string,
  charges: readonly BoundCharge[],
  costs: readonly OrderCost[],
): SendForecast['cancelBlock'] {
  const { limits, orders } = exchange(account.exchange);
  const cancel = priceCall(limits, orders.cancelBy(symbol, { clientOrderId: NO_ID, exchangeOrderId: null }));
  for (const [index, { bucket }] of charges.entries()) {
    const cost = cancel.charges.find((charge) => charge.bucket.id === bucket.id)?.cost ?? 0;
    const left = costs[index]?.headroomAfter ?? Number.POSITIVE_INFINITY;
    if (left < cost) return { name: bucket.name, cost, left };
  }
  return null;
}

function blockOf({ clock, limiter }: ForecastParts, forecast: Forecast): SendBlock | null {
  if (forecast.kind === 'admit') return null;
  const { blockedBy } = forecast;
  const isGate = limiter.gates().some(({ key }) => key === blockedBy);
  const untilMs = forecast.kind === 'wait' ? forecast.untilMs : null;
  const isShort = untilMs !== null && untilMs - clock.now() <= ORDER_WITHIN_MS;
  return { kind: isGate ? 'gate' : 'headroom', blockedBy, untilMs, isShort };
}

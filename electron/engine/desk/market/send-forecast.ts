import type { Account } from '../../../../shared/model/account.ts';
import type { OrderCost } from '../../../../shared/model/desk.ts';
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

/** What sending the ticket's order would take, and whether it could leave. Null: no order can be made of the ticket yet. */
export function sendForecast(
  parts: ForecastParts,
  account: Account,
  ticket: OrderTicket,
  instrument: Instrument,
): SendForecast | null {
  const peer = parts.client.peers.of(account);
  const request = requestOf(account, ticket, instrument);
  if (!peer.ok || request === null) return null;
  const charges = chargesOf(parts.client, account, request, peer.value);
  const { realm, holder } = peer.value;
  const deadlineMs = parts.clock.monotonic() + ORDER_WITHIN_MS;
  const forecast = parts.limiter.whatIf({ realm, holder, lane: 'order', charges, deadlineMs });
  return { costs: costsOf(parts.limiter, charges), block: blockOf(parts, forecast) };
}

const NO_ID = '00000000-0000-4000-8000-000000000000';

// Making the request throws for tickets that other rules refuse.
function requestOf(account: Account, ticket: OrderTicket, instrument: Instrument): ExchangeRequest | null {
  try {
    return exchange(account.exchange).orders.place(ticket, instrument, NO_ID, {
      serverMs: 0,
      nonce: 0n,
      validForMs: 0,
    });
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

function blockOf({ clock, limiter }: ForecastParts, forecast: Forecast): SendBlock | null {
  if (forecast.kind === 'admit') return null;
  const { blockedBy } = forecast;
  const isGate = limiter.gates().some(({ key }) => key === blockedBy);
  const untilMs = forecast.kind === 'wait' ? forecast.untilMs : null;
  const isShort = untilMs !== null && untilMs - clock.now() <= ORDER_WITHIN_MS;
  return { kind: isGate ? 'gate' : 'headroom', blockedBy, untilMs, isShort };
}

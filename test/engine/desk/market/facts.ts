import type { ExchangeId } from '../../../../shared/model/account.ts';
import { decimal } from '../../../../shared/model/decimal.ts';
import type { Preflight } from '../../../../shared/model/preflight.ts';
import type { Instrument } from '../../../../shared/model/instrument.ts';
import type { OrderTicket } from '../../../../shared/model/order.ts';
import type { PreflightFacts } from '../../../../electron/engine/desk/market/facts.ts';
import { preflight } from '../../../../electron/engine/desk/market/preflight.ts';
import { factsOf } from '../../../rig/tickets.ts';
import { binanceJudge, krakenJudge, okxJudge } from '../../../rig/ticket-judges.ts';

const judges = { binance: binanceJudge('facts'), okx: okxJudge('facts'), kraken: krakenJudge('facts') };
export const symbols: Readonly<Record<ExchangeId, string>> = {
  binance: 'BTCUSDT',
  okx: 'BTC-USDT',
  kraken: 'XXBTZUSD',
};

/** A ticket that every exchange takes, near a last price of 65,000. */
export function ticketOf(id: ExchangeId, change: Partial<OrderTicket> = {}): OrderTicket {
  return {
    account: 'practice',
    symbol: symbols[id],
    side: 'buy',
    type: 'limit',
    quantity: decimal('0.01'),
    quantityUnit: 'base',
    price: decimal('64900'),
    stopPrice: null,
    timeInForce: 'gtc',
    ...change,
  };
}

export function instrumentOf(id: ExchangeId): Instrument {
  const found = judges[id].instruments.find(({ symbol }) => symbol === symbols[id]);
  if (found === undefined) throw new Error(`no ${symbols[id]}`);
  return found;
}

export type FactChange = Partial<PreflightFacts> & { readonly ticket?: OrderTicket };

/** What the app knows of a quiet practice market, the user's own limits as they are from the start. */
export function factsFor(id: ExchangeId, change: FactChange = {}): PreflightFacts {
  const instrument = change.instrument ?? instrumentOf(id);
  const facts = factsOf(judges[id], instrumentOf(id));
  return {
    ...facts,
    instrument,
    ticket: ticketOf(id),
    limits: { ...facts.limits, priceBand: decimal('0.05'), priceWarn: decimal('0.01') },
    ...change,
  };
}

export function judge(id: ExchangeId, ticket: Partial<OrderTicket> = {}, change: FactChange = {}): Preflight {
  return preflight({ ...factsFor(id, change), ticket: ticketOf(id, ticket) });
}

/** `rule` for refusals, `rule?` for warnings. */
export function rulesOf({ breaches }: Preflight): readonly string[] {
  return breaches.map(({ rule, weight }) => (weight === 'refuse' ? rule : `${rule}?`));
}

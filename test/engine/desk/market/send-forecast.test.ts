import { describe, expect, it } from 'vitest';
import { ok } from '../../../../shared/contract/failure.ts';
import type { ExchangeId } from '../../../../shared/model/account.ts';
import type { Client } from '../../../../electron/engine/client/client.ts';
import { placeRequest, sendForecast } from '../../../../electron/engine/desk/market/send-forecast.ts';
import type { Limiter } from '../../../../electron/engine/limiter/types.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { accountOf } from '../../../support/desk-bench.ts';
import { instrumentOf, symbols, ticketOf } from './facts.ts';

/** Everything has so much room left. */
function forecast(id: ExchangeId, headroom: number, capacity = 60) {
  const account = accountOf(id);
  const same = (_: unknown, priced: unknown) => priced;
  const holder = { egress: 'e', accountRef: 'r', account: account.id, key: 'k' };
  const peer = { realm: { exchange: id, environment: 'testnet' }, holder };
  const client = { peers: { of: () => ok(peer), parts: { applyTo: same }, learned: { applyTo: same } } };
  const keys: string[] = [];
  const limiter = {
    whatIf: ({ charges }: { charges: readonly { key: string }[] }) => {
      keys.push(...charges.map(({ key }) => key));
      return { kind: 'admit' };
    },
    snapshot: () => keys.map((key) => ({ key, headroom, capacity })),
    gates: () => [],
  };
  const parts = {
    clock: new FakeClock(),
    client: client as unknown as Client,
    limiter: limiter as unknown as Limiter,
  };
  const request = placeRequest(account, ticketOf(id), instrumentOf(id));
  return sendForecast(parts, account, symbols[id], request);
}

describe('room for taking an order back', () => {
  it('is there while the dearest cancel fits beside the order (Kraken: 8 after 1)', () => {
    expect(forecast('kraken', 9)?.cancelBlock).toBeNull();
    expect(forecast('kraken', 8)?.cancelBlock).toMatchObject({ cost: 8, left: 7 });
  });

  it('is a cancel’s own weight elsewhere', () => {
    expect(forecast('binance', 2)?.cancelBlock).toBeNull();
    expect(forecast('okx', 1)?.cancelBlock).toBeNull();
  });

  it('tells what the buckets are known to hold', () => {
    expect(forecast('kraken', 60, 125)?.capacities).toEqual({ engine: 125 });
  });
});

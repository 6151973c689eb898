import type { Account } from '../../../shared/model/account.ts';
import type { Disposer } from '../ports.ts';
import type { Limiter } from '../limiter/types.ts';
import type { SocketTransport } from '../ports.ts';
import type { KeyService } from '../vault/keys/key-service.ts';
import { DeskService, type DeskServiceParts } from './desk-service.ts';
import type { Vault } from '../vault/vault.ts';
import { blindSpotOf } from './key-sight.ts';
import { createDeskMarket } from './market/create-desk-market.ts';
import { knownKeyFacts } from './market/known-key-facts.ts';

export interface DeskWiring extends Omit<DeskServiceParts, 'market' | 'unlocked' | 'canSign' | 'blindSpot'> {
  readonly limiter: Limiter;
  readonly sockets: SocketTransport | null;
  readonly keys: KeyService;
  readonly vault: Vault;
}

/** The desk with its market. Each asks the other for what only it knows, so neither can be made first. */
export function wireDesk(wiring: DeskWiring): DeskService {
  const { keys, vault, clock } = wiring;
  const market = createDeskMarket({
    ...wiring,
    keyFactsOf: (account: Account) => knownKeyFacts(keys.book.activeOf(account.id)?.record.check?.facts),
    isHalted: ({ id }) => !service.mayOrder(id).ok,
    openOrders: ({ id }) => service.book.list().filter(({ account }) => account === id),
    onOrder: (listener): Disposer => service.book.onChange(listener),
  });
  const service: DeskService = new DeskService({
    ...wiring,
    market,
    unlocked: () => keys.lock.pass(),
    canSign: ({ id }) => vault.lend(id).ok,
    blindSpot(account, fromServerMs) {
      const record = keys.book.activeOf(account.id)?.record;
      const key = record === undefined ? null : { addedAtMs: record.addedAtMs, facts: record.check?.facts ?? null };
      return blindSpotOf(account, key, fromServerMs, clock.now());
    },
  });
  wiring.limiter.onGate((gate, change) => {
    if (change === 'opened') service.gateOpened(gate);
  });
  vault.onChange((account, change) => {
    if (change !== 'forgotten') service.keyLoaded(account);
  });
  return service;
}

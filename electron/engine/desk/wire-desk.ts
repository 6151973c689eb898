import type { Account } from '../../../shared/model/account.ts';
import type { Disposer } from '../ports.ts';
import type { Limiter } from '../limiter/types.ts';
import type { SocketTransport } from '../ports.ts';
import type { KeyService } from '../vault/keys/key-service.ts';
import type { Vault } from '../vault/vault.ts';
import { DeskService, type DeskServiceParts } from './desk-service.ts';
import { createDeskMarket } from './market/create-desk-market.ts';

export interface DeskWiring extends Omit<DeskServiceParts, 'market' | 'unlocked'> {
  readonly limiter: Limiter;
  readonly sockets: SocketTransport | null;
  readonly keys: KeyService;
  readonly vault: Vault;
}

/** The desk with its market. Each asks the other for what only it knows, so neither can be made first. */
export function wireDesk(wiring: DeskWiring): DeskService {
  const { keys } = wiring;
  const market = createDeskMarket({
    ...wiring,
    grantsOf: (account: Account) => keys.book.activeOf(account.id)?.record.check?.facts?.grants ?? null,
    isHalted: ({ id }) => !service.mayOrder(id).ok,
    openOrders: ({ id }) => service.book.list().filter(({ account }) => account === id),
    onOrder: (listener): Disposer => service.book.onChange(listener),
  });
  const service: DeskService = new DeskService({ ...wiring, market, unlocked: () => keys.lock.pass() });
  wiring.limiter.onGate((gate, change) => {
    if (change === 'opened') service.gateOpened(gate);
  });
  wiring.vault.onChange((account, change) => {
    if (change !== 'forgotten') service.keyLoaded(account);
  });
  return service;
}

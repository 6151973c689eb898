import type { Account } from '../../../shared/model/account.ts';
import type { OrderUpdate } from '../../../shared/model/order.ts';
import type { Client } from '../client/client.ts';
import type { Limiter } from '../limiter/types.ts';
import type { Clock, Random, SocketTransport } from '../ports.ts';
import type { RecordedRow } from '../recorder/recorded-row.ts';

/** `live`: subscribed and heard from. `down`: will be connected again. `refused`: the exchange wants none of it; tried again, rarely. */
export type FeedState = 'connecting' | 'live' | 'down' | 'refused';

export interface SocketPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly client: Client;
  readonly limiter: Limiter;
  readonly sockets: SocketTransport;
  readonly record: (row: RecordedRow) => void;
  readonly onOrders?: (account: Account, updates: readonly OrderUpdate[]) => void;
  /** After each `live` the account's orders are to be asked for once: what happened before was not heard. */
  readonly onState?: (account: Account, state: FeedState) => void;
}

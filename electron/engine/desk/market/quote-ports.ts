import type { Account } from '../../../../shared/model/account.ts';
import type { Client } from '../../client/client.ts';
import type { Hosts } from '../../exchanges/definition.ts';
import type { Publish } from '../../feed/publisher.ts';
import type { Limiter } from '../../limiter/types.ts';
import type { Clock, Random, SocketTransport } from '../../ports.ts';

export interface QuotePorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly client: Client;
  readonly limiter: Limiter;
  /** Null: prices are asked for over REST alone. */
  readonly sockets: SocketTransport | null;
  readonly hosts: (account: Account) => Hosts;
  readonly publish: Publish;
}

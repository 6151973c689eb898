import type { Account, ExchangeId } from '../../../shared/model/account.ts';
import type { ActivityRow } from '../../../shared/model/activity.ts';
import type { BucketView } from '../../../shared/model/bucket.ts';
import type { OrderUpdate } from '../../../shared/model/order.ts';
import { type Client, createClient } from '../../../electron/engine/client/client.ts';
import { exchange } from '../../../electron/engine/exchanges/registry.ts';
import type { ExchangeRequest } from '../../../electron/engine/http.ts';
import { createLimiter } from '../../../electron/engine/limiter/create-limiter.ts';
import type { Limiter } from '../../../electron/engine/limiter/types.ts';
import type { Disposer } from '../../../electron/engine/ports.ts';
import { activityRow } from '../../../electron/engine/recorder/activity-row.ts';
import type { FeedState, SocketPorts } from '../../../electron/engine/sockets/ports.ts';
import { probePartNames } from '../../../electron/engine/probes/part-names-probe.ts';
import { connectFeed } from '../../../electron/engine/sockets/feed.ts';
import { type KeyMaterial, Vault } from '../../../electron/engine/vault/vault.ts';
import { memoryNonces, settle } from '../../support/client-rig.ts';
import type { FakeClock } from '../../support/fake-clock.ts';
import { practiceHttp, practiceSockets, type PracticeSide, type PracticeSockets } from './practice-network.ts';

/** The engine's feed against a practice exchange in process, both on one fake clock. */
export class PracticeRig {
  readonly clock: FakeClock;
  readonly network: PracticeSockets;
  readonly limiter: Limiter;
  readonly client: Client;
  readonly account: Account;
  readonly rows: Omit<ActivityRow, 'id'>[] = [];
  readonly orders: OrderUpdate[] = [];
  readonly states: FeedState[] = [];
  readonly stop: Disposer;

  constructor(id: ExchangeId, clock: FakeClock, side: PracticeSide, key: KeyMaterial) {
    this.clock = clock;
    this.account = {
      id: 'mine',
      exchange: id,
      environment: 'practice',
      label: 'mine',
      region: 'global',
      egress: 'default',
    };
    this.network = practiceSockets(side);
    this.limiter = createLimiter({ clock });
    const vault = new Vault();
    if (!vault.keep('mine', id, key).ok) throw new Error('The key is refused');
    const random = { fraction: () => 0.5, bytes: (size: number) => new Uint8Array(size) };
    this.client = createClient({
      clock,
      random,
      transport: practiceHttp(side),
      limiter: this.limiter,
      vault,
      nonces: memoryNonces(),
      hosts: () => exchange(id).environments.practice('http://127.0.0.1:1', 'ws://127.0.0.1:1'),
      accountRef: ({ id: name }) => name,
      onAttempt: (attempt, result) =>
        void this.rows.push(activityRow(attempt, result, { atMs: clock.now(), isStalled: false })),
    });
    const realm = { exchange: id, environment: 'practice' } as const;
    const serverClock = this.client.peers.clockOf(realm);
    const nowMs = serverClock.steadyMs();
    serverClock.add({ sentAtMs: nowMs, receivedAtMs: nowMs, serverMs: clock.now(), resolutionMs: 1 });
    this.limiter.setServerOffset(realm, 0, 1);
    const ports: SocketPorts = {
      clock,
      random,
      client: this.client,
      limiter: this.limiter,
      sockets: this.network,
      record: (row) => void this.rows.push(row),
      onOrders: (_account, updates) => void this.orders.push(...updates),
      onState: (_account, state) => void this.states.push(state),
    };
    const stops = [probePartNames(this.account, this.client, clock), connectFeed(this.account, ports)];
    this.stop = () => {
      for (const stop of stops) stop();
    };
  }

  async run(ms: number): Promise<void> {
    for (let leftMs = ms; leftMs > 0; leftMs -= 1_000) {
      await this.clock.run(Math.min(1_000, leftMs));
      await settle();
    }
    await settle();
  }

  async send(request: ExchangeRequest): Promise<boolean> {
    const sent = this.client.send({ account: this.account, request, caller: 'ticket', withinMs: 5_000 });
    await settle();
    return (await sent).ok;
  }

  view(bucket: string, part: string | null = null): BucketView | undefined {
    return this.limiter.snapshot().find((view) => view.bucket.id === bucket && view.part === part);
  }

  endpoints(): readonly string[] {
    return this.rows
      .filter(({ kind }) => kind === 'socket')
      .map(({ endpoint }) => endpoint.split(' ').slice(2).join(' '));
  }
}

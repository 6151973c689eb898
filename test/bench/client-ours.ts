import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Account } from '../../shared/model/account.ts';
import { openActivityStore } from '../../electron/adapters/stores/sqlite-activity.ts';
import { systemClock, systemRandom } from '../../electron/adapters/system-clock.ts';
import { undiciTransport } from '../../electron/adapters/transport/undici-transport.ts';
import { createClient } from '../../electron/engine/client/client.ts';
import type { Peer } from '../../electron/engine/client/peers.ts';
import { exchange } from '../../electron/engine/exchanges/registry.ts';
import { get } from '../../electron/engine/http.ts';
import { createLimiter } from '../../electron/engine/limiter/create-limiter.ts';
import { bucketKey } from '../../electron/engine/limiter/keys.ts';
import { activityRow } from '../../electron/engine/recorder/activity-row.ts';
import { createRecorder } from '../../electron/engine/recorder/recorder.ts';
import { Vault } from '../../electron/engine/vault/vault.ts';
import type { BenchKey } from './client-keys.ts';

/** Somebody who makes one signed call after another. */
export interface Caller {
  call(): Promise<unknown>;
  /** Resolves when nothing of the calls made is left to do. */
  rest?(): Promise<unknown>;
  close(): Promise<unknown>;
}

export const SOCKETS = 16;

const account: Account = {
  id: 'bench',
  exchange: 'binance',
  environment: 'live',
  label: 'bench',
  region: 'global',
  egress: 'default',
};

/** The app's client as the engine wires it: vault, limiter, undici, and the recorder over its SQLite file. */
export async function openOurs(origin: string, key: BenchKey): Promise<Caller> {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-bench-'));
  const { store } = await openActivityStore(join(folder, 'activity.db'), 'bench');
  const recorder = createRecorder(store, systemClock);
  const transport = undiciTransport({ isAllowed: (one) => one === origin, connections: SOCKETS });
  const limiter = createLimiter({ clock: systemClock });
  const client = createClient({
    clock: systemClock,
    random: systemRandom,
    transport,
    limiter,
    vault: vaultWith(key),
    nonces: { load: () => null, save: () => undefined },
    hosts: () => ({ rest: origin, sockets: {}, headers: {} }),
    accountRef: ({ id }) => id,
    onAttempt: (attempt, result) =>
      recorder.record(activityRow(attempt, result, { atMs: systemClock.now(), isStalled: false }, peer())),
  });

  function peer(): Peer {
    const found = client.peers.of(account);
    if (!found.ok) throw new Error(`no peer: ${found.failure.kind}`);
    return found.value;
  }

  measureClock(peer());
  liftLimits(peer());

  function measureClock({ realm, clock }: Peer): void {
    const nowMs = clock.steadyMs();
    clock.add({ sentAtMs: nowMs, receivedAtMs: nowMs, serverMs: systemClock.now(), resolutionMs: 1 });
    limiter.setServerOffset(realm, 0, 1);
  }

  // Every call is admitted and counted, none has to wait.
  function liftLimits({ realm, holder }: Peer): void {
    const readings = Object.values(exchange(account.exchange).limits.buckets).map((bucket) => {
      const bucketId = bucketKey(realm, bucket, null, holder);
      return { kind: 'capacity', key: bucketId, bucket, part: null, capacity: 1e9, window: null } as const;
    });
    limiter.observe(realm, holder, readings);
  }

  return {
    async call() {
      const request = get('/api/v3/order', { symbol: 'BTCUSDT', orderId: '28' });
      const result = await client.send({ account, request, caller: 'bot:bench', withinMs: null });
      if (!result.ok) throw new Error(`not answered: ${result.failure.kind}`);
      return result.value.reply.json;
    },
    rest: () => recorder.flush(),
    async close() {
      limiter.close();
      await transport.close();
      await recorder.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function vaultWith({ apiKey, secret }: BenchKey): Vault {
  const vault = new Vault();
  const kept = vault.keep(account.id, account.exchange, { apiKey, secretText: secret, passphrase: null });
  if (!kept.ok) throw new Error(`the key is refused: ${kept.failure.kind}`);
  return vault;
}

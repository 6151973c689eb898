import { describe, expect, it } from 'vitest';
import { undiciSockets } from '../../../electron/adapters/socket/undici-socket.ts';
import { systemClock, systemRandom } from '../../../electron/adapters/system-clock.ts';
import { undiciTransport } from '../../../electron/adapters/transport/undici-transport.ts';
import { createClient } from '../../../electron/engine/client/client.ts';
import { exchange } from '../../../electron/engine/exchanges/registry.ts';
import { createLimiter } from '../../../electron/engine/limiter/create-limiter.ts';
import { connectFeed } from '../../../electron/engine/sockets/feed.ts';
import { Vault } from '../../../electron/engine/vault/vault.ts';
import { startPracticeKraken } from '../../../electron/practice/kraken/index.ts';
import { memoryNonces } from '../../support/client-rig.ts';

const account = {
  id: 'mine',
  exchange: 'kraken',
  environment: 'practice',
  label: 'mine',
  region: 'global',
  egress: 'default',
} as const;

describe('a feed over a real network', () => {
  it('subscribes at the practice Kraken and hears what another program spends there', async () => {
    const kraken = await startPracticeKraken({ isMoving: false, tier: 'pro' });
    const [key] = kraken.keys;
    if (key === undefined) throw new Error('No key');
    const hosts = exchange('kraken').environments.practice(kraken.origin, kraken.socketOrigin);
    const transport = undiciTransport({ isAllowed: (origin) => origin === kraken.origin, connections: 2 });
    const sockets = undiciSockets({
      isAllowed: (url) => url === hosts.sockets['private'],
      maxMessageBytes: 1_000_000,
      connectTimeoutMs: 5_000,
    });
    const vault = new Vault();
    vault.keep('mine', 'kraken', { apiKey: key.apiKey, secretText: key.secret, passphrase: null });
    const limiter = createLimiter({ clock: systemClock });
    const client = createClient({
      clock: systemClock,
      random: systemRandom,
      transport,
      limiter,
      vault,
      nonces: memoryNonces(),
      hosts: () => hosts,
      accountRef: ({ id }) => id,
      onAttempt: () => undefined,
    });
    const order = {
      method: 'add_order',
      params: { order_type: 'limit', side: 'buy', symbol: 'BTC/USD', order_qty: 0.001, limit_price: 50_000 },
    };
    try {
      const dispose = await new Promise<() => void>((resolve) => {
        const stop = connectFeed(account, {
          clock: systemClock,
          random: systemRandom,
          client,
          limiter,
          sockets,
          record: () => undefined,
          onState: (_account, state) => state === 'live' && resolve(stop),
        });
      });
      const heard = new Promise<void>((resolve) => {
        limiter.onChange(
          () => limiter.snapshot().some((view) => view.bucket.id === 'engine' && view.foreign > 0) && resolve(),
        );
      });
      const token = await tokenOf(client);
      const other = new WebSocket(hosts.sockets['private'] ?? '');
      other.addEventListener('open', () =>
        other.send(JSON.stringify({ ...order, params: { ...order.params, token } })),
      );
      await heard;
      const view = limiter.snapshot().find(({ bucket }) => bucket.id === 'engine');
      expect(view).toMatchObject({ part: 'BTC/USD', capacity: 180, own: 0 });
      other.close();
      dispose();
    } finally {
      limiter.close();
      await sockets.close();
      await transport.close();
      await kraken.stop();
    }
  });
});

async function tokenOf(client: ReturnType<typeof createClient>): Promise<string> {
  const request = { method: 'POST', path: '/0/private/GetWebSocketsToken', query: '', body: null } as const;
  const answer = await client.send({ account, request, caller: 'app', withinMs: 5_000 });
  const { result } = (answer.ok ? answer.value.reply.json : {}) as { readonly result?: { readonly token?: string } };
  return result?.token ?? '';
}

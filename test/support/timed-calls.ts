import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { undiciTransport } from '../../electron/adapters/transport/undici-transport.ts';
import { exchange } from '../../electron/engine/exchanges/registry.ts';
import { Vault } from '../../electron/engine/vault/vault.ts';
import { materials } from './client-rig.ts';

export interface TimedCalls {
  readonly answered: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** One look-up through the pool of threads that a hung keychain would hold. */
  readonly lookupMs: number;
}

const OPTIONS = { connectTimeoutMs: 5_000, replyTimeoutMs: 5_000, maxBodyBytes: 1_000 };

/** So many signed calls to a server on loopback, one after another, as an exchange would get them. */
export async function timeCalls(count: number): Promise<TimedCalls> {
  const server = createServer((_request, response) => void response.end('{}')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const transport = undiciTransport({ isAllowed: () => true, connections: 4 });
  const vault = new Vault();
  vault.keep('a', 'binance', materials.binance);
  const tookMs: number[] = [];
  let answered = 0;
  for (let call = 0; call < count; call += 1) {
    const lent = vault.lend('a');
    if (!lent.ok) throw new Error('no key');
    const fromMs = performance.now();
    const { signer, orders } = exchange('binance');
    const stamp = { serverMs: 1_800_000_000_000 + call, nonce: 0n, validForMs: 5_000 };
    const sent = await transport.send(origin, signer.sign(orders.balances(), lent.value.credential, stamp), OPTIONS);
    tookMs.push(performance.now() - fromMs);
    if (sent.ok) answered += 1;
  }
  const fromMs = performance.now();
  await lookup('localhost');
  const lookupMs = performance.now() - fromMs;
  await transport.close();
  server.close();
  tookMs.sort((left, right) => left - right);
  const at = (share: number): number => tookMs[Math.min(count - 1, Math.floor(share * count))] ?? 0;
  return { answered, p50Ms: at(0.5), p99Ms: at(0.99), lookupMs };
}

import { MainClient } from 'binance';
import ccxt from 'ccxt';
import { Pool } from 'undici';
import type { BenchKey } from './client-keys.ts';
import { type Caller, SOCKETS } from './client-ours.ts';

export const RAW = 'raw undici';

type Open = (origin: string, key: BenchKey) => Caller;

export const clientPeers = {
  [RAW]: openUndici,
  'node fetch': openFetch,
  ccxt: openCcxt,
  'binance SDK': openSdk,
} as const satisfies Record<string, Open>;

function signedPath({ signRaw }: BenchKey): string {
  const query = `symbol=BTCUSDT&orderId=28&recvWindow=5000&timestamp=${Date.now()}`;
  return `/api/v3/order?${query}&signature=${signRaw(query)}`;
}

/** The least a signed call can be. */
function openUndici(origin: string, key: BenchKey): Caller {
  const pool = new Pool(origin, { connections: SOCKETS, pipelining: 1 });
  return {
    async call() {
      const path = signedPath(key);
      const { body } = await pool.request({ path, method: 'GET', headers: { 'X-MBX-APIKEY': key.apiKey } });
      return await body.json();
    },
    close: () => pool.destroy(),
  };
}

function openFetch(origin: string, key: BenchKey): Caller {
  return {
    async call() {
      const reply = await fetch(origin + signedPath(key), { headers: { 'X-MBX-APIKEY': key.apiKey } });
      return await reply.json();
    },
    close: async () => undefined,
  };
}

/** Its throttler stays on, with more tokens than the run takes. */
export function createCcxt(origin: string, { apiKey, secret }: BenchKey): InstanceType<typeof ccxt.binance> {
  return new ccxt.binance({
    apiKey,
    secret,
    enableRateLimit: true,
    tokenBucket: { capacity: 1e9, tokens: 1e9, refillRate: 1e6 },
    urls: { api: { private: `${origin}/api/v3`, public: `${origin}/api/v3` } },
  });
}

function openCcxt(origin: string, key: BenchKey): Caller {
  const binance = createCcxt(origin, key);
  return {
    call: () => binance.privateGetOrder({ symbol: 'BTCUSDT', orderId: '28' }),
    close: () => binance.close(),
  };
}

function openSdk(origin: string, { apiKey, secret }: BenchKey): Caller {
  const client = new MainClient({ api_key: apiKey, api_secret: secret, baseUrl: origin, keepAlive: true });
  return {
    call: () => client.getOrder({ symbol: 'BTCUSDT', orderId: 28 }),
    close: async () => undefined,
  };
}

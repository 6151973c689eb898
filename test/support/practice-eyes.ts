import { exchange } from '../../electron/engine/exchanges/registry.ts';
import { sign } from '../../electron/engine/exchanges/binance/signer.ts';
import { get } from '../../electron/engine/http.ts';
import { HMAC_KEY } from '../../electron/practice/binance/identity.ts';

/** What the exchange itself shows of one order. */
export interface SeenOrder {
  readonly orderId: number;
  readonly clientOrderId: string;
  readonly status: string;
  readonly origQty: string;
}

const PAGE = 1_000;

/** Every order of the practice account in one market, oldest first, asked of practice Binance itself with its own key. */
export async function binanceOrders(host: string, symbol: string): Promise<readonly SeenOrder[]> {
  const all: SeenOrder[] = [];
  for (;;) {
    const from = (all.at(-1)?.orderId ?? 0) + 1;
    const rows = await page(host, { symbol, orderId: String(from), limit: String(PAGE) });
    all.push(...rows);
    if (rows.length < PAGE) return all;
  }
}

async function page(host: string, params: Readonly<Record<string, string>>): Promise<readonly SeenOrder[]> {
  const signing = exchange('binance').signer.importSecret(HMAC_KEY.secret);
  if (!signing.ok) throw new Error('the practice key is no key');
  const { method, target, headers } = sign(
    get('/api/v3/allOrders', params),
    { apiKey: HMAC_KEY.apiKey, signing: signing.value, passphrase: null },
    { serverMs: Date.now(), nonce: 0n, validForMs: 5_000 },
  );
  const response = await fetch(`http://${host}${target}`, { method, headers });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as readonly SeenOrder[];
}

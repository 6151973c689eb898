import type { ExchangeId } from '../../../shared/model/account.ts';
import type { Stamp } from '../../../electron/engine/exchanges/definition.ts';
import type { ExchangeRequest } from '../../../electron/engine/http.ts';

interface Vector {
  readonly apiKey: string;
  readonly secretText: string;
  readonly passphrase: string | null;
  readonly stamp: Stamp;
  readonly request: ExchangeRequest;
  readonly signature: string;
}

const form = (path: string, text: string): ExchangeRequest => ({
  method: 'POST',
  path,
  query: '',
  body: { type: 'form', text },
});

// One vector of each exchange's own documents, where it publishes one; OKX shows its request and no secret, so its
// signature is the SHA-256 HMAC of the documented prehash under a sample secret.
export const vectors: Readonly<Record<ExchangeId, Vector>> = {
  binance: {
    apiKey: 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A',
    secretText: 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j',
    passphrase: null,
    stamp: { serverMs: 1499827319559, nonce: 0n, validForMs: 5_000 },
    request: {
      method: 'POST',
      path: '/api/v3/order',
      query:
        'symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559',
      body: null,
    },
    signature: 'c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71',
  },
  okx: {
    apiKey: '00000000-1111-2222-3333-444444444444',
    secretText: '22582BD0CFF14C41EDBF1AB98506286D',
    passphrase: 'open it',
    stamp: { serverMs: Date.UTC(2020, 11, 8, 9, 8, 57, 715), nonce: 0n, validForMs: 5_000 },
    request: { method: 'GET', path: '/api/v5/account/balance', query: 'ccy=BTC', body: null },
    signature: 'HiZhvSfMtWJA3uUIVXV3a/bSXNPCWvYFXoGCVS8V4zY=',
  },
  kraken: {
    apiKey: 'public-half',
    secretText: 'kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg==',
    passphrase: null,
    stamp: { serverMs: 0, nonce: 1616492376594n, validForMs: 5_000 },
    request: form(
      '/0/private/AddOrder',
      'nonce=1616492376594&ordertype=limit&pair=XBTUSD&price=37500&type=buy&volume=1.25',
    ),
    signature: '4/dpxb3iT4tp/ZCVEwSnEsLxx0bqyhLpdfOpc6fn7OR8+UClSV5n9E6aSS8MPtnRfp32bAb0nmbRn6H8ndwLUQ==',
  },
};

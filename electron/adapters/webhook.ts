import { createHmac } from 'node:crypto';
import { request } from 'node:https';
import { isIP } from 'node:net';
import type { WebhookAnswer, WebhookSender } from '../engine/alerts/webhook-way.ts';
import { faultOfUrl } from '../engine/alerts/webhook-body.ts';
import type { Secret } from '../engine/vault/secret.ts';
import { isPrivateAddress, publicLookup } from './transport/safe-lookup.ts';

const TIMEOUT_MS = 5_000;
/** Node's, with a callback; tests bring one that reaches their own server. */
type Lookup = typeof publicLookup;

export interface WebhookOptions {
  readonly lookup?: Lookup;
  /** Certificates to trust instead of the system's, for tests. */
  readonly ca?: string;
  readonly timeoutMs?: number;
}

/**
 * Posts a signed body to the address its user typed: over TLS with certificates checked, to a public address alone, no
 * redirect followed, nothing of the answer read but its status. The signature is `X-Headroom-Signature: sha256=<hex>`,
 * HMAC-SHA256 of the body.
 */
export function webhookSender(options: WebhookOptions = {}): WebhookSender {
  return {
    post(url, body, secret) {
      const fault = faultOfUrl(url) ?? faultOfAddress(new URL(url).hostname);
      if (fault !== null) return Promise.resolve({ isTaken: false, result: `refused: ${fault}`, mayRepeat: false });
      return send(new URL(url), body, signatureOf(body, secret), options);
    },
  };
}

// A literal address is never looked up, so the lookup cannot refuse it.
function faultOfAddress(hostname: string): string | null {
  const address = hostname.replace(/^\[|\]$/g, '');
  const family = isIP(address);
  return family !== 0 && isPrivateAddress(address, family) ? 'a private address' : null;
}

/** What a receiver compares: HMAC-SHA256 of the very bytes of the body. */
export function signatureOf(body: string, secret: Secret): string {
  return secret.use((value) => `sha256=${createHmac('sha256', value).update(body).digest('hex')}`);
}

function send(url: URL, body: string, signature: string, options: WebhookOptions): Promise<WebhookAnswer> {
  const { timeoutMs = TIMEOUT_MS, ca, lookup = publicLookup } = options;
  return new Promise((resolve) => {
    const call = request(url, {
      method: 'POST',
      // No connection is kept, so none is found again after the address of a name changed.
      agent: false,
      lookup,
      rejectUnauthorized: true,
      ...(ca === undefined ? {} : { ca }),
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'content-length': String(Buffer.byteLength(body)),
        'user-agent': 'Headroom',
        'x-headroom-signature': signature,
      },
    });
    call.on('response', (reply) => {
      resolve(answerOf(reply.statusCode ?? 0));
      call.destroy();
    });
    // Node's error texts may hold the address; its code cannot.
    call.on('error', (error: NodeJS.ErrnoException) => resolve(failureOf(error, timeoutMs)));
    call.end(body);
  });
}

/** What a status means; nothing else of an answer is read. */
export function answerOf(status: number): WebhookAnswer {
  if (status >= 200 && status < 300) return { isTaken: true, result: String(status), mayRepeat: false };
  if (status >= 300 && status < 400) {
    return { isTaken: false, result: `${status}: a redirect, which is not followed`, mayRepeat: false };
  }
  return { isTaken: false, result: String(status), mayRepeat: status >= 500 || status === 408 || status === 429 };
}

function failureOf(error: NodeJS.ErrnoException, timeoutMs: number): WebhookAnswer {
  const code = typeof error.code === 'string' ? error.code : error.name;
  if (code === 'EPRIVATEADDRESS') return { isTaken: false, result: 'refused: a private address', mayRepeat: false };
  const isLate = error.name === 'AbortError' || error.name === 'TimeoutError' || code === 'ABORT_ERR';
  const result = isLate ? `no answer in ${timeoutMs / 1_000} s` : `not reached: ${code.slice(0, 60)}`;
  return { isTaken: false, result, mayRepeat: true };
}

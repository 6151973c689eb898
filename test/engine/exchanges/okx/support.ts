import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { Secret } from '../../../../electron/engine/vault/secret.ts';
import type { Credential, ReplyContext, Stamp } from '../../../../electron/engine/exchanges/definition.ts';
import { importSecret } from '../../../../electron/engine/exchanges/okx/signer.ts';
import { type ExchangeReply, type ExchangeRequest, get } from '../../../../electron/engine/http.ts';
import { parseJson } from '../../../../electron/engine/json.ts';

const folder = path.resolve(import.meta.dirname, '../../../../../shared/recordings/okx');

export const hasRecordings = existsSync(folder);
export const RECORDINGS = hasRecordings ? 'recordings' : 'recordings (skipped: ../shared/recordings/okx is not here)';

export function recordingNames(): readonly string[] {
  return hasRecordings ? readdirSync(folder).sort() : [];
}

export function recordedText(name: string): string {
  return readFileSync(path.join(folder, name), 'utf8');
}

export function recorded(name: string): unknown {
  return parseJson(recordedText(name));
}

/** The rows of a recording as they stand, to compare what a reader made of them. */
export function recordedRows(name: string): readonly Record<string, string>[] {
  return (recorded(name) as { readonly data: readonly Record<string, string>[] }).data;
}

export function replyOf(text: string, status = 200, headers: Record<string, string> = {}): ExchangeReply {
  const pairs = Object.entries(headers).map(([name, value]) => [name, [value]] as const);
  return { status, headers: Object.fromEntries(pairs), text, json: parseJson(text) };
}

/** Context of a call named `METHOD /path`. */
export function calling(endpoint: string): ReplyContext {
  const [method = '', path_ = ''] = endpoint.split(' ');
  const request: ExchangeRequest = { ...get(path_), method: method === 'POST' ? 'POST' : 'GET' };
  return { endpoint, request, serverMs: 1_790_439_440_699 };
}

export function credentialOf(secret: string): Credential {
  const signing = importSecret(secret);
  if (!signing.ok) throw new Error('test secret refused');
  return { apiKey: 'test-key-0001', signing: signing.value, passphrase: new Secret('Pass-123!') };
}

export function stampOf(iso: string, validForMs = 5_000): Stamp {
  return { serverMs: Date.parse(iso), nonce: 0n, validForMs };
}

export function postJson(path_: string, body: unknown): ExchangeRequest {
  return { method: 'POST', path: path_, query: '', body: { type: 'json', text: JSON.stringify(body) } };
}

/** The value of a result; fails the test with the failure otherwise. */
export function unwrap<Value>(
  result: { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly failure: unknown },
): Value {
  if (!result.ok) throw new Error(`unexpected failure ${JSON.stringify(result.failure)}`);
  return result.value;
}

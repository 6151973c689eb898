import type { ExchangeId } from '../../../../shared/model/account.ts';
import type { Grant, KeyFacts } from '../../../../shared/model/key.ts';
import type { Advice, KeyAudit } from '../../../../shared/model/vault.ts';
import { exchange } from '../../../../electron/engine/exchanges/registry.ts';
import { parseJson } from '../../../../electron/engine/json.ts';
import { auditKey } from '../../../../electron/engine/vault/radar/audit-key.ts';
import type { AuditInput } from '../../../../electron/engine/vault/radar/sight.ts';
import { Secret } from '../../../../electron/engine/vault/secret.ts';
import type { GivenKey } from '../../../../electron/practice/core/new-key.ts';
import { practiceRequest, splitOnce, type PracticeHandler } from '../../../../electron/practice/core/request.ts';

export const NOW_MS = Date.UTC(2026, 10, 20, 12, 0, 0);
export const DAY_MS = 86_400_000;

/** Facts of a key of which nothing is said but these rights. */
export function factsWith(
  grants: readonly (readonly [name: string, grant: Grant, isGranted?: boolean | null])[],
  rest: Partial<KeyFacts> = {},
): KeyFacts {
  return {
    grants: grants.map(([name, grant, isGranted = true]) => ({ name, grant, isGranted })),
    ipRestriction: { kind: 'list', addresses: ['192.0.2.7'] },
    label: null,
    createdAtMs: NOW_MS - 10 * DAY_MS,
    modifiedAtMs: null,
    lastUsedAtMs: null,
    expiresAtMs: null,
    accountRef: null,
    extra: {},
    ...rest,
  };
}

/** A key of ten days, checked just now, in no trouble of its own. */
export function auditOf(facts: KeyFacts | null, id: ExchangeId, rest: Partial<AuditInput> = {}): KeyAudit {
  return auditKey({
    facts,
    exchange: id,
    algorithm: id === 'binance' ? 'ed25519' : 'hmac',
    role: 'active',
    addedAtMs: NOW_MS - 10 * DAY_MS,
    checkedAtMs: NOW_MS,
    use: [],
    egressAddress: null,
    drift: null,
    checkFailure: null,
    nowMs: NOW_MS,
    ...rest,
  });
}

/** Code and severity of every advice, sorted: what a table row says. */
export function codesOf(advice: readonly Advice[]): readonly string[] {
  return advice.map(({ code, severity }) => `${severity} ${code}`).sort();
}

export interface Asked {
  readonly facts: KeyFacts;
  readonly text: string;
}

/** Asks a practice exchange what this key may do, signed as the app signs, and reads the answer as the app does. */
export async function askPractice(
  handle: PracticeHandler,
  id: ExchangeId,
  key: GivenKey & { readonly privatePem?: string },
  nowMs: number,
  ip = '127.0.0.1',
): Promise<Asked> {
  const { permissions, signer } = exchange(id);
  const request = permissions.request('practice');
  const signing = signer.importSecret(key.privatePem ?? key.secret ?? '');
  if (request === null || !signing.ok) throw new Error('cannot be asked');
  const passphrase = key.passphrase === null ? null : new Secret(key.passphrase);
  const credential = { apiKey: key.apiKey, signing: signing.value, passphrase };
  const stamp = { serverMs: nowMs, nonce: BigInt(nowMs), validForMs: 5_000 };
  const signed = signer.sign(request, credential, stamp);
  const [path = '', query = ''] = splitOnce(signed.target, '?');
  const headers = Object.fromEntries(
    Object.entries(signed.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const reply = await handle(practiceRequest(signed.method, path, { query, headers, body: signed.body ?? '', ip }));
  if (reply === 'drop') throw new Error('dropped');
  const read = permissions.read(parseJson(reply.body));
  // Binance says what went wrong by the status, the others in the body.
  if (!read.ok || reply.status !== 200) throw new Error(`${reply.status} ${reply.body}`);
  return { facts: read.value, text: reply.body };
}

/** All `2^n` choices out of these names. */
export function everyMix(names: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: 2 ** names.length }, (_, bits) =>
    names.filter((_name, index) => (bits >> index) % 2 === 1),
  );
}

export function flagsOf(all: readonly string[], on: readonly string[]): Readonly<Record<string, boolean>> {
  return Object.fromEntries(all.map((name) => [name, on.includes(name)]));
}

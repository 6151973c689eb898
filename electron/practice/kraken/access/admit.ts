import { allowsIp, keyStateAt, type PracticeAccounts, type PracticeKey } from '../../core/accounts.ts';
import type { PracticeRequest } from '../../core/request.ts';
import { type Answer, done, ERRORS, refused, type UnverifiedTexts } from '../errors.ts';
import { type Fields, textOf } from '../fields.ts';
import type { Lockout } from '../limits/lockout.ts';
import { type HistoryCost, restCost } from '../limits/tables.ts';
import type { KeyStates } from './keys.ts';
import { readNonce } from './nonces.ts';
import { permits } from './permissions.ts';
import { isSignedBy } from './signature.ts';

/** What a private call must pass, in this order. Only that the key comes first has been observed (2026-09). */
export const CHECKS = ['lockout', 'allowlist', 'expiry', 'signature', 'nonce', 'counter', 'permission'] as const;
export type Check = (typeof CHECKS)[number];

export interface Gate {
  readonly accounts: PracticeAccounts;
  readonly keys: KeyStates;
  readonly lockout: Lockout;
  readonly historyCost: HistoryCost;
  readonly texts: UnverifiedTexts;
  readonly order: readonly Check[];
}

interface Attempt {
  readonly request: PracticeRequest;
  readonly method: string;
  readonly fields: Fields;
  readonly key: PracticeKey;
  readonly nowMs: number;
}

/** The key of a private call that passed every check, or the first error. */
export function admit(
  gate: Gate,
  request: PracticeRequest,
  method: string,
  fields: Fields,
  nowMs: number,
): Answer<PracticeKey> {
  const key = gate.accounts.key(request.headers['api-key'] ?? '');
  if (key === undefined || key.state === 'deleted') return refuseUnknown(gate, request.ip, nowMs);
  const attempt = { request, method, fields, key, nowMs };
  for (const check of gate.order) {
    const error = CHECK_OF[check](gate, attempt);
    if (error !== null) return refused(error);
  }
  gate.lockout.countValidKey(request.ip);
  key.lastUsedAtMs = nowMs;
  return done(key);
}

function refuseUnknown(gate: Gate, ip: string, nowMs: number): { readonly ok: false; readonly error: string } {
  if (gate.lockout.isLocked(ip, nowMs)) return refused(ERRORS.lockout);
  gate.lockout.countInvalidKey(ip, nowMs);
  return refused(ERRORS.invalidKey);
}

const CHECK_OF: Readonly<Record<Check, (gate: Gate, attempt: Attempt) => string | null>> = {
  lockout: (gate, { request, nowMs }) => (gate.lockout.isLocked(request.ip, nowMs) ? ERRORS.lockout : null),
  allowlist: (gate, { request, key }) => (allowsIp(key, request.ip) ? null : gate.texts.addressNotAllowed),
  expiry: (gate, { key, nowMs }) => (keyStateAt(key, nowMs) === 'expired' ? gate.texts.keyExpired : null),
  signature: (_, { request, fields, key }) => {
    const given = request.headers['api-sign'] ?? '';
    const isSigned = isSignedBy(key.secret, request.path, textOf(fields, 'nonce') ?? '', request.body, given);
    return isSigned ? null : ERRORS.invalidSignature;
  },
  nonce: (gate, { fields, key }) => {
    const nonce = readNonce(textOf(fields, 'nonce') ?? '');
    return nonce !== null && gate.keys.of(key.apiKey).nonces.accept(nonce) ? null : ERRORS.invalidNonce;
  },
  counter: (gate, { method, key, nowMs }) =>
    gate.keys.of(key.apiKey).counter.take(restCost(method, gate.historyCost), nowMs) ? null : ERRORS.restRate,
  permission: (_, { method, key }) => (permits(method, key.permissions) ? null : ERRORS.permissionDenied),
};

import { allowsIp, keyStateAt, type PracticeKey } from '../../core/accounts.ts';
import type { Environment } from '../access/authenticate.ts';
import { loginSignatureOf, readLoginStampMs, sameText } from '../access/signature.ts';
import type { OkxState } from '../exchange/state.ts';
import { refuse, socketErrorText, type SocketCode } from '../facts/errors.ts';
import { CLOCK_TOLERANCE_MS } from '../facts/operations.ts';
import { textOf, type Fields } from '../orders/ticket.ts';

export type LoginResult = { readonly key: PracticeKey } | { readonly code: string; readonly msg: string };

function failed(code: SocketCode): LoginResult {
  return { code, msg: socketErrorText(code) };
}

function refusedAs(code: '50101' | '50110', value = ''): LoginResult {
  return { code, msg: refuse(code, value).message };
}

export interface LoginFrom {
  readonly ip: string;
  readonly environment: Environment;
}

/** Checks one login argument (docs "WebSocket login", 2026-08): seconds, not ISO and not milliseconds. */
export function login(state: OkxState, args: Fields, from: LoginFrom): LoginResult {
  const nowMs = state.nowMs();
  const text = (name: string): string => textOf(args, name) ?? '';
  const atMs = readLoginStampMs(text('timestamp'));
  if (text('apiKey') === '') return failed('60005');
  if (atMs === undefined) return failed('60004');
  if (Math.abs(nowMs - atMs) > CLOCK_TOLERANCE_MS) return failed('60006');
  const key = state.accounts.key(text('apiKey'));
  if (key === undefined || keyStateAt(key, nowMs) !== 'valid') return failed('60032');
  if (state.environmentOf(key.apiKey) !== from.environment) return refusedAs('50101');
  if (!sameText(text('passphrase'), key.passphrase ?? '')) return failed('60024');
  if (!sameText(text('sign'), loginSignatureOf(key.secret, text('timestamp')))) return failed('60007');
  if (!allowsIp(key, from.ip)) return refusedAs('50110', from.ip);
  key.lastUsedAtMs = nowMs;
  return { key };
}

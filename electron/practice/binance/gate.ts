import type { PracticeKey } from '../core/accounts.ts';
import { allowsIp, keyStateAt } from '../core/accounts.ts';
import type { ApiError, Parsed } from './answer.ts';
import { parsed, refused } from './answer.ts';
import type { BinanceApp, Security } from './app.ts';
import {
  badKeyFormat,
  badSignature,
  illegal,
  missing,
  rejectedKey,
  timestampAhead,
  timestampOutside,
  tooGreat,
} from './errors.ts';
import { toMs } from './paging.ts';
import type { Params } from './params.ts';
import { isSignedBy } from './signature.ts';

/** rest-api.md, "Timing security" (2026-07). */
const AHEAD_MS = 1000;
const DEFAULT_WINDOW_MS = 5000;
const MAX_WINDOW_MS = 60_000;

/** What a signed request shows. */
export interface Claim {
  readonly apiKey: string | undefined;
  readonly params: Params;
  /** The exact text that had to be signed. */
  readonly payload: string;
  readonly ip: string;
  /** Logged on before: key and signature need not come along. */
  readonly sessionKey?: PracticeKey | null;
}

/** Public calls pass; others in this order: key form, parameters, time, key and its rights, signature. */
export function admit(
  app: BinanceApp,
  security: Security,
  required: readonly string[],
  claim: Claim,
): Parsed<PracticeKey | null> {
  const session = claim.sessionKey ?? null;
  const isSigned = security !== 'none';
  const needsSignature = isSigned && session === null;
  if (needsSignature && !isKeyForm(claim.apiKey)) return refused(badKeyFormat);
  const names = [...required, ...(isSigned ? ['timestamp'] : []), ...(needsSignature ? ['signature'] : [])];
  const absent = names.find((name) => !claim.params.has(name));
  if (absent !== undefined) return refused(missing(absent));
  if (!isSigned) return parsed(null);
  const late = timeProblem(claim.params, app.nowMs());
  if (late !== null) return refused(late);
  const key = session ?? app.accounts.key(claim.apiKey ?? '');
  if (key === undefined || !mayUse(app, key, security, claim.ip)) return refused(rejectedKey);
  const signature = claim.params.get('signature') ?? '';
  if (needsSignature && !isSignedBy(key, claim.payload, signature)) return refused(badSignature);
  key.lastUsedAtMs = app.nowMs();
  return parsed(key);
}

/** Valid, from an allowed address, with the right that the call needs. */
export function mayUse(app: BinanceApp, key: PracticeKey, security: Security, ip: string): boolean {
  const right = security === 'trade' ? 'enableSpotAndMarginTrading' : 'enableReading';
  if (security === 'trade' && hasLapsed(app, key)) return false;
  return keyStateAt(key, app.nowMs()) === 'valid' && allowsIp(key, ip) && key.permissions.has(right);
}

/** `tradingAuthorityExpirationTime` is past: reading goes on. */
function hasLapsed(app: BinanceApp, key: PracticeKey): boolean {
  const untilMs = app.keyNotes.get(key.apiKey)?.tradingUntilMs ?? null;
  return untilMs !== null && app.nowMs() >= untilMs;
}

function isKeyForm(apiKey: string | undefined): boolean {
  return apiKey !== undefined && /^[A-Za-z0-9]{64}$/.test(apiKey);
}

/** Is the request's time within what the exchange accepts now? Asked on arrival and twice on the way to the engine. */
export function timeProblem(params: Params, nowMs: number): ApiError | null {
  const stamp = params.integer('timestamp');
  if (stamp === undefined) return illegal('timestamp', '^[0-9]{1,20}$');
  const window = windowOf(params.get('recvWindow'));
  if (typeof window !== 'number') return window;
  const stampMs = toMs(stamp);
  if (stampMs >= nowMs + AHEAD_MS) return timestampAhead;
  return nowMs - stampMs <= window ? null : timestampOutside;
}

/** Milliseconds with up to three decimals (CHANGELOG 2025-08-12). */
function windowOf(text: string | undefined): number | ApiError {
  if (text === undefined) return DEFAULT_WINDOW_MS;
  if (!/^\d{1,8}(\.\d{1,3})?$/.test(text)) return illegal('recvWindow', '^[0-9]{1,8}(\\.[0-9]{1,3})?$');
  return Number(text) > MAX_WINDOW_MS ? tooGreat('recvWindow', MAX_WINDOW_MS) : Number(text);
}

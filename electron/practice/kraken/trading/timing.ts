import { ERRORS, type Answer, done, invalidArguments, refused } from '../errors.ts';

export interface DeadlineRange {
  readonly minimumMs: number;
  readonly maximumMs: number;
  readonly defaultMs: number | null;
}

// Spot REST AddOrder (2026-05): now + 2 s to now + 60 s. WebSocket v2 add_order (2026-08): 0.5 s to 60 s, default 5 s.
export const REST_DEADLINE: DeadlineRange = { minimumMs: 2_000, maximumMs: 60_000, defaultMs: null };
export const SOCKET_DEADLINE: DeadlineRange = { minimumMs: 500, maximumMs: 60_000, defaultMs: 5_000 };

/** Engine time in milliseconds until which an order may be matched; null when it has no deadline. */
export function readDeadline(text: string | undefined, range: DeadlineRange, nowMs: number): Answer<number | null> {
  if (text === undefined) return done(range.defaultMs === null ? null : nowMs + range.defaultMs);
  const atMs = Date.parse(text);
  if (Number.isNaN(atMs)) return refused(invalidArguments('deadline'));
  if (atMs <= nowMs) return refused(ERRORS.deadline);
  const aheadMs = atMs - nowMs;
  if (aheadMs < range.minimumMs || aheadMs > range.maximumMs) return refused(invalidArguments('deadline'));
  return done(atMs);
}

// Spot REST AddOrder, 2026-05: expiry at least 5 s and at most one month ahead.
const SHORTEST_LIFE_MS = 5_000;
const LONGEST_LIFE_MS = 31 * 86_400_000;

/** When an order with `expiretm` dies; null when it never does. Takes `0`, unix seconds, and `+n` seconds. */
export function readExpiry(text: string | undefined, nowMs: number): Answer<number | null> {
  if (text === undefined || text === '0') return done(null);
  const match = /^(\+?)(\d{1,10})$/.exec(text);
  if (match === null) return refused(invalidArguments('expiretm'));
  const [, plus = '', seconds = '0'] = match;
  return withinLife((plus === '+' ? nowMs : 0) + Number(seconds) * 1000, nowMs);
}

/** The same for the RFC 3339 `expire_time` of WebSocket v2. */
export function readExpireTime(text: string | undefined, nowMs: number): Answer<number | null> {
  if (text === undefined) return done(null);
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? refused(invalidArguments('expire_time')) : withinLife(atMs, nowMs);
}

function withinLife(atMs: number, nowMs: number): Answer<number> {
  const lifeMs = atMs - nowMs;
  if (lifeMs < SHORTEST_LIFE_MS || lifeMs > LONGEST_LIFE_MS) return refused(invalidArguments('expiretm'));
  return done(atMs);
}

import type { Failure } from '../../../../shared/contract/failure.ts';
import type { Verdict, VerdictGate } from '../definition.ts';

type Act = Pick<Verdict, 'execution' | 'retry' | 'gate'>;
type FailureOf = (code: string, detail: string) => Failure;

export interface ErrorRow {
  readonly prefix: string;
  readonly act: Act;
  readonly failure: FailureOf;
}

/** How long a scope keeps quiet after each refusal, ms. */
export const QUIET_MS = {
  /** "A few seconds" ("Spot REST Rate Limits", 2026-08); at least the drain of a call or two. */
  restCounter: 5_000,
  /** Below the threshold again within seconds at every tier ("Spot Trading Limits", 2026-05). */
  engine: 5_000,
  /** Master and sub-accounts together; its drain is not published, so longer. */
  domain: 30_000,
  /** Undocumented text of something in front of the counter (XChange issue 4369, ccxt issue 27468): 15 to 60 s. */
  frontDoor: 15_000,
  /** "A few minutes" today ("Error messages", 2026-08), 15 minutes in older support text: the longer one. */
  lockout: 15 * 60_000,
  /** Where the time in "Throttled" cannot be read. */
  throttled: 15_000,
  /** Strings listed without a time in "Spot Error Messages", 2026-05. */
  login: 2 * 60_000,
  /** Our choice; Cloudflare states none. */
  firewall: 60_000,
} as const;

const NEVER: Act = { execution: 'not-executed', retry: 'never', gate: null };
const NEW_NONCE: Act = { execution: 'not-executed', retry: 'with-new-nonce', gate: null };
/** May have been done: reads are repeated, orders looked up. */
const UNSURE: Act = { execution: 'unknown', retry: 'after-delay', gate: null };

function quiet(cause: VerdictGate['cause'], scope: VerdictGate['scope'], forMs: number): Act {
  return { execution: 'not-executed', retry: 'after-delay', gate: { cause, scope, forMs } };
}

/** One counter's refusal says nothing about the other that amends and edits are charged to as well. */
function quietCounter(bucket: 'engine' | 'rest-counter', forMs: number): Act {
  return {
    execution: 'not-executed',
    retry: 'after-delay',
    gate: { cause: 'rate-limited', scope: 'bucket', buckets: [bucket], forMs },
  };
}

function invalidKey(reason: Extract<Failure, { kind: 'invalid-key' }>['reason']): FailureOf {
  return (code) => ({ kind: 'invalid-key', reason, code });
}

function filter(rule: string): FailureOf {
  return (code, detail) => ({ kind: 'filter', rule, code, detail });
}

const rejected: FailureOf = (code, detail) => ({ kind: 'rejected', code, detail });
const rateLimited: FailureOf = (code) => ({ kind: 'rate-limited', code, retryAtMs: null });
const blocked: FailureOf = (code, detail) => ({ kind: 'account-blocked', code, detail });
const busy: FailureOf = (code) => ({ kind: 'busy', code });
const notFound: FailureOf = (_code, detail) => ({ kind: 'not-found', what: detail });
const closed: FailureOf = (code) => ({ kind: 'market-closed', code });
const tooManyOrders: FailureOf = (code) => ({ kind: 'too-many-open-orders', code });

function rowsOf(act: Act, failure: FailureOf, ...prefixes: readonly string[]): readonly ErrorRow[] {
  return prefixes.map((prefix) => ({ prefix, act, failure }));
}

/** "Spot Error Messages" (2026-05), "Spot REST Rate Limits" (2026-08), "Spot Trading Limits" (2026-05), client tables. */
export const errorRows: readonly ErrorRow[] = [
  ...rowsOf(NEVER, invalidKey('unknown'), 'EAPI:Invalid key', 'EAuth:Failed'),
  ...rowsOf(NEVER, invalidKey('signature'), 'EAPI:Invalid signature'),
  ...rowsOf(NEVER, invalidKey('session'), 'ESession:Invalid session'),
  ...rowsOf(NEW_NONCE, (code) => ({ kind: 'invalid-nonce', code }), 'EAPI:Invalid nonce'),
  ...rowsOf(NEVER, (code) => ({ kind: 'missing-permission', code }), 'EGeneral:Permission denied'),

  ...rowsOf(quietCounter('rest-counter', QUIET_MS.restCounter), rateLimited, 'EAPI:Rate limit exceeded'),
  ...rowsOf(quietCounter('engine', QUIET_MS.engine), rateLimited, 'EOrder:Rate limit exceeded'),
  ...rowsOf(quietCounter('engine', QUIET_MS.domain), rateLimited, 'EOrder:Domain rate limit exceeded'),
  ...rowsOf(quiet('rate-limited', 'ip', QUIET_MS.frontDoor), rateLimited, 'EGeneral:Too many requests'),
  ...rowsOf(
    quiet('rate-limited', 'key', QUIET_MS.login),
    rateLimited,
    'EAuth:Rate limit exceeded',
    'EAuth:Too many requests',
  ),
  ...rowsOf(quiet('throttled', 'account', QUIET_MS.throttled), rateLimited, 'EService:Throttled'),
  ...rowsOf(
    quiet('banned', 'ip', QUIET_MS.lockout),
    (code) => ({ kind: 'banned', code, untilMs: null }),
    'EGeneral:Temporary lockout',
  ),

  ...rowsOf(UNSURE, busy, 'EGeneral:Internal error', 'EService:Busy', 'EDatabase:Internal error'),
  ...rowsOf(UNSURE, (code) => ({ kind: 'maintenance', code }), 'EService:Unavailable'),
  // Surely not matched by what the page says, yet its finality is nowhere stated: looked up once.
  ...rowsOf({ ...UNSURE, retry: 'never' }, rejected, 'EService:Deadline elapsed'),
  ...rowsOf(NEVER, closed, 'EService:Market in cancel_only mode', 'EService:Market in post_only mode'),

  ...rowsOf(NEVER, filter('volume'), 'EGeneral:Invalid arguments:volume'),
  ...rowsOf(
    NEVER,
    rejected,
    'EAPI:Bad request',
    'EGeneral:Invalid arguments',
    'EGeneral:Unknown method',
    'ETrade:Invalid request',
    'EBM:limit exceeded:CAL',
  ),
  ...rowsOf(
    NEVER,
    blocked,
    'EAuth:Account temporary disabled',
    'EAuth:Account unconfirmed',
    'EAccount:Invalid permissions',
    'ETrade:User Locked',
  ),
  ...rowsOf(NEVER, notFound, 'EQuery:Unknown asset', 'EQuery:Unknown asset pair', 'EQuery:Invalid asset pair'),

  ...rowsOf(NEVER, (code) => ({ kind: 'insufficient-funds', code }), 'EOrder:Insufficient funds'),
  ...rowsOf(NEVER, (code) => ({ kind: 'unknown-order', code }), 'EOrder:Unknown order'),
  ...rowsOf(NEVER, filter('ordermin'), 'EOrder:Order minimum not met'),
  ...rowsOf(NEVER, filter('costmin'), 'EOrder:Cost minimum not met'),
  ...rowsOf(NEVER, filter('tick_size'), 'EOrder:Tick size check failed'),
  ...rowsOf(NEVER, filter('price'), 'EOrder:Invalid price'),
  ...rowsOf(NEVER, filter('post'), 'EOrder:Post only order'),
  ...rowsOf(NEVER, tooManyOrders, 'EOrder:Orders limit exceeded', 'EOrder:Scheduled orders limit exceeded'),
  ...rowsOf(
    NEVER,
    rejected,
    'EOrder:Invalid order',
    'EOrder:Positions limit exceeded',
    'EOrder:Unknown position',
    'EOrder:Margin allowance exceeded',
    'EOrder:Margin level too low',
    'EOrder:Margin position size exceeded',
    'EOrder:Insufficient margin',
    'EOrder:Cannot open position',
    'EOrder:Cannot open opposing position',
    'EOrder:Reduce only:Non-PC',
    'EOrder:Reduce only:No position exists',
  ),
  // Filled as far as possible and the rest cancelled: something was done.
  ...rowsOf({ ...UNSURE, retry: 'never' }, rejected, 'EOrder:Reduce only:Position is closed'),
  ...rowsOf(
    NEVER,
    rejected,
    'EFunding:Unknown withdraw key',
    'EFunding:Unknown asset',
    'EFunding:Invalid amount',
    'EFunding:Unknown reference id',
    'EFunding:Invalid reference id',
    'EFunding:No funding method',
    'EFunding:Too many addresses',
    'EFunding:Max fee exceeded',
  ),
];

/** WebSocket v2 also writes texts without a category (live recordings of 2024-05 and 2026-01; message rate: clients). */
export const socketRows: readonly ErrorRow[] = [
  ...rowsOf(NEVER, invalidKey('session'), 'Token(s) not found'),
  ...rowsOf(NEVER, rejected, 'Malformed request', 'Unsupported event', 'Unsupported field'),
  ...rowsOf(NEVER, notFound, 'Currency pair not supported'),
  // Counted per connection: no other socket and no REST call has a share in it.
  ...rowsOf({ execution: 'not-executed', retry: 'after-delay', gate: null }, rateLimited, 'Exceeded msg rate'),
];

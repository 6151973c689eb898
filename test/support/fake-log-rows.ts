import type { Account, ExchangeId, Lane } from '../../shared/model/account.ts';
import type { ActivityRow, Outcome } from '../../shared/model/activity.ts';

/** What one line of the scripted log is made of, each by its place in a table. */
export interface Line {
  readonly id: number;
  readonly atMs: number;
  readonly call: number;
  readonly outcome: number;
  readonly caller: number;
}

interface LogCall {
  readonly exchange: ExchangeId;
  readonly kind: ActivityRow['kind'];
  readonly endpoint: string;
  readonly lane: Lane;
  readonly cost: number;
  readonly bucket: string;
}

type Row = readonly [ExchangeId, string, Lane, number, string];

const ROWS: readonly Row[] = [
  ['binance', 'GET /api/v3/depth', 'market', 25, 'ip-weight'],
  ['binance', 'POST /api/v3/order', 'order', 1, 'orders-10s'],
  ['binance', 'DELETE /api/v3/order', 'cancel', 1, 'ip-weight'],
  ['binance', 'GET /api/v3/account', 'account', 20, 'ip-weight'],
  ['okx', 'POST /api/v5/trade/order', 'order', 1, 'place-order'],
  ['okx', 'POST /api/v5/trade/cancel-order', 'cancel', 1, 'cancel-order'],
  ['okx', 'GET /api/v5/account/balance', 'account', 1, 'get-balance'],
  ['kraken', 'POST /0/private/AddOrder', 'order', 1, 'engine'],
  ['kraken', 'POST /0/private/CancelOrder', 'cancel', 8, 'engine'],
  ['kraken', 'POST /0/private/TradesHistory', 'background', 2, 'rest-counter'],
  ['kraken', 'ws executions update', 'account', 0, ''],
];

export const CALLS: readonly LogCall[] = ROWS.map(([exchange, endpoint, lane, cost, bucket]) => ({
  exchange,
  kind: endpoint.startsWith('ws ') ? 'socket' : 'request',
  endpoint,
  lane,
  cost,
  bucket,
}));

export const CALLERS = ['workload', 'workload', 'bot:grid-1', 'probe'] as const;

/** By place; 0 is an answer. */
export const OUTCOMES = [
  'ok',
  'rate-limited',
  'rejected',
  'server-error',
  'lost',
] as const satisfies readonly Outcome[];

const CODES: Readonly<Record<ExchangeId, readonly (string | null)[]>> = {
  binance: [null, '-1003', '-2010', '-1000', 'timeout'],
  okx: [null, '50011', '51008', '50001', 'timeout'],
  kraken: [null, 'EAPI:Rate limit exceeded', 'EOrder:Insufficient funds', 'EService:Unavailable', 'timeout'],
};
const STATUS = [200, 429, 400, 503, null] as const;
const TYPICAL_MS: Readonly<Record<ExchangeId, number>> = { binance: 38, okx: 64, kraken: 112 };

export function callOf(line: Line): LogCall {
  const call = CALLS[line.call];
  if (call === undefined) throw new Error(`no call ${line.call}`);
  return call;
}

export function codeOf(line: Line): string | null {
  const call = callOf(line);
  return call.kind === 'socket' ? null : (CODES[call.exchange][line.outcome] ?? null);
}

/** The same id always tells the same request. */
export function rowOf(line: Line, accounts: readonly Account[]): ActivityRow {
  const call = callOf(line);
  const account = accounts.find((one) => one.exchange === call.exchange) ?? accounts[0];
  if (account === undefined) throw new Error('a request needs an account');
  const noise = noiseOf(line.id);
  const isSocket = call.kind === 'socket';
  const isLost = OUTCOMES[line.outcome] === 'lost';
  const firstByteMs = isSocket || isLost ? 0 : TYPICAL_MS[call.exchange] * (0.7 + noise * 1.2);
  return {
    id: line.id,
    atMs: line.atMs,
    kind: call.kind,
    exchange: call.exchange,
    account: account.id,
    caller: isSocket ? 'app' : (CALLERS[line.caller] ?? 'workload'),
    endpoint: call.endpoint,
    lane: call.lane,
    cost: call.cost,
    bucket: call.bucket,
    waitedMs: noise > 0.8 && !isSocket ? Math.round(noise * 900) : 0,
    connectMs: noise < 0.02 && !isSocket ? 41.5 : 0,
    firstByteMs,
    bodyMs: firstByteMs === 0 ? 0 : 1 + noise * 9,
    exchangeMs: call.exchange === 'okx' && firstByteMs > 0 ? firstByteMs * 0.3 : null,
    status: isSocket ? null : (STATUS[line.outcome] ?? null),
    code: codeOf(line),
    attempt: noise > 0.995 ? 2 : 1,
    outcome: isSocket ? 'ok' : (OUTCOMES[line.outcome] ?? 'ok'),
  };
}

/** 0 … 1, by the id alone. */
export function noiseOf(id: number): number {
  let mixed = Math.imul(id ^ (id >>> 15), 0x2c1b3c6d);
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
}

import type { ExchangeId } from '../../shared/model/account.ts';
import type { PracticeRandom } from '../../electron/practice/core/random.ts';
import { orderReplies } from '../support/client-rig.ts';

/** An answer somebody might send in place of a right one. */
export interface DrawnAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly text: string;
}

/** What each exchange answers, rightly and in anger; everything drawn begins with one of these. */
const SEEDS: Readonly<Record<ExchangeId, readonly unknown[]>> = {
  binance: [
    orderReplies.binance,
    { code: -1003, msg: 'Way too much request weight used; IP banned until 1782864105000.' },
    { code: -1015, msg: 'Too many new orders; current limit is 50 orders per 10 SECOND.' },
    { code: -1007, msg: 'Timeout waiting for response from backend server. Send status unknown.' },
    { code: -2010, msg: 'Account has insufficient balance for requested action.' },
    { serverTime: 1782864105000 },
    { rateLimits: [{ rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 6_000, count: 5 }] },
    { balances: [{ asset: 'BTC', free: '1.0', locked: '0.1' }] },
    { ipRestrict: true, enableReading: true, enableWithdrawals: false, createTime: 1782864105000 },
  ],
  okx: [
    orderReplies.okx,
    { code: '50011', msg: 'Too Many Requests', data: [] },
    { code: '1', msg: 'All operations failed', data: [{ ordId: '', clOrdId: 'mine1', sCode: '51008', sMsg: 'no' }] },
    {
      code: '0',
      msg: '',
      data: [{ accRateLimit: '1000', fillRatio: '0.1', mainFillRatio: '0.1', ts: '1782864105000' }],
    },
    { code: '0', msg: '', data: [{ details: [{ ccy: 'BTC', availBal: '1', cashBal: '1', frozenBal: '0' }] }] },
    { code: '0', msg: '', inTime: '1782864105000123', outTime: '1782864105000456', data: [{ ts: '1782864105000' }] },
    { code: '0', msg: '', data: [{ perm: 'read_only,trade', ip: '1.2.3.4', label: 'x', uid: '1' }] },
  ],
  kraken: [
    orderReplies.kraken,
    { error: ['EAPI:Rate limit exceeded'] },
    { error: ['EService: Throttled: 1782864105'] },
    { error: ['EGeneral:Temporary lockout'], result: null },
    { error: ['EOrder:Insufficient funds', 'WDatabase:slow'] },
    { error: [], result: { unixtime: 1782864105, rfc1123: 'Wed, 01 Jul 26 00:01:45 +0000' } },
    { error: [], result: { XXBT: { balance: '1.0', hold_trade: '0.1' } } },
    { error: [], result: { permissions: ['query-funds'], ip_allowlist: ['1.2.3.4'], valid_until: '0' } },
  ],
};

const STATUSES = [
  200, 200, 200, 200, 201, 204, 400, 401, 403, 404, 408, 409, 418, 429, 429, 451, 500, 502, 503, 504, 520, 599,
];
const HEADERS = [
  'retry-after',
  'x-mbx-used-weight',
  'x-mbx-used-weight-1m',
  'x-mbx-order-count-10s',
  'x-mbx-order-count-1d',
  'x-ratelimit-limit',
  'date',
  'content-type',
  'content-length',
  '__proto__',
  'constructor',
];
const HOSTILE_TEXTS = [
  '',
  '0',
  '-1',
  '5, -1',
  'NaN',
  '1e9',
  '2147483648',
  '99999999999999999999',
  '0x10',
  '１２',
  '1,5',
  ' 7 ',
  '\u0000',
  'null',
];
const HOSTILE_VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -0,
  -1,
  1e308,
  1.5,
  '',
  'NaN',
  '1e400',
  '0.1.2',
  '\ud800',
  [],
  {},
  [[]],
  'x'.repeat(5_000),
  12_345_678_901_234_567_000,
  { toString: 1, valueOf: 1 },
  { length: -1 },
  Array.from({ length: 300 }, () => ({ code: '50011' })),
];
const PAGES = [
  '',
  ' ',
  '\ufeff{}',
  '<html>Sign in</html>',
  'null',
  '[]',
  '"x"',
  '0',
  '{"a":',
  '{"__proto__":{"polluted":1},"code":-1003}',
  'NaN',
];

export function drawAnswer(exchange: ExchangeId, random: PracticeRandom): DrawnAnswer {
  return { status: pick(STATUSES, random), headers: drawHeaders(random), text: drawText(exchange, random) };
}

function drawHeaders(random: PracticeRandom): DrawnAnswer['headers'] {
  const count = random.integer(0, 3);
  const names = Array.from({ length: count }, () => pick(HEADERS, random));
  const values = (): string[] => Array.from({ length: random.integer(1, 2) }, () => drawHeader(random));
  // Without a prototype, as the transport hands them on.
  return Object.assign(Object.create(null) as object, Object.fromEntries(names.map((name) => [name, values()])));
}

function drawHeader(random: PracticeRandom): string {
  return random.fraction() < 0.5 ? pick(HOSTILE_TEXTS, random) : String(random.integer(0, 10_000));
}

function drawText(exchange: ExchangeId, random: PracticeRandom): string {
  const draw = random.fraction();
  if (draw < 0.05) return pick(PAGES, random);
  if (draw < 0.06) return '['.repeat(random.integer(1, 20_000));
  const text = JSON.stringify(mutated(pick(SEEDS[exchange], random), random));
  return draw < 0.6 ? text : damaged(text, random);
}

/** The same with some of its values, names or entries changed. */
function mutated(value: unknown, random: PracticeRandom): unknown {
  if (random.fraction() < 0.08) return pick(HOSTILE_VALUES, random);
  if (Array.isArray(value)) {
    const items = value.map((item) => mutated(item, random));
    return random.fraction() < 0.1 ? [...items, ...items, null] : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).flatMap(([name, item]) => {
    const draw = random.fraction();
    if (draw < 0.04) return [];
    return [[draw < 0.06 ? pick(HEADERS, random) : name, mutated(item, random)] as const];
  });
  return Object.fromEntries(entries);
}

/** The same with bytes cut, doubled, swapped or put in. */
function damaged(text: string, random: PracticeRandom): string {
  const at = random.integer(0, text.length);
  const to = Math.min(text.length, at + random.integer(0, 12));
  switch (random.integer(0, 3)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + text.slice(to);
    case 2:
      return text.slice(0, to) + text.slice(at);
    default:
      return `${text.slice(0, at)}${pick(HOSTILE_TEXTS, random)}${text.slice(at)}`;
  }
}

function pick<Item>(items: readonly Item[], random: PracticeRandom): Item {
  const item = items[random.integer(0, items.length - 1)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}

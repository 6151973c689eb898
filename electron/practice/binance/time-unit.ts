/** Members that hold times in replies of `/api` (rest-api.md, 2026-07). */
const TIME_MEMBERS = new Set([
  'time',
  'updateTime',
  'workingTime',
  'transactTime',
  'serverTime',
  'openTime',
  'closeTime',
  'timestamp',
  'T',
]);
/** Length of a candle's row, and where its opening and closing times stand. */
const CANDLE_LENGTH = 12;
const CANDLE_TIMES = [0, 6];

/** Header `X-MBX-TIME-UNIT`; null for a value the exchange does not know (-1194). */
export function timeUnitOf(header: string | undefined): 'ms' | 'us' | null {
  const unit = header?.toUpperCase() ?? 'MILLISECOND';
  if (unit === 'MILLISECOND') return 'ms';
  return unit === 'MICROSECOND' ? 'us' : null;
}

/** The same reply with its times in microseconds. */
export function inMicroseconds(body: unknown): unknown {
  if (Array.isArray(body)) return body.length === CANDLE_LENGTH ? body.map(candleMember) : body.map(inMicroseconds);
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, TIME_MEMBERS.has(name) ? scaled(value) : inMicroseconds(value)]),
  );
}

function candleMember(value: unknown, at: number): unknown {
  return CANDLE_TIMES.includes(at) ? scaled(value) : inMicroseconds(value);
}

/** −1 and 0 stand for "none" and stay. */
function scaled(value: unknown): unknown {
  return typeof value === 'number' && value > 0 ? value * 1000 : value;
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ExchangeId, exchangeIds } from '../../../../shared/model/account.ts';
import { exchange } from '../../../../electron/engine/exchanges/registry.ts';
import { scopeKeys } from '../../../../electron/engine/limiter/keys.ts';
import { holder, realm, sliding } from '../rig.ts';
import { law } from './law.ts';
import { World } from './world.ts';

const SECOND_MS = 1000;
const LONGEST_MS = 72 * 3_600_000;

/** Every form that was ever seen or thought of, and whatever else there may be. */
const hostile = fc.oneof(
  fc.constantFrom('', ' ', '0', '-0', '-1', '-86400', 'NaN', 'null', 'Infinity', '-Infinity', '1e9', '1e-9', '0x10'),
  fc.constantFrom('2147483648', '4294967296', '99999999999999999999', '5, -1', '-1,5', '5,5', ',', '1.5', '+5', '٣'),
  fc.constantFrom('Wed, 21 Oct 2015 07:28:00 GMT', '1970-01-01T00:00:00Z', '0.0001', '5;q=1', '5 s', '\u0000', '00000'),
  fc.integer().map(String),
  fc.double().map(String),
  fc.string({ maxLength: 12 }),
);

const anyCase = fc.record({
  exchange: fc.constantFrom<ExchangeId>(...exchangeIds),
  status: fc.constantFrom(418, 429, 403, 503),
  values: fc.array(hostile, { maxLength: 3 }),
});

/** How long the verdict on such an answer keeps quiet; null: it names no time. */
function gateMs(id: ExchangeId, status: number, values: readonly string[]): number | null {
  const request = { method: 'GET', path: '/api/v3/account', query: '', body: null } as const;
  const headers = { 'retry-after': values };
  const context = { endpoint: 'GET /api/v3/account', request, serverMs: Date.UTC(2026, 6, 1) };
  const read = exchange(id).errors.outcome({ status, headers, text: '', json: undefined }, context);
  return read.kind === 'failure' ? (read.verdict.gate?.forMs ?? null) : null;
}

async function heldMs(forMs: number): Promise<number> {
  const world = new World({ window: sliding(1000), capacity: 10 });
  const { ip } = scopeKeys(realm, holder);
  const untilMs = world.clock.now() + forMs;
  world.limiter.closeGate({ key: ip, realm, cause: 'rate-limited', untilMs, code: null });
  let leftMs = Number.POSITIVE_INFINITY;
  const askedMs = world.clock.monotonic();
  void world.admit(1).then(() => {
    leftMs = world.clock.monotonic();
  });
  await world.clock.run(LONGEST_MS + SECOND_MS);
  return leftMs - askedMs;
}

describe('whatever Retry-After says', () => {
  law('the scope keeps quiet for 1 s at least and 72 h at most', anyCase, async (one) => {
    const forMs = gateMs(one.exchange, one.status, one.values);
    if (forMs !== null) {
      expect(forMs).toBeGreaterThanOrEqual(SECOND_MS);
      expect(forMs).toBeLessThanOrEqual(LONGEST_MS);
    }
    const quietMs = await heldMs(forMs ?? 0);
    expect(quietMs).toBeCloseTo(forMs ?? SECOND_MS, 3);
  });

  law('a time that is none, or no time at all, does not get past the limiter either', fc.double(), async (forMs) => {
    const quietMs = await heldMs(forMs);
    expect(quietMs).toBeGreaterThanOrEqual(SECOND_MS - 1e-3);
    expect(quietMs).toBeLessThanOrEqual(LONGEST_MS + 1e-3);
  });

  // Of several values the longest sane one counts.
  const longest = [
    { values: ['5, -1'], ms: 5000 },
    { values: ['5', '-1'], ms: 5000 },
    { values: ['-1', '7', '3'], ms: 7000 },
    { values: ['2147483648'], ms: LONGEST_MS },
    { values: ['0'], ms: SECOND_MS },
  ];
  for (const { values, ms } of longest) {
    it(`${JSON.stringify(values)}: ${ms} ms`, () => expect(gateMs('binance', 429, values)).toBe(ms));
  }
});

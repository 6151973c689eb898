import { describe, expect, it } from 'vitest';
import type { KeyFacts } from '../../../shared/model/key.ts';
import { blindSpotOf } from '../../../electron/engine/desk/key-sight.ts';
import { accountOf } from '../../support/desk-bench.ts';

const SENT_MS = 1_790_000_000_000;
const NOW_MS = SENT_MS + 60_000;

function facts(extra: Record<string, string> = {}, accountRef: string | null = null): KeyFacts {
  const times = { createdAtMs: null, modifiedAtMs: null, lastUsedAtMs: null, expiresAtMs: null };
  return { grants: [], ipRestriction: { kind: 'none' }, label: null, ...times, accountRef, extra };
}

const seconds = (ms: number): string => String(ms / 1_000);
const PART = 'the key may query a part of the time alone';
const STRANGE = 'the key came after the order, and whose it is is not known';

const rows = [
  { name: 'no window', exchange: 'kraken', extra: { queryFrom: '0', queryTo: '0' }, is: null },
  { name: 'a window around it', exchange: 'kraken', extra: { queryFrom: seconds(SENT_MS - 1_000) }, is: null },
  { name: 'a window that begins later', exchange: 'kraken', extra: { queryFrom: seconds(SENT_MS + 1_000) }, is: PART },
  { name: 'a window that is over', exchange: 'kraken', extra: { queryTo: seconds(SENT_MS + 1_000) }, is: PART },
  { name: 'another exchange’s facts', exchange: 'okx', extra: { queryTo: '1' }, is: null },
] as const;

describe('what a key sees of an order', () => {
  for (const { name, exchange, extra, is } of rows) {
    it(`${exchange}, ${name}`, () => {
      const key = { addedAtMs: SENT_MS - 1, facts: facts(extra) };
      expect(blindSpotOf(accountOf(exchange), key, SENT_MS, NOW_MS)).toBe(is);
    });
  }

  it('a key that came later must be known to be of the same account', () => {
    const account = accountOf('binance');
    const key = { addedAtMs: SENT_MS + 1, facts: facts() };
    expect(blindSpotOf(account, key, SENT_MS, NOW_MS)).toBe(STRANGE);
    expect(blindSpotOf(account, { ...key, facts: null }, SENT_MS, NOW_MS)).toBe(STRANGE);
    expect(blindSpotOf(account, { ...key, facts: facts({}, 'uid-1') }, SENT_MS, NOW_MS)).toBeNull();
    expect(blindSpotOf({ ...account, environment: 'practice' }, key, SENT_MS, NOW_MS)).toBeNull();
    expect(blindSpotOf(account, null, SENT_MS, NOW_MS)).toBeNull();
  });
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatRfc3339, parseRfc3339 } from '../../../../electron/engine/exchanges/kraken/rfc3339.ts';

const times = [
  { text: '1970-01-01T00:00:00.000Z', ms: 0 },
  { text: '2024-02-29T23:59:59.999Z', ms: 1_709_251_199_999 },
  { text: '2026-01-22T06:06:19.833Z', ms: 1_769_061_979_833 },
  { text: '2000-03-01T00:00:00.000Z', ms: 951_868_800_000 },
];
for (const { text, ms } of times) {
  it(`reads and writes ${text}`, () => expect([parseRfc3339(text), formatRfc3339(ms)]).toEqual([ms, text]));
}

it('agrees with the calendar of the language', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), (ms) => {
      expect(formatRfc3339(ms)).toBe(new Date(ms).toISOString());
      expect(parseRfc3339(new Date(ms).toISOString())).toBe(ms);
    }),
  );
});

it('cuts microseconds to milliseconds', () => expect(parseRfc3339('1970-01-01T00:00:01.833999Z')).toBe(1_833));

for (const text of [
  '',
  'now',
  '2026-13-01T00:00:00Z',
  '2026-01-22 06:06:19Z',
  '2026-01-22T06:06:19+01:00',
  '1769061979',
]) {
  it(`does not read ${JSON.stringify(text)}`, () => expect(parseRfc3339(text)).toBeNull());
}

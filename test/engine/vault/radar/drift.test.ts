import { describe, expect, it } from 'vitest';
import type { KeyFacts } from '../../../../shared/model/key.ts';
import { GrantDrift } from '../../../../shared/model/vault.ts';
import { driftOf } from '../../../../electron/engine/vault/radar/drift.ts';
import { factsWith, NOW_MS } from './support.ts';

const trade = (isGranted: boolean | null) => factsWith([['trade', 'trade-spot', isGranted]]);
const list = (...addresses: readonly string[]) =>
  factsWith([], { ipRestriction: { kind: 'list', addresses: [...addresses] } });
const restricted = (ipRestriction: KeyFacts['ipRestriction']) => factsWith([], { ipRestriction });
const unseen = restricted({ kind: 'list', addresses: null });
const open = restricted({ kind: 'none' });
const untold = restricted({ kind: 'unknown' });

const change = (from: boolean | null, to: boolean | null) => ({
  changes: [{ name: 'trade', grant: 'trade-spot', from, to }],
  ipRestriction: null,
});
const addresses = (from: string, to: string) => ({ changes: [], ipRestriction: { from, to } });

const cases: readonly { name: string; before: KeyFacts; after: KeyFacts; drift: object | null }[] = [
  { name: 'nothing', before: trade(true), after: trade(true), drift: null },
  { name: 'a right gained', before: trade(false), after: trade(true), drift: change(false, true) },
  { name: 'a right lost', before: trade(true), after: trade(false), drift: change(true, false) },
  {
    name: 'a right that is named no more has gone',
    before: trade(true),
    after: factsWith([]),
    drift: change(true, null),
  },
  { name: 'a right on that was not told before', before: trade(null), after: trade(true), drift: change(null, true) },
  { name: 'a right new on the exchange, off', before: factsWith([]), after: trade(false), drift: null },
  { name: 'a right off that is named no more', before: trade(false), after: trade(null), drift: null },
  {
    name: 'the same list in another order',
    before: list('192.0.2.7', '192.0.2.8'),
    after: list('192.0.2.8', '192.0.2.7'),
    drift: null,
  },
  {
    name: 'an address more',
    before: list('192.0.2.7'),
    after: list('192.0.2.8', '192.0.2.7'),
    drift: addresses('192.0.2.7', '192.0.2.7, 192.0.2.8'),
  },
  { name: 'the list taken away', before: unseen, after: open, drift: addresses('list', 'none') },
  { name: 'a list set', before: open, after: list('192.0.2.7'), drift: addresses('none', '192.0.2.7') },
  { name: 'a list shown for the first time', before: unseen, after: list('192.0.2.7'), drift: null },
  { name: 'a restriction no longer told', before: open, after: untold, drift: null },
  { name: 'a restriction told for the first time', before: untold, after: open, drift: null },
];

describe('drift between two checks', () => {
  for (const { name, before, after, drift } of cases) {
    it(`${name}: ${drift === null ? 'none' : 'told'}`, () => {
      const seen = driftOf(before, after, NOW_MS);
      expect(seen).toEqual(drift === null ? null : { atMs: NOW_MS, ...drift });
      if (seen !== null) expect(GrantDrift.parse(seen)).toEqual(seen);
    });
  }

  it('tells each grant of one right', () => {
    const before = factsWith([
      ['query-funds', 'read', false],
      ['query-funds', 'transfer', false],
    ]);
    const after = factsWith([
      ['query-funds', 'read'],
      ['query-funds', 'transfer'],
    ]);
    expect(driftOf(before, after, NOW_MS)?.changes.map(({ grant }) => grant)).toEqual(['read', 'transfer']);
  });
});

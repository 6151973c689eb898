import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openJournal } from '../../../electron/adapters/stores/sqlite-journal.ts';
import { systemRandom } from '../../../electron/adapters/system-clock.ts';
import { HaltSwitch } from '../../../electron/engine/desk/halt-switch.ts';
import { AccountBook } from '../../../electron/engine/accounts/account-book.ts';
import { heedReplacement, isPracticeFitting } from '../../../electron/hosts/common/replaced-journal.ts';
import { accountOf } from '../../support/client-rig.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const NOW_MS = 1_800_000_000_000;

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'headroom-replaced-'));
  path = join(folder, 'journal.db');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function opened() {
  const journal = openJournal(path, 'stamp');
  heedReplacement(journal, NOW_MS);
  return journal;
}

function haltOf({ journal }: ReturnType<typeof opened>): unknown {
  return new HaltSwitch({
    journal,
    clock: new FakeClock(),
    random: systemRandom,
    accounts: new AccountBook(),
    isPracticeOnly: false,
    cancelAll: () => Promise.reject(new Error('nothing is cancelled')),
    onChange: () => undefined,
    onStoreTrouble: (detail) => expect.fail(detail),
  }).view();
}

describe('a journal that took the place of a damaged one', () => {
  it('is halted for a fault, and says in the audit what happened', () => {
    const first = opened();
    expect(haltOf(first)).toMatchObject({ halt: 'active' });
    first.keyIndex.apply({ accounts: [accountOf('binance')] });
    first.journal.close();
    writeFileSync(`${path}.unsound`, 'seen');
    const next = opened();
    expect(haltOf(next)).toMatchObject({ halt: 'halted', cause: 'fault', haltedAtMs: NOW_MS });
    expect(next.auditLog.page(null, 1).entries).toMatchObject([
      { actor: 'app', verb: 'database-replaced', facts: { moved: 'journal.db.damaged-stamp', torn: '' } },
    ]);
    expect(next.keyIndex.accounts()).toHaveLength(1);
    next.journal.close();
    const later = opened();
    expect(haltOf(later)).toMatchObject({ cause: 'fault', haltedAtMs: NOW_MS });
    later.journal.close();
  });

  it('keeps a halt of its user', () => {
    const first = opened();
    first.journal.saveSetting('halt', '{"atMs":5,"cause":"user","left":["a"]}');
    first.journal.close();
    writeFileSync(`${path}.unsound`, 'seen');
    const next = opened();
    expect(haltOf(next)).toMatchObject({ cause: 'user', haltedAtMs: 5 });
    next.journal.close();
  });

  it('never makes room for practice, also later where accounts may have been lost', () => {
    const first = opened();
    expect(isPracticeFitting(first)).toBe(true);
    first.journal.close();
    writeFileSync(path, readFileSync(path).fill(0, 0, 4_096));
    const next = opened();
    expect(isPracticeFitting(next)).toBe(false);
    next.journal.close();
    const later = opened();
    expect(isPracticeFitting(later)).toBe(false);
    later.journal.close();
  });
});

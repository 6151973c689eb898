import { basename } from 'node:path';
import type { OpenedJournal } from '../../adapters/stores/sqlite-journal.ts';
import { haltForFault } from '../../engine/desk/halt-store.ts';

const TORN_INDEX = 'key-index-torn';

/**
 * A journal that took the place of a damaged one starts halted, since orders, limits or a halt may be among what was
 * lost, and says so in the audit. Throws when that cannot be written down.
 */
export function heedReplacement({ journal, auditLog, replaced, torn }: OpenedJournal, nowMs: number): void {
  if (torn === null) return;
  haltForFault(journal, nowMs);
  if (torn.includes('accounts') || torn.includes('keys')) journal.saveSetting(TORN_INDEX, 'true');
  const facts = { moved: basename(replaced ?? '').slice(0, 200), torn: torn.join(' ').slice(0, 200) };
  auditLog.append({ actor: 'app', verb: 'database-replaced', subject: 'journal', facts, result: 'done' }, nowMs);
}

/**
 * Practice where no real account exists; not where one may have been lost: who had real money at work must not find
 * play money in its place.
 */
export function isPracticeFitting({ keyIndex, journal, torn }: OpenedJournal): boolean {
  // Accounts on practice exchanges alone are no reason to leave practice.
  if (keyIndex.accounts().some(({ environment }) => environment !== 'practice')) return false;
  return torn === null && journal.loadSetting(TORN_INDEX) === null;
}

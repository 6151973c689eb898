import { dirname, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { Gate } from '../../../shared/model/bucket.ts';
import type { Journal } from '../../engine/recorder/types.ts';
import type { AlertStore } from '../../engine/alerts/store.ts';
import type { IntentJournal } from '../../engine/desk/intent-journal.ts';
import type { AuditLog } from '../../engine/vault/keys/key-ports.ts';
import type { KeyIndex } from '../../engine/vault/keys/key-record.ts';
import { alertStoreOver } from './alert-store.ts';
import { auditChainOver } from './audit-chain.ts';
import { startCheck } from './background-check.ts';
import { intentJournalOver } from './intent-store.ts';
import { journalSchema } from './journal-schema.ts';
import { keyIndexOver } from './key-index.ts';
import { openDatabase } from './open-database.ts';
import { forgetReplacing, placesToSalvage } from './replacing-note.ts';
import { salvageInto } from './salvage.ts';
import { markUnsound } from './set-aside.ts';
import { bytesOnDisk } from './storage-stats.ts';
import { watchedDatabase } from './watched-database.ts';

export interface OpenedJournal {
  readonly journal: Journal;
  readonly keyIndex: KeyIndex;
  readonly auditLog: AuditLog;
  readonly intents: IntentJournal;
  readonly alerts: AlertStore;
  /** Where a damaged file was moved to; null when all was well. */
  readonly replaced: string | null;
  /** What of the damaged file could not be saved; null: all was well. */
  readonly torn: readonly string[] | null;
  /**
   * Resolves if the file turns out damaged while it is in use, by a call or by the reading of a large one beside the
   * work; it is then moved aside, and its rows are saved, at the next start.
   */
  readonly damaged: Promise<void>;
}

/** Opens `journal.db`; every write is on disk (WAL, synchronous FULL) before its call returns. */
export function openJournal(path: string, stamp: string): OpenedJournal {
  const opened = openDatabase(path, journalSchema, stamp);
  const torn = salvage(opened.db, path);
  const check = opened.isChecked ? null : startCheck(path);
  const damage = Promise.withResolvers<void>();
  const db = watchedDatabase(opened.db, (detail) => {
    mark(path, detail);
    damage.resolve();
  });
  void check?.result.then((result) => {
    if (result === 'damaged') damage.resolve();
  });
  return {
    journal: journalOver(db, path, () => void check?.stop()),
    keyIndex: keyIndexOver(db),
    auditLog: auditChainOver(db, join(dirname(path), 'audit-anchors.txt')),
    intents: intentJournalOver(db),
    alerts: alertStoreOver(db),
    replaced: torn?.places.at(-1) ?? null,
    torn: torn?.tables ?? null,
    damaged: damage.promise,
  };
}

/** Rows of files that were moved aside, now or by a start that was cut short; null: there are none. */
function salvage(db: DatabaseSync, path: string): { places: readonly string[]; tables: readonly string[] } | null {
  const places = placesToSalvage(path);
  if (places.length === 0) return null;
  const tables = new Set(places.flatMap((place) => salvageInto(db, place).torn));
  forgetReplacing(path);
  return { places, tables: [...tables] };
}

function mark(path: string, detail: string): void {
  try {
    markUnsound(path, detail);
  } catch {
    // The call that met the damage tells of it as well.
  }
}

function journalOver(db: DatabaseSync, path: string, onClose: () => void): Journal {
  const saveGate = db.prepare('INSERT OR REPLACE INTO gates (key, until_ms, gate) VALUES (?, ?, ?)');
  const removeGate = db.prepare('DELETE FROM gates WHERE key = ?');
  const readGates = db.prepare('SELECT gate FROM gates WHERE until_ms > ?');
  const loadNonce = db.prepare('SELECT ceiling FROM nonces WHERE key_id = ?');
  const saveNonce = db.prepare('INSERT OR REPLACE INTO nonces (key_id, ceiling) VALUES (?, ?)');
  const loadSetting = db.prepare('SELECT json FROM settings WHERE name = ?');
  const saveSetting = db.prepare('INSERT OR REPLACE INTO settings (name, json) VALUES (?, ?)');

  return {
    saveGate: (gate) => void saveGate.run(gateId(gate), Math.ceil(gate.untilMs), JSON.stringify(gate)),
    removeGate: (gate) => void removeGate.run(gateId(gate)),
    gates: (nowMs) =>
      readGates.all(Math.floor(nowMs)).flatMap((row) => {
        const gate = gateOf(String(row['gate']));
        return gate === null ? [] : [gate];
      }),
    loadNonce(keyId) {
      const row = loadNonce.get(keyId);
      return row === undefined ? null : BigInt(String(row['ceiling']));
    },
    saveNonce: (keyId, ceiling) => void saveNonce.run(keyId, ceiling.toString()),
    loadSetting(name) {
      const row = loadSetting.get(name);
      return row === undefined ? null : String(row['json']);
    },
    saveSetting: (name, json) => void saveSetting.run(name, json),
    bytes: () => bytesOnDisk(path),
    close() {
      onClose();
      db.close();
    },
  };
}

// A ban and a short pause may close the same scope at once, and end apart.
function gateId({ key, cause }: Pick<Gate, 'key' | 'cause'>): string {
  return `${key} ${cause}`;
}

// One unreadable gate must not keep the others from being closed again.
function gateOf(text: string): Gate | null {
  try {
    return Gate.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

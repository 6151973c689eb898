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
import { intentJournalOver } from './intent-store.ts';
import { journalSchema } from './journal-schema.ts';
import { keyIndexOver } from './key-index.ts';
import { openDatabase } from './open-database.ts';
import { bytesOnDisk } from './storage-stats.ts';

export interface OpenedJournal {
  readonly journal: Journal;
  readonly keyIndex: KeyIndex;
  readonly auditLog: AuditLog;
  readonly intents: IntentJournal;
  readonly alerts: AlertStore;
  readonly replaced: string | null;
}

/** Opens `journal.db`; every write is on disk (WAL, synchronous FULL) before its call returns. */
export function openJournal(path: string, stamp: string): OpenedJournal {
  const { db, replaced } = openDatabase(path, journalSchema, stamp);
  return {
    journal: journalOver(db, path),
    keyIndex: keyIndexOver(db),
    auditLog: auditChainOver(db, join(dirname(path), 'audit-anchors.txt')),
    intents: intentJournalOver(db),
    alerts: alertStoreOver(db),
    replaced,
  };
}

function journalOver(db: DatabaseSync, path: string): Journal {
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
    close: () => db.close(),
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

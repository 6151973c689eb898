import type { Schema } from './open-database.ts';

export const journalSchema: Schema = {
  title: 'journal',
  synchronous: 'FULL',
  isSalvaged: true,
  migrations: [
    `CREATE TABLE gates (key TEXT PRIMARY KEY, until_ms INTEGER NOT NULL, gate TEXT NOT NULL) STRICT, WITHOUT ROWID;
     CREATE TABLE nonces (key_id TEXT PRIMARY KEY, ceiling TEXT NOT NULL) STRICT, WITHOUT ROWID`,
    'CREATE TABLE settings (name TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT, WITHOUT ROWID',
    // Rows of the audit are for ever: whoever changes one through this file's own rules is turned away.
    `CREATE TABLE accounts (id TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT, WITHOUT ROWID;
     CREATE TABLE keys (id TEXT PRIMARY KEY, account TEXT NOT NULL, json TEXT NOT NULL) STRICT, WITHOUT ROWID;
     CREATE TABLE loose_secrets (key_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
     CREATE TABLE audit (seq INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, actor TEXT NOT NULL, verb TEXT NOT NULL,
       subject TEXT NOT NULL, facts TEXT NOT NULL, result TEXT NOT NULL, hash TEXT NOT NULL) STRICT;
     CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
     CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END`,
    `CREATE TABLE intents (id TEXT PRIMARY KEY, account TEXT NOT NULL, client_order_id TEXT NOT NULL, intent TEXT NOT NULL,
       order_json TEXT NOT NULL, created_ms INTEGER NOT NULL, is_final INTEGER NOT NULL, was_sent INTEGER NOT NULL,
       UNIQUE (account, client_order_id)) STRICT, WITHOUT ROWID;
     CREATE INDEX intents_by_end ON intents (is_final, created_ms);
     CREATE TABLE order_steps (intent TEXT NOT NULL, seq INTEGER NOT NULL, step TEXT NOT NULL,
       PRIMARY KEY (intent, seq)) STRICT, WITHOUT ROWID`,
    // Steps are numbered by their arrival, so that the oldest of all alerts can go first.
    `CREATE TABLE alerts (id TEXT PRIMARY KEY, fired_ms INTEGER NOT NULL, is_open INTEGER NOT NULL,
       json TEXT NOT NULL) STRICT, WITHOUT ROWID;
     CREATE INDEX alerts_by_time ON alerts (fired_ms);
     CREATE INDEX alerts_open ON alerts (is_open, fired_ms);
     CREATE TABLE alert_steps (seq INTEGER PRIMARY KEY, alert TEXT NOT NULL, at_ms INTEGER NOT NULL, kind INTEGER NOT NULL) STRICT;
     CREATE INDEX alert_steps_by_alert ON alert_steps (alert, seq)`,
    // What was sent today is asked for at every change of a ticket, however many years of orders are kept.
    'CREATE INDEX intents_sent ON intents (account, created_ms) WHERE was_sent = 1',
  ],
};

import { activityMigration2 } from './activity-migration-2.ts';
import { activityMigration3 } from './activity-migration-3.ts';
import type { Schema } from './open-database.ts';

/**
 * `rows`: one per request or socket event; texts that repeat are kept once in `names`. `use_rollup` and
 * `latency_rollup`: one per step, bucket or exchange, and time. `totals`: how many rows there are, which counting would
 * take seconds to find out, and the newest id ever given, which outlives its row.
 */
export const activitySchema: Schema = {
  title: 'request log',
  synchronous: 'FULL',
  migrations: [
    `CREATE TABLE names (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
     CREATE TABLE totals (one INTEGER PRIMARY KEY CHECK (one = 1), row_count INTEGER NOT NULL, last_row_id INTEGER NOT NULL) STRICT;
     INSERT INTO totals VALUES (1, 0, 0);
     CREATE TABLE rows (
       id INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, kind INTEGER NOT NULL, exchange INTEGER NOT NULL,
       account INTEGER NOT NULL, caller INTEGER NOT NULL, endpoint INTEGER NOT NULL, lane INTEGER NOT NULL,
       cost REAL NOT NULL, bucket INTEGER NOT NULL, waited_ms REAL NOT NULL, connect_ms REAL NOT NULL,
       first_byte_ms REAL NOT NULL, body_ms REAL NOT NULL, exchange_ms REAL, status INTEGER, code INTEGER,
       attempt INTEGER NOT NULL
     ) STRICT;
     CREATE INDEX rows_by_time ON rows (at_ms);
     CREATE TABLE use_rollup (
       step_ms INTEGER NOT NULL, bucket INTEGER NOT NULL, at_ms INTEGER NOT NULL,
       used REAL NOT NULL, foreign_used REAL NOT NULL, in_flight REAL NOT NULL, capacity REAL NOT NULL,
       PRIMARY KEY (step_ms, bucket, at_ms)
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE latency_rollup (
       step_ms INTEGER NOT NULL, exchange INTEGER NOT NULL, at_ms INTEGER NOT NULL,
       calls INTEGER NOT NULL, failures INTEGER NOT NULL, histogram BLOB NOT NULL,
       PRIMARY KEY (step_ms, exchange, at_ms)
     ) STRICT, WITHOUT ROWID`,
    activityMigration2,
    activityMigration3,
  ],
};

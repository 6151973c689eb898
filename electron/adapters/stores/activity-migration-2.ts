// Numbers of outcomes are those of `outcomes` in shared/model/activity.ts when this was written; a migration never changes.
const OUTCOME_OF_OLD_ROW = `CASE
  WHEN status = 429 THEN 1 WHEN status = 418 THEN 2 WHEN status = 403 THEN 3
  WHEN status >= 500 THEN 5 WHEN status IS NOT NULL THEN 4
  WHEN kind = (SELECT id FROM names WHERE text = 'socket') THEN 6
  WHEN code IN (SELECT id FROM names WHERE text IN ('held', 'not-found', 'unavailable', 'storage')) THEN 7 ELSE 6 END`;

const callsOf = (stepMs: number): string => `
  INSERT INTO call_rollup SELECT ${stepMs}, at_ms / ${stepMs} * ${stepMs}, exchange, account, kind, endpoint, lane, caller, outcome,
    ifnull(code, 0), count(*), min(id), max(id) FROM rows GROUP BY 2, 3, 4, 5, 6, 7, 8, 9, 10`;

const outcomesOf = (stepMs: number): string => `
  INSERT INTO outcome_rollup SELECT ${stepMs}, at_ms / ${stepMs} * ${stepMs}, exchange, account, outcome, count(*)
    FROM rows WHERE outcome <> 0 GROUP BY 2, 3, 4, 5`;

/**
 * `call_rollup`: how many requests alike there were in a step, and between which ids they lie, so that a rare one is found
 * among millions without an index of its own. `spend_rollup`: what they took from each bucket. `outcome_rollup`: those
 * that ended badly. `latency_parts`: what the mean call's time is split by. `gate_marks`: gates that closed and opened.
 */
export const activityMigration2 = `
  ALTER TABLE rows ADD COLUMN outcome INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE rows ADD COLUMN charges INTEGER;
  ALTER TABLE rows ADD COLUMN params INTEGER;
  ALTER TABLE rows ADD COLUMN readings TEXT;
  CREATE TABLE call_rollup (
    step_ms INTEGER NOT NULL, at_ms INTEGER NOT NULL, exchange INTEGER NOT NULL, account INTEGER NOT NULL,
    kind INTEGER NOT NULL, endpoint INTEGER NOT NULL, lane INTEGER NOT NULL, caller INTEGER NOT NULL,
    outcome INTEGER NOT NULL, code INTEGER NOT NULL,
    calls INTEGER NOT NULL, first_id INTEGER NOT NULL, last_id INTEGER NOT NULL,
    PRIMARY KEY (step_ms, at_ms, exchange, account, kind, endpoint, lane, caller, outcome, code)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE spend_rollup (
    step_ms INTEGER NOT NULL, bucket INTEGER NOT NULL, at_ms INTEGER NOT NULL, endpoint INTEGER NOT NULL,
    lane INTEGER NOT NULL, caller INTEGER NOT NULL, account INTEGER NOT NULL,
    calls INTEGER NOT NULL, failures INTEGER NOT NULL, cost REAL NOT NULL, waited_ms REAL NOT NULL,
    PRIMARY KEY (step_ms, bucket, at_ms, endpoint, lane, caller, account)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE outcome_rollup (
    step_ms INTEGER NOT NULL, at_ms INTEGER NOT NULL, exchange INTEGER NOT NULL, account INTEGER NOT NULL,
    outcome INTEGER NOT NULL, calls INTEGER NOT NULL,
    PRIMARY KEY (step_ms, at_ms, exchange, account, outcome)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE latency_parts (
    step_ms INTEGER NOT NULL, exchange INTEGER NOT NULL, at_ms INTEGER NOT NULL,
    answered INTEGER NOT NULL, waited_ms REAL NOT NULL, wire_ms REAL NOT NULL, around_ms REAL NOT NULL,
    exchange_ms REAL NOT NULL, exchange_calls INTEGER NOT NULL, first_byte BLOB,
    PRIMARY KEY (step_ms, exchange, at_ms)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE gate_marks (
    at_ms INTEGER NOT NULL, key TEXT NOT NULL, change TEXT NOT NULL, exchange TEXT NOT NULL, environment TEXT NOT NULL,
    cause TEXT NOT NULL, until_ms REAL NOT NULL, code TEXT,
    PRIMARY KEY (at_ms, key, change)
  ) STRICT, WITHOUT ROWID;
  UPDATE rows SET outcome = ${OUTCOME_OF_OLD_ROW} WHERE code IS NOT NULL;
  ${[60_000, 600_000, 3_600_000].map(callsOf).join(';')};
  ${[60_000, 3_600_000].map(outcomesOf).join(';')}`;

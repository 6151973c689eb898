import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { faultOf } from './sqlite-codes.ts';

/** The same database, whose every call tells when the file turns out damaged; what it throws stays as it is. */
export function watchedDatabase(db: DatabaseSync, onDamage: (detail: string) => void): DatabaseSync {
  function heard<Output>(act: () => Output): Output {
    try {
      return act();
    } catch (error) {
      if (faultOf(error) === 'damaged') onDamage(error instanceof Error ? error.message : String(error));
      throw error;
    }
  }
  const prepare = db.prepare.bind(db);
  const exec = db.exec.bind(db);
  return Object.assign(db, {
    prepare: (sql: string) => watchedStatement(prepare(sql), heard),
    exec: (sql: string) => heard(() => exec(sql)),
  });
}

function watchedStatement(statement: StatementSync, heard: <Output>(act: () => Output) => Output): StatementSync {
  const run = statement.run.bind(statement);
  const get = statement.get.bind(statement);
  const all = statement.all.bind(statement);
  return Object.assign(statement, {
    run: (...values: never[]) => heard(() => run(...values)),
    get: (...values: never[]) => heard(() => get(...values)),
    all: (...values: never[]) => heard(() => all(...values)),
  });
}

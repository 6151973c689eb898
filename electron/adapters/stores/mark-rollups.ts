import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import { outcomes } from '../../../shared/model/activity.ts';
import { GateMark, type Marks, OutcomeMark } from '../../../shared/model/spend.ts';
import type { MarkScope } from '../../engine/recorder/queries.ts';
import { chooseStep, ROLLUP_STEPS_MS } from '../../engine/recorder/store.ts';
import type { Span } from '../../engine/recorder/types.ts';
import type { Names } from './names.ts';
import { RollupReach } from './rollup-reach.ts';

const MAX_GATES = 500;

const WhoOf = OutcomeMark.pick({ exchange: true, account: true, outcome: true });
type Who = Pick<OutcomeMark, 'exchange' | 'account' | 'outcome'>;

/** Reads what ended badly and which gates closed; notes gates. */
export class MarkReader {
  readonly #names: Names;
  readonly #whos = new Map<string, Who | null>();
  readonly #reach: RollupReach;
  readonly #readOutcomes: StatementSync;
  readonly #readGates: StatementSync;
  readonly #addGate: StatementSync;

  constructor(db: DatabaseSync, names: Names) {
    this.#names = names;
    this.#reach = new RollupReach(db, 'outcome_rollup', ROLLUP_STEPS_MS);
    this.#readOutcomes = db.prepare(
      `SELECT at_ms / :width * :width AS at, exchange, account, outcome, sum(calls) AS calls FROM outcome_rollup
       WHERE step_ms = :rollup AND at_ms >= :from AND at_ms < :until
         AND (:exchange IS NULL OR exchange = :exchange) AND (:account IS NULL OR account = :account)
       GROUP BY at, exchange, account, outcome ORDER BY at`,
    );
    this.#readGates = db.prepare(
      `SELECT * FROM gate_marks WHERE at_ms >= :from AND at_ms < :until AND (:exchange IS NULL OR exchange = :exchange)
         AND (:environment IS NULL OR environment = :environment) ORDER BY at_ms DESC LIMIT ${MAX_GATES}`,
    );
    this.#addGate = db.prepare('INSERT OR REPLACE INTO gate_marks VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  }

  /** Within the caller's transaction. */
  addGate({ atMs, key, change, exchange, environment, cause, untilMs, code }: GateMark): void {
    this.#addGate.run(Math.floor(atMs), key, change, exchange, environment, cause, untilMs, code);
  }

  marks(scope: MarkScope, span: Span): Marks {
    const fromMs = span.untilMs - span.spanMs;
    const step = chooseStep(span.spanMs, span.points, this.#reach.finest(fromMs));
    const from = BigInt(Math.floor(fromMs / step.rollupMs) * step.rollupMs);
    const bounds = { from, until: BigInt(Math.ceil(span.untilMs)) };
    const [exchange, account] = [this.#numberOf(scope.exchange), this.#numberOf(scope.account)];
    const [width, rollup] = [BigInt(step.stepMs), BigInt(step.rollupMs)];
    const found = this.#readOutcomes.all({ ...bounds, width, rollup, exchange, account });
    const gates = this.#readGates.all({ ...bounds, exchange: scope.exchange, environment: scope.environment });
    return {
      stepMs: step.stepMs,
      marks: found.flatMap((row) => this.#mark(row)),
      gates: gates.flatMap(gateOf).reverse(),
    };
  }

  // A name that was never stored must fit nothing, unlike null, which fits everything.
  #numberOf(name: string | null): number | null {
    return name === null ? null : (this.#names.find(name) ?? -1);
  }

  #mark(row: Record<string, SQLOutputValue>): readonly OutcomeMark[] {
    const who = this.#whoOf(Number(row['exchange']), Number(row['account']), Number(row['outcome']));
    return who === null ? [] : [{ ...who, atMs: Number(row['at']), count: Number(row['calls']) }];
  }

  // A day has thousands of marks of a few accounts: each account and outcome is read once.
  #whoOf(exchange: number, account: number, outcome: number): Who | null {
    const id = `${exchange},${account},${outcome}`;
    const known = this.#whos.get(id);
    if (known !== undefined) return known;
    const texts = { exchange: this.#names.textOf(exchange), account: this.#names.textOf(account) };
    const who = WhoOf.safeParse({ ...texts, outcome: outcomes[outcome] }).data ?? null;
    this.#whos.set(id, who);
    return who;
  }
}

function gateOf(row: Record<string, SQLOutputValue>): readonly GateMark[] {
  const { at_ms: atMs, until_ms: untilMs, key, change, exchange, environment, cause, code } = row;
  const read = GateMark.safeParse({ atMs, untilMs, key, change, exchange, environment, cause, code });
  return read.success ? [read.data] : [];
}

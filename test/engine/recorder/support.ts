import type { ActivityRow } from '../../../shared/model/activity.ts';
import type { BucketView } from '../../../shared/model/bucket.ts';
import type { RecordedRow } from '../../../electron/engine/recorder/recorded-row.ts';
import type { ActivityBatch, ActivityStore } from '../../../electron/engine/recorder/store.ts';
import { noQueries } from '../../support/no-queries.ts';
import { FAKE_START_MS } from '../../support/fake-clock.ts';

type PlainRow = Omit<ActivityRow, 'id'> & Pick<RecordedRow, 'environment'>;

export function rowAt(atMs: number, changes: Partial<PlainRow> = {}): PlainRow {
  return {
    atMs,
    kind: 'request',
    exchange: 'binance',
    account: 'main',
    caller: 'app',
    endpoint: 'GET /api/v3/account',
    lane: 'account',
    cost: 20,
    bucket: 'ip-weight',
    waitedMs: 1.5,
    connectMs: 0,
    firstByteMs: 10,
    bodyMs: 0,
    exchangeMs: null,
    status: 200,
    code: null,
    attempt: 1,
    ...changes,
  };
}

export function viewOf(key: string, used: number, changes: Partial<BucketView> = {}): BucketView {
  return {
    key,
    exchange: 'binance',
    environment: 'practice',
    accounts: ['main'],
    bucket: {
      id: 'ip-weight',
      name: 'weight',
      unit: 'weight',
      window: { kind: 'fixed', periodMs: 60_000 },
      scope: ['ip'],
    },
    part: null,
    capacity: 6_000,
    used,
    own: used,
    foreign: 0,
    foreignForecast: 0,
    inFlight: 0,
    headroom: 6_000 - used,
    waiting: 0,
    emptyAtMs: null,
    atMs: FAKE_START_MS,
    readingAtMs: null,
    status: 'calm',
    ...changes,
  };
}

/** Keeps batches in memory; fails as long as `failure` is set, hangs while `held` is. */
export class MemoryStore implements ActivityStore {
  readonly lastRowId: number;
  readonly batches: ActivityBatch[] = [];
  readonly tried: ActivityBatch[] = [];
  failure: string | null = null;
  isClosed = false;
  #held: Promise<void> | null = null;
  #letGo: () => void = () => undefined;

  constructor(lastRowId = 0) {
    this.lastRowId = lastRowId;
  }

  hold(): void {
    this.#held = new Promise((resolve) => {
      this.#letGo = resolve;
    });
  }

  release(): void {
    this.#letGo();
    this.#held = null;
  }

  get rows(): readonly ActivityRow[] {
    return this.batches.flatMap((batch) => batch.rows);
  }

  async append(batch: ActivityBatch): Promise<void> {
    this.tried.push(batch);
    await this.#held;
    if (this.failure !== null) throw new Error(this.failure);
    this.batches.push(batch);
  }

  useHistory = () => Promise.resolve({ stepMs: 1_000, points: [] });
  latencyHistory = () => Promise.resolve({ stepMs: 1_000, exchanges: [] });
  readonly queries = noQueries;
  prune = () =>
    this.failure === null ? Promise.resolve({ rowsRemoved: 0, bytes: 0 }) : Promise.reject(new Error(this.failure));

  close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }
}

import type { DatabaseSync } from 'node:sqlite';
import { HistogramReader } from './activity-histograms.ts';
import type { StoreQuery } from './activity-messages.ts';
import { RowFinder } from './activity-queries.ts';
import { EndpointUseReader } from './endpoint-use.ts';
import { MarkReader } from './mark-rollups.ts';
import type { Names } from './names.ts';
import { RowDetailReader } from './row-detail.ts';
import { SpendReader } from './spend-rollups.ts';
import { storageStats } from './storage-stats.ts';

/** Everything that can be asked of the request log beyond charts. */
export class ActivityReaders {
  readonly marks: MarkReader;
  readonly #db: DatabaseSync;
  readonly #rows: RowFinder;
  readonly #histograms: HistogramReader;
  readonly #details: RowDetailReader;
  readonly #spend: SpendReader;
  readonly #uses: EndpointUseReader;

  constructor(db: DatabaseSync, names: Names) {
    this.#db = db;
    this.marks = new MarkReader(db, names);
    this.#rows = new RowFinder(db, names);
    this.#histograms = new HistogramReader(db, names);
    this.#details = new RowDetailReader(db, names);
    this.#spend = new SpendReader(db, names);
    this.#uses = new EndpointUseReader(db, names);
  }

  answer(query: StoreQuery): unknown {
    switch (query.about) {
      case 'contributions':
        return this.#spend.contributions(query.key, query.fromMs, query.untilMs);
      case 'marks':
        return this.marks.marks(query.scope, query.span);
      case 'rows':
        return this.#rows.find(query.filter, query.before, query.limit);
      case 'histogram':
        return this.#histograms.read(query.filter, query.points, query.nowMs);
      case 'row':
        return this.#details.read(query.id);
      case 'endpointUse':
        return this.#uses.read(query.account, query.fromMs, query.untilMs);
      case 'stats':
        return storageStats(this.#db);
    }
  }
}

import type { RowCharge, RowParam, RowReading } from '../../../shared/model/activity-query.ts';
import { MAX_ROW_CHARGES, MAX_ROW_PARAMS, MAX_ROW_READINGS, type RecordedRow, StoredRow } from './recorded-row.ts';

/** So many texts and lists are remembered; past it everything is learned anew. */
const MOST_KNOWN = 2_000;

const TEXTS = ['kind', 'exchange', 'account', 'caller', 'endpoint', 'lane', 'bucket', 'code', 'outcome'] as const;

export type KeptRow = { readonly ok: true; readonly row: StoredRow } | { readonly ok: false; readonly path: string };

/**
 * Lets through what `StoredRow` lets through. The schema takes longer than a signature, and rows repeat one another: a
 * text the schema took once is taken again, figures are looked at by hand, and equal lists become one list, so that it
 * goes to the store's thread once per batch.
 */
export class RowKeeper {
  readonly #texts: readonly Set<string | null>[] = TEXTS.map(() => new Set());
  readonly #keys = new Set<string>();
  readonly #charges = new Map<string, Map<string, RowCharge[]>>();
  readonly #params = new Map<string, RowParam[]>();

  /** The row with its id, or which member the schema refuses. */
  keep(row: RecordedRow, id: number): KeptRow {
    const known = this.#known(row, id);
    if (known !== null) return { ok: true, row: known };
    const checked = StoredRow.safeParse({ ...row, id });
    if (!checked.success) return { ok: false, path: checked.error.issues[0]?.path.join('.') ?? '' };
    this.#learn(checked.data);
    return { ok: true, row: checked.data };
  }

  #known(row: RecordedRow, id: number): StoredRow | null {
    const { bucketKey, charges, readings, params, outcome } = row;
    if (bucketKey === undefined || charges === undefined || readings === undefined || params === undefined) return null;
    if (!this.#keys.has(bucketKey) || !this.#areTextsKnown(row) || !areFiguresSound(row)) return null;
    if (charges.length > MAX_ROW_CHARGES || readings.length > MAX_ROW_READINGS) return null;
    if (!charges.every((charge) => this.#isChargeKnown(charge))) return null;
    if (!readings.every((reading) => this.#isReadingKnown(reading))) return null;
    const list = this.#params.get(nameOfParams(params));
    if (list === undefined || !areSameParams(list, params) || outcome === undefined) return null;
    return withId(row, id, this.#chargesLike(charges, bucketKey, row.endpoint), list);
  }

  #areTextsKnown(row: RecordedRow): boolean {
    const [kinds, exchanges, accounts, callers, endpoints, lanes, buckets, codes, outcomes] = this.#texts;
    const isWhere = kinds?.has(row.kind) === true && exchanges?.has(row.exchange) === true;
    const isWho = accounts?.has(row.account) === true && callers?.has(row.caller) === true;
    const isWhat = endpoints?.has(row.endpoint) === true && lanes?.has(row.lane) === true;
    const isHow = codes?.has(row.code) === true && outcomes?.has(row.outcome ?? null) === true;
    return isWhere && isWho && isWhat && isHow && buckets?.has(row.bucket) === true;
  }

  #isChargeKnown({ key, cost, spent }: RowCharge): boolean {
    return this.#keys.has(key) && Number.isFinite(cost) && Number.isFinite(spent);
  }

  #isReadingKnown({ key, kind, value }: RowReading): boolean {
    return this.#keys.has(key) && (kind === 'used' || kind === 'capacity') && Number.isFinite(value);
  }

  // The same list as last time where it says the same.
  #chargesLike(charges: RowCharge[], bucketKey: string, endpoint: string): RowCharge[] {
    const lists = this.#charges.get(bucketKey) ?? new Map<string, RowCharge[]>();
    const last = lists.get(endpoint);
    if (last !== undefined && areSameCharges(last, charges)) return last;
    if (this.#charges.size >= MOST_KNOWN) this.#charges.clear();
    this.#charges.set(bucketKey, lists);
    const own = charges.map(({ key, cost, spent }) => ({ key, cost, spent }));
    lists.set(endpoint, own);
    return own;
  }

  #learn(row: StoredRow): void {
    for (const [index, name] of TEXTS.entries()) remember(this.#texts[index], row[name] ?? null);
    if (row.bucketKey !== undefined) remember(this.#keys, row.bucketKey);
    for (const { key } of row.charges ?? []) remember(this.#keys, key);
    for (const { key } of row.readings ?? []) remember(this.#keys, key);
    if (row.params === undefined || row.params.length > MAX_ROW_PARAMS) return;
    if (this.#params.size >= MOST_KNOWN) this.#params.clear();
    this.#params.set(nameOfParams(row.params), row.params);
  }
}

function remember<Value>(set: Set<Value> | undefined, value: Value): void {
  if (set === undefined) return;
  if (set.size >= MOST_KNOWN) set.clear();
  set.add(value);
}

function areFiguresSound(row: RecordedRow): boolean {
  const { atMs, cost, waitedMs, connectMs, firstByteMs, bodyMs, exchangeMs, status, attempt } = row;
  if (!Number.isFinite(atMs) || !Number.isFinite(cost) || !Number.isFinite(waitedMs)) return false;
  if (!Number.isFinite(connectMs) || !Number.isFinite(firstByteMs) || !Number.isFinite(bodyMs)) return false;
  if (exchangeMs !== null && !Number.isFinite(exchangeMs)) return false;
  if (status !== null && !Number.isSafeInteger(status)) return false;
  return Number.isSafeInteger(attempt) && attempt > 0;
}

function nameOfParams(params: readonly RowParam[]): string {
  let name = '';
  for (const param of params) name += param.value === null ? `${param.name}&` : `${param.name}=${param.value}&`;
  return name;
}

function areSameParams(left: readonly RowParam[], right: readonly RowParam[]): boolean {
  if (left.length !== right.length) return false;
  return left.every((param, at) => param.name === right[at]?.name && param.value === right[at]?.value);
}

function areSameCharges(left: readonly RowCharge[], right: readonly RowCharge[]): boolean {
  if (left.length !== right.length) return false;
  return left.every((charge, at) => {
    const other = right[at];
    return charge.key === other?.key && charge.cost === other.cost && charge.spent === other.spent;
  });
}

// Its own members and no more, as the schema leaves it, always in the same order.
function withId(row: RecordedRow, id: number, charges: RowCharge[], params: RowParam[]): StoredRow {
  return {
    id,
    atMs: row.atMs,
    kind: row.kind,
    exchange: row.exchange,
    account: row.account,
    caller: row.caller,
    endpoint: row.endpoint,
    lane: row.lane,
    cost: row.cost,
    bucket: row.bucket,
    waitedMs: row.waitedMs,
    connectMs: row.connectMs,
    firstByteMs: row.firstByteMs,
    bodyMs: row.bodyMs,
    exchangeMs: row.exchangeMs,
    status: row.status,
    code: row.code,
    attempt: row.attempt,
    outcome: row.outcome,
    ...(row.isStalled === true ? { isStalled: true } : {}),
    bucketKey: row.bucketKey,
    charges,
    readings: (row.readings ?? []).map(({ key, kind, value }) => ({ key, kind, value })),
    params,
  };
}

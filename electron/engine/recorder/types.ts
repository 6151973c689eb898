import type { ExchangeId } from '../../../shared/model/account.ts';
import type { ActivityRow, LatencyPoint, LatencySummary, UsePoint } from '../../../shared/model/activity.ts';
import type { BucketView, Gate } from '../../../shared/model/bucket.ts';

export interface Span {
  /** Wall time, ms, exclusive end. */
  readonly untilMs: number;
  readonly spanMs: number;
  /** At most so many points come back. */
  readonly points: number;
}

export interface UseHistory {
  readonly stepMs: number;
  readonly points: readonly UsePoint[];
}

export interface LatencyHistory {
  readonly stepMs: number;
  readonly exchanges: readonly {
    readonly exchange: ExchangeId;
    readonly summary: LatencySummary;
    readonly points: readonly LatencyPoint[];
  }[];
}

export interface ActivityPage {
  readonly rows: readonly ActivityRow[];
  readonly total: number;
}

export interface RetentionPolicy {
  readonly maxAgeMs: number;
  readonly maxBytes: number;
}

/** What was committed by a call of `flush` or by the recorder's own rhythm (every 250 ms). */
export interface Committed {
  readonly lastRowId: number;
}

/** Remembers every request and every bucket's use. Rows are batched; reading never blocks the event loop. */
export interface Recorder {
  /** Queues one row; it is stored within 250 ms. Row ids are given in the order of this call. */
  record(row: Omit<ActivityRow, 'id'>): void;
  /** Once a second: the highest use of each bucket since the last sample goes into its rollups. */
  sampleUse(views: readonly BucketView[], atMs: number): void;
  /** Calls of the last whole second per exchange, for the live chart; empty where there were none. */
  takeLatencySample(atMs: number): readonly { readonly exchange: ExchangeId; readonly point: LatencyPoint }[];
  useHistory(key: string, span: Span): Promise<UseHistory>;
  latencyHistory(span: Span): Promise<LatencyHistory>;
  page(before: number | null, limit: number): Promise<ActivityPage>;
  /** Everything recorded so far is on its way to disk; resolves once committed. */
  flush(): Promise<Committed>;
  prune(policy: RetentionPolicy, nowMs: number): Promise<{ readonly rowsRemoved: number; readonly bytes: number }>;
  /** Told when a batch could not be written; the rows are kept and tried again, the oldest dropped past a bound. */
  onTrouble(listener: (detail: string) => void): () => void;
  close(): Promise<void>;
}

/** Gates and nonces: written at once, synced before the call returns. Throws when it cannot be kept. */
export interface Journal {
  saveGate(gate: Gate): void;
  removeGate(key: string): void;
  /** Those that are still closed at `nowMs`, wall time. */
  gates(nowMs: number): readonly Gate[];
  loadNonce(keyId: string): bigint | null;
  saveNonce(keyId: string, ceiling: bigint): void;
  close(): void;
}

import type { Environment, ExchangeId } from '../../../shared/model/account.ts';
import type { LatencyPoint, LatencySummary, UsePoint } from '../../../shared/model/activity.ts';
import type { BucketView, Gate } from '../../../shared/model/bucket.ts';
import type { GateMark } from '../../../shared/model/spend.ts';
import type { ActivityQueries } from './queries.ts';
import type { RecordedRow } from './recorded-row.ts';

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
    /** Absent: live. */
    readonly environment?: Environment;
    readonly summary: LatencySummary;
    readonly points: readonly LatencyPoint[];
  }[];
}

export interface RetentionPolicy {
  readonly maxAgeMs: number;
  readonly maxBytes: number;
}

/** The newest committed row; those before it are committed too, except rows told of as dropped. */
export interface Committed {
  readonly lastRowId: number;
}

/** Remembers every request and every bucket's use. Rows are batched; reading never blocks the event loop. */
export interface Recorder {
  /** Queues one row; it is stored within 250 ms. Row ids are given in the order of this call. A malformed row is told of, not kept. */
  record(row: RecordedRow): void;
  /** A mark for charts; stored with the next batch. */
  noteGate(gate: Gate, change: GateMark['change'], atMs: number): void;
  /** Once a second or oftener: the highest use seen of each bucket goes into its rollups. */
  sampleUse(views: readonly BucketView[], atMs: number): void;
  /** Calls of the seconds that ended since the last call, per exchange, for the live chart. */
  takeLatencySample(atMs: number): readonly {
    readonly exchange: ExchangeId;
    readonly environment?: Environment;
    readonly point: LatencyPoint;
  }[];
  useHistory(key: string, span: Span): Promise<UseHistory>;
  latencyHistory(span: Span): Promise<LatencyHistory>;
  readonly queries: ActivityQueries;
  /** Writes everything recorded so far. Resolves once tried: rows up to `lastRowId` are committed, later ones wait. */
  flush(): Promise<Committed>;
  prune(policy: RetentionPolicy, nowMs: number): Promise<{ readonly rowsRemoved: number; readonly bytes: number }>;
  /**
   * Told when a batch could not be written; the rows are kept and tried again, the oldest dropped past a bound.
   * `isLasting`: it goes on until `onWell`; else something was lost.
   */
  onTrouble(listener: (detail: string, isLasting: boolean) => void): () => void;
  /** Told when the store writes again after it did not. */
  onWell(listener: () => void): () => void;
  close(): Promise<void>;
}

/** Gates and nonces: written at once, synced before the call returns. Throws when it cannot be kept. */
export interface Journal {
  saveGate(gate: Gate): void;
  /** One scope may be closed for several causes; each is kept apart. */
  removeGate(gate: Pick<Gate, 'key' | 'cause'>): void;
  /** Those that are still closed at `nowMs`, wall time. */
  gates(nowMs: number): readonly Gate[];
  loadNonce(keyId: string): bigint | null;
  saveNonce(keyId: string, ceiling: bigint): void;
  /** JSON text by name; null when it was never saved. */
  loadSetting(name: string): string | null;
  saveSetting(name: string, json: string): void;
  /** What it takes on disk. */
  bytes(): number;
  close(): void;
}

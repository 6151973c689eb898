import type { Gate } from '../../shared/model/bucket.ts';
import type { ActivityQueries } from '../../electron/engine/recorder/queries.ts';
import type { StoredRow } from '../../electron/engine/recorder/recorded-row.ts';
import type { ActivityBatch, ActivityStore } from '../../electron/engine/recorder/store.ts';
import type { Journal } from '../../electron/engine/recorder/types.ts';

/** A journal that outlives the engine that closes it. */
export function memoryJournal(): Journal {
  const gates = new Map<string, Gate>();
  const nonces = new Map<string, bigint>();
  const settings = new Map<string, string>();
  return {
    saveGate: (gate) => void gates.set(`${gate.key} ${gate.cause}`, gate),
    removeGate: ({ key, cause }) => void gates.delete(`${key} ${cause}`),
    gates: (nowMs) => [...gates.values()].filter((gate) => gate.untilMs > nowMs),
    loadNonce: (keyId) => nonces.get(keyId) ?? null,
    saveNonce: (keyId, ceiling) => void nonces.set(keyId, ceiling),
    loadSetting: (name) => settings.get(name) ?? null,
    saveSetting: (name, json) => void settings.set(name, json),
    bytes: () => 0,
    close: () => undefined,
  };
}

export interface MemoryActivity extends ActivityStore {
  readonly rows: StoredRow[];
}

const unkept = (): Promise<never> => Promise.reject(new Error('not kept in memory'));
const noQueries: ActivityQueries = {
  contributions: unkept,
  marks: unkept,
  rows: unkept,
  histogram: unkept,
  row: unkept,
  endpointUse: () => Promise.resolve([]),
  stats: unkept,
};

/** Keeps rows, which can be asked for without a filter, and of the samples nothing. */
export function memoryActivity(): MemoryActivity {
  const rows: StoredRow[] = [];
  return {
    rows,
    get lastRowId() {
      return rows.at(-1)?.id ?? 0;
    },
    append: (batch: ActivityBatch) => {
      rows.push(...batch.rows);
      return Promise.resolve();
    },
    useHistory: () => Promise.resolve({ stepMs: 1_000, points: [] }),
    latencyHistory: () => Promise.resolve({ stepMs: 1_000, exchanges: [] }),
    queries: {
      ...noQueries,
      rows: (_filter, before, limit) => {
        const page = rows.filter((row) => before === null || row.id < before).slice(-limit);
        return Promise.resolve({ rows: page.toReversed(), next: page.length < limit ? null : (page[0]?.id ?? null) });
      },
    },
    prune: () => Promise.resolve({ rowsRemoved: 0, bytes: 0 }),
    close: () => Promise.resolve(),
  };
}

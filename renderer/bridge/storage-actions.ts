import type { Bridge } from '../../shared/contract/client.ts';
import type { Failure } from '../../shared/contract/failure.ts';
import type { HostActions } from '../stores/context.ts';
import { READY } from '../stores/phase.ts';
import type { Stores } from '../stores/stores.ts';

type StorageActions = Pick<HostActions, 'loadStorage' | 'setRetention' | 'setTiers' | 'clearOut' | 'openFolder'>;
type Run = (act: (bridge: Bridge) => Promise<Failure | null>) => void;

/** What is stored and for how long. `run` hands the bridge over and shows what went wrong. */
export function createStorageActions(stores: Stores, bridgeNow: () => Bridge | null, run: Run): StorageActions {
  return {
    loadStorage() {
      const bridge = bridgeNow();
      if (bridge !== null) void load(bridge, stores);
    },
    setRetention: (retention) => run((bridge) => change(bridge, stores, { retention })),
    setTiers: (tiers) => run((bridge) => change(bridge, stores, { tiers })),
    openFolder: () =>
      run(async (bridge) => {
        const result = await bridge.call('storage.openFolder', {});
        return result.ok ? null : result.failure;
      }),
    clearOut: (keepDays) => run((bridge) => clearOut(bridge, stores, keepDays)),
  };
}

async function load(bridge: Bridge, { storage }: Stores): Promise<void> {
  const [stats, settings] = await Promise.all([bridge.call('storage.stats', {}), bridge.call('settings.get', {})]);
  if (stats.ok && settings.ok) return storage.setState({ phase: READY, stats: stats.value, settings: settings.value });
  if (storage.getState().phase.kind === 'ready') return;
  const failed = stats.ok ? settings : stats;
  if (!failed.ok) storage.setState({ phase: { kind: 'failed', failure: failed.failure } });
}

async function change(
  bridge: Bridge,
  { storage }: Stores,
  settings: Parameters<typeof bridge.call<'settings.set'>>[1],
): Promise<Failure | null> {
  const result = await bridge.call('settings.set', settings);
  if (!result.ok) return result.failure;
  storage.setState({ settings: result.value });
  return null;
}

async function clearOut(bridge: Bridge, { storage }: Stores, keepDays: number): Promise<Failure | null> {
  storage.setState({ isClearing: true, rowsRemoved: null });
  const result = await bridge.call('storage.prune', { keepDays });
  storage.setState({ isClearing: false });
  if (!result.ok) return result.failure;
  storage.setState({ stats: result.value.stats, rowsRemoved: result.value.rowsRemoved });
  return null;
}

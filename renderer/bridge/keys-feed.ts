import type { Bridge } from '../../shared/contract/client.ts';
import { withEgress, withKeys, withKeysSnapshot } from '../stores/keys.ts';
import type { Stores } from '../stores/stores.ts';

/** Asks for everything about keys. What is known stays when it cannot be had anew. */
export async function loadKeys(bridge: Bridge, { keys }: Stores): Promise<void> {
  const result = await bridge.call('keys.snapshot', {});
  if (result.ok) return keys.setState((state) => withKeysSnapshot(state, result.value));
  if (keys.getState().phase.kind !== 'ready') keys.setState({ phase: { kind: 'failed', failure: result.failure } });
}

/** Keeps keys, secret store, lock and addresses as the host last told them. */
export function followKeys(bridge: Bridge, { keys }: Stores): void {
  bridge.on('keys.changed', ({ keys: changed, removed }) =>
    keys.setState((state) => withKeys(state, changed, removed)),
  );
  bridge.on('keys.drifted', (key) => keys.setState((state) => withKeys(state, [key], [])));
  bridge.on('secrets.changed', (store) => keys.setState({ store }));
  bridge.on('lock.changed', (lock) => keys.setState({ lock }));
  bridge.on('egress.changed', (noted) => keys.setState((state) => withEgress(state, noted)));
}

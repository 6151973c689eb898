import type { Bridge } from '../../shared/contract/client.ts';
import type { Failure, Result } from '../../shared/contract/failure.ts';
import type { LockView } from '../../shared/model/vault.ts';
import type { KeysStore } from '../stores/keys.ts';

/**
 * The same bridge, except that a call the app lock refuses waits until its user has typed the passphrase, and is then
 * made again. What waits is kept nowhere but in the call itself.
 */
export function guardedBridge(bridge: Bridge, keys: KeysStore): Bridge {
  return {
    ...bridge,
    async call(name, input) {
      const result = await bridge.call(name, input);
      if (result.ok || result.failure.kind !== 'app-locked') return result;
      return (await unlocked(keys)) ? await bridge.call(name, input) : result;
    },
  };
}

/** Asks for the passphrase; false when its user would rather not. */
function unlocked(keys: KeysStore): Promise<boolean> {
  return new Promise((resolve) => {
    keys.setState(({ waiting }) => ({ isUnlockAsked: true, waiting: [...waiting, resolve] }));
  });
}

/** Ends the question: what waited is made again, or refused. */
export function answerUnlock(keys: KeysStore, isOpen: boolean): void {
  const { waiting } = keys.getState();
  keys.setState({ isUnlockAsked: false, waiting: [] });
  for (const go of waiting) go(isOpen);
}

/** Null: the app is open, and what waited goes on. */
export function unlock(bridge: Bridge, keys: KeysStore, passphrase: string): Promise<Failure | null> {
  return unlockWith(keys, bridge.call('lock.unlock', { passphrase }));
}

/** The same, however the lock was opened. */
export async function unlockWith(keys: KeysStore, opening: Promise<Result<LockView>>): Promise<Failure | null> {
  const result = await opening;
  if (!result.ok) return result.failure;
  keys.setState({ lock: result.value });
  answerUnlock(keys, true);
  return null;
}

import type { Bridge } from '../../shared/contract/client.ts';
import type { CallInput, CallName, CallOutput } from '../../shared/contract/contract.ts';
import { type Failure, fail, type Result } from '../../shared/contract/failure.ts';
import type { KeysStore } from '../stores/keys.ts';

export type Ask = <Name extends CallName>(name: Name, input: CallInput<Name>) => Promise<Result<CallOutput<Name>>>;

export interface Guarded {
  /** Asks the host; where the app is locked its user is asked for the passphrase, and the act is repeated. */
  readonly ask: Ask;
  /** Null: it is open, and what waited goes on. */
  unlock(passphrase: string): Promise<Failure | null>;
  /** What waited ends with `app-locked`. */
  cancelUnlock(): void;
}

const NO_HOST: Failure = { kind: 'unavailable', detail: 'no connection' };

/** Calls that the app lock may hold up. What waits for the passphrase is kept nowhere but in the call itself. */
export function guardedAsk(keys: KeysStore, bridgeNow: () => Bridge | null): Guarded {
  let waiting: ((isOpen: boolean) => void)[] = [];

  function settle(isOpen: boolean): void {
    const all = waiting;
    waiting = [];
    keys.setState({ isUnlockAsked: false });
    for (const go of all) go(isOpen);
  }

  function opened(): Promise<boolean> {
    keys.setState({ isUnlockAsked: true });
    return new Promise((resolve) => waiting.push(resolve));
  }

  const ask: Ask = async (name, input) => {
    const bridge = bridgeNow();
    if (bridge === null) return fail(NO_HOST);
    const result = await bridge.call(name, input);
    if (result.ok || result.failure.kind !== 'app-locked') return result;
    if (!(await opened())) return result;
    return await (bridgeNow() ?? bridge).call(name, input);
  };

  return {
    ask,
    async unlock(passphrase) {
      const bridge = bridgeNow();
      if (bridge === null) return NO_HOST;
      const result = await bridge.call('lock.unlock', { passphrase });
      if (!result.ok) return result.failure;
      keys.setState({ lock: result.value });
      settle(true);
      return null;
    },
    cancelUnlock: () => settle(false),
  };
}

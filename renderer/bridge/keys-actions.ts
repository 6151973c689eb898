import type { Bridge } from '../../shared/contract/client.ts';
import { type Failure, fail, type Result } from '../../shared/contract/failure.ts';
import type { KeyId } from '../../shared/model/vault.ts';
import type { HostActions } from '../stores/context.ts';
import { withKeys } from '../stores/keys.ts';
import type { Stores } from '../stores/stores.ts';
import { answerUnlock, unlock, unlockWith } from './keys-ask.ts';
import { loadKeys } from './keys-feed.ts';
import type { Timers } from './timers.ts';

type KeyActions = Pick<
  HostActions,
  'ask' | 'unlock' | 'unlockBySystem' | 'cancelUnlock' | 'loadKeys' | 'checkKeys' | 'lockNow' | 'touchLock'
>;
type Run = (act: (bridge: Bridge) => Promise<Failure | null>) => void;

/** The engine puts the idle time back; more often than this it need not hear of it. */
const TOUCH_EVERY_MS = 60_000;
const NO_HOST: Failure = { kind: 'unavailable', detail: 'no connection' };

/** What a page can ask about keys. `run` hands the bridge over and shows what went wrong. */
export function createKeyActions(stores: Stores, bridgeNow: () => Bridge | null, timers: Timers, run: Run): KeyActions {
  const { keys } = stores;
  let nextTouchMs = 0;

  async function check(bridge: Bridge, key: KeyId): Promise<Failure | null> {
    keys.setState(({ checking }) => ({ checking: new Set([...checking, key]) }));
    const result = await bridge.call('keys.check', { key });
    keys.setState(({ checking }) => ({ checking: new Set([...checking].filter((one) => one !== key)) }));
    if (result.ok) keys.setState((state) => withKeys(state, [result.value], []));
    return failureOf(result);
  }

  return {
    async ask(name, input) {
      return (await bridgeNow()?.call(name, input)) ?? fail(NO_HOST);
    },
    async unlockBySystem() {
      const bridge = bridgeNow();
      return bridge === null ? NO_HOST : await unlockWith(keys, bridge.call('lock.unlockBySystem', {}));
    },
    async unlock(passphrase) {
      const bridge = bridgeNow();
      return bridge === null ? NO_HOST : await unlock(bridge, keys, passphrase);
    },
    cancelUnlock: () => answerUnlock(keys, false),
    loadKeys() {
      const bridge = bridgeNow();
      if (bridge !== null) void loadKeys(bridge, stores);
    },
    checkKeys(ids) {
      for (const id of ids) run((bridge) => check(bridge, id));
    },
    lockNow: () =>
      run(async (bridge) => {
        const result = await bridge.call('lock.now', {});
        if (result.ok) keys.setState({ lock: result.value });
        return failureOf(result);
      }),
    touchLock() {
      const bridge = bridgeNow();
      const { lock } = keys.getState();
      if (bridge === null || lock?.isSet !== true || lock.isLocked || timers.now() < nextTouchMs) return;
      nextTouchMs = timers.now() + TOUCH_EVERY_MS;
      void bridge.call('lock.touch', {});
    },
  };
}

function failureOf(result: Result<unknown>): Failure | null {
  return result.ok ? null : result.failure;
}

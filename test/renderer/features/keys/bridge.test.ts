import { describe, expect, it } from 'vitest';
import { createKeyActions } from '../../../../renderer/bridge/keys-actions.ts';
import { guardedBridge } from '../../../../renderer/bridge/keys-ask.ts';
import { followKeys, loadKeys } from '../../../../renderer/bridge/keys-feed.ts';
import { createStores } from '../../../../renderer/stores/stores.ts';
import { connectContract } from '../../../../shared/contract/client.ts';
import type { EventName, EventPayload } from '../../../../shared/contract/contract.ts';
import { pipePair } from '../../../../shared/contract/pipe.ts';
import { serveContract } from '../../../../shared/contract/server.ts';
import { freshState } from '../../../support/fake-engine.ts';
import { fakeHandlers } from '../../../support/fake-handlers.ts';
import { PASSPHRASE } from '../../../support/fake-keys.ts';
import { HandTimers, settled } from '../../support.ts';

const LOCKED = { isSet: true, isLocked: true, idleMinutes: 5 };
const RENAME = { key: 'key-00000practice0', label: 'New' };

async function rig() {
  const stores = createStores({ getItem: () => null, setItem: () => {} });
  const timers = new HandTimers();
  const state = freshState();
  const [page, host] = pipePair();
  const publish = <Name extends EventName>(name: Name, payload: EventPayload<Name>): void =>
    server.publish(name, payload);
  const onBug = (error: unknown): never => {
    throw error;
  };
  const server = serveContract(host, { handlers: fakeHandlers(state, publish), maxPending: 8, onBug });
  let calls = 0;
  const bridge = guardedBridge(
    connectContract(page, () => `call-${calls++}`),
    stores.keys,
  );
  followKeys(bridge, stores);
  const run = (act: (one: typeof bridge) => Promise<unknown>): void => void act(bridge);
  const actions = createKeyActions(stores, () => bridge, timers, run);
  await loadKeys(bridge, stores);
  const asked = (name: string): number => state.keys.asked.filter((one) => one.name === name).length;
  return { stores, timers, state, actions, asked };
}

describe('a call the app lock refuses', () => {
  it('waits for the passphrase and is made again', async () => {
    const { stores, state, actions, asked } = await rig();
    state.keys.lock = LOCKED;
    const renamed = actions.ask('keys.rename', RENAME);
    await settled();
    expect(stores.keys.getState().isUnlockAsked).toBe(true);
    expect((await actions.unlock('wrong'))?.kind).toBe('wrong-phrase');
    expect(stores.keys.getState().isUnlockAsked).toBe(true);
    expect(await actions.unlock(PASSPHRASE)).toBeNull();
    expect((await renamed).ok).toBe(true);
    expect([asked('keys.rename'), stores.keys.getState().waiting.length]).toEqual([2, 0]);
  });

  it('is refused when its user would rather not, and not made again', async () => {
    const { stores, state, actions, asked } = await rig();
    state.keys.lock = LOCKED;
    const renamed = actions.ask('keys.rename', RENAME);
    await settled();
    actions.cancelUnlock();
    expect(await renamed).toEqual({ ok: false, failure: { kind: 'app-locked' } });
    expect([asked('keys.rename'), stores.keys.getState().isUnlockAsked]).toEqual([1, false]);
  });
});

describe('the idle time of the lock', () => {
  it('is put back at most once a minute, and not while nothing is set or all is locked', async () => {
    const { stores, timers, actions, asked } = await rig();
    const touches: number[] = [];
    const touch = async (): Promise<void> => {
      actions.touchLock();
      await settled();
      touches.push(asked('lock.touch'));
    };
    await touch();
    stores.keys.setState({ lock: { ...LOCKED, isLocked: false } });
    await touch();
    await touch();
    await timers.run(60_000);
    await touch();
    stores.keys.setState({ lock: LOCKED });
    await timers.run(60_000);
    await touch();
    expect(touches).toEqual([0, 1, 1, 2, 2]);
  });
});

describe('what the page knows of keys', () => {
  it('follows what the host tells', async () => {
    const { stores, actions } = await rig();
    const before = stores.keys.getState().keys.length;
    await actions.ask('keys.rename', RENAME);
    await actions.ask('keys.remove', { key: 'key-00000practice1', label: 'x' });
    await actions.ask('egress.note', { egress: 'default', address: '198.51.100.1' });
    await settled();
    const { keys, egress } = stores.keys.getState();
    expect([keys.length, keys.find(({ id }) => id === RENAME.key)?.label]).toEqual([before - 1, 'New']);
    expect(egress.map(({ address, source }) => [address, source])).toEqual([['198.51.100.1', 'user']]);
  });

  it('says which keys are being checked', async () => {
    const { stores, actions } = await rig();
    actions.checkKeys(['key-00000practice0']);
    expect(stores.keys.getState().checking.size).toBe(1);
    await settled();
    expect(stores.keys.getState().checking.size).toBe(0);
  });
});

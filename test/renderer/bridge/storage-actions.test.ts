import { describe, expect, it } from 'vitest';
import { createStorageActions } from '../../../renderer/bridge/storage-actions.ts';
import { createStores } from '../../../renderer/stores/stores.ts';
import type { Bridge } from '../../../shared/contract/client.ts';
import { type Failure, fail, ok, type Result } from '../../../shared/contract/failure.ts';
import { SettingsChange } from '../../../shared/model/storage.ts';
import { freshStore } from '../../support/fake-storage.ts';
import { NOW_MS, settled } from '../support.ts';

const MEMORY = { getItem: () => null, setItem: () => {} };
const BROKEN: Failure = { kind: 'storage', detail: 'disk is full' };

function rig(answers: Readonly<Record<string, (input: unknown) => Result<unknown>>>) {
  const stores = createStores(MEMORY);
  const asked: unknown[] = [];
  const refused: Failure[] = [];
  const bridge = {
    call: (name: string, input: unknown) => {
      asked.push([name, input]);
      return Promise.resolve(answers[name]?.(input) ?? fail(BROKEN));
    },
  } as unknown as Bridge;
  const actions = createStorageActions(
    stores,
    () => bridge,
    (act) =>
      void act(bridge).then((failure) => {
        if (failure !== null) refused.push(failure);
      }),
  );
  return { stores, asked, refused, actions };
}

const store = freshStore(NOW_MS);
const good = {
  'storage.stats': () => ok(store.stats),
  'settings.get': () => ok(store.settings),
  'settings.set': (input: unknown) => ok({ ...store.settings, ...SettingsChange.parse(input) }),
  'storage.openFolder': () => ok({}),
  'storage.prune': () => ok({ rowsRemoved: 7, stats: { ...store.stats, rows: 1 } }),
};

describe('storage actions', () => {
  it('load what is stored and for how long it is kept', async () => {
    const { stores, actions } = rig(good);
    actions.loadStorage();
    await settled();
    expect(stores.storage.getState()).toMatchObject({
      phase: { kind: 'ready' },
      stats: store.stats,
      settings: store.settings,
    });
  });

  it('say why it could not be loaded, but keep what is known', async () => {
    const first = rig({ 'settings.get': good['settings.get'] });
    first.actions.loadStorage();
    await settled();
    expect(first.stores.storage.getState().phase).toEqual({ kind: 'failed', failure: BROKEN });
    const second = rig({});
    second.stores.storage.setState({ phase: { kind: 'ready' }, stats: store.stats });
    second.actions.loadStorage();
    await settled();
    expect(second.stores.storage.getState()).toMatchObject({ phase: { kind: 'ready' }, stats: store.stats });
  });

  it('take over what the host made of a setting', async () => {
    const { stores, asked, actions } = rig(good);
    const retention = { keepDays: 7, maxBytes: 1024 ** 3 };
    actions.setRetention(retention);
    await settled();
    expect(asked).toEqual([['settings.set', { retention }]]);
    expect(stores.storage.getState().settings).toEqual({ ...store.settings, retention });
  });

  it('clear out, and tell how much went', async () => {
    const { stores, asked, actions } = rig(good);
    actions.clearOut(30);
    expect(stores.storage.getState().isClearing).toBe(true);
    await settled();
    expect(asked).toEqual([['storage.prune', { keepDays: 30 }]]);
    expect(stores.storage.getState()).toMatchObject({ isClearing: false, rowsRemoved: 7, stats: { rows: 1 } });
  });

  it('ask for the data folder by a verb that carries no path', async () => {
    const { asked, refused, actions } = rig(good);
    actions.openFolder();
    await settled();
    expect([asked, refused]).toEqual([[['storage.openFolder', {}]], []]);
  });

  it('show a refusal and go on', async () => {
    const { stores, refused, actions } = rig({});
    actions.clearOut(30);
    actions.setRetention(store.settings.retention);
    actions.openFolder();
    await settled();
    expect(refused).toEqual([BROKEN, BROKEN, BROKEN]);
    expect(stores.storage.getState()).toMatchObject({ isClearing: false, rowsRemoved: null, settings: null });
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CallInput, CallName, CallOutput } from '../../shared/contract/contract.ts';
import { dispatch } from '../../shared/contract/dispatch.ts';
import type { Result } from '../../shared/contract/failure.ts';
import type { KeyPlace } from '../../shared/contract/keys-contract.ts';
import type { KeyView } from '../../shared/model/vault.ts';
import { VirtualWorld } from '../support/virtual-world.ts';

const place: KeyPlace = {
  exchange: 'binance',
  environment: 'practice',
  region: 'global',
  label: 'Main',
  replaces: null,
};

describe('keys from their entry to their deletion', () => {
  let world: VirtualWorld;

  beforeEach(async () => {
    world = new VirtualWorld({ seed: 'keys', isMoving: false });
    await world.run(5_000);
  });

  afterEach(() => world.close());

  function call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<Result<CallOutput<Name>>> {
    return world.until(dispatch(world.engine.handlers, name, input) as Promise<Result<CallOutput<Name>>>);
  }

  async function valueIn<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>> {
    const result = await call(name, input);
    if (!result.ok) throw new Error(`${name}: ${JSON.stringify(result.failure)}`);
    return result.value;
  }

  function binanceKey(which: 'hmac' = 'hmac'): { apiKey: string; secret: string; passphrase: null } {
    const { apiKey, secret } = world.binance.keys[which];
    return { apiKey, secret, passphrase: null };
  }

  async function added(): Promise<KeyView> {
    let outcome = await valueIn('keys.add', { place, ...binanceKey() });
    if (outcome.kind === 'phrase-wanted') {
      outcome = await valueIn('keys.confirm', { pendingId: outcome.pendingId, phrase: outcome.phrase });
    }
    if (outcome.kind !== 'added') throw new Error('the phrase was not enough');
    return outcome.key;
  }

  it('shows a key whose account this run has no way to, leaves its secret alone, and all else works', async () => {
    const key = await added();
    world.cutOff.add(key.account);
    await world.restart();
    await world.run(10_000);
    const { keys } = await valueIn('keys.snapshot', {});
    expect(keys.find(({ id }) => id === key.id)).toMatchObject({ presence: 'unreachable', role: 'active' });
    expect(await call('keys.check', { key: key.id })).toMatchObject({ ok: false, failure: { kind: 'unavailable' } });
    const { accounts } = await valueIn('accounts.list', {});
    expect(accounts.map(({ id }) => id)).toContain(key.account);
    expect(await call('orders.cancelAll', { account: key.account, symbol: null })).toMatchObject({ ok: false });
    expect(await call('desk.halt', {})).toMatchObject({ ok: true, value: { halt: 'halted' } });
    expect(await call('keys.remove', { key: key.id, label: 'Main' })).toMatchObject({ ok: true });
  });

  it('takes a key in, checks it with the exchange, keeps it in the store and lets it sign', async () => {
    const key = await added();
    expect(key).toMatchObject({ label: 'Main', role: 'active', presence: 'loaded', algorithm: 'hmac' });
    expect(key.check?.facts?.grants.length).toBeGreaterThan(5);
    expect(key.audit).not.toBeNull();
    expect([...world.keys.index.keys()].map(({ id }) => id)).toEqual([key.id]);
    expect(world.keys.index.loose()).toEqual([]);
    const { accounts } = await valueIn('accounts.list', {});
    const account = accounts.find(({ id }) => id === key.account);
    expect(account).toMatchObject({ label: 'Main', exchange: 'binance', environment: 'practice' });
    const lent = world.vault.lend(key.account);
    expect(lent.ok && lent.value.keyId).toBe(key.id);
  });

  it('keeps nothing of a key whose secret is wrong, and says that the signature is', async () => {
    const { apiKey, secret } = binanceKey();
    const wrong = secret.replace(/.$/, (last) => (last === 'x' ? 'y' : 'x'));
    const result = await call('keys.add', { place, apiKey, secret: wrong, passphrase: null });
    expect(result).toMatchObject({ ok: false, failure: { kind: 'invalid-key', reason: 'signature' } });
    expect((await valueIn('keys.snapshot', {})).keys).toEqual([]);
    expect(world.keys.index.keys()).toEqual([]);
  });

  it('refuses the same key twice and names the account that has it', async () => {
    await added();
    const again = await call('keys.add', { place: { ...place, label: 'Twin' }, ...binanceKey() });
    expect(again).toMatchObject({ ok: false, failure: { kind: 'duplicate-key', account: 'Main' } });
  });

  it('has every key back after a restart', async () => {
    const key = await added();
    await world.restart();
    await world.run(1_000);
    const [back] = (await valueIn('keys.snapshot', {})).keys;
    expect(back).toMatchObject({ id: key.id, account: key.account, presence: 'loaded', role: 'active' });
    expect(back?.check?.facts).toEqual(key.check?.facts);
  });

  it('forgets a key only when its label is repeated, with its secret and its account', async () => {
    const key = await added();
    const wrong = await call('keys.remove', { key: key.id, label: 'main' });
    expect(wrong).toMatchObject({ ok: false, failure: { kind: 'wrong-phrase' } });
    await valueIn('keys.remove', { key: key.id, label: 'Main' });
    expect((await valueIn('keys.snapshot', {})).keys).toEqual([]);
    expect(world.keys.index.loose()).toEqual([]);
    expect((await valueIn('accounts.list', {})).accounts.map(({ id }) => id)).not.toContain(key.account);
    expect(world.vault.lend(key.account).ok).toBe(false);
  });

  it('lets no key be changed while the app is locked, and opens with the passphrase alone', async () => {
    const key = await added();
    await valueIn('lock.set', { current: null, next: 'open sesame', idleMinutes: 1 });
    await world.run(61_000);
    expect((await valueIn('keys.snapshot', {})).lock).toMatchObject({ isSet: true, isLocked: true });
    const refused = await call('keys.remove', { key: key.id, label: 'Main' });
    expect(refused).toMatchObject({ ok: false, failure: { kind: 'app-locked' } });
    expect(await call('lock.unlock', { passphrase: 'sesame' })).toMatchObject({ ok: false });
    expect(await valueIn('lock.unlock', { passphrase: 'open sesame' })).toMatchObject({ isLocked: false });
    await valueIn('keys.rename', { key: key.id, label: 'Renamed' });
  });

  it('is not opened by a system that cannot be asked', async () => {
    await valueIn('lock.set', { current: null, next: 'open sesame', idleMinutes: 60 });
    await valueIn('lock.now', {});
    expect(await call('lock.unlockBySystem', {})).toMatchObject({ ok: false, failure: { kind: 'unavailable' } });
    for (const isUser of [false, true]) {
      Object.assign(world.keys, { systemUnlock: () => Promise.resolve(isUser) });
      await world.restart();
      expect((await call('lock.unlockBySystem', {})).ok).toBe(isUser);
      expect((await valueIn('keys.snapshot', {})).lock).toMatchObject({ isLocked: !isUser });
    }
  });

  it('locks when the machine goes to sleep, and when its clock steps', async () => {
    await valueIn('lock.set', { current: null, next: 'open sesame', idleMinutes: 60 });
    world.engine.pause();
    expect((await valueIn('keys.snapshot', {})).lock).toMatchObject({ isLocked: true });
    await valueIn('lock.unlock', { passphrase: 'open sesame' });
    world.clock.stepWall(3_600_000);
    await world.run(5_000);
    expect((await valueIn('keys.snapshot', {})).lock).toMatchObject({ isLocked: true });
  });

  it('leaves a line in the audit for every act, and no secret in any', async () => {
    const key = await added();
    await valueIn('keys.rename', { key: key.id, label: 'Other' });
    const { entries } = await valueIn('audit.page', { before: null, limit: 50 });
    expect(entries.map(({ verb }) => verb)).toContain('rename-key');
    expect(entries.map(({ verb }) => verb)).toContain('add-key');
    const { apiKey, secret } = binanceKey();
    expect(JSON.stringify(entries)).not.toContain(secret);
    expect(JSON.stringify(entries)).not.toContain(apiKey);
  });
});

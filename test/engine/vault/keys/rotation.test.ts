import { beforeEach, describe, expect, it } from 'vitest';
import { ok } from '../../../../shared/contract/failure.ts';
import type { KeyView } from '../../../../shared/model/vault.ts';
import { binanceKey, KeysRig, place, restrictions } from './keys-rig.ts';

let rig: KeysRig;
let old: KeyView;
let next: KeyView;

beforeEach(async () => {
  rig = new KeysRig();
  old = await rig.added();
  rig.answer = () => ok(restrictions('enableSpotAndMarginTrading'));
  next = await rig.added({ ...place, label: 'Next', replaces: old.id }, binanceKey(2));
});

function lentId(): string {
  const lent = rig.vault.lend(old.account);
  return lent.ok ? lent.value.keyId : lent.failure.kind;
}

function roles(): Readonly<Record<string, string>> {
  return Object.fromEntries(rig.ports.index.keys().map(({ id, role }) => [id, role]));
}

describe('one key after another', () => {
  it('waits beside the one at work, on the same account', () => {
    expect(next).toMatchObject({ role: 'candidate', account: old.account });
    expect(lentId()).toBe(old.id);
  });

  it('is compared with it', () => {
    const compared = rig.keys.rotation.compare(next.id);
    expect(compared).toMatchObject({ ok: true, value: { oldKey: old.id, newKey: next.id, account: old.account } });
    if (!compared.ok) return;
    expect(compared.value.gained.map(({ name }) => name)).toContain('enableSpotAndMarginTrading');
    expect(compared.value.lost.map(({ name }) => name)).toContain('enableReading');
  });

  it('is compared with what the exchange says of the old one, where that was not known', async () => {
    const booked = rig.keys.book.find(old.id);
    if (booked === undefined) throw new Error('no key');
    rig.keys.book.update([{ ...booked.record, check: null }]);
    rig.answer = () => ok(restrictions('enableSpotAndMarginTrading', 'enableFutures'));
    const compared = await rig.handlers['keys.rotation']({ newKey: next.id });
    if (!compared.ok) throw new Error(compared.failure.kind);
    expect(compared.value.gained).toEqual([]);
    expect(compared.value.lost.map(({ name }) => name)).toEqual(['enableFutures']);
  });

  it('is credited with the calls of its own time alone, and none while it waits', async () => {
    const { audits, rotation } = rig.keys;
    rig.askedUses.length = 0;
    await audits.refresh(next.id);
    expect(rig.askedUses).toEqual([]);
    await rig.run(90_000);
    const turnMs = rig.clock.now();
    rotation.switch(next.id);
    await rig.run(90_000);
    await audits.refresh(old.id);
    await audits.refresh(next.id);
    expect(rig.askedUses).toEqual([
      { fromMs: Math.floor(old.addedAtMs / 60_000) * 60_000, untilMs: turnMs },
      { fromMs: turnMs, untilMs: null },
    ]);
    expect(audits.view(next.id)).not.toHaveProperty('activeSinceMs');
  });

  it('takes over, in the index first', () => {
    expect(rig.keys.rotation.switch(next.id)).toEqual({ ok: true, value: null });
    expect(roles()).toEqual({ [old.id]: 'retired', [next.id]: 'active' });
    expect(lentId()).toBe(next.id);
  });

  it('takes over what the exchange holds against the account', () => {
    const standing = { status: null, isTradingLocked: true, recoversAtMs: 1_800_000_000_000 };
    const booked = rig.keys.book.find(old.id);
    const check = booked?.record.check;
    if (booked === undefined || check === null || check === undefined) throw new Error('the old key was not checked');
    rig.keys.book.update([{ ...booked.record, check: { ...check, standing } }]);
    rig.keys.rotation.switch(next.id);
    expect(rig.keys.standingOf(old.account)).toEqual(standing);
  });

  it('does not take over what the index does not take', () => {
    rig.breaks = () => true;
    expect(rig.keys.rotation.switch(next.id)).toMatchObject({ ok: false, failure: { kind: 'storage' } });
    expect(roles()).toEqual({ [old.id]: 'active', [next.id]: 'candidate' });
    expect(rig.keys.views().map(({ role }) => role)).toEqual(['active', 'candidate']);
    expect(lentId()).toBe(old.id);
  });

  it('does not take over before its secret is loaded', () => {
    const restarted = rig.restarted();
    expect(restarted.keys.rotation.switch(next.id)).toMatchObject({ ok: false, failure: { kind: 'unavailable' } });
  });

  it('takes over once', () => {
    rig.keys.rotation.switch(next.id);
    expect(rig.keys.rotation.switch(next.id)).toMatchObject({ ok: false, failure: { kind: 'not-found' } });
    expect(rig.keys.rotation.switch(old.id)).toMatchObject({ ok: false, failure: { kind: 'not-found' } });
  });

  it('is back after a restart as it was, before and after', async () => {
    for (const expected of [old.id, next.id]) {
      const restarted = rig.restarted();
      restarted.keys.start();
      await restarted.run(0);
      expect(restarted.vault.lend(old.account)).toMatchObject({ value: { keyId: expected } });
      rig.keys.rotation.switch(next.id);
    }
  });

  it('must go to a key of the same exchange and environment', async () => {
    const wrong = await rig.keys.adder.add({ ...place, environment: 'testnet', replaces: old.id }, binanceKey(3));
    expect(wrong).toMatchObject({ ok: false, failure: { kind: 'invalid-input' } });
  });
});

describe('removing', () => {
  const remove = (key: string, label: string): Promise<unknown> =>
    Promise.resolve(rig.handlers['keys.remove']({ key, label }));

  it('the key at work is refused while another waits', async () => {
    expect(await remove(old.id, 'Main')).toMatchObject({ ok: false, failure: { kind: 'invalid-input' } });
  });

  it('the one that waits leaves the other at work', async () => {
    expect(await remove(next.id, 'Next')).toMatchObject({ ok: true });
    expect(lentId()).toBe(old.id);
    expect(rig.traces()).toMatchObject({ store: [old.id], index: [old.id], loose: [] });
  });

  it('the last one takes the account and the retired ones along, and nothing is lent any more', async () => {
    rig.keys.rotation.switch(next.id);
    expect(await remove(next.id, 'Next')).toMatchObject({ ok: true });
    expect(rig.traces()).toEqual({ store: [], index: [], accounts: [], loose: [], shown: [] });
    expect(lentId()).toBe('not-found');
  });

  it('that the store does not do is done when it opens', async () => {
    rig.storeFailure = { kind: 'secret-store', state: 'locked', detail: 'locked' };
    expect(await remove(next.id, 'Next')).toMatchObject({ ok: true });
    expect(rig.traces()).toMatchObject({ store: [old.id, next.id], index: [old.id], loose: [next.id] });
    rig.storeFailure = null;
    await rig.keys.keeper.clearLoose();
    expect(rig.traces()).toMatchObject({ store: [old.id], index: [old.id], loose: [] });
  });

  it('that the index does not take changes nothing', async () => {
    rig.breaks = () => true;
    expect(await remove(next.id, 'Next')).toMatchObject({ ok: false, failure: { kind: 'storage' } });
    expect(rig.traces()).toMatchObject({ store: [old.id, next.id], index: [old.id, next.id], loose: [] });
  });
});

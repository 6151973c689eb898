import { beforeEach, describe, expect, it } from 'vitest';
import { type Failure, type Result, fail, ok } from '../../../../shared/contract/failure.ts';
import type { KeyPlace } from '../../../../shared/contract/keys-contract.ts';
import { addedKey, binanceKey, KeysRig, krakenPlace, okxPlace, pendingOf, place, restrictions } from './keys-rig.ts';
import { materials } from '../../../support/client-rig.ts';

const NOTHING = { store: [], index: [], accounts: [], loose: [], shown: [] };
const MINUTE_MS = 60_000;

let rig: KeysRig;

beforeEach(() => {
  rig = new KeysRig();
});

describe('a key the exchange does not take is kept nowhere', () => {
  const cases: readonly (readonly [name: string, failure: Failure])[] = [
    ['a wrong secret', { kind: 'invalid-key', reason: 'signature', code: '-1022' }],
    ['a key of another region', { kind: 'invalid-key', reason: 'unknown', code: '50119' }],
    ['a key of another environment', { kind: 'invalid-key', reason: 'environment', code: '50101' }],
    ['a wrong clock', { kind: 'clock-skew', code: '-1021' }],
    ['an expired key', { kind: 'invalid-key', reason: 'expired', code: null }],
    [
      'an address that is not on its list',
      { kind: 'invalid-key', reason: 'ip', code: '50110', seenAddress: '192.0.2.7' },
    ],
    ['no network', { kind: 'unreachable', detail: 'ENETUNREACH' }],
    ['no answer', { kind: 'timeout' }],
    ['a full limit', { kind: 'held', blockedBy: 'ip-weight', untilMs: 1 }],
  ];
  for (const [name, failure] of cases) {
    it(name, async () => {
      rig.answer = () => fail(failure);
      expect(await rig.keys.adder.add(place, binanceKey())).toEqual({ ok: false, failure });
      expect(rig.traces()).toEqual(NOTHING);
      expect(rig.written).toEqual([]);
    });
  }

  it('an answer that is none', async () => {
    rig.answer = () => ok('<html>');
    expect(await rig.keys.adder.add(place, binanceKey())).toMatchObject({ ok: false, failure: { kind: 'bad-reply' } });
    expect(rig.traces()).toEqual(NOTHING);
  });
});

describe('a key that cannot be asked about is not even sent', () => {
  const cases: readonly (readonly [name: string, where: KeyPlace, apiKey: string, kind: string])[] = [
    ['a site that does not exist', { ...place, region: 'mars' }, binanceKey().apiKey, 'invalid-input'],
    ['a name every object has', { ...place, region: 'constructor' }, binanceKey().apiKey, 'invalid-input'],
    ['a key with a space inside', place, 'abcd efgh ijkl', 'invalid-key'],
    [
      'a key to be replaced that is not there',
      { ...place, replaces: 'key-00000000' },
      binanceKey().apiKey,
      'not-found',
    ],
    ['OKX without a passphrase', okxPlace, materials.okx.apiKey, 'invalid-key'],
  ];
  for (const [name, where, apiKey, kind] of cases) {
    it(name, async () => {
      const outcome = await rig.keys.adder.add(where, { ...binanceKey(), apiKey });
      expect(outcome).toMatchObject({ ok: false, failure: { kind } });
      expect(rig.calls).toEqual([]);
      expect(rig.traces()).toEqual(NOTHING);
    });
  }
});

describe('a store that does not take it', () => {
  for (const state of ['locked', 'absent', 'stalled', 'denied'] as const) {
    it(`is ${state}: nothing is shown, and what may lie there is cleared once it opens`, async () => {
      rig.storeFailure = { kind: 'secret-store', state, detail: 'no' };
      const outcome = await rig.keys.adder.add(place, binanceKey());
      expect(outcome).toEqual({ ok: false, failure: { kind: 'secret-store', state, detail: 'no' } });
      expect(rig.traces()).toEqual({ ...NOTHING, loose: rig.written });
      rig.storeFailure = null;
      await rig.keys.keeper.clearLoose();
      expect(rig.traces()).toEqual(NOTHING);
    });
  }

  it('is not called when the index cannot note it first', async () => {
    rig.breaks = ({ loose }) => loose !== undefined;
    expect(await rig.keys.adder.add(place, binanceKey())).toMatchObject({ ok: false, failure: { kind: 'storage' } });
    expect(rig.written).toEqual([]);
    expect(rig.traces()).toEqual(NOTHING);
  });

  it('is cleared again when the index does not take the key', async () => {
    rig.breaks = ({ keys }) => keys !== undefined;
    expect(await rig.keys.adder.add(place, binanceKey())).toMatchObject({ ok: false, failure: { kind: 'storage' } });
    expect(rig.written).toHaveLength(1);
    expect(rig.traces()).toEqual(NOTHING);
  });

  it('is cleared at the next start when the index has gone for good', async () => {
    let changes = 0;
    rig.breaks = () => {
      changes += 1;
      return changes > 1;
    };
    expect(await rig.keys.adder.add(place, binanceKey())).toMatchObject({ ok: false, failure: { kind: 'storage' } });
    expect(rig.traces()).toEqual({ ...NOTHING, loose: rig.written });
    const next = rig.restarted();
    next.keys.start();
    await next.run(0);
    expect(next.traces()).toEqual(NOTHING);
  });
});

describe('one key once', () => {
  it('is refused the second time, and the account that has it is named', async () => {
    await rig.added();
    const again = await rig.keys.adder.add({ ...place, label: 'Twin' }, binanceKey());
    expect(again).toEqual({ ok: false, failure: { kind: 'duplicate-key', account: 'Main' } });
  });

  it('also when both come at once', async () => {
    const both = await Promise.all([rig.keys.adder.add(place, binanceKey()), rig.keys.adder.add(place, binanceKey())]);
    expect(both.filter(({ ok: isOk }) => isOk)).toHaveLength(1);
    expect(rig.ports.index.keys()).toHaveLength(1);
    expect([...rig.store.held.keys()]).toEqual(rig.ports.index.keys().map(({ id }) => id));
  });

  it('takes the place of itself where its secret was lost', async () => {
    const lost = await rig.added();
    await rig.ports.store.remove(lost.id);
    const next = rig.restarted();
    next.keys.start();
    await next.run(0);
    expect(next.keys.views()).toMatchObject([{ id: lost.id, presence: 'missing' }]);
    const back = await next.added();
    expect(back).toMatchObject({ account: lost.account, role: 'active', presence: 'loaded' });
    expect(next.traces()).toMatchObject({ store: [back.id], index: [back.id], loose: [], shown: [back.id] });
    expect(next.vault.lend(lost.account)).toMatchObject({ value: { keyId: back.id } });
  });

  it('forgives spaces and line ends around what was pasted', async () => {
    const { apiKey, secretText } = binanceKey();
    await rig.added(place, { apiKey: ` ${apiKey}\n`, secretText: `\t${secretText} `, passphrase: null });
    expect(await rig.keys.adder.add(place, binanceKey())).toMatchObject({ failure: { kind: 'duplicate-key' } });
  });
});

describe('a key that can withdraw', () => {
  beforeEach(() => {
    rig.answer = () => ok(restrictions('enableReading', 'enableWithdrawals'));
  });

  it('waits for the phrase, kept nowhere, and is taken with it once', async () => {
    const { pendingId, phrase } = pendingOf(await rig.keys.adder.add(place, binanceKey()));
    expect(phrase).toBe('key 0001 can withdraw');
    expect(rig.traces()).toEqual(NOTHING);
    const key = addedKey(await rig.keys.adder.confirm(pendingId, ` ${phrase} `));
    expect(rig.traces()).toMatchObject({ store: [key.id], index: [key.id], loose: [] });
    expect(await rig.keys.adder.confirm(pendingId, phrase)).toMatchObject({
      ok: false,
      failure: { kind: 'not-found' },
    });
  });

  for (const wrong of ['', 'key 0001 can Withdraw', 'key 0002 can withdraw', 'key 0001  can withdraw', 'yes']) {
    it(`goes on waiting after "${wrong}"`, async () => {
      const { pendingId, phrase } = pendingOf(await rig.keys.adder.add(place, binanceKey()));
      expect(await rig.keys.adder.confirm(pendingId, wrong)).toEqual({ ok: false, failure: { kind: 'wrong-phrase' } });
      expect(rig.traces()).toEqual(NOTHING);
      expect(await rig.keys.adder.confirm(pendingId, phrase)).toMatchObject({ ok: true });
    });
  }

  for (const { afterMs, isTaken } of [
    { afterMs: 10 * MINUTE_MS - 1, isTaken: true },
    { afterMs: 10 * MINUTE_MS, isTaken: false },
  ]) {
    it(`${isTaken ? 'is' : 'is not'} taken ${afterMs} ms later`, async () => {
      const { pendingId, phrase } = pendingOf(await rig.keys.adder.add(place, binanceKey()));
      await rig.run(afterMs);
      expect((await rig.keys.adder.confirm(pendingId, phrase)).ok).toBe(isTaken);
    });
  }

  it('is forgotten when dropped', async () => {
    const { pendingId, phrase } = pendingOf(await rig.keys.adder.add(place, binanceKey()));
    await rig.keys.adder.drop(pendingId);
    expect(await rig.keys.adder.confirm(pendingId, phrase)).toMatchObject({
      ok: false,
      failure: { kind: 'not-found' },
    });
    expect(rig.traces()).toEqual(NOTHING);
  });

  it('goes on waiting while the store does not take it', async () => {
    const { pendingId, phrase } = pendingOf(await rig.keys.adder.add(place, binanceKey()));
    rig.storeFailure = { kind: 'secret-store', state: 'locked', detail: 'locked' };
    expect(await rig.keys.adder.confirm(pendingId, phrase)).toMatchObject({
      ok: false,
      failure: { kind: 'secret-store' },
    });
    rig.storeFailure = null;
    expect(await rig.keys.adder.confirm(pendingId, phrase)).toMatchObject({ ok: true });
  });

  it('is added once, though entered and confirmed twice', async () => {
    const one = pendingOf(await rig.keys.adder.add(place, binanceKey()));
    const other = pendingOf(await rig.keys.adder.add(place, binanceKey()));
    expect(await rig.keys.adder.confirm(one.pendingId, one.phrase)).toMatchObject({ ok: true });
    const again = await rig.keys.adder.confirm(other.pendingId, other.phrase);
    expect(again).toMatchObject({ ok: false, failure: { kind: 'duplicate-key' } });
    expect(rig.ports.index.keys()).toHaveLength(1);
  });
});

describe('a key of Binance', () => {
  /** What the account says of itself. */
  let account: Result<unknown>;

  beforeEach(() => {
    account = ok({ uid: 354_937_868, balances: [] });
    rig.answer = () =>
      rig.calls.at(-1)?.request.path === '/api/v3/account' ? account : ok(restrictions('enableReading'));
  });

  it('is known by the account it belongs to', async () => {
    expect((await rig.added()).check?.facts?.accountRef).toBe('354937868');
    expect(rig.calls.map(({ request }) => request.path)).toEqual([
      '/sapi/v1/account/apiRestrictions',
      '/api/v3/account',
    ]);
  });

  it('cannot take the place of one of another account', async () => {
    const { id } = await rig.added();
    account = ok({ uid: 1 });
    const outcome = await rig.keys.adder.add({ ...place, replaces: id }, binanceKey(2));
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'invalid-input' } });
    expect(rig.ports.index.keys()).toHaveLength(1);
  });

  it('is not kept before it is known whose it is, where that may yet be told', async () => {
    account = fail({ kind: 'timeout' });
    expect(await rig.keys.adder.add(place, binanceKey())).toEqual({ ok: false, failure: { kind: 'timeout' } });
    expect(rig.traces()).toEqual(NOTHING);
  });

  it('that may not read its account stays without', async () => {
    account = fail({ kind: 'missing-permission', code: '-2015' });
    expect((await rig.added()).check?.facts?.accountRef).toBeNull();
  });

  it('stays known when a later check is not told', async () => {
    const { id } = await rig.added();
    account = fail({ kind: 'timeout' });
    await rig.keys.checker.check(id);
    expect(rig.keys.audits.view(id)?.check).toMatchObject({ failure: null, facts: { accountRef: '354937868' } });
  });

  it('shares its account’s limits with another key of that account', async () => {
    const [one, other] = [await rig.added(), await rig.added({ ...place, label: 'Other' }, binanceKey(2))];
    expect(one.account).not.toBe(other.account);
    expect(one.check?.facts?.accountRef).toBe(other.check?.facts?.accountRef);
  });
});

describe('a key whose first call ends its other use', () => {
  const info = (...permissions: string[]): Result<unknown> =>
    ok({ error: [], result: { api_key_name: 'x', permissions, iban: 'AA', nonce: '1800000000000000' } });

  beforeEach(() => {
    rig.answer = () => info('query-funds');
  });

  it('is not called before its owner wrote down what that means', async () => {
    const outcome = await rig.keys.adder.add(krakenPlace, materials.kraken);
    expect(outcome).toMatchObject({ value: { reason: 'ends-other-use', grants: [] } });
    const { pendingId, phrase } = pendingOf(outcome);
    expect(phrase).toBe('key KKKK is for Headroom alone');
    expect(await rig.keys.adder.confirm(pendingId, 'key KKKK can withdraw')).toMatchObject({ ok: false });
    expect([rig.calls, rig.traces()]).toEqual([[], NOTHING]);
    const key = addedKey(await rig.keys.adder.confirm(pendingId, phrase));
    expect(rig.calls).toMatchObject([{ isFirstUse: true }]);
    expect(rig.raisedNonces).toEqual([1_800_000_000_000_000n]);
    expect(rig.traces()).toMatchObject({ store: [key.id], index: [key.id] });
  });

  it('is asked about a second time where it can withdraw as well', async () => {
    rig.answer = () => info('withdraw-funds');
    const first = pendingOf(await rig.keys.adder.add(krakenPlace, materials.kraken));
    const second = await rig.keys.adder.confirm(first.pendingId, first.phrase);
    expect(second).toMatchObject({ value: { reason: 'can-withdraw', grants: ['withdraw-funds'] } });
    const { pendingId, phrase } = pendingOf(second);
    expect(pendingId).not.toBe(first.pendingId);
    expect(rig.traces()).toEqual(NOTHING);
    addedKey(await rig.keys.adder.confirm(pendingId, phrase));
  });

  it('goes on waiting when the exchange does not answer', async () => {
    rig.answer = () => fail({ kind: 'timeout' });
    const { pendingId, phrase } = pendingOf(await rig.keys.adder.add(krakenPlace, materials.kraken));
    expect(await rig.keys.adder.confirm(pendingId, phrase)).toEqual({ ok: false, failure: { kind: 'timeout' } });
    rig.answer = () => info('query-funds');
    addedKey(await rig.keys.adder.confirm(pendingId, phrase));
  });

  it('comes out of a file the same way', async () => {
    const secret = Buffer.from(Array.from({ length: 64 }, (_, index) => index * 3)).toString('base64');
    const env = `KRAKEN_API_KEY=${'aB3dE6gH9'.repeat(6)}Zq\nKRAKEN_API_SECRET=${secret}\n`;
    const { importId } = rig.keys.imports.preview('.env', env);
    const outcome = await rig.keys.imports.take(importId, 0, krakenPlace);
    expect(outcome).toMatchObject({ value: { reason: 'ends-other-use' } });
    expect(rig.calls).toEqual([]);
  });

  it('is not asked about when it was ours before and its secret was lost', async () => {
    const { pendingId, phrase } = pendingOf(await rig.keys.adder.add(krakenPlace, materials.kraken));
    const lost = addedKey(await rig.keys.adder.confirm(pendingId, phrase));
    await rig.ports.store.remove(lost.id);
    const next = rig.restarted();
    next.answer = rig.answer;
    next.keys.start();
    await next.run(0);
    addedKey(await next.keys.adder.add(krakenPlace, materials.kraken));
  });
});

describe('rights that count as withdrawing', () => {
  const cases: readonly (readonly [flag: string, isAsked: boolean])[] = [
    ['enableWithdrawals', true],
    ['enableInstantWithdrawal', true],
    ['permitsWithdrawToNewAddress', true],
    ['enableReading', false],
    ['enableSomethingNew', false],
  ];
  for (const [flag, isAsked] of cases) {
    it(`${flag}: ${isAsked ? 'asked about' : 'not asked about'}`, async () => {
      rig.answer = () => ok(restrictions(flag));
      const outcome = await rig.keys.adder.add(place, binanceKey());
      expect(outcome).toMatchObject({ value: { kind: isAsked ? 'phrase-wanted' : 'added' } });
      if (isAsked) expect(outcome).toMatchObject({ value: { grants: [flag] } });
    });
  }

  it('one the exchange does not tell of is asked about', async () => {
    const { enableWithdrawals: _, ...told } = restrictions('enableReading');
    for (const answer of [told, { ...told, enableWithdrawals: 'yes' }]) {
      rig.answer = () => ok(answer);
      expect(await rig.keys.adder.add(place, binanceKey())).toMatchObject({
        value: { reason: 'can-withdraw', grants: ['enableWithdrawals'] },
      });
    }
  });

  it('an environment that tells of no right asks about none', async () => {
    rig.answer = () => ok({ balances: [] });
    const outcome = await rig.keys.adder.add({ ...place, environment: 'testnet' }, binanceKey());
    expect(outcome).toMatchObject({ value: { kind: 'added' } });
  });

  it('a flag that is off is none', async () => {
    rig.answer = () => ok({ ...restrictions('enableReading'), permitsWithdrawToNewAddress: false });
    expect(await rig.keys.adder.add(place, binanceKey())).toMatchObject({ value: { kind: 'added' } });
  });
});

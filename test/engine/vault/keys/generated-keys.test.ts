import { beforeEach, describe, expect, it } from 'vitest';
import { fail, ok } from '../../../../shared/contract/failure.ts';
import { generateKeyPairSync } from 'node:crypto';
import { Secret } from '../../../../electron/engine/vault/secret.ts';
import { memoryKeyPorts } from '../../../support/memory-keys.ts';
import { addedKey, binanceKey, KeysRig, okxPlace, pendingOf, place, restrictions } from './keys-rig.ts';

const NOTHING = { store: [], index: [], accounts: [], loose: [], shown: [] };
const HOUR_MS = 3_600_000;
const { apiKey } = binanceKey();

let rig: KeysRig;
let id: string;

function makeEd25519(): { privatePem: Secret; publicPem: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    privatePem: new Secret(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()),
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

async function generated(): Promise<string> {
  const made = await rig.keys.adder.generate(place);
  if (!made.ok) throw new Error(`not made: ${made.failure.kind}`);
  [id = ''] = rig.store.held.keys();
  return made.value.pendingId;
}

beforeEach(() => {
  const ports = memoryKeyPorts();
  rig = new KeysRig({ ports: { ...ports, crypto: { ...ports.crypto, makeEd25519 } } });
});

describe('a pair made here', () => {
  it('has its private half in the store before its public one is shown', async () => {
    await generated();
    expect(rig.traces()).toEqual({ ...NOTHING, store: [id], loose: [id] });
    expect(rig.store.held.get(id)?.use((text) => text)).toContain('BEGIN PRIVATE KEY');
  });

  it('is not shown where the store does not take it', async () => {
    rig.storeFailure = { kind: 'secret-store', state: 'stalled', detail: 'slow' };
    expect(await rig.keys.adder.generate(place)).toMatchObject({ ok: false, failure: { kind: 'secret-store' } });
    rig.storeFailure = null;
    await rig.keys.keeper.clearLoose();
    expect(rig.traces()).toEqual(NOTHING);
  });

  for (const exchange of ['okx', 'kraken'] as const) {
    it(`is refused for ${exchange}, which makes its keys itself`, async () => {
      const made = await rig.keys.adder.generate({ ...okxPlace, exchange });
      expect(made).toMatchObject({ ok: false, failure: { kind: 'unavailable' } });
      expect(rig.written).toEqual([]);
    });
  }

  it('becomes a key once the exchange has given its id', async () => {
    const key = addedKey(await rig.keys.adder.finishGenerated(await generated(), ` ${apiKey} `));
    expect(key).toMatchObject({ id, algorithm: 'ed25519', role: 'active' });
    expect(rig.traces()).toMatchObject({ store: [id], index: [id], loose: [], shown: [id] });
  });

  it('waits on while the exchange does not know it yet', async () => {
    const pendingId = await generated();
    rig.answer = () => fail({ kind: 'invalid-key', reason: 'unknown', code: '-2015' });
    expect(await rig.keys.adder.finishGenerated(pendingId, apiKey)).toMatchObject({ ok: false });
    expect(rig.traces()).toEqual({ ...NOTHING, store: [id], loose: [id] });
    rig.answer = () => ok(restrictions('enableReading'));
    expect(await rig.keys.adder.finishGenerated(pendingId, apiKey)).toMatchObject({ ok: true });
  });

  const ends: readonly (readonly [name: string, end: (pendingId: string) => Promise<void>])[] = [
    ['dropped', (pendingId) => rig.keys.adder.drop(pendingId)],
    ['left alone for an hour', () => rig.run(HOUR_MS)],
  ];
  for (const [name, end] of ends) {
    it(`is cleared when ${name}`, async () => {
      const pendingId = await generated();
      await end(pendingId);
      expect(rig.traces()).toEqual(NOTHING);
      expect(await rig.keys.adder.finishGenerated(pendingId, apiKey)).toMatchObject({ failure: { kind: 'not-found' } });
    });
  }

  it('is cleared when its phrase is never typed, or it is dropped then', async () => {
    for (const end of [() => rig.run(10 * 60_000), (pendingId: string) => rig.keys.adder.drop(pendingId)]) {
      rig.answer = () => ok(restrictions('enableWithdrawals'));
      const outcome = await rig.keys.adder.finishGenerated(await generated(), apiKey);
      const { pendingId } = pendingOf(outcome);
      expect(rig.traces()).toMatchObject({ store: [id] });
      await end(pendingId);
      expect(rig.traces()).toEqual(NOTHING);
    }
  });

  it('is added with its phrase', async () => {
    rig.answer = () => ok(restrictions('enableWithdrawals'));
    const { pendingId, phrase } = pendingOf(await rig.keys.adder.finishGenerated(await generated(), apiKey));
    expect(addedKey(await rig.keys.adder.confirm(pendingId, phrase))).toMatchObject({ id });
    await rig.run(2 * HOUR_MS);
    expect(rig.traces()).toMatchObject({ store: [id], index: [id], loose: [] });
  });

  it('is finished once, though its owner clicks twice', async () => {
    const pendingId = await generated();
    const both = await Promise.all([1, 2].map(() => rig.keys.adder.finishGenerated(pendingId, apiKey)));
    expect(both.map(({ ok: isOk }) => isOk)).toEqual([true, false]);
    expect(rig.traces()).toMatchObject({ store: [id], index: [id], loose: [] });
  });

  it('is kept when it was dropped while the exchange was taking it', async () => {
    const pendingId = await generated();
    const answered = Promise.withResolvers<void>();
    rig.answer = () => answered.promise.then(() => ok(restrictions('enableReading')));
    const finishing = rig.keys.adder.finishGenerated(pendingId, apiKey);
    await rig.keys.adder.drop(pendingId);
    answered.resolve();
    expect(await finishing).toMatchObject({ ok: true });
    expect(rig.traces()).toMatchObject({ store: [id], index: [id], loose: [] });
  });

  it('is cleared when it was dropped while the exchange was refusing it', async () => {
    const pendingId = await generated();
    const answered = Promise.withResolvers<void>();
    rig.answer = () => answered.promise.then(() => fail({ kind: 'timeout' }));
    const finishing = rig.keys.adder.finishGenerated(pendingId, apiKey);
    await rig.keys.adder.drop(pendingId);
    answered.resolve();
    expect(await finishing).toMatchObject({ ok: false });
    expect(rig.traces()).toEqual(NOTHING);
  });

  it('outlives a store that comes and goes while its owner is at the exchange', async () => {
    const pendingId = await generated();
    await rig.keys.keeper.clearLoose();
    expect(rig.traces()).toMatchObject({ store: [id], loose: [id] });
    expect(await rig.keys.adder.finishGenerated(pendingId, apiKey)).toMatchObject({ ok: true });
  });

  it('is cleared at the next start', async () => {
    await generated();
    const next = rig.restarted();
    next.keys.start();
    await next.run(0);
    expect(next.traces()).toEqual(NOTHING);
  });
});

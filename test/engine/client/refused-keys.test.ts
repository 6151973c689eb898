import { describe, expect, it } from 'vitest';
import type { Lane } from '../../../shared/model/account.ts';
import { get } from '../../../electron/engine/http.ts';
import { ClientRig, orderRequests, post } from '../../support/client-rig.ts';
import { json } from '../../support/scripted-transport.ts';

const BALANCE = post('/0/private/Balance', {}, 'form');
const INVALID = json({ error: ['EAPI:Invalid key'] });
const FINE = json({ error: [], result: {} });

function rigThatAnswers(first: typeof FINE): { rig: ClientRig; answer: { now: typeof FINE } } {
  const rig = new ClientRig();
  const answer = { now: first };
  rig.transport.always(/.*/, () => answer.now);
  return { rig, answer };
}

function lentOf(rig: ClientRig) {
  const lent = rig.vault.lend('kraken-a');
  if (!lent.ok) throw new Error('no key');
  return lent.value;
}

describe('a key the exchange does not take', () => {
  it('is told of once, and nothing goes on calling with it in the background', async () => {
    const { rig } = rigThatAnswers(INVALID);
    const first = await rig.sent('kraken', BALANCE, {}, 1_000);
    expect(first.result).toMatchObject({ failure: { kind: 'invalid-key' } });
    for (const lane of ['account', 'market', 'background'] as const satisfies readonly Lane[]) {
      const next = await rig.sent('kraken', BALANCE, { lane }, 1_000);
      expect(next.result).toEqual(first.result);
    }
    expect(rig.transport.arrivals).toHaveLength(1);
    expect(rig.refusedKeys).toEqual([lentOf(rig).keyId]);
  });

  it('holds back neither cancels, nor orders, nor calls without a signature, nor its own check', async () => {
    const { rig } = rigThatAnswers(INVALID);
    await rig.sent('kraken', BALANCE, {}, 1_000);
    await rig.sent('kraken', post('/0/private/CancelAll', {}, 'form'), { lane: 'cancel' }, 60_000);
    await rig.sent('kraken', orderRequests.kraken, {}, 1_000);
    await rig.sent('kraken', get('/0/public/Time'), {}, 1_000);
    await rig.sent('kraken', BALANCE, { lent: lentOf(rig) }, 1_000);
    const paths = new Set(rig.transport.arrivals.map(({ request }) => request.target.split('?')[0]));
    expect([...paths]).toEqual(['/0/private/Balance', '/0/private/CancelAll', '/0/private/AddOrder', '/0/public/Time']);
    expect(rig.transport.arrivals.length).toBeGreaterThanOrEqual(5);
  });

  it('is at work again after a check went well, and after another key came', async () => {
    const { rig, answer } = rigThatAnswers(INVALID);
    await rig.sent('kraken', BALANCE, {}, 1_000);
    answer.now = FINE;
    await rig.sent('kraken', BALANCE, { lent: lentOf(rig) }, 1_000);
    expect((await rig.sent('kraken', BALANCE, {}, 1_000)).result).toMatchObject({ ok: true });
    answer.now = INVALID;
    await rig.sent('kraken', BALANCE, {}, 1_000);
    answer.now = FINE;
    rig.vault.hold('kraken-a', { ...lentOf(rig), keyId: 'next' });
    expect((await rig.sent('kraken', BALANCE, {}, 1_000)).result).toMatchObject({ ok: true });
    expect(rig.refusedKeys).toHaveLength(2);
  });

  it('turns away also those that waited when it was refused', async () => {
    const { rig } = rigThatAnswers(INVALID);
    const sent = Array.from({ length: 10 }, () => rig.start('kraken', BALANCE));
    await rig.run(60_000);
    expect(sent.every(({ result }) => result?.ok === false && result.failure.kind === 'invalid-key')).toBe(true);
    expect(rig.transport.arrivals).toHaveLength(1);
  });
});

describe('a call that waits while its account’s key changes', () => {
  it('is signed by the new key', async () => {
    const { rig } = rigThatAnswers(FINE);
    const calls = Array.from({ length: 4 }, () => rig.start('kraken', BALANCE));
    rig.vault.hold('kraken-a', { keyId: 'next', credential: { ...lentOf(rig).credential, apiKey: 'N'.repeat(56) } });
    await rig.run(60_000);
    expect(calls.every(({ result }) => result?.ok === true)).toBe(true);
    const keys = rig.transport.arrivals.map(({ request }) => request.headers['API-Key']?.[0]);
    // The first was on its way already.
    expect(keys.slice(1)).toEqual(['N', 'N', 'N']);
  });

  it('is an order: it does not leave when the key is gone, and says so', async () => {
    const { rig } = rigThatAnswers(FINE);
    const [before, order] = [rig.start('kraken', BALANCE), rig.start('kraken', orderRequests.kraken)];
    rig.vault.forget('kraken-a');
    await rig.run(60_000);
    expect(order.result).toMatchObject({ ok: false, failure: { kind: 'not-found' } });
    expect(before.result).not.toBeNull();
    expect(rig.transport.arrivals.map(({ request }) => request.target)).not.toContain('/0/private/AddOrder');
  });
});

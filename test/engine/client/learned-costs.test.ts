import { describe, expect, it } from 'vitest';
import { historyCost } from '../../../electron/engine/exchanges/kraken/limits.ts';
import { ClientRig, post } from '../../support/client-rig.ts';
import { json } from '../../support/scripted-transport.ts';

const ok = json({ error: [], result: {} });
const overrun = json({ error: ['EAPI:Rate limit exceeded'] });
const call = (method: string) => post(`/0/private/${method}`, {}, 'form');

/** What the counter of a rig's key shows as spent right after one more call. */
async function costOf(rig: ClientRig, method: string): Promise<number> {
  const before = used(rig);
  await rig.sent('kraken', call(method));
  return Math.round(used(rig) - before);
}

function used(rig: ClientRig): number {
  return rig.limiter.snapshot().find(({ bucket }) => bucket.id === 'rest-counter')?.used ?? 0;
}

describe('the cost of history on Kraken', () => {
  it('steps from 2 to 4 once a refusal shows that calls cost more than catalogued, and no further', async () => {
    const rig = new ClientRig();
    rig.transport
      .once(/Ledgers/, ok)
      .once(/Balance/, overrun)
      .once(/Ledgers/, ok)
      .once(/Ledgers/, overrun)
      .always(/./, ok);
    expect(await costOf(rig, 'Ledgers')).toBe(historyCost.published);
    await rig.sent('kraken', call('Balance'), {}, 60_000);
    expect(await costOf(rig, 'Ledgers')).toBe(historyCost.conservative);
    expect(rig.lessons).toEqual([
      {
        kind: 'cost-raised',
        account: 'kraken-a',
        endpoint: 'POST /0/private/Ledgers',
        bucket: 'rest-counter',
        from: 2,
        to: 4,
      },
    ]);
    await rig.run(60_000);
    await rig.sent('kraken', call('Ledgers'), { withinMs: 1_000 }, 120_000);
    expect([await costOf(rig, 'Ledgers'), rig.lessons.length]).toEqual([4, 1]);
  });

  const innocent = [
    ['a call whose cost nobody doubts', 'Balance', 0, overrun],
    ['history that has drained long ago', 'Ledgers', 60_000, overrun],
    ['another refusal', 'Ledgers', 0, json({ error: ['EGeneral:Permission denied'] })],
    ['a limit of the address', 'Ledgers', 0, json({ error: ['EGeneral:Too many requests'] })],
  ] as const;
  for (const [name, before, forMs, refusal] of innocent)
    it(`stays for ${name}`, async () => {
      const rig = new ClientRig();
      rig.transport.once(/./, ok).once(/./, refusal).always(/./, ok);
      await rig.sent('kraken', call(before), {}, forMs);
      await rig.sent('kraken', call('OpenOrders'), {}, 120_000);
      expect([await costOf(rig, 'Ledgers'), rig.lessons]).toEqual([2, []]);
    });

  it('is learned for the account that was refused alone', async () => {
    const rig = new ClientRig();
    rig.transport
      .once(/Ledgers/, ok)
      .once(/Balance/, overrun)
      .always(/./, ok);
    await rig.sent('kraken', call('Ledgers'));
    await rig.sent('kraken', call('Balance'), {}, 60_000);
    const other = {
      id: 'kraken-b',
      exchange: 'kraken',
      environment: 'live',
      label: 'b',
      region: 'global',
      egress: 'default',
    } as const;
    rig.vault.keep('kraken-b', 'kraken', { apiKey: 'L'.repeat(56), secretText: 'AAAA', passphrase: null });
    await rig.sent('kraken', call('Ledgers'), { account: other });
    expect(
      rig.limiter
        .snapshot()
        .filter(({ key }) => key.includes('kraken-b'))
        .map((view) => Math.round(view.used)),
    ).toEqual([2]);
  });
});

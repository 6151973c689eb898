import { describe, expect, it } from 'vitest';
import { ClientRig, post } from '../../support/client-rig.ts';
import { json } from '../../support/scripted-transport.ts';

const TXID = 'OVN7VD-7VYHS-APBKHA';
const cancel = (txid = TXID) => post('/0/private/CancelOrder', { txid }, 'form');
const cancelled = json({ error: [], result: { count: 1 } });

function order(pair: string, openS: number, more: object = {}): object {
  const descr = { pair, type: 'buy', ordertype: 'limit', price: '9', price2: '0' };
  const amounts = { vol: '1', vol_exec: '0', cost: '0', price: '0' };
  return { status: 'open', opentm: openS, descr, oflags: '', misc: '', ...amounts, ...more };
}

function list(orders: Readonly<Record<string, object>>): ReturnType<typeof json> {
  return json({ error: [], result: { open: orders } });
}

/** What each pair's counter shows as spent by one cancel, after a list of open orders. */
async function billed(rig: ClientRig, orders: Readonly<Record<string, object>> | null, call = cancel()) {
  rig.transport.once(/OpenOrders/, list(orders ?? {})).once(/CancelOrder/, cancelled);
  if (orders !== null) await rig.sent('kraken', post('/0/private/OpenOrders', {}, 'form'));
  await rig.sent('kraken', call);
  const engines = rig.limiter.snapshot().filter(({ bucket }) => bucket.id === 'engine');
  return engines.map(({ part, own }) => [part, Math.round(own)]);
}

/** Exchange time so long ago, whole seconds. */
const ago = (rig: ClientRig, seconds: number): number => Math.floor(rig.clock.now() / 1_000) - seconds;

describe('the cancel of a Kraken order that a list told of', () => {
  const rows = [
    { name: 'old', seconds: 900, more: {}, cost: 0 },
    { name: 'a minute old', seconds: 60, more: {}, cost: 2 },
    { name: 'new', seconds: 0, more: {}, cost: 8 },
    { name: 'old and amended since', seconds: 900, more: { misc: 'stopped,amended' }, cost: 8 },
    { name: 'old and amended, by the other name for it', seconds: 900, more: { amended: true }, cost: 8 },
  ];
  for (const { name, seconds, more, cost } of rows)
    it(`costs ${cost} when it is ${name}`, async () => {
      const rig = new ClientRig();
      const told = await billed(rig, { [TXID]: order('XBTUSD', ago(rig, seconds), more) });
      expect(told).toEqual(cost === 0 ? [] : [['BTC/USD', cost]]);
    });

  it('costs the most while the exchange’s clock is not known', async () => {
    const rig = new ClientRig({ isClockKnown: false });
    expect(await billed(rig, { [TXID]: order('XBTUSD', ago(rig, 900)) })).toEqual([['BTC/USD', 8]]);
  });

  it('counts on its own pair alone', async () => {
    const rig = new ClientRig();
    const orders = { [TXID]: order('XBTUSD', ago(rig, 2)), 'OTHER1-AAAAA-BBBBBB': order('ETHUSD', ago(rig, 7)) };
    await billed(rig, orders);
    expect(await billed(rig, null, cancel('OTHER1-AAAAA-BBBBBB'))).toEqual([
      ['BTC/USD', 8],
      ['ETH/USD', 6],
    ]);
  });

  it('goes by an amend that was seen', async () => {
    const rig = new ClientRig();
    rig.transport.once(/AmendOrder/, json({ error: [], result: { amend_id: 'T' } }));
    await rig.sent('kraken', post('/0/private/AmendOrder', { txid: TXID, limit_price: '8' }, 'form'), {
      symbol: 'XBTUSD',
    });
    await rig.run(60_000);
    await billed(rig, { [TXID]: order('XBTUSD', ago(rig, 900), { misc: 'amended' }) });
    const amended = rig.client.ages.context('kraken-a', [TXID], rig.clock.monotonic());
    expect(amended).toMatchObject({ orderAgeMs: 60_000 });
  });
});

describe('the cancel of a Kraken order that nobody told of', () => {
  it('counts on the pair its caller names', async () => {
    const rig = new ClientRig();
    rig.transport.once(/CancelOrder/, cancelled);
    await rig.sent('kraken', cancel(), { symbol: 'XBTUSD' });
    const engines = rig.limiter.snapshot().filter(({ bucket }) => bucket.id === 'engine');
    expect(engines.map(({ part, own }) => [part, own])).toEqual([['BTC/USD', 8]]);
  });

  it('leaves although the counter, which nobody has read, seems full', async () => {
    const rig = new ClientRig();
    rig.transport.always(/CancelOrder/, cancelled);
    const sent = Array.from({ length: 12 }, (_, index) =>
      rig.start('kraken', cancel(`O${index}AAAA-AAAAA-AAAAAA`), { symbol: 'XBTUSD', withinMs: 1_000 }),
    );
    await rig.run(500);
    expect(sent.map(({ result }) => result?.ok)).toEqual(sent.map(() => true));
  });
});

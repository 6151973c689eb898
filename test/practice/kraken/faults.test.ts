import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type RunningPracticeKraken, startPracticeKraken } from '../../../electron/practice/kraken/index.ts';
import {
  onMethod,
  throttledFault,
  tooManyRequestsFault,
  unavailableFault,
} from '../../../electron/practice/kraken/switches.ts';
import { Bench, signatureOf, START_MS } from './support.ts';

const ORDER = { pair: 'XBTUSD', type: 'buy', ordertype: 'limit', price: '50000', volume: '0.001' };

async function openOrders(bench: Bench): Promise<number> {
  return Object.keys((await bench.call('OpenOrders')).result?.['open'] as object).length;
}

describe('faults', () => {
  const pages = [
    { name: 'a 520 page before anything is done', fault: { kind: 'html', status: 520 }, gateway: 520, orders: 0 },
    { name: 'a 504 page before anything is done', fault: { kind: 'html', status: 504 }, gateway: 520, orders: 0 },
    {
      name: 'a 520 page after the order was placed',
      fault: { kind: 'timeout-answer', isPlaced: true },
      gateway: 520,
      orders: 1,
    },
    {
      name: 'a 504 page after the order was placed',
      fault: { kind: 'timeout-answer', isPlaced: true },
      gateway: 504,
      orders: 1,
    },
    {
      name: 'a 504 page instead of the order',
      fault: { kind: 'timeout-answer', isPlaced: false },
      gateway: 504,
      orders: 0,
    },
  ] as const;
  for (const { name, fault, gateway, orders } of pages) {
    it(name, async () => {
      const bench = new Bench();
      bench.exchange.switches.gatewayStatus = gateway;
      bench.exchange.switches.queue(fault, onMethod('AddOrder'));
      const outcome = await bench.raw('AddOrder', ORDER);
      expect(outcome).toMatchObject({
        status: fault.kind === 'html' ? fault.status : gateway,
        headers: { 'content-type': 'text/html' },
      });
      expect(await openOrders(bench)).toBe(orders);
    });
  }

  const cuts = [
    { kind: 'drop-before', orders: 0 },
    { kind: 'drop-after-accept', orders: 1 },
  ] as const;
  for (const { kind, orders } of cuts) {
    it(`${kind} leaves ${orders} orders`, async () => {
      const bench = new Bench();
      bench.exchange.switches.queue({ kind });
      expect(await bench.raw('AddOrder', ORDER)).toBe('drop');
      expect(await openOrders(bench)).toBe(orders);
    });
  }

  const texts = [
    { fault: unavailableFault, error: 'EService:Unavailable' },
    { fault: tooManyRequestsFault, error: 'EGeneral:Too many requests' },
    { fault: throttledFault(START_MS + 4_200), error: `EService: Throttled: ${START_MS / 1000 + 5}` },
  ];
  for (const { fault, error } of texts) {
    it(`${error} comes with status 200, once, and does nothing`, async () => {
      const bench = new Bench();
      bench.exchange.switches.queue(fault, onMethod('AddOrder'));
      expect(await bench.errors('Balance')).toEqual([]);
      expect(await bench.errors('AddOrder', ORDER)).toEqual([error]);
      expect(await openOrders(bench)).toBe(0);
      expect(await bench.errors('AddOrder', ORDER)).toEqual([]);
    });
  }

  it('maintenance answers the time and the status alone', async () => {
    const bench = new Bench();
    bench.exchange.switches.isInMaintenance = true;
    expect((await bench.open('SystemStatus')).result).toMatchObject({ status: 'maintenance' });
    expect((await bench.open('Time')).error).toEqual([]);
    expect((await bench.open('Ticker')).error).toEqual(['EService:Unavailable']);
    expect(await bench.errors('Balance')).toEqual(['EService:Unavailable']);
  });

  it('a neighbour spends from the same counters, and the record says how much', async () => {
    const bench = new Bench({ tier: 'starter' });
    const { neighbour } = bench.exchange;
    neighbour.spend('rest', bench.key.apiKey, 14);
    neighbour.spend('engine', 'main XXBTZUSD', 60);
    expect([await bench.errors('Balance'), await bench.errors('Balance')]).toEqual([[], ['EAPI:Rate limit exceeded']]);
    await expect(bench.limitOrder()).rejects.toThrow('EOrder:Rate limit exceeded');
    expect(neighbour.spentIn('rest', bench.key.apiKey, START_MS)).toBe(14);
  });
});

describe('over real sockets', () => {
  let server: RunningPracticeKraken | null = null;

  afterEach(async () => {
    await server?.stop();
    server = null;
  });

  it('serves REST and WebSocket on one port', async () => {
    server = await startPracticeKraken({ isMoving: false });
    const [key] = server.keys;
    const body = 'nonce=1';
    const headers = {
      'API-Key': key?.apiKey ?? '',
      'API-Sign': signatureOf('/0/private/GetWebSocketsToken', '1', body, key?.secret ?? ''),
      'Content-Type': 'application/x-www-form-urlencoded',
    };
    const reply = (await (
      await fetch(`${server.origin}/0/private/GetWebSocketsToken`, { method: 'POST', headers, body })
    ).json()) as { result: { token: string } };
    const socket = new WebSocket(`${server.socketOrigin}/v2`);
    const received: string[] = [];
    socket.on('message', (data) => received.push(String(data)));
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send(
      JSON.stringify({
        method: 'subscribe',
        params: { channel: 'executions', ratecounter: true, token: reply.result.token },
      }),
    );
    while (received.length < 3) await new Promise((resolve) => socket.once('message', resolve));
    expect(received.map((text) => (JSON.parse(text) as Record<string, unknown>)['channel'] ?? 'reply')).toEqual([
      'status',
      'reply',
      'executions',
    ]);
    socket.close();
  });

  it('cuts the connection after executing', async () => {
    server = await startPracticeKraken({ isMoving: false });
    const [key] = server.keys;
    server.switches.queue({ kind: 'drop-after-accept' });
    const body = `nonce=1&${new URLSearchParams(ORDER).toString()}`;
    const headers = {
      'API-Key': key?.apiKey ?? '',
      'API-Sign': signatureOf('/0/private/AddOrder', '1', body, key?.secret ?? ''),
      'Content-Type': 'application/x-www-form-urlencoded',
    };
    await expect(fetch(`${server.origin}/0/private/AddOrder`, { method: 'POST', headers, body })).rejects.toThrow(
      'fetch failed',
    );
    expect(server.venue.openOrders('main')).toHaveLength(1);
  });
});

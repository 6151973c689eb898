import { Buffer } from 'node:buffer';
import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { type ExchangeId, exchangeIds } from '../../../shared/model/account.ts';
import type { ExchangeRequest } from '../../../electron/engine/http.ts';
import type { TransportResult } from '../../../electron/engine/ports.ts';
import { activityRow } from '../../../electron/engine/recorder/activity-row.ts';
import { Connections } from '../../../electron/engine/feed/connections.ts';
import { Publisher } from '../../../electron/engine/feed/publisher.ts';
import type { KeyMaterial } from '../../../electron/engine/vault/vault.ts';
import { ClientRig, accountOf, materials, post } from '../../support/client-rig.ts';
import { broken, json, text } from '../../support/scripted-transport.ts';

// Drawn once by hand so that a leak names itself: canary number and where it was planted.
function canary(number: number): string {
  return Buffer.from(`canary ${number} of headroom, never to be seen`).toString('hex').slice(0, 64);
}

const keys: Readonly<Record<ExchangeId, KeyMaterial>> = {
  binance: { apiKey: `${canary(1).slice(0, 60)}0001`, secretText: canary(2), passphrase: null },
  okx: { apiKey: `${canary(3).slice(0, 60)}0003`, secretText: canary(4), passphrase: canary(5) },
  kraken: {
    apiKey: `${canary(6).slice(0, 60)}0006`,
    secretText: Buffer.from(canary(7)).toString('base64'),
    passphrase: null,
  },
};
const forms = { binance: 'query', okx: 'json', kraken: 'form' } as const;
const paths = {
  binance: ['/api/v3/order', '/api/v3/order/test'],
  okx: ['/api/v5/trade/order', '/api/v5/trade/cancel-order'],
  kraken: ['/0/private/AddOrder', '/0/private/CancelOrder'],
} as const;

/** Answers that repeat everything they were sent, in each exchange's own form and in none. */
function echoes(exchange: ExchangeId, sent: string, header: string): readonly TransportResult[] {
  const message = `Bad value ${header} in ${sent} and ${encodeURIComponent(sent)}`;
  const bodies = {
    binance: { code: -1102, msg: message },
    okx: { code: '50014', msg: message, data: [] },
    kraken: { error: [`EGeneral:Invalid arguments:${message}`] },
  };
  const lost = broken({ kind: 'no-answer', detail: 'UND_ERR_SOCKET', timedOut: false });
  return [
    json(bodies[exchange], 400),
    text(message, 400),
    text(`<html>${message}</html>`, 502),
    text(message, 200),
    lost,
  ];
}

it('no secret of a key, a query, a body or an error text leaves the client, over 50 planted ones', async () => {
  const rig = new ClientRig({ keys });
  const publisher = new Publisher();
  const published: unknown[] = [];
  publisher.subscribe((name, payload) => void published.push([name, payload]));
  const connections = new Connections(publisher);
  const planted = new Set(
    Object.values(keys).flatMap(({ apiKey, secretText, passphrase }) => [apiKey, secretText, passphrase ?? apiKey]),
  );
  const told: unknown[] = [];
  let number = 10;
  for (const exchange of exchangeIds) {
    connections.add({ exchange, environment: 'live' }, rig.client.peers.clockOf({ exchange, environment: 'live' }));
    for (const path of paths[exchange]) {
      for (let kind = 0; kind < 8; kind += 1) {
        number += 1;
        const secret = canary(number);
        planted.add(secret);
        const request: ExchangeRequest = post(path, { symbol: 'BTCUSDT', token: secret }, forms[exchange]);
        rig.transport.always(/./, ({ request: { headers, target, body } }) => {
          const signed = `${Object.values(headers).join(' ')} ${target} ${body ?? ''}`;
          for (const value of Object.values(headers))
            if (value.length >= 40 && !value.includes(' ')) planted.add(value);
          for (const [, value = ''] of target.matchAll(/signature=([^&]+)/g)) planted.add(value);
          return echoes(exchange, kind > 3 ? secret : signed, headers['X-MBX-APIKEY'] ?? '')[kind % 5] ?? text('');
        });
        const sent = await rig.sent(exchange, request, { caller: 'bot:one' }, 20_000);
        expect(sent.result?.ok, `${exchange} ${path} ${kind}`).toBe(false);
        told.push(sent.result);
        for (const { attempt, result } of rig.attempts.splice(0)) {
          told.push(activityRow(attempt, result, { atMs: 0, isStalled: false }));
          connections.note({ exchange, environment: 'live' }, result, 0);
        }
        await rig.run(400_000);
        rig.measure(exchange, 0);
      }
    }
  }
  told.push(published, connections.snapshot(), rig.limiter.gates(), rig.limiter.snapshot());
  told.push(inspect(rig.vault, { depth: 9, showHidden: true }), JSON.stringify(rig.vault));
  const everything = inspect(told, { depth: 12, maxStringLength: null, maxArrayLength: null });
  expect(planted.size).toBeGreaterThanOrEqual(50);
  expect(rig.transport.arrivals.length).toBeGreaterThanOrEqual(48);
  expect([...planted].filter((secret) => everything.includes(secret))).toEqual([]);
  // The positive control: what was planted did travel, and would be found.
  const travelled = inspect(rig.transport.arrivals, { depth: 12, maxStringLength: null, maxArrayLength: null });
  expect([...planted].filter((secret) => travelled.includes(secret)).length).toBeGreaterThanOrEqual(45);
});

it('what a person needs to read stays readable', async () => {
  const rig = new ClientRig();
  const sent: string[] = [];
  for (const [exchange, reply] of [
    ['binance', json({ code: -1013, msg: 'Filter failure: PRICE_FILTER' }, 400)],
    ['binance', json({ code: -1121, msg: 'Invalid symbol.' }, 400)],
    ['kraken', json({ error: ['EGeneral:Invalid arguments:volume minimum not met'] })],
  ] as const) {
    rig.transport.once(/./, reply);
    const request = post(paths[exchange][0], { symbol: 'BTCUSDT' }, forms[exchange]);
    const { result } = await rig.sent(exchange, request);
    sent.push(JSON.stringify(result?.ok === false ? result.failure : null));
  }
  expect(sent.join(' ')).not.toContain('[removed]');
  expect(sent[0]).toContain('PRICE_FILTER');
  expect(sent[2]).toContain('volume minimum not met');
});

it('names of accounts and keys show the last four characters alone', () => {
  const rig = new ClientRig();
  const lent = rig.vault.lend(accountOf('binance').id);
  expect(lent.ok && lent.value.keyId).toBe(`binance-a-${materials.binance.apiKey.slice(-4)}`);
});

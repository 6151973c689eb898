import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ExchangeId } from '../../shared/model/account.ts';
import { exchange } from '../../electron/engine/exchanges/registry.ts';
import { Secret } from '../../electron/engine/vault/secret.ts';
import { createPracticeBinance } from '../../electron/practice/binance/index.ts';
import { payloadOf } from '../../electron/practice/binance/socket-api.ts';
import { holdsAddress } from '../../electron/practice/core/address-list.ts';
import { ManualPracticeClock } from '../../electron/practice/core/clock.ts';
import { connectInProcess } from '../../electron/practice/core/connection.ts';
import type { GivenKey, NewKeyRequest } from '../../electron/practice/core/new-key.ts';
import type { PracticeHandler } from '../../electron/practice/core/request.ts';
import { createPracticeKraken } from '../../electron/practice/kraken/exchange.ts';
import { createPracticeOkx } from '../../electron/practice/okx/start.ts';
import { startPracticeWorld } from '../../electron/practice/practice-world.ts';
import { askPractice } from '../engine/vault/radar/support.ts';
import { signatureOf } from './binance/support.ts';

const START_MS = Date.UTC(2026, 10, 20, 12, 0, 0);

interface Issuing {
  readonly handle: PracticeHandler;
  issueKey(request: NewKeyRequest): GivenKey;
}

const venues: readonly {
  id: ExchangeId;
  flags: NewKeyRequest['flags'];
  start: (clock: ManualPracticeClock, seed?: string) => Issuing;
}[] = [
  {
    id: 'binance',
    flags: { enableReading: true },
    start: (clock, seed = 'a') => createPracticeBinance({ clock, seed, isMoving: false }),
  },
  {
    id: 'okx',
    flags: { read_only: true },
    start: (clock, seed = 'a') => createPracticeOkx({ clock, seed, isMoving: false }),
  },
  {
    id: 'kraken',
    flags: { 'query-funds': true },
    start: (clock, seed = 'a') => createPracticeKraken({ clock, seed, isMoving: false }),
  },
];

describe.each(venues)('keys issued by the practice $id', ({ id, flags, start }) => {
  const clock = new ManualPracticeClock(START_MS);

  it('sign, and are told apart', async () => {
    const venue = start(clock);
    const [first, second] = [venue.issueKey({ flags }), venue.issueKey({ flags, label: 'second' })];
    expect(first.apiKey).not.toBe(second.apiKey);
    expect(
      (await askPractice(venue.handle, id, second, clock.now())).facts.grants.some(({ isGranted }) => isGranted),
    ).toBe(true);
    const mixed = { ...first, secret: second.secret, passphrase: second.passphrase };
    await expect(askPractice(venue.handle, id, mixed, clock.now())).rejects.toThrow(
      /-1022|50105|50113|Invalid signature/,
    );
  });

  it('have the form the vault and the signer take', () => {
    const key = start(clock).issueKey({ flags });
    expect(key.apiKey).toMatch(/^[\x21-\x7e]{32,64}$/);
    expect(exchange(id).signer.importSecret(key.secret ?? '').ok).toBe(true);
  });

  it('work from listed addresses and networks alone', async () => {
    const venue = start(clock);
    const key = venue.issueKey({ flags, ips: ['198.51.100.0/24', '2001:db8::1'] });
    for (const [index, ip] of ['198.51.100.77', '2001:db8:0::1'].entries())
      expect((await askPractice(venue.handle, id, key, clock.now() + index, ip)).facts.ipRestriction.kind).toBe('list');
    await expect(askPractice(venue.handle, id, key, clock.now() + 2, '203.0.113.9')).rejects.toThrow(
      /-2015|50110|Permission denied/,
    );
  });

  it('are the same for the same seed', () => {
    const keysOf = (seed: string) => {
      const venue = start(new ManualPracticeClock(START_MS), seed);
      return [venue.issueKey({ flags }), venue.issueKey({ flags })];
    };
    expect(keysOf('one')).toEqual(keysOf('one'));
    expect(keysOf('one')).not.toEqual(keysOf('two'));
  });
});

describe('keys registered on Binance by their public half', () => {
  const pairs = [
    { name: 'Ed25519', pair: generateKeyPairSync('ed25519') },
    { name: 'RSA of 2048 bits', pair: generateKeyPairSync('rsa', { modulusLength: 2048 }) },
  ];
  const other = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const clock = new ManualPracticeClock(START_MS);
  const flags = { enableReading: true, enableFutureThing: false };

  for (const { name, pair } of pairs) {
    const publicKeyPem = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const privatePem = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

    it(`${name}: its private half signs, another does not`, async () => {
      const { handle, issueKey } = createPracticeBinance({ clock, isMoving: false });
      const key = issueKey({ flags, publicKeyPem });
      expect(key).toEqual({
        apiKey: expect.stringMatching(/^[A-Za-z0-9]{64}$/),
        secret: null,
        passphrase: null,
        accountId: 'main',
      });
      const { facts } = await askPractice(handle, 'binance', { ...key, privatePem }, clock.now());
      expect(facts.grants).toContainEqual({ grant: 'unknown', name: 'enableFutureThing', isGranted: false });
      await expect(askPractice(handle, 'binance', { ...key, privatePem: other }, clock.now())).rejects.toThrow('-1022');
    });
  }

  it('log on over the WebSocket API', async () => {
    const [ed25519] = pairs;
    if (ed25519 === undefined) throw new Error('no pair');
    const { accept, issueKey } = createPracticeBinance({ clock, isMoving: false });
    const publicKeyPem = ed25519.pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const secret = ed25519.pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const { apiKey } = issueKey({ flags: { enableReading: true }, publicKeyPem });
    const connection = connectInProcess(accept, { path: '/ws-api/v3', query: '' });
    if ('status' in connection) throw new Error(`refused with ${connection.status}`);
    const params = { apiKey, timestamp: clock.now() };
    const signature = signatureOf({ apiKey, secret }, payloadOf(params));
    connection.say(JSON.stringify({ id: 1, method: 'session.logon', params: { ...params, signature } }));
    await new Promise((resolve) => setImmediate(resolve));
    expect(JSON.parse(connection.sent[0] ?? '{}')).toMatchObject({ status: 200, result: { apiKey } });
  });

  const refused = [
    { name: 'a private key', pem: other },
    {
      name: 'an RSA key of 1024 bits',
      pem: generateKeyPairSync('rsa', { modulusLength: 1024 })
        .publicKey.export({ type: 'spki', format: 'pem' })
        .toString(),
    },
    {
      name: 'an elliptic key of another kind',
      pem: generateKeyPairSync('ec', { namedCurve: 'P-256' })
        .publicKey.export({ type: 'spki', format: 'pem' })
        .toString(),
    },
    { name: 'text', pem: 'ssh-ed25519 AAAA' },
  ];
  for (const { name, pem } of refused)
    it(`refuses ${name}`, () =>
      expect(() => createPracticeBinance({ clock }).issueKey({ flags, publicKeyPem: pem })).toThrow());

  it('are no way in at the others', () => {
    const [, okx, kraken] = venues;
    for (const venue of [okx, kraken])
      expect(() => venue?.start(clock).issueKey({ flags: {}, publicKeyPem: 'x' })).toThrow('shared secret');
  });
});

describe('a practice world with extra keys', () => {
  it('answers for each of them over HTTP, and issues more', async () => {
    const world = await startPracticeWorld({
      seed: 'extra',
      extraKeys: [
        {
          exchange: 'binance',
          flags: { enableReading: true, enableWithdrawals: true, enableLater: true },
          ips: ['127.0.0.1'],
        },
        {
          exchange: 'kraken',
          flags: { 'query-ledger': true },
          label: 'ledger only',
          expiresAtMs: Date.UTC(2040, 0, 1),
        },
        { exchange: 'okx', flags: { read_only: true, withdraw: true } },
        { exchange: 'kraken', flags: { 'withdraw-funds': true } },
      ],
    });
    try {
      const counts = world.venues.map(({ exchange: id, extraKeys }) => [id, extraKeys.length]);
      expect(counts).toEqual([
        ['binance', 1],
        ['okx', 1],
        ['kraken', 2],
      ]);
      for (const venue of world.venues) {
        const late = venue.issueKey({ flags: {}, label: 'late' });
        for (const key of venue.extraKeys) expect(await namesOf(venue.exchange, venue.origin, key)).not.toEqual([]);
        expect(await labelOf(venue.exchange, venue.origin, late)).toBe(venue.exchange === 'binance' ? null : 'late');
      }
      const [binance] = world.venues;
      const [extra] = binance?.extraKeys ?? [];
      if (binance === undefined || extra === undefined) throw new Error('no extra key');
      expect(await namesOf('binance', binance.origin, extra)).toEqual([
        'enableReading',
        'enableWithdrawals',
        'enableLater',
      ]);
    } finally {
      await world.stop();
    }
  });
});

describe('address lists of practice keys', () => {
  const cases = [
    { entries: ['10.0.0.0/8'], address: '10.200.3.4', is: true },
    { entries: ['10.0.0.0/8'], address: '11.0.0.1', is: false },
    { entries: ['10.0.0.0/99', 'text', ''], address: '10.0.0.1', is: false },
    { entries: ['10.0.0.1'], address: 'text', is: false },
    { entries: ['2001:db8::/48'], address: '2001:db8::9', is: true },
  ];
  for (const { entries, address, is } of cases)
    it(`${entries.join(', ')} ${is ? 'hold' : 'do not hold'} ${address}`, () =>
      expect(holdsAddress(entries, address)).toBe(is));
});

async function factsOf(id: ExchangeId, origin: string, key: GivenKey) {
  const { permissions, signer } = exchange(id);
  const request = permissions.request('practice');
  const signing = signer.importSecret(key.secret ?? '');
  if (request === null || !signing.ok) throw new Error('cannot be asked');
  const passphrase = key.passphrase === null ? null : new Secret(key.passphrase);
  const stamp = { serverMs: Date.now(), nonce: process.hrtime.bigint() + 10n ** 18n, validForMs: 5_000 };
  const { method, target, headers, body } = signer.sign(
    request,
    { apiKey: key.apiKey, signing: signing.value, passphrase },
    stamp,
  );
  const reply = await fetch(`${origin}${target}`, { method, headers, body });
  const read = permissions.read(await reply.json());
  if (!read.ok) throw new Error(JSON.stringify(read.failure));
  return read.value;
}

async function namesOf(id: ExchangeId, origin: string, key: GivenKey): Promise<readonly string[]> {
  const { grants } = await factsOf(id, origin, key);
  return grants.filter(({ isGranted }) => isGranted === true).map(({ name }) => name);
}

async function labelOf(id: ExchangeId, origin: string, key: GivenKey): Promise<string | null> {
  return (await factsOf(id, origin, key)).label;
}

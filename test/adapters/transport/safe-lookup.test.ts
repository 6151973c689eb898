import type { LookupAddress } from 'node:dns';
import { describe, expect, it } from 'vitest';
import {
  isLoopbackHost,
  isPrivateAddress,
  publicLookupWith,
} from '../../../electron/adapters/transport/safe-lookup.ts';

const hidden = [
  '127.0.0.1',
  '127.255.1.2',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '224.0.0.1',
  '255.255.255.255',
  '::1',
  '::',
  'fe80::1',
  'fd00::1',
  'ff02::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
];
const open = ['8.8.8.8', '52.84.150.39', '172.32.0.1', '100.128.0.1', '2600:9000::1', '::ffff:8.8.8.8'];

describe('addresses', () => {
  for (const address of hidden)
    it(`${address} is none of an exchange`, () => expect(isPrivateAddress(address, familyOf(address))).toBe(true));
  for (const address of open)
    it(`${address} may be one`, () => expect(isPrivateAddress(address, familyOf(address))).toBe(false));
});

describe('a lookup', () => {
  const found = (...addresses: string[]): LookupAddress[] =>
    addresses.map((address) => ({ address, family: familyOf(address) }));
  const lookupOf = (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) =>
    publicLookupWith((_host, _options, done) => done(error, addresses));

  it('gives all addresses or the first, as the socket asks', () => {
    const seen: unknown[] = [];
    const lookup = lookupOf(null, found('8.8.8.8', '2600:9000::1'));
    lookup('a.example', { all: true }, (...answer) => seen.push(answer));
    lookup('a.example', {}, (...answer) => seen.push(answer));
    expect(seen).toEqual([
      [null, found('8.8.8.8', '2600:9000::1')],
      [null, '8.8.8.8', 4],
    ]);
  });

  const refusals = [
    {
      name: 'one private address among public ones',
      error: null,
      addresses: found('8.8.8.8', '127.0.0.1'),
      code: 'EPRIVATEADDRESS',
    },
    { name: 'no address', error: null, addresses: [], code: 'ENOTFOUND' },
    {
      name: 'a failure',
      error: Object.assign(new Error('x'), { code: 'EAI_AGAIN' }),
      addresses: [],
      code: 'EAI_AGAIN',
    },
  ];
  for (const { name, error, addresses, code } of refusals) {
    it(`fails on ${name}`, () => {
      const seen: unknown[] = [];
      lookupOf(error, addresses)('a.example', { all: true }, (problem) => seen.push(problem?.code));
      expect(seen).toEqual([code]);
    });
  }
});

describe('this machine', () => {
  for (const [host, isLoopback] of [
    ['127.0.0.1', true],
    ['[::1]', true],
    ['127.9.9.9', true],
    ['localhost', false],
    ['127.0.0.1.example.com', false],
    ['example.com', false],
    ['10.0.0.1', false],
  ] as const) {
    it(`${host}: ${isLoopback}`, () => expect(isLoopbackHost(host)).toBe(isLoopback));
  }
});

function familyOf(address: string): number {
  return address.includes(':') ? 6 : 4;
}

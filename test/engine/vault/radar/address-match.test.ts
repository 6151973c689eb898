import { BlockList } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isListed, readRange } from '../../../../electron/engine/vault/radar/address-match.ts';

const list = (...addresses: readonly string[]) => ({ kind: 'list' as const, addresses: [...addresses] });

const cases = [
  {
    name: 'the address itself',
    restriction: list('198.51.100.182', '198.51.100.13'),
    address: '198.51.100.13',
    is: true,
  },
  { name: 'another address', restriction: list('198.51.100.182'), address: '198.51.100.183', is: false },
  { name: 'inside a network', restriction: list('198.51.100.128/25'), address: '198.51.100.255', is: true },
  { name: 'just outside a network', restriction: list('198.51.100.128/25'), address: '198.51.100.127', is: false },
  { name: 'a network written with host bits', restriction: list('198.51.100.9/24'), address: '198.51.100.1', is: true },
  { name: '/32 is one address', restriction: list('192.0.2.7/32'), address: '192.0.2.8', is: false },
  { name: '/0 is every address of its family', restriction: list('0.0.0.0/0'), address: '203.0.113.9', is: true },
  { name: 'and of no other', restriction: list('0.0.0.0/0'), address: '2001:db8::1', is: false },
  { name: 'nor is every IPv6 address one of IPv4', restriction: list('::/0'), address: '203.0.113.9', is: false },
  { name: 'IPv6 in another spelling', restriction: list('2001:DB8:0:0::1'), address: '2001:db8::0001', is: true },
  { name: 'inside an IPv6 network', restriction: list('2001:db8::/32'), address: '2001:db8:ffff::1', is: true },
  { name: 'outside an IPv6 network', restriction: list('2001:db8::/32'), address: '2001:db9::1', is: false },
  { name: 'IPv4 inside IPv6 is that IPv4', restriction: list('192.0.2.7'), address: '::ffff:192.0.2.7', is: true },
  { name: 'and so in a list', restriction: list('::ffff:192.0.2.0/120'), address: '192.0.2.200', is: true },
  { name: 'spaces around', restriction: list(' 192.0.2.7 '), address: ' 192.0.2.7', is: true },
  { name: 'no restriction lets all in', restriction: { kind: 'none' as const }, address: '192.0.2.7', is: true },
  {
    name: 'a list that is not shown',
    restriction: { kind: 'list' as const, addresses: null },
    address: '192.0.2.7',
    is: null,
  },
  { name: 'nothing said', restriction: { kind: 'unknown' as const }, address: '192.0.2.7', is: null },
  { name: 'no address of our own', restriction: list('192.0.2.7'), address: null, is: null },
  { name: 'no address but text', restriction: list('192.0.2.7'), address: 'localhost', is: null },
  { name: 'a network is no address of ours', restriction: list('192.0.2.0/24'), address: '192.0.2.0/24', is: null },
  {
    name: 'an entry that cannot be read leaves doubt',
    restriction: list('<redacted>'),
    address: '192.0.2.7',
    is: null,
  },
  { name: 'but not where another fits', restriction: list('<redacted>', '192.0.2.7'), address: '192.0.2.7', is: true },
];

describe('whether a list lets an address in', () => {
  for (const { name, restriction, address, is } of cases)
    it(`${name}: ${is ?? 'not known'}`, () => expect(isListed(restriction, address)).toBe(is));
});

describe('what is no address', () => {
  const texts = [
    '',
    '1.2.3',
    '1.2.3.4.5',
    '256.1.1.1',
    '01.2.3.4',
    '1.2.3.4/33',
    '1.2.3.4/',
    '1.2.3.4/08',
    '1.2.3.4/8/8',
    '1.2.3.-4',
    '1.2.3.4-1.2.3.9',
    '1.2.3.*',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '12345::',
    'g::',
    '::1/129',
    '::1.2.3.256',
    '1.2.3.4::',
    'fe80::1%eth0',
    '[::1]',
    '0x1.2.3.4',
    '1:2:3:4:5:6:7:8::',
    '１.2.3.4',
  ];
  for (const text of texts) it(`"${text}"`, () => expect(readRange(text)).toBeNull());
});

describe('against the platform’s own matcher', () => {
  const families = [
    { name: 'IPv4', family: 'ipv4' as const, address: fc.ipV4(), bits: 32 },
    { name: 'IPv6', family: 'ipv6' as const, address: fc.ipV6(), bits: 128 },
  ];
  for (const { name, family, address, bits } of families) {
    it(`agrees on ${name} networks`, () => {
      fc.assert(
        fc.property(
          address,
          address,
          fc.integer({ min: 0, max: bits }),
          fc.boolean(),
          (base, other, prefix, isNear) => {
            const platform = new BlockList();
            platform.addSubnet(base, prefix, family);
            const asked = isNear ? base : other;
            const restriction = list(`${base}/${prefix}`);
            expect(isListed(restriction, asked)).toBe(platform.check(asked, family));
          },
        ),
        { numRuns: 2_000 },
      );
    });
  }
});

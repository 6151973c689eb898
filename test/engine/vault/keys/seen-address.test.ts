import { describe, expect, it } from 'vitest';
import { exchange } from '../../../../electron/engine/exchanges/registry.ts';

// "Your IP {param0} is not included in your API key's IP whitelist." ("Error Code" of API v5, 2026-08).
const told = (address: string): string => `Your IP ${address} is not included in your API key's IP whitelist.`;

const cases: readonly (readonly [message: string, seenAddress: string | undefined])[] = [
  [told('192.0.2.7'), '192.0.2.7'],
  [told('2001:db8::1'), '2001:db8::1'],
  [told('2001:DB8:0:0:0:0:0:1'), '2001:DB8:0:0:0:0:0:1'],
  [told('::ffff:192.0.2.7'), '::ffff:192.0.2.7'],
  [told('{0}'), undefined],
  [told(''), undefined],
  [told('nowhere'), undefined],
  [told('<b>192.0.2.7</b>'), undefined],
  [told(`${'1'.repeat(40)}.2.3.4`), undefined],
  ['', undefined],
  ['IP not whitelisted', undefined],
];

describe('a refusal of OKX that names our address', () => {
  for (const [message, seenAddress] of cases) {
    it(`${seenAddress ?? 'none'} in "${message.slice(0, 60)}"`, () => {
      const { failure } = exchange('okx').errors.classify('50110', message);
      expect(failure).toMatchObject({ kind: 'invalid-key', reason: 'ip', code: '50110' });
      expect('seenAddress' in failure ? failure.seenAddress : undefined).toBe(seenAddress);
    });
  }
});

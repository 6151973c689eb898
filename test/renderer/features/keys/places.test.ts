import { describe, expect, it } from 'vitest';
import { exchange } from '../../../../electron/engine/exchanges/registry.ts';
import { environmentsOf, keyPageOf, sitesOf, withChoice } from '../../../../renderer/features/keys/places.ts';
import { LINKS } from '../../../../electron/hosts/desktop/links.ts';
import { exchangeIds } from '../../../../shared/model/account.ts';

describe('places of keys', () => {
  for (const id of exchangeIds) {
    for (const environment of ['live', 'testnet'] as const) {
      it(`are those the engine knows: ${id}, ${environment}`, () => {
        const known = Object.keys(exchange(id).environments[environment] ?? {});
        expect([...sitesOf(id, environment)].toSorted()).toEqual(known.toSorted());
      });
    }

    it(`lead to the same page as the desktop menu: ${id}`, () => {
      expect(keyPageOf(id, 'live')).toBe(LINKS[`${id}-keys`]);
      expect(keyPageOf(id, 'practice')).toBeNull();
    });
  }

  it('offer practice only where the host runs it', () => {
    expect(environmentsOf('kraken', false)).toEqual(['live']);
    expect(environmentsOf('binance', true)).toEqual(['live', 'testnet', 'practice']);
  });

  const place = { exchange: 'okx', environment: 'testnet', region: 'eea', label: 'a', replaces: null } as const;
  const choices = [
    { name: 'keep what fits', change: { environment: 'live' }, is: ['okx', 'live', 'eea'] },
    {
      name: 'leave an environment that is not there',
      change: { exchange: 'kraken' },
      is: ['kraken', 'live', 'global'],
    },
    { name: 'leave a site that is not there', change: { exchange: 'binance' }, is: ['binance', 'testnet', 'global'] },
  ] as const;
  for (const { name, change, is } of choices) {
    it(name, () => {
      const next = withChoice(place, change, true);
      expect([next.exchange, next.environment, next.region]).toEqual(is);
    });
  }
});

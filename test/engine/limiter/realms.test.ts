import { describe, expect, it } from 'vitest';
import { realmName } from '../../../shared/model/account.ts';
import { bucketKey, realmKey } from '../../../electron/engine/limiter/keys.ts';
import { bucketOf, fixed, holder } from './rig.ts';

describe('a realm', () => {
  const testnet = { exchange: 'binance', environment: 'testnet' } as const;

  it('is one site: what shares an environment and no hosts shares no counter either', () => {
    const keys = ['global', 'demo'].map((region) =>
      bucketKey({ ...testnet, region }, bucketOf(fixed(1_000), 1), null, holder),
    );
    expect(keys).toEqual(['binance/testnet|weight|ip=default', 'binance/testnet@demo|weight|ip=default']);
  });

  it('has the same name with and without its own site named', () => {
    expect([realmKey(testnet), realmName({ ...testnet, region: 'global' })]).toEqual([
      'binance/testnet',
      'binance/testnet',
    ]);
  });
});

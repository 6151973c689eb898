import { describe, expect, it } from 'vitest';
import { type Environment, type ExchangeId, exchangeIds } from '../../../../shared/model/account.ts';
import type { Hosts } from '../../../../electron/engine/exchanges/definition.ts';
import { exchange } from '../../../../electron/engine/exchanges/registry.ts';
import { isEnvironmentRight } from '../../../../electron/engine/desk/market/environment-rule.ts';
import { accountOf } from '../../../support/client-rig.ts';

const environments: readonly Environment[] = ['live', 'testnet', 'practice'];

function hostsOf(id: ExchangeId, environment: Environment): readonly Hosts[] {
  const known = exchange(id).environments;
  if (environment === 'practice') return [known.practice('http://127.0.0.1:4000', 'ws://127.0.0.1:4000')];
  return Object.values(known[environment] ?? {});
}

describe('hosts and environments never mix', () => {
  for (const id of exchangeIds) {
    for (const environment of environments) {
      for (const other of environments) {
        it(`${id}: an account of ${environment} at hosts of ${other}`, () => {
          const account = { ...accountOf(id), environment };
          const verdicts = hostsOf(id, other).map((hosts) => isEnvironmentRight(account, hosts));
          expect(verdicts).toEqual(verdicts.map(() => environment === other));
        });
      }
    }
  }

  it('OKX demo trading is told from live by its header alone', () => {
    const { live, testnet } = exchange('okx').environments;
    expect(live['global']?.rest).toBe(testnet?.['global']?.rest);
  });
});

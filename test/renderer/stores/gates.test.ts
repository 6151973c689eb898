import { describe, expect, it } from 'vitest';
import { gatesOf } from '../../../renderer/stores/gates.ts';
import type { Gate } from '../../../shared/model/bucket.ts';
import { accountNamed, NOW_MS, viewOf } from '../support.ts';

function gate(key: string, extra: Partial<Gate> = {}): Gate {
  return {
    key,
    exchange: 'binance',
    environment: 'practice',
    cause: 'rate-limited',
    sinceMs: NOW_MS,
    untilMs: NOW_MS + 1,
    code: null,
    ...extra,
  };
}

const a = accountNamed('a');
const b = accountNamed('b', { egress: '10.0.0.2' });
const views = [
  viewOf('binance/practice|orders-10s|account=ref-a', 1, { accounts: ['a'] }),
  viewOf('binance/practice|orders-10s|account=ref-b', 1, { accounts: ['b'] }),
];

describe('gatesOf', () => {
  const cases = [
    { name: 'an address closes the accounts behind it', gate: gate('binance/practice|ip=127.0.0.1'), at: ['a'] },
    { name: 'an account closes itself alone', gate: gate('binance/practice|account=ref-b'), at: ['b'] },
    { name: 'a whole exchange closes all', gate: gate('binance/practice'), at: ['a', 'b'] },
    {
      name: 'a scope nobody is known by is shown to all',
      gate: gate('binance/practice|account=other'),
      at: ['a', 'b'],
    },
    { name: 'another environment closes nothing here', gate: gate('binance/live', { environment: 'live' }), at: [] },
    { name: 'another exchange closes nothing here', gate: gate('okx/practice', { exchange: 'okx' }), at: [] },
  ];
  for (const { name, gate: closed, at } of cases) {
    it(name, () => {
      const found = [a, b].filter((account) => gatesOf(account, [closed], [a, b], views).length > 0);
      expect(found.map((account) => account.id)).toEqual(at);
    });
  }
});

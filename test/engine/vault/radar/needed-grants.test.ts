import { describe, expect, it } from 'vitest';
import type { ExchangeId } from '../../../../shared/model/account.ts';
import { Grant } from '../../../../shared/model/key.ts';
import { grantsOfName } from '../../../../electron/engine/exchanges/key-rules.ts';
import { exchange, exchanges } from '../../../../electron/engine/exchanges/registry.ts';
import { useByGrant } from '../../../../electron/engine/vault/radar/use-by-grant.ts';
import { auditOf, codesOf, DAY_MS, factsWith } from './support.ts';

// The one signed call that asks for no right at all (Kraken's REST reference, 2026-05).
const FREE: readonly string[] = ['POST /0/private/GetApiKeyInfo'];

describe.each(Object.values(exchanges).map((definition) => [definition.id, definition] as const))(
  '%s',
  (_id, definition) => {
    const { limits, permissions } = definition;
    const endpoints = Object.entries(limits.endpoints);

    it('says for every signed endpoint which grant it needs', () => {
      const signed = endpoints.filter(([, { security }]) => security === 'signed').map(([name]) => name);
      expect(signed.length).toBeGreaterThan(10);
      const silent = signed.filter((name) => permissions.needed(name) === null);
      expect(silent).toEqual(signed.filter((name) => FREE.includes(name)));
    });

    it('says a grant that a right of this exchange opens', () => {
      const opened = new Set(Object.values(permissions.rules.grantsOf).flat());
      for (const [name] of endpoints) {
        const grant = permissions.needed(name);
        if (grant !== null) expect(opened, name).toContain(grant);
      }
    });

    it('wants nothing for public endpoints and for what is no call', () => {
      const open = endpoints.filter(([, { security }]) => security === 'public').map(([name]) => name);
      for (const name of [...open, 'ws private open', '', 'GET', 'constructor'])
        expect(permissions.needed(name), name).toBeNull();
    });

    it('wants trading for what places orders and never for what reads', () => {
      for (const [name, { effect, security }] of endpoints.filter(
        ([, { lane }]) => lane === 'order' || lane === 'cancel',
      )) {
        expect(security).toBe('signed');
        expect(effect === 'read' || permissions.needed(name)?.startsWith('trade-'), name).toBe(true);
      }
      for (const [name] of endpoints.filter(([called]) => called.startsWith('GET ')))
        expect([null, 'read']).toContain(permissions.needed(name));
    });

    it('knows no grant but those of the vocabulary, and no right by an inherited name', () => {
      for (const grants of Object.values(permissions.rules.grantsOf))
        for (const grant of grants) expect(Grant.options).toContain(grant);
      expect(grantsOfName(permissions.rules, 'constructor')).toEqual([]);
    });
  },
);

const samples: readonly (readonly [ExchangeId, string, Grant | null])[] = [
  ['binance', 'POST /sapi/v1/capital/withdraw/apply', 'withdraw'],
  ['binance', 'GET /sapi/v1/capital/withdraw/history', 'read'],
  ['binance', 'POST /sapi/v1/asset/transfer', 'transfer'],
  ['binance', 'POST /sapi/v1/sub-account/universalTransfer', 'transfer'],
  ['binance', 'POST /sapi/v1/sub-account/virtualSubAccount', 'sub-account'],
  ['binance', 'POST /sapi/v1/margin/order', 'trade-spot'],
  ['binance', 'POST /sapi/v1/margin/borrow-repay', 'trade-margin'],
  ['binance', 'POST /sapi/v1/margin/transfer', 'trade-margin'],
  ['binance', 'POST /fapi/v1/order', 'trade-futures'],
  ['binance', 'POST /api/v3/order/someNewKind', 'trade-spot'],
  ['binance', 'GET /api/v3/someNewRead', 'read'],
  ['binance', 'POST /sapi/v1/something/new', 'unknown'],
  ['binance', 'POST /api/v3/order/test', 'trade-spot'],
  ['okx', 'POST /api/v5/asset/withdrawal', 'withdraw'],
  ['okx', 'POST /api/v5/asset/transfer', 'transfer'],
  ['okx', 'POST /api/v5/asset/subaccount/transfer', 'transfer'],
  ['okx', 'POST /api/v5/users/subaccount/apikey', 'sub-account'],
  ['okx', 'GET /api/v5/users/subaccount/apikey', 'read'],
  ['okx', 'POST /api/v5/account/set-leverage', 'trade-spot'],
  ['okx', 'GET /api/v5/market/something-new', null],
  ['kraken', 'POST /0/private/Withdraw', 'withdraw'],
  ['kraken', 'POST /0/private/WithdrawStatus', 'read'],
  ['kraken', 'POST /0/private/WalletTransfer', 'transfer'],
  ['kraken', 'POST /0/private/AccountTransfer', 'withdraw'],
  ['kraken', 'POST /0/private/Earn/Allocate', 'earn'],
  ['kraken', 'POST /0/private/Earn/Allocations', 'read'],
  ['kraken', 'POST /0/private/GetWebSocketsToken', 'socket'],
  ['kraken', 'POST /0/private/GetSomethingNew', 'read'],
  ['kraken', 'POST /0/private/SomethingNew', 'unknown'],
  ['kraken', 'POST /0/private/constructor', 'unknown'],
];

describe('endpoints by table and by path', () => {
  for (const [id, endpoint, grant] of samples)
    it(`${id} ${endpoint}: ${grant ?? 'none'}`, () => expect(exchange(id).permissions.needed(endpoint)).toBe(grant));
});

describe('use by grant', () => {
  it('sums calls, keeps the newest time, sets checks of the key apart, and leaves out public calls', () => {
    const rows = [
      { endpoint: 'POST /api/v3/order', calls: 3, lastAtMs: 20 },
      { endpoint: 'DELETE /api/v3/order', calls: 2, lastAtMs: 50 },
      { endpoint: 'GET /api/v3/account', calls: 7, lastAtMs: 40 },
      { endpoint: 'GET /api/v3/order', calls: 1, lastAtMs: 10 },
      { endpoint: 'GET /api/v3/depth', calls: 100, lastAtMs: 90 },
      { endpoint: 'GET /sapi/v1/account/apiRestrictions', calls: 30, lastAtMs: 99 },
      { endpoint: 'ws private open', calls: 5, lastAtMs: 98 },
      { endpoint: 'POST /api/v3/sor/order', calls: 0, lastAtMs: 97 },
    ];
    expect(useByGrant('binance', rows)).toEqual([
      { grant: 'trade-spot', calls: 5, lastUsedAtMs: 50 },
      { grant: 'read', calls: 8, lastUsedAtMs: 40, checkedAtMs: 99 },
    ]);
  });

  it('takes a key that is only checked for unused, and yet for alive', () => {
    const nowMs = 100 * DAY_MS;
    const use = useByGrant('okx', [{ endpoint: 'GET /api/v5/account/config', calls: 30, lastAtMs: nowMs - DAY_MS }]);
    expect(use).toEqual([{ grant: 'read', calls: 0, lastUsedAtMs: null, checkedAtMs: nowMs - DAY_MS }]);
    const facts = factsWith([['trade', 'trade-spot']], { ipRestriction: { kind: 'none' }, createdAtMs: null });
    const { advice, deadlines } = auditOf(facts, 'okx', { use, addedAtMs: 0, checkedAtMs: null, nowMs });
    expect(codesOf(advice)).toEqual(['notice lapses-by-rule', 'notice never-used', 'warning trade-without-ip-list']);
    expect(deadlines[0]).toEqual({ kind: 'inactivity', atMs: nowMs + 13 * DAY_MS, isTold: false });
  });
});

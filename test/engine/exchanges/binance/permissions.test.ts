import { describe, expect, it } from 'vitest';
import { KeyFacts } from '../../../../shared/model/key.ts';
import { read, request } from '../../../../electron/engine/exchanges/binance/permissions.ts';

function facts(body: unknown): KeyFacts {
  const result = read(body);
  if (!result.ok) throw new Error(result.failure.kind);
  return KeyFacts.parse(result.value);
}

// The present sample of "Get API Key Permission", 2026, with the two members seen elsewhere.
const sample = {
  ipRestrict: true,
  createTime: 1698645219000,
  enableReading: true,
  enableSpotAndMarginTrading: true,
  enableWithdrawals: false,
  enableInternalTransfer: false,
  permitsUniversalTransfer: true,
  enableMargin: false,
  enableFutures: false,
  enableVanillaOptions: true,
  enablePortfolioMarginTrading: false,
  enableFixApiTrade: false,
  enableFixReadOnly: true,
  tradingAuthorityExpirationTime: 1790000000000,
  enableAlphaWithdrawals: true,
  symbolWhitelist: 'BTCUSDT',
  maxAddresses: 30,
};

describe('apiRestrictions', () => {
  it('maps every member', () => {
    expect(facts(sample)).toEqual({
      grants: [
        { grant: 'read', name: 'enableReading', isGranted: true },
        { grant: 'trade-spot', name: 'enableSpotAndMarginTrading', isGranted: true },
        { grant: 'trade-margin', name: 'enableMargin', isGranted: false },
        { grant: 'trade-margin', name: 'enablePortfolioMarginTrading', isGranted: false },
        { grant: 'trade-futures', name: 'enableFutures', isGranted: false },
        { grant: 'trade-options', name: 'enableVanillaOptions', isGranted: true },
        { grant: 'transfer', name: 'enableInternalTransfer', isGranted: false },
        { grant: 'transfer', name: 'permitsUniversalTransfer', isGranted: true },
        { grant: 'withdraw', name: 'enableWithdrawals', isGranted: false },
        { grant: 'socket', name: 'enableFixApiTrade', isGranted: false },
        { grant: 'socket', name: 'enableFixReadOnly', isGranted: true },
        { grant: 'unknown', name: 'enableAlphaWithdrawals', isGranted: true },
      ],
      ipRestriction: { kind: 'list', addresses: null },
      label: null,
      createdAtMs: 1698645219000,
      modifiedAtMs: null,
      lastUsedAtMs: null,
      expiresAtMs: 1790000000000,
      accountRef: null,
      extra: { symbolWhitelist: 'BTCUSDT', maxAddresses: '30' },
    });
  });

  it('knows nothing where nothing is said, and never takes silence for a no', () => {
    const { grants, ipRestriction, expiresAtMs, createdAtMs } = facts({});
    expect(grants).toHaveLength(11);
    expect(grants.every(({ isGranted }) => isGranted === null)).toBe(true);
    expect([ipRestriction, expiresAtMs, createdAtMs]).toEqual([{ kind: 'unknown' }, null, null]);
  });

  const rows = [
    { name: 'a right that is no boolean', body: { enableWithdrawals: 'yes' }, withdraw: null, ip: 'unknown' },
    { name: 'a right written as number', body: { enableWithdrawals: 1 }, withdraw: null, ip: 'unknown' },
    { name: 'no address list', body: { ipRestrict: false, enableWithdrawals: true }, withdraw: true, ip: 'none' },
    { name: 'an odd address flag', body: { ipRestrict: 'false' }, withdraw: null, ip: 'unknown' },
  ];
  for (const { name, body, withdraw, ip } of rows) {
    it(name, () => {
      const { grants, ipRestriction } = facts(body);
      expect(grants.find(({ grant }) => grant === 'withdraw')?.isGranted).toBe(withdraw);
      expect(ipRestriction.kind).toBe(ip);
    });
  }

  for (const time of [0, -1, 1.5, '1698645219000', null]) {
    it(`takes ${JSON.stringify(time)} for no time`, () => {
      expect(facts({ createTime: time, tradingAuthorityExpirationTime: time })).toMatchObject({
        createdAtMs: null,
        expiresAtMs: null,
      });
    });
  }

  for (const body of [null, undefined, [], 'x', 5]) {
    it(`fails on ${JSON.stringify(body)}`, () =>
      expect(read(body)).toMatchObject({ ok: false, failure: { kind: 'bad-reply' } }));
  }

  it('is asked where there is a /sapi', () => {
    expect(request('live')).toEqual({ method: 'GET', path: '/sapi/v1/account/apiRestrictions', query: '', body: null });
    expect(request('practice')).toEqual(request('live'));
    expect(request('testnet')).toBeNull();
  });
});

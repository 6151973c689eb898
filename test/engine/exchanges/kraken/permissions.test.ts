import { describe, expect, it } from 'vitest';
import { KeyFacts } from '../../../../shared/model/key.ts';
import { permissionCodes, permissions } from '../../../../electron/engine/exchanges/kraken/permissions.ts';

const snake = {
  api_key_name: 'Desk',
  api_key: 'PUBLIC-HALF-OF-THE-KEY',
  nonce: '1772616492376594',
  nonce_window: '5000',
  permissions: ['query-funds', 'modify-trades'],
  iban: 'AA88 N84G WOAH 3RVA',
  valid_until: '1790000000',
  query_from: '0',
  query_to: '0',
  created_time: '1522132642',
  modified_time: '1618230358',
  ip_allowlist: ['198.51.100.7/32', ''],
  last_used: null,
};

const camel = {
  apiKeyName: snake.api_key_name,
  apiKey: snake.api_key,
  nonce: snake.nonce,
  nonceWindow: 5000,
  permissions: snake.permissions,
  iban: snake.iban,
  validUntil: snake.valid_until,
  queryFrom: snake.query_from,
  queryTo: snake.query_to,
  createdTime: snake.created_time,
  modifiedTime: snake.modified_time,
  ipAllowlist: snake.ip_allowlist,
  lastUsed: snake.last_used,
};

function facts(result: unknown): KeyFacts {
  const read = permissions.read({ error: [], result });
  if (!read.ok) throw new Error(JSON.stringify(read.failure));
  return KeyFacts.parse(read.value);
}

describe('GetApiKeyInfo', () => {
  for (const [casing, info] of [
    ['snake case', snake],
    ['camel case', camel],
  ] as const) {
    it(`reads ${casing}`, () => {
      const { grants: _grants, ...rest } = facts(info);
      expect(rest).toEqual({
        ipRestriction: { kind: 'list', addresses: ['198.51.100.7/32'] },
        label: 'Desk',
        createdAtMs: 1_522_132_642_000,
        modifiedAtMs: 1_618_230_358_000,
        lastUsedAtMs: null,
        expiresAtMs: 1_790_000_000_000,
        accountRef: 'AA88 N84G WOAH 3RVA',
        extra: { nonce: '1772616492376594', nonceWindow: '5000', queryFrom: '0', queryTo: '0' },
      });
    });
  }

  it('never hands on the public key', () => expect(JSON.stringify(facts(snake))).not.toContain(snake.api_key));

  const grants: Readonly<Record<string, readonly string[]>> = {
    'query-funds': ['read', 'transfer'],
    'add-funds': ['deposit'],
    'withdraw-funds': ['withdraw'],
    'earn-funds': ['earn'],
    'query-open-trades': ['read'],
    'query-closed-trades': ['read'],
    'modify-trades': ['trade-spot'],
    'close-trades': ['trade-spot'],
    'query-ledger': ['read'],
    'export-data': ['export'],
    'create-ws-token': ['socket'],
    'add-withdraw-address': ['address-book'],
    'update-withdraw-address': ['address-book'],
  };
  it('knows 13 codes', () => {
    expect(permissionCodes).toHaveLength(13);
    expect([...permissionCodes].sort()).toEqual(Object.keys(grants).sort());
  });
  for (const [code, expected] of Object.entries(grants)) {
    it(`${code} grants ${expected.join(' and ')}, the other codes are denied`, () => {
      const read = facts({ ...snake, permissions: [code] }).grants;
      expect(read.filter(({ isGranted }) => isGranted === true)).toEqual(
        expected.map((grant) => ({ grant, name: code, isGranted: true })),
      );
      expect(new Set(read.filter(({ isGranted }) => isGranted === false).map(({ name }) => name)).size).toBe(12);
    });
  }

  it('keeps a code nobody knows', () =>
    expect(facts({ ...snake, permissions: ['query-funds', 'move-mountains'] }).grants).toContainEqual({
      grant: 'unknown',
      name: 'move-mountains',
      isGranted: true,
    }));

  const lists = [
    { list: [''], restriction: { kind: 'none' } },
    { list: [], restriction: { kind: 'none' } },
    { list: undefined, restriction: { kind: 'unknown' } },
    { list: null, restriction: { kind: 'unknown' } },
    { list: ['2001:db8::/32'], restriction: { kind: 'list', addresses: ['2001:db8::/32'] } },
  ];
  for (const { list, restriction } of lists) {
    it(`an allowlist of ${JSON.stringify(list)} is ${restriction.kind}`, () =>
      expect(facts({ ...snake, ip_allowlist: list }).ipRestriction).toEqual(restriction));
  }

  const times = [
    { text: '0', ms: null },
    { text: '', ms: null },
    { text: 'never', ms: null },
    { text: 1_790_000_000, ms: 1_790_000_000_000 },
  ];
  for (const { text, ms } of times) {
    it(`a time of ${JSON.stringify(text)} is ${ms}`, () =>
      expect(facts({ ...snake, valid_until: text }).expiresAtMs).toBe(ms));
  }

  it('passes an error text on', () =>
    expect(permissions.read({ error: ['EAPI:Invalid key'] })).toMatchObject({
      ok: false,
      failure: { kind: 'invalid-key' },
    }));
  for (const body of [
    { error: [], result: {} },
    { error: [], result: { permissions: 'all' } },
    '<html>',
    null,
    undefined,
  ]) {
    it(`does not read ${JSON.stringify(body)}`, () =>
      expect(permissions.read(body)).toMatchObject({ ok: false, failure: { kind: 'bad-reply' } }));
  }

  it('is asked with a signed post of the key itself', () => {
    expect(permissions.request('live')).toMatchObject({ method: 'POST', path: '/0/private/GetApiKeyInfo' });
    expect(permissions.request('practice')).toEqual(permissions.request('live'));
    expect(permissions.request('testnet')).toBeNull();
  });
});

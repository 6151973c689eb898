import { describe, expect, it } from 'vitest';
import { permissions } from '../../../../electron/engine/exchanges/okx/permissions.ts';
import { KeyFacts } from '../../../../shared/model/key.ts';
import { unwrap } from './support.ts';

const config = {
  perm: 'read_only',
  ip: '',
  label: '',
  uid: '44705892343619584',
  mainUid: '44705892343619584',
  acctLv: '1',
  opAuth: '0',
};

function facts(changes: Record<string, unknown>): KeyFacts {
  return unwrap(permissions.read({ code: '0', msg: '', data: [{ ...config, ...changes }] }));
}

function granted(changes: Record<string, unknown>): readonly string[] {
  return facts(changes).grants.flatMap(({ grant, isGranted }) => (isGranted === true ? [grant] : []));
}

describe('OKX key permissions', () => {
  const cases = [
    { name: 'read_only', changes: { perm: 'read_only' }, grants: ['read'] },
    { name: 'read, as one sample has it', changes: { perm: 'read' }, grants: ['read'] },
    {
      name: 'trade in spot mode, which moves funds and manages sub-account keys too',
      changes: { perm: 'read_only,trade' },
      grants: ['read', 'trade-spot', 'transfer', 'sub-account'],
    },
    {
      name: 'trade in futures mode with options',
      changes: { perm: 'trade', acctLv: '2', opAuth: '1' },
      grants: ['trade-spot', 'trade-margin', 'trade-futures', 'trade-options', 'transfer', 'sub-account'],
    },
    { name: 'any order and blanks', changes: { perm: ' withdraw, read_only ,withdraw' }, grants: ['read', 'withdraw'] },
    { name: 'no permission at all', changes: { perm: '' }, grants: [] },
  ];
  for (const { name, changes, grants } of cases) it(`reads ${name}`, () => expect(granted(changes)).toEqual(grants));

  it('keeps permissions it does not know, by name', () => {
    const grants = facts({ perm: 'read_only,teleport' }).grants.filter(({ grant }) => grant === 'unknown');
    expect(grants).toEqual([{ grant: 'unknown', name: 'teleport', isGranted: true }]);
  });

  it('does not claim what the account mode would say when the mode is missing', () => {
    const { grants } = facts({ perm: 'trade', acctLv: undefined, opAuth: undefined });
    const said = grants.filter(({ grant }) => ['trade-margin', 'trade-options'].includes(grant));
    expect(said.map(({ isGranted }) => isGranted)).toEqual([null, null]);
  });

  const restrictions = [
    { name: 'no binding', ip: '', expected: { kind: 'none' } },
    {
      name: 'two addresses',
      ip: '198.51.100.182,2001:db8::/32',
      expected: { kind: 'list', addresses: ['198.51.100.182', '2001:db8::/32'] },
    },
    { name: 'a missing field', ip: undefined, expected: { kind: 'unknown' } },
  ];
  for (const { name, ip, expected } of restrictions) {
    it(`reads ${name}`, () => expect(facts({ ip }).ipRestriction).toEqual(expected));
  }

  it('names the account by uid without losing digits, and invents no times', () => {
    const read = facts({ uid: '444810535339712570', label: 'V5 Test' });
    expect(KeyFacts.parse(read)).toEqual(read);
    expect(read).toMatchObject({
      accountRef: '444810535339712570',
      label: 'V5 Test',
      createdAtMs: null,
      expiresAtMs: null,
    });
  });

  it('shows the other facts as they are', () => {
    const { extra } = facts({ autoLoan: true, settleCcyList: ['USD', 'USDC'], kycLv: '2' });
    expect(extra).toEqual({
      mainUid: config.mainUid,
      acctLv: '1',
      opAuth: '0',
      autoLoan: 'true',
      settleCcyList: 'USD,USDC',
      kycLv: '2',
    });
  });

  it('asks account/config', () => {
    expect(permissions.request()).toEqual({ method: 'GET', path: '/api/v5/account/config', query: '', body: null });
  });

  for (const body of [
    undefined,
    {},
    { code: '0', data: [] },
    { code: '50119', msg: '' },
    { code: '0', data: [{ ip: '' }] },
  ]) {
    it(`refuses ${JSON.stringify(body)}`, () => {
      expect(permissions.read(body)).toMatchObject({ ok: false, failure: { kind: 'bad-reply' } });
    });
  }
});

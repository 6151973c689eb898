import { describe, expect, it } from 'vitest';
import { Failure } from '../../../../shared/contract/failure.ts';
import type { Verdict } from '../../../../electron/engine/exchanges/definition.ts';
import { documentedCodes, errors } from '../../../../electron/engine/exchanges/kraken/errors.ts';

type Row = readonly [text: string, kind: Failure['kind'], execution: Verdict['execution'], retry: Verdict['retry']];

const NEVER = ['not-executed', 'never'] as const;
const LATER = ['not-executed', 'after-delay'] as const;
const UNSURE = ['unknown', 'after-delay'] as const;

// Every string of the error pages, as written there.
const listed: readonly Row[] = [
  ['EAPI:Invalid key', 'invalid-key', ...NEVER],
  ['EAPI:Invalid signature', 'invalid-key', ...NEVER],
  ['EAPI:Invalid nonce', 'invalid-nonce', 'not-executed', 'with-new-nonce'],
  ['EAPI:Rate limit exceeded', 'rate-limited', ...LATER],
  ['EAPI:Bad request', 'rejected', ...NEVER],
  ['EGeneral:Permission denied', 'missing-permission', ...NEVER],
  ['EGeneral:Invalid arguments', 'rejected', ...NEVER],
  ['EGeneral:Invalid arguments:volume', 'filter', ...NEVER],
  ['EGeneral:Unknown method', 'rejected', ...NEVER],
  ['EGeneral:Temporary lockout', 'banned', ...LATER],
  ['EGeneral:Too many requests', 'rate-limited', ...LATER],
  ['EGeneral:Internal error', 'busy', ...UNSURE],
  ['EAuth:Account temporary disabled', 'account-blocked', ...NEVER],
  ['EAuth:Account unconfirmed', 'account-blocked', ...NEVER],
  ['EAuth:Rate limit exceeded', 'rate-limited', ...LATER],
  ['EAuth:Too many requests', 'rate-limited', ...LATER],
  ['EAuth:Failed', 'invalid-key', ...NEVER],
  ['EAccount:Invalid permissions', 'account-blocked', ...NEVER],
  ['ESession:Invalid session', 'invalid-key', ...NEVER],
  ['EService:Unavailable', 'maintenance', ...UNSURE],
  ['EService:Busy', 'busy', ...UNSURE],
  ['EService:Throttled', 'rate-limited', ...LATER],
  ['EService:Market in cancel_only mode', 'market-closed', ...NEVER],
  ['EService:Market in post_only mode', 'market-closed', ...NEVER],
  ['EService:Deadline elapsed', 'rejected', 'unknown', 'never'],
  ['EDatabase:Internal error', 'busy', ...UNSURE],
  ['EQuery:Unknown asset', 'not-found', ...NEVER],
  ['EQuery:Unknown asset pair', 'not-found', ...NEVER],
  ['EQuery:Invalid asset pair', 'not-found', ...NEVER],
  ['EOrder:Insufficient funds', 'insufficient-funds', ...NEVER],
  ['EOrder:Order minimum not met', 'filter', ...NEVER],
  ['EOrder:Cost minimum not met', 'filter', ...NEVER],
  ['EOrder:Tick size check failed', 'filter', ...NEVER],
  ['EOrder:Invalid price', 'filter', ...NEVER],
  ['EOrder:Rate limit exceeded', 'rate-limited', ...LATER],
  ['EOrder:Domain rate limit exceeded', 'rate-limited', ...LATER],
  ['EOrder:Orders limit exceeded', 'too-many-open-orders', ...NEVER],
  ['EOrder:Scheduled orders limit exceeded', 'too-many-open-orders', ...NEVER],
  ['EOrder:Positions limit exceeded', 'rejected', ...NEVER],
  ['EOrder:Unknown position', 'rejected', ...NEVER],
  ['EOrder:Margin allowance exceeded', 'rejected', ...NEVER],
  ['EOrder:Margin level too low', 'rejected', ...NEVER],
  ['EOrder:Margin position size exceeded', 'rejected', ...NEVER],
  ['EOrder:Insufficient margin', 'rejected', ...NEVER],
  ['EOrder:Cannot open position', 'rejected', ...NEVER],
  ['EOrder:Cannot open opposing position', 'rejected', ...NEVER],
  ['EOrder:Reduce only:Non-PC', 'rejected', ...NEVER],
  ['EOrder:Reduce only:No position exists', 'rejected', ...NEVER],
  ['EOrder:Reduce only:Position is closed', 'rejected', 'unknown', 'never'],
  ['EOrder:Unknown order', 'unknown-order', ...NEVER],
  ['EOrder:Invalid order', 'rejected', ...NEVER],
  ['EOrder:Post only order', 'filter', ...NEVER],
  ['ETrade:Invalid request', 'rejected', ...NEVER],
  ['ETrade:User Locked', 'account-blocked', ...NEVER],
  ['EFunding:Unknown withdraw key', 'rejected', ...NEVER],
  ['EFunding:Unknown asset', 'rejected', ...NEVER],
  ['EFunding:Invalid amount', 'rejected', ...NEVER],
  ['EFunding:Unknown reference id', 'rejected', ...NEVER],
  ['EFunding:Invalid reference id', 'rejected', ...NEVER],
  ['EFunding:No funding method', 'rejected', ...NEVER],
  ['EFunding:Too many addresses', 'rejected', ...NEVER],
  ['EFunding:Max fee exceeded', 'rejected', ...NEVER],
  ['EBM:limit exceeded:CAL', 'rejected', ...NEVER],
];

describe('one error text', () => {
  for (const [text, kind, execution, retry] of listed) {
    it(text, () => {
      const verdict = errors.classify(text, '');
      expect(verdict).toMatchObject({ failure: { kind }, execution, retry });
      expect(Failure.parse(verdict.failure)).toEqual(verdict.failure);
    });
  }

  it('every listed string is documented, and no other', () =>
    expect([...documentedCodes].sort()).toEqual(listed.map(([text]) => text).sort()));

  const nearby: readonly Row[] = [
    ['EQuery:Unknown asset pair:XYZ', 'not-found', ...NEVER],
    ['EGeneral:Invalid arguments:ordertype', 'rejected', ...NEVER],
    ['EGeneral:Invalid arguments:volume minimum not met', 'filter', ...NEVER],
    ['EGeneral:Internal error:1234', 'busy', ...UNSURE],
    ['EService: Unavailable', 'maintenance', ...UNSURE],
    ['  EOrder:Insufficient funds ', 'insufficient-funds', ...NEVER],
    ['Token(s) not found', 'invalid-key', ...NEVER],
    ['Malformed request', 'rejected', ...NEVER],
    ['Unsupported event', 'rejected', ...NEVER],
    ["Unsupported field: 'channel' for the given msg type: subscribe", 'rejected', ...NEVER],
    ['Currency pair not supported XBT/USD', 'not-found', ...NEVER],
    ['Exceeded msg rate', 'rate-limited', ...LATER],
    ['EOrder:Something new', 'rejected', 'unknown', 'never'],
    ['', 'rejected', 'unknown', 'never'],
  ];
  for (const [text, kind, execution, retry] of nearby) {
    it(`by its beginning: ${JSON.stringify(text)}`, () =>
      expect(errors.classify(text, '')).toMatchObject({ failure: { kind }, execution, retry }));
  }

  const reasons = [
    { text: 'EAPI:Invalid key', reason: 'unknown' },
    { text: 'EAPI:Invalid signature', reason: 'signature' },
    { text: 'ESession:Invalid session', reason: 'session' },
  ];
  for (const { text, reason } of reasons) {
    it(`${text} blames the ${reason}`, () =>
      expect(errors.classify(text, '').failure).toMatchObject({ reason, code: text }));
  }

  it('reads the message where the code is empty', () =>
    expect(errors.classify('', 'EOrder:Unknown order').failure.kind).toBe('unknown-order'));
  it('keeps a long text within what a row of the log holds', () => {
    const { failure } = errors.classify(`EOrder:${'x'.repeat(500)}`, '');
    expect(failure).toMatchObject({ code: `EOrder:${'x'.repeat(73)}`, detail: `EOrder:${'x'.repeat(193)}` });
  });
});

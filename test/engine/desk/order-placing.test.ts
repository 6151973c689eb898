import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Failure, type FailureKind, fail, ok } from '../../../shared/contract/failure.ts';
import { placeOnce } from '../../../electron/engine/desk/order-placing.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { accountOf, binanceOrder, SaidClient, type Said } from '../../support/desk-bench.ts';

const request = { method: 'POST', path: '/api/v3/order', query: 'newClientOrderId=hr-1', body: null } as const;

async function placed(said: Said, stopped: Failure | null = null) {
  const client = new SaidClient(new FakeClock());
  client.say = () => said;
  return await placeOnce(client, {
    account: accountOf('binance'),
    request,
    clientOrderId: 'hr-1',
    beforeSend: () => stopped,
    mayStart: () => null,
  });
}

const code = { code: '-1' };
const REFUSED: readonly Failure[] = [
  { kind: 'rate-limited', ...code, retryAtMs: null },
  { kind: 'banned', ...code, untilMs: null },
  { kind: 'firewall', status: 403 },
  { kind: 'busy', ...code },
  { kind: 'maintenance', ...code },
  { kind: 'restricted-location', ...code },
  { kind: 'clock-skew', ...code },
  { kind: 'invalid-nonce', ...code },
  { kind: 'invalid-key', reason: 'signature', ...code },
  { kind: 'missing-permission', ...code },
  { kind: 'account-blocked', ...code, detail: '' },
  { kind: 'insufficient-funds', ...code },
  { kind: 'market-closed', ...code },
  { kind: 'too-many-open-orders', ...code },
  { kind: 'filter', rule: 'LOT_SIZE', ...code, detail: '' },
  { kind: 'rejected', ...code, detail: '' },
];
const UNSURE: readonly Failure[] = [
  { kind: 'outcome-unknown', detail: '' },
  { kind: 'timeout' },
  { kind: 'aborted' },
  { kind: 'bad-reply', status: 200, detail: '' },
  { kind: 'duplicate-order', ...code },
  { kind: 'unknown-order', ...code },
  { kind: 'unavailable', detail: '' },
  { kind: 'storage', detail: '' },
];

describe('what became of the one attempt', () => {
  for (const failure of REFUSED)
    it(`${failure.kind}: refused`, async () => expect((await placed(fail(failure))).kind).toBe('refused'));
  for (const failure of UNSURE)
    it(`${failure.kind}: unknown`, async () => expect((await placed(fail(failure))).kind).toBe('unknown'));

  it('unreachable, which the client says only where no byte left: never sent', async () => {
    expect((await placed(fail({ kind: 'unreachable', detail: '' }))).kind).toBe('never-sent');
  });

  it('held, as by a gate that closed at its first byte: never sent', async () => {
    const failure: Failure = { kind: 'held', blockedBy: 'binance/live|ip=default', untilMs: null };
    expect(await placed(fail(failure))).toEqual({ kind: 'never-sent', failure });
  });

  for (const failure of [...REFUSED, ...UNSURE]) {
    it(`${failure.kind} before the sending: never sent`, async () => {
      expect(await placed(ok('{}'), failure)).toEqual({ kind: 'never-sent', failure });
    });
  }

  const answers = [
    { name: 'our order', text: binanceOrder(), kind: 'acknowledged' },
    { name: 'another order', text: binanceOrder({ clientOrderId: 'hr-2' }), kind: 'unknown' },
    { name: 'an empty object', text: '{}', kind: 'unknown' },
    { name: 'an empty list', text: '[]', kind: 'unknown' },
    { name: 'nothing', text: '', kind: 'unknown' },
    { name: 'a page', text: '<html></html>', kind: 'unknown' },
    { name: 'half an order', text: binanceOrder().slice(0, 40), kind: 'unknown' },
  ];
  for (const { name, text, kind } of answers)
    it(`answers with ${name}: ${kind}`, async () => expect((await placed(ok(text))).kind).toBe(kind));

  it('calls nothing unplaced that may have been placed, whatever is answered', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (text) => {
        expect(['acknowledged', 'unknown']).toContain((await placed(ok(text))).kind);
      }),
    );
  });

  it('knows every kind of failure there is', () => {
    const known = new Set<FailureKind>([...REFUSED, ...UNSURE].map(({ kind }) => kind));
    const ours = [
      'invalid-input',
      'not-found',
      'held',
      'unreachable',
      'secret-store',
      'duplicate-key',
      'wrong-phrase',
      'app-locked',
      'review-void',
      'halted',
    ];
    const kinds = Failure.options.map(({ shape }) => shape.kind.value);
    expect(kinds.filter((kind) => !known.has(kind)).toSorted()).toEqual(ours.toSorted());
  });
});

it('stopped at the first byte it was never sent', async () => {
  const client = new SaidClient(new FakeClock());
  let isHalted = false;
  client.onLeave = () => {
    isHalted = true;
  };
  const mayStart = (): Failure | null => (isHalted ? { kind: 'halted' } : null);
  const asked = { account: accountOf('binance'), request, clientOrderId: 'hr-1' };
  const placedNot = await placeOnce(client, { ...asked, beforeSend: () => null, mayStart });
  expect(placedNot).toEqual({ kind: 'never-sent', failure: { kind: 'halted' } });
  expect(client.calls).toEqual([]);
});

describe('Kraken, whose answer names no client id', () => {
  it('takes it as taken, and its id not as ours', async () => {
    const client = new SaidClient(new FakeClock());
    client.say = () => ok('{"error":[],"result":{"descr":{"order":"buy"},"txid":["OABC"]}}');
    const add = { method: 'POST', path: '/0/private/AddOrder', query: '', body: null } as const;
    const result = await placeOnce(client, {
      account: accountOf('kraken'),
      request: add,
      clientOrderId: 'hr-1',
      beforeSend: () => null,
      mayStart: () => null,
    });
    expect(result).toMatchObject({ kind: 'acknowledged', update: { status: 'pending', exchangeOrderId: null } });
  });
});

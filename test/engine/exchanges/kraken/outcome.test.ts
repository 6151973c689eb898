import { describe, expect, it } from 'vitest';
import { Failure } from '../../../../shared/contract/failure.ts';
import type { ReadOutcome, ReplyContext, Verdict } from '../../../../electron/engine/exchanges/definition.ts';
import { errors } from '../../../../electron/engine/exchanges/kraken/errors.ts';
import { get } from '../../../../electron/engine/http.ts';
import { contextOf, reply } from './recorded.ts';

const SERVER_MS = 1_800_000_000_000;

function answer(texts: readonly string[], status = 200): string {
  return JSON.stringify({ error: texts, ...(status === 200 ? {} : { status }) });
}

function outcomeOf(texts: readonly string[], method: string, status = 200): ReadOutcome {
  return errors.outcome(reply(answer(texts), status), contextOf(method, SERVER_MS));
}

function verdictOf(outcome: ReadOutcome): Verdict {
  if (outcome.kind === 'success') throw new Error('this answer counts as a success');
  return outcome.verdict;
}

describe('gates', () => {
  const rows = [
    {
      text: 'EAPI:Rate limit exceeded',
      gate: { cause: 'rate-limited', scope: 'bucket', buckets: ['rest-counter'], forMs: 5_000 },
    },
    { text: 'Exceeded msg rate', gate: null },
    { text: 'EGeneral:Temporary lockout', gate: { cause: 'banned', scope: 'ip', forMs: 900_000 } },
    { text: 'EGeneral:Too many requests', gate: { cause: 'rate-limited', scope: 'ip', forMs: 15_000 } },
    {
      text: 'EOrder:Rate limit exceeded',
      gate: { cause: 'rate-limited', scope: 'bucket', buckets: ['engine'], forMs: 5_000 },
    },
    {
      text: 'EOrder:Domain rate limit exceeded',
      gate: { cause: 'rate-limited', scope: 'bucket', buckets: ['engine'], forMs: 30_000 },
    },
    { text: 'EService: Throttled: 1800000007', gate: { cause: 'throttled', scope: 'account', forMs: 7_000 } },
    { text: 'EService:Throttled:1800000007', gate: { cause: 'throttled', scope: 'account', forMs: 7_000 } },
    { text: 'EService:Throttled: 1800000007', gate: { cause: 'throttled', scope: 'account', forMs: 7_000 } },
    // A time gone by still means: not now.
    { text: 'EService: Throttled: 1700000000', gate: { cause: 'throttled', scope: 'account', forMs: 1_000 } },
    { text: 'EService: Throttled: 9999999999', gate: { cause: 'throttled', scope: 'account', forMs: 259_200_000 } },
    { text: 'EService: Throttled: 1800000007000', gate: { cause: 'throttled', scope: 'account', forMs: 15_000 } },
    { text: 'EService: Throttled: soon', gate: { cause: 'throttled', scope: 'account', forMs: 15_000 } },
    { text: 'EService: Throttled', gate: { cause: 'throttled', scope: 'account', forMs: 15_000 } },
    { text: 'EOrder:Insufficient funds', gate: null },
    { text: 'EService:Unavailable', gate: null },
  ];
  for (const { text, gate } of rows) {
    it(text, () => expect(verdictOf(outcomeOf([text], 'Balance')).gate).toEqual(gate));
  }

  const times = [
    { text: 'EAPI:Rate limit exceeded', failure: { kind: 'rate-limited', retryAtMs: SERVER_MS + 5_000 } },
    { text: 'EGeneral:Temporary lockout', failure: { kind: 'banned', untilMs: SERVER_MS + 900_000 } },
    { text: 'EService: Throttled: 1800000007', failure: { kind: 'rate-limited', retryAtMs: SERVER_MS + 7_000 } },
  ];
  for (const { text, failure } of times) {
    it(`says when to come back: ${text}`, () =>
      expect(verdictOf(outcomeOf([text], 'Balance')).failure).toMatchObject(failure));
  }

  it('a public call over its limit closes the public counters alone', () => {
    const request = get('/0/public/Ticker');
    const context: ReplyContext = { endpoint: 'GET /0/public/Ticker', request, serverMs: SERVER_MS };
    const verdict = verdictOf(errors.outcome(reply(answer(['EAPI:Rate limit exceeded'])), context));
    expect(verdict.gate).toEqual({
      cause: 'rate-limited',
      scope: 'bucket',
      buckets: ['public', 'public-pair'],
      forMs: 5_000,
    });
  });

  it('a call that costs no points and is refused by the REST counter closes the key: the table is wrong', () => {
    expect(verdictOf(outcomeOf(['EAPI:Rate limit exceeded'], 'AddOrder')).gate).toEqual({
      cause: 'rate-limited',
      scope: 'key',
      forMs: 5_000,
    });
  });
});

describe('an answer', () => {
  const successes = [
    { name: 'a result', text: '{"error":[],"result":{}}' },
    { name: 'an empty list for an empty map', text: '{"error":[],"result":[]}' },
    { name: 'a warning beside a result', text: '{"error":["WGeneral:Danger"],"result":{"count":1}}' },
  ];
  for (const { name, text } of successes) {
    it(`is a success with ${name}`, () =>
      expect(errors.outcome(reply(text), contextOf('AddOrder'))).toEqual({ kind: 'success' }));
  }

  for (const status of [200, 429, 500]) {
    it(`with an error text means the same over HTTP ${status}`, () => {
      const verdict = verdictOf(outcomeOf(['EOrder:Insufficient funds'], 'AddOrder', status));
      expect(verdict).toMatchObject({ failure: { kind: 'insufficient-funds' }, execution: 'not-executed' });
    });
  }

  const several = [
    { texts: ['WGeneral:Danger', 'EOrder:Unknown order'], kind: 'unknown-order', execution: 'not-executed' },
    {
      texts: ['EGeneral:Permission denied', 'EAPI:Rate limit exceeded'],
      kind: 'rate-limited',
      execution: 'not-executed',
    },
    { texts: ['EOrder:Insufficient funds', 'EService:Unavailable'], kind: 'insufficient-funds', execution: 'unknown' },
  ];
  for (const { texts, kind, execution } of several) {
    it(`with ${texts.join(' and ')}`, () =>
      expect(verdictOf(outcomeOf(texts, 'AddOrder'))).toMatchObject({ failure: { kind }, execution }));
  }

  const doubts = [
    { text: 'EGeneral:Internal error', method: 'AddOrder', execution: 'unknown', retry: 'never' },
    { text: 'EGeneral:Internal error', method: 'CancelOrder', execution: 'unknown', retry: 'after-delay' },
    { text: 'EGeneral:Internal error', method: 'OpenOrders', execution: 'not-executed', retry: 'after-delay' },
    { text: 'EService:Unavailable', method: 'EditOrder', execution: 'unknown', retry: 'never' },
    { text: 'EService:Busy', method: 'AmendOrder', execution: 'unknown', retry: 'never' },
    { text: 'EDatabase:Internal error', method: 'AddOrderBatch', execution: 'unknown', retry: 'never' },
    { text: 'EOrder:Never seen before', method: 'AddOrder', execution: 'unknown', retry: 'never' },
    { text: 'EOrder:Never seen before', method: 'EditOrder', execution: 'unknown', retry: 'never' },
    { text: 'EOrder:Never seen before', method: 'CancelOrder', execution: 'not-executed', retry: 'never' },
    { text: 'EGeneral:Never seen before', method: 'Balance', execution: 'not-executed', retry: 'never' },
    { text: 'EGeneral:Never seen before', method: 'Withdraw', execution: 'unknown', retry: 'never' },
    { text: 'EOrder:Rate limit exceeded', method: 'AddOrder', execution: 'not-executed', retry: 'after-delay' },
    { text: 'EAPI:Invalid nonce', method: 'AddOrder', execution: 'not-executed', retry: 'with-new-nonce' },
  ];
  for (const { text, method, ...expected } of doubts) {
    it(`${text} to ${method} is ${expected.execution}, ${expected.retry}`, () =>
      expect(verdictOf(outcomeOf([text], method))).toMatchObject(expected));
  }
});

const CLOUDFLARE =
  '<!DOCTYPE html>\n<html>\n  <title>api.kraken.com | 520: Web server is returning an unknown error</title></html>';

describe('an answer without an envelope', () => {
  const rows = [
    { name: 'Cloudflare 520', text: CLOUDFLARE, status: 520, kind: 'bad-reply', retry: 'after-delay', gate: null },
    {
      name: 'a gateway timeout',
      text: '<html>504</html>',
      status: 504,
      kind: 'bad-reply',
      retry: 'after-delay',
      gate: null,
    },
    { name: 'HTML over 200', text: CLOUDFLARE, status: 200, kind: 'bad-reply', retry: 'after-delay', gate: null },
    { name: 'nothing', text: '', status: 200, kind: 'bad-reply', retry: 'after-delay', gate: null },
    {
      name: 'cut-off JSON',
      text: '{"error":[],"res',
      status: 200,
      kind: 'bad-reply',
      retry: 'after-delay',
      gate: null,
    },
    {
      name: 'another form of JSON',
      text: '{"message":"no"}',
      status: 200,
      kind: 'bad-reply',
      retry: 'after-delay',
      gate: null,
    },
    {
      name: 'neither error nor result',
      text: '{"error":[]}',
      status: 200,
      kind: 'bad-reply',
      retry: 'after-delay',
      gate: null,
    },
    {
      name: 'a result over 500',
      text: '{"error":[],"result":{}}',
      status: 500,
      kind: 'bad-reply',
      retry: 'after-delay',
      gate: null,
    },
    { name: 'a redirect', text: '', status: 301, kind: 'bad-reply', retry: 'never', gate: null },
    {
      name: 'Cloudflare 1015',
      text: '<html>Error 1015</html>',
      status: 429,
      kind: 'rate-limited',
      retry: 'after-delay',
      gate: { cause: 'rate-limited', scope: 'ip', forMs: 15_000 },
    },
    {
      name: 'Cloudflare 1020',
      text: '<html>Error 1020</html>',
      status: 403,
      kind: 'firewall',
      retry: 'never',
      gate: { cause: 'firewall', scope: 'ip', forMs: 60_000 },
    },
  ];
  for (const { name, text, status, kind, retry, gate } of rows) {
    it(`${name}: a read may come again, an order is in doubt`, () => {
      const read = verdictOf(errors.outcome(reply(text, status), contextOf('OpenOrders')));
      expect(read).toMatchObject({ failure: { kind }, execution: 'not-executed', retry, gate });
      const order = verdictOf(errors.outcome(reply(text, status), contextOf('AddOrder')));
      expect(order).toMatchObject({ failure: { kind }, execution: 'unknown', retry: 'never', gate });
      expect(Failure.parse(order.failure)).toEqual(order.failure);
    });
  }

  it('keeps status, ray and first words', () => {
    const page = reply(CLOUDFLARE, 520, { 'cf-ray': ['4d106f89ab5ac82f-AMS'] });
    expect(verdictOf(errors.outcome(page, contextOf('AddOrder'))).failure).toEqual({
      kind: 'bad-reply',
      status: 520,
      detail:
        'cf-ray 4d106f89ab5ac82f-AMS: <!DOCTYPE html> <html> <title>api.kraken.com | 520: Web server is returning an unknown error</title></html>',
    });
  });
});

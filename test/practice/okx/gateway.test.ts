import { describe, expect, it } from 'vitest';
import { practiceRequest, type PracticeReply, type PracticeRequest } from '../../../electron/practice/core/request.ts';
import {
  BOUND_KEY,
  DEMO_KEY,
  KEY,
  limitBuy,
  post,
  privateGet,
  publicGet,
  READ_KEY,
  rig,
  signedHeaders,
  START_MS,
  type Rig,
} from './support.ts';

const CONFIG = '/api/v5/account/config';
const good = signedHeaders(START_MS, KEY, 'GET', CONFIG, '');

function without(name: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(good).filter(([key]) => key !== name));
}

function stampedAt(atMs: number): Readonly<Record<string, string>> {
  return signedHeaders(atMs, KEY, 'GET', CONFIG, '');
}

async function raw(
  rigged: Rig,
  method: string,
  target: string,
  rest: Partial<PracticeRequest> = {},
): Promise<PracticeReply> {
  const reply = await rigged.exchange.handle(practiceRequest(method, target, rest));
  if (reply === 'drop') throw new Error('dropped');
  return reply;
}

describe('the front door', () => {
  const cases = [
    { name: 'PUT', method: 'PUT', target: '/api/v5/public/time', headers: {}, status: 405, code: '50115' },
    {
      name: 'POST where only GET is',
      method: 'POST',
      target: '/api/v5/public/time',
      headers: {},
      status: 405,
      code: '50115',
    },
    {
      name: 'GET where only POST is',
      method: 'GET',
      target: '/api/v5/trade/cancel-order',
      headers: good,
      status: 405,
      code: '50115',
    },
    { name: 'no key', method: 'GET', target: CONFIG, headers: without('ok-access-key'), status: 401, code: '50103' },
    {
      name: 'no passphrase',
      method: 'GET',
      target: CONFIG,
      headers: without('ok-access-passphrase'),
      status: 401,
      code: '50104',
    },
    {
      name: 'no signature',
      method: 'GET',
      target: CONFIG,
      headers: without('ok-access-sign'),
      status: 401,
      code: '50106',
    },
    {
      name: 'no time stamp',
      method: 'GET',
      target: CONFIG,
      headers: without('ok-access-timestamp'),
      status: 401,
      code: '50107',
    },
    {
      name: 'an unknown key',
      method: 'GET',
      target: CONFIG,
      headers: { ...good, 'ok-access-key': 'nobody' },
      status: 401,
      code: '50119',
    },
    {
      name: 'a live key with the demo header',
      method: 'GET',
      target: CONFIG,
      headers: { ...good, 'x-simulated-trading': '1' },
      status: 401,
      code: '50101',
    },
    {
      name: 'a wrong passphrase',
      method: 'GET',
      target: CONFIG,
      headers: { ...good, 'ok-access-passphrase': 'guess' },
      status: 401,
      code: '50105',
    },
    {
      name: 'an unreadable time stamp',
      method: 'GET',
      target: CONFIG,
      headers: { ...good, 'ok-access-timestamp': 'noon' },
      status: 401,
      code: '50112',
    },
    {
      name: 'a stamp 30 001 ms old',
      method: 'GET',
      target: CONFIG,
      headers: stampedAt(START_MS - 30_001),
      status: 401,
      code: '50102',
    },
    {
      name: 'a stamp 30 001 ms ahead',
      method: 'GET',
      target: CONFIG,
      headers: stampedAt(START_MS + 30_001),
      status: 401,
      code: '50102',
    },
  ];
  for (const { name, method, target, headers, status, code } of cases) {
    it(`refuses ${name} with ${code} and no data`, async () => {
      const reply = await raw(rig(), method, target, { headers });
      const body = JSON.parse(reply.body) as Record<string, unknown>;
      expect([reply.status, body['code'], 'data' in body]).toEqual([status, code, false]);
    });
  }

  it('accepts a stamp exactly 30 s away', async () => {
    const reply = await raw(rig(), 'GET', CONFIG, { headers: stampedAt(START_MS - 30_000) });
    expect(reply.status).toBe(200);
  });

  it('answers an unknown path with a page, not JSON', async () => {
    const reply = await raw(rig(), 'GET', '/api/v5/nothing');
    expect([reply.status, reply.headers['content-type']]).toEqual([404, 'text/html']);
  });

  it('serves demo keys under the demo header, and says 0 or nothing means live', async () => {
    const rigged = rig();
    expect(
      (await privateGet(rigged, '/account/config', { as: DEMO_KEY, headers: { 'x-simulated-trading': '1' } })).code,
    ).toBe('0');
    expect((await privateGet(rigged, '/account/config', { as: DEMO_KEY })).code).toBe('50101');
    expect((await privateGet(rigged, '/account/config', { headers: { 'x-simulated-trading': '0' } })).code).toBe('0');
  });

  it('names the caller in 50110 and lets the listed address in', async () => {
    const rigged = rig();
    const refused = await privateGet(rigged, '/account/config', { as: BOUND_KEY, ip: '10.0.0.8' });
    expect([refused.status, refused.code, refused.body['msg']]).toEqual([
      401,
      '50110',
      expect.stringContaining('10.0.0.8'),
    ]);
    expect((await privateGet(rigged, '/account/config', { as: BOUND_KEY, ip: '10.0.0.9' })).data[0]?.['ip']).toBe(
      '10.0.0.9',
    );
  });

  it('lets a read-only key read and nothing else', async () => {
    const rigged = rig();
    expect((await privateGet(rigged, '/account/config', { as: READ_KEY })).data[0]?.['perm']).toBe('read_only');
    const refused = await post(rigged, '/trade/order', limitBuy(), { as: READ_KEY });
    expect([refused.status, refused.code]).toEqual([200, '50120']);
    expect((await post(rigged, '/asset/withdrawal', {})).code).toBe('50120');
  });

  it('takes rights away at once, and forgets a deleted key', async () => {
    const rigged = rig();
    rigged.exchange.state.accounts.key(KEY.apiKey)?.permissions.delete('trade');
    expect((await post(rigged, '/trade/order', limitBuy())).code).toBe('50120');
    rigged.exchange.deleteKey(KEY.apiKey);
    expect((await privateGet(rigged, '/account/config')).code).toBe('50119');
  });

  it('refuses a skewed client clock and a skewed server alike', async () => {
    const rigged = rig();
    rigged.exchange.state.switches.clockSkewMs = 40_000;
    const reply = await raw(rigged, 'GET', CONFIG, { headers: good });
    expect(reply.body).toContain('50102');
    expect((await publicGet(rigged, '/public/time')).data).toEqual([{ ts: String(START_MS + 40_000) }]);
  });

  const bodies = [
    { name: 'an empty body', body: '', headers: {}, status: 400, code: '50000' },
    { name: 'broken JSON', body: '{"instId":', headers: {}, status: 400, code: '50002' },
    { name: 'an array where an object belongs', body: '[]', headers: {}, status: 400, code: '50002' },
    { name: 'another content type', body: '{}', headers: { 'content-type': 'text/plain' }, status: 400, code: '50006' },
    { name: 'a missing field', body: '{}', headers: {}, status: 400, code: '50014' },
  ];
  for (const { name, body, headers, status, code } of bodies) {
    it(`refuses ${name} with ${code}`, async () => {
      const answer = await post(rig(), '/trade/order', body, { headers });
      expect([answer.status, answer.code, answer.data]).toEqual([status, code, []]);
    });
  }

  it('never sends a header about limits', async () => {
    const { headers } = await publicGet(rig(), '/public/time');
    expect(Object.keys(headers).sort()).toEqual(['cf-cache-status', 'cf-ray', 'content-type', 'server']);
  });
});

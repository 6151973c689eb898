import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Account, Lane } from '../../shared/model/account.ts';
import type { Result } from '../../shared/contract/failure.ts';
import { openJournal } from '../../electron/adapters/stores/sqlite-journal.ts';
import type { Answer } from '../../electron/engine/client/client.ts';
import { get } from '../../electron/engine/http.ts';
import { VirtualWorld } from '../support/virtual-world.ts';

const LOOPBACK = '127.0.0.1';
const GATE = 'binance/practice|ip=default';
const SECOND_ID = 'practice-binance-second';

let world: VirtualWorld;
let folder: string;
/** Exchange's time and status of every request that arrived. */
let arrivals: { atMs: number; status: number | null; target: string }[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'headroom-gates-'));
  world = new VirtualWorld({
    seed: 'gates',
    exchanges: ['binance'],
    openJournal: () => openJournal(join(folder, 'journal.db'), 'test').journal,
    more: (accounts) => accounts.map((account) => ({ ...account, id: SECOND_ID })),
  });
  const { apiKey, secret } = world.binance.keys.ed25519;
  const kept = world.vault.keep(SECOND_ID, 'binance', { apiKey, secretText: secret, passphrase: null });
  expect(kept.ok).toBe(true);
  arrivals = [];
  world.transport.onPassage(({ arrivedAtMs, reply, request }) =>
    arrivals.push({ atMs: arrivedAtMs, status: reply?.status ?? null, target: request.target }),
  );
});

afterEach(async () => {
  await world.close();
  rmSync(folder, { recursive: true });
});

function second(): Account {
  return { ...world.account('binance'), id: SECOND_ID };
}

function ask(account: Account, withinMs: number | null = null): Promise<Result<Answer>> {
  const request = get('/api/v3/ticker/bookTicker', { symbol: 'BTCUSDT' });
  return world.engine.client.send({ account, request, caller: 'app', withinMs });
}

function cancel(account: Account, withinMs: number | null = null): Promise<Result<Answer>> {
  const request = {
    method: 'DELETE',
    path: '/api/v3/order',
    query: 'symbol=BTCUSDT&origClientOrderId=none',
    body: null,
  } as const;
  const lane: Lane = 'cancel';
  return world.engine.client.send({ account, request, caller: 'ticket', lane, withinMs });
}

/** Storms past the limiter until the exchange bans the address; the end of the ban on the exchange's clock. */
async function provokeBan(): Promise<number> {
  const { control } = world.environment;
  const stop = world.transport.onPassage(({ reply }) => {
    if (reply?.status === 418) control.setWorkload(world.account('binance').id, 'off');
  });
  world.work('storm', { bypassLimiter: true });
  control.setWorkload(SECOND_ID, 'off');
  await world.run(20_000);
  stop();
  const untilMs = world.binance.usage.bans.bannedUntil(LOOPBACK, world.exchangeClock.now());
  if (untilMs === null) throw new Error('the storm was not banned');
  return untilMs;
}

function statuses(): readonly (number | null)[] {
  return [...new Set(arrivals.map(({ status }) => status))];
}

describe('an address that storms past the limiter', () => {
  it('is told 429, then 418, and the gate holds every account on the address until the ban ends', async () => {
    const untilMs = await provokeBan();
    expect(statuses().filter((status) => status !== 200)).toEqual([429, 418]);
    expect(world.engine.limiter.gates()).toContainEqual(
      expect.objectContaining({ key: GATE, cause: 'banned', code: '-1003' }),
    );

    arrivals.length = 0;
    const answer = ask(second());
    await world.run(untilMs - world.exchangeClock.now());
    expect(arrivals).toEqual([]);

    expect((await world.until(answer, 1_500)).ok).toBe(true);
    expect(arrivals.find(({ target }) => target.includes('bookTicker'))?.status).toBe(200);
    expect(arrivals.every(({ status }) => status === 200)).toBe(true);
    expect(world.engine.limiter.gates()).toEqual([]);
  });

  it('finds the gate still closed after a restart', async () => {
    const untilMs = await provokeBan();
    await world.run(10_000);
    arrivals.length = 0;
    await world.restart();
    expect(world.engine.limiter.gates()).toContainEqual(expect.objectContaining({ key: GATE, cause: 'banned' }));

    const answer = ask(world.account('binance'));
    await world.run(untilMs - world.exchangeClock.now());
    expect(arrivals).toEqual([]);
    expect((await world.until(answer, 1_500)).ok).toBe(true);
    expect(arrivals.every(({ status }) => status === 200)).toBe(true);
  });

  it('tells the page of both ends of the gate', async () => {
    const untilMs = await provokeBan();
    await world.run(untilMs - world.exchangeClock.now() + 2_000);
    const gates = world.told.filter(({ name }) => name === 'gates.changed').map(({ payload }) => payload);
    expect(gates).toContainEqual({ gates: expect.arrayContaining([expect.objectContaining({ cause: 'banned' })]) });
    expect(gates.at(-1)).toEqual({ gates: [] });
  });
});

describe('a cancel at a closed gate', () => {
  it('passes a 429', async () => {
    const body =
      '{"code":-1003,"msg":"Too much request weight used; current limit is 6000 request weight per 1 MINUTE."}';
    await world.run(5_000);
    world.binance.switches.queue({ kind: 'status', status: 429, body, headers: { 'retry-after': '30' } });
    const held = ask(second());
    await world.run(1_000);
    expect(world.engine.limiter.gates()).toContainEqual(expect.objectContaining({ key: GATE, cause: 'rate-limited' }));
    arrivals.length = 0;
    const result = await world.until(cancel(world.account('binance')), 1_000);
    expect(result).toEqual({ ok: false, failure: { kind: 'unknown-order', code: '-2011' } });
    expect(arrivals).toHaveLength(1);
    expect((await world.until(held, 40_000)).ok).toBe(true);
  });

  it('is held by a ban', async () => {
    await world.run(5_000);
    world.binance.usage.bans.ban(LOOPBACK, world.exchangeClock.now());
    const first = ask(second());
    await world.run(1_000);
    expect(world.engine.limiter.gates()).toContainEqual(expect.objectContaining({ key: GATE, cause: 'banned' }));
    arrivals.length = 0;
    const result = await world.until(cancel(world.account('binance'), 10_000), 11_000);
    expect(result).toEqual({ ok: false, failure: expect.objectContaining({ kind: 'held', blockedBy: GATE }) });
    expect(arrivals).toEqual([]);
    expect((await world.until(first, 130_000)).ok).toBe(true);
  });
});

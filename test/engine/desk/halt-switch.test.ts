import { beforeEach, describe, expect, it } from 'vitest';
import { type Result, fail, ok } from '../../../shared/contract/failure.ts';
import type { Account } from '../../../shared/model/account.ts';
import { AccountBook } from '../../../electron/engine/accounts/account-book.ts';
import { type HaltParts, HaltSwitch } from '../../../electron/engine/desk/halt-switch.ts';
import type { Journal } from '../../../electron/engine/recorder/types.ts';
import { FakeClock, flush } from '../../support/fake-clock.ts';
import { memoryJournal } from '../../support/memory-stores.ts';
import { accountOf, DeskBench, someAccounts, updateOf } from '../../support/desk-bench.ts';

describe('the kill switch', () => {
  let clock: FakeClock;
  let journal: Journal;
  let trace: string[];
  let answer: (account: Account) => Result<unknown>;

  beforeEach(() => {
    clock = new FakeClock();
    trace = [];
    answer = () => ok(null);
    const kept = memoryJournal();
    journal = {
      ...kept,
      saveSetting(name, json) {
        trace.push(`saved ${json === 'null' ? 'active' : 'halted'}`);
        kept.saveSetting(name, json);
      },
    };
  });

  function made(change: Partial<HaltParts> = {}): HaltSwitch {
    const cancelAll = (account: Account): Promise<Result<unknown>> => {
      trace.push(`cancel ${account.exchange}`);
      return Promise.resolve(answer(account));
    };
    return new HaltSwitch({
      clock,
      random: { fraction: () => 0.5, bytes: () => new Uint8Array() },
      journal,
      accounts: someAccounts,
      isPracticeOnly: false,
      cancelAll,
      onChange: () => undefined,
      onStoreTrouble: () => trace.push('trouble'),
      ...change,
    });
  }

  const cancels = (): string[] => trace.filter((event) => event.startsWith('cancel'));

  it('is stored before anything is cancelled', () => {
    made().halt('user');
    expect(trace).toEqual(['saved halted', 'cancel binance', 'cancel okx', 'cancel kraken']);
  });

  it('holds over a restart until the word is typed', async () => {
    made().halt('user');
    await flush();
    const again = made();
    expect(again.pass()).toEqual(fail({ kind: 'halted' }));
    for (const word of ['', 'res', 'yes']) expect(again.resume(word)).toEqual(fail({ kind: 'wrong-phrase' }));
    expect(again.resume(' resume ').ok).toBe(true);
    expect([again.isHalted, made().isHalted]).toEqual([false, false]);
  });

  for (const text of ['{', '"x"', '{"atMs":"soon"}', '7', '{"atMs":1,"cause":"whim"}']) {
    it(`is on where what is stored cannot be read: ${text}`, () => {
      journal.saveSetting('halt', text);
      expect(made().view()).toMatchObject({ halt: 'halted', cause: 'fault' });
    });
  }

  it('reads what an earlier build stored', () => {
    journal.saveSetting('halt', '{"atMs":1,"cause":"user"}');
    expect(made().view()).toMatchObject({ halt: 'halted', haltedAtMs: 1, cause: 'user' });
  });

  it('halts even where it cannot be written down, and does not resume where that cannot', () => {
    const halt = made({
      journal: {
        loadSetting: () => null,
        saveSetting: () => {
          throw new Error('disk full');
        },
      },
    });
    expect(halt.halt('user')).toMatchObject({ ok: false, failure: { kind: 'storage' } });
    expect(halt.isHalted).toBe(true);
    expect(halt.resume('RESUME')).toMatchObject({ ok: false, failure: { kind: 'storage' } });
    expect(halt.isHalted).toBe(true);
  });

  it('tries each account’s cancel again until it went through', async () => {
    let isUp = false;
    answer = ({ exchange }) => (exchange !== 'okx' || isUp ? ok(null) : fail({ kind: 'timeout' }));
    const halt = made();
    halt.halt('user');
    await clock.run(7_000);
    expect(halt.view().cancels.find(({ account }) => account === 'main-okx')).toMatchObject({
      state: 'failed',
      detail: 'timeout',
    });
    isUp = true;
    await clock.run(3_000);
    expect(halt.view().cancels.map(({ state }) => state)).toEqual(['done', 'done', 'done']);
    const tries = cancels();
    expect(tries.filter((event) => event === 'cancel binance')).toHaveLength(1);
    await clock.run(60_000);
    expect(cancels()).toEqual(tries);
  });

  it('never gives up, ever more slowly: half an hour of maintenance is outlasted', async () => {
    answer = ({ exchange }) => (exchange === 'okx' ? fail({ kind: 'maintenance', code: null }) : ok(null));
    const halt = made();
    halt.halt('user');
    await clock.run(30 * 60_000);
    const tries = cancels().filter((event) => event === 'cancel okx').length;
    expect(tries).toBeGreaterThan(50);
    expect(tries).toBeLessThan(80);
    answer = () => ok(null);
    await clock.run(40_000);
    expect(halt.view().cancels.map(({ state }) => state)).toEqual(['done', 'done', 'done']);
  });

  it('waits for the end of a ban, and goes at once when it is told that the way is free', async () => {
    const untilMs = clock.now() + 600_000;
    answer = ({ exchange }) => (exchange === 'binance' ? fail({ kind: 'banned', code: null, untilMs }) : ok(null));
    const halt = made();
    halt.halt('user');
    await clock.run(599_000);
    expect(cancels()).toHaveLength(3);
    halt.hurry('main-okx');
    await flush();
    expect(cancels()).toHaveLength(3);
    answer = () => ok(null);
    halt.hurry('main-binance');
    await flush();
    expect(halt.view().cancels.map(({ state }) => state)).toEqual(['done', 'done', 'done']);
    await clock.run(60_000);
    expect(cancels()).toHaveLength(4);
  });

  it('asked for again, it cancels everything again, and never twice at once', async () => {
    const waiting: (() => void)[] = [];
    const halt = made({
      cancelAll: ({ exchange }) => {
        trace.push(`cancel ${exchange}`);
        return new Promise((resolve) => void waiting.push(() => resolve(ok(null))));
      },
    });
    halt.halt('user');
    halt.halt('user');
    expect(cancels()).toHaveLength(3);
    for (const end of waiting.splice(0)) end();
    await flush();
    expect(cancels()).toHaveLength(6);
  });

  it('waits for no account that is gone', async () => {
    const accounts = new AccountBook([accountOf('okx'), accountOf('kraken')]);
    answer = () => fail({ kind: 'timeout' });
    made({ accounts }).halt('user');
    accounts.remove('main-okx');
    const again = made({ accounts });
    again.start();
    await flush();
    expect(again.view().cancels.map(({ account }) => account)).toEqual(['main-kraken']);
    accounts.remove('main-kraken');
    expect(again.view().cancels).toEqual([]);
  });

  it('of practice is one of its own: to resume there lifts no other', () => {
    made().halt('user');
    const practice = made({ isPracticeOnly: true });
    expect(practice.isHalted).toBe(false);
    practice.halt('user');
    practice.resume('RESUME');
    expect([made().isHalted, made({ isPracticeOnly: true }).isHalted]).toEqual([true, false]);
  });

  it('that is not on disk says so, and is written as soon as the disk takes it', async () => {
    let isFull = true;
    const { saveSetting } = journal;
    const halt = made({
      journal: {
        loadSetting: () => null,
        saveSetting: (name, json) => {
          if (isFull) throw new Error('disk full');
          saveSetting(name, json);
        },
      },
    });
    halt.halt('user');
    await clock.run(60_000);
    expect(halt.view().isStored).toBe(false);
    expect(trace.filter((event) => event === 'trouble')).toHaveLength(1);
    isFull = false;
    await clock.run(30_000);
    expect(halt.view().isStored).toBe(true);
    expect(made().isHalted).toBe(true);
    expect(clock.pending).toBe(0);
  });

  it('goes on after a restart with the cancels that were not done, and with no others', async () => {
    answer = ({ exchange }) => (exchange === 'okx' ? fail({ kind: 'timeout' }) : ok(null));
    const halt = made();
    halt.halt('user');
    await flush();
    halt.stop();
    trace = [];
    answer = () => ok(null);
    made().start();
    await flush();
    expect(cancels()).toEqual(['cancel okx']);
    trace = [];
    made().start();
    await flush();
    expect(trace).toEqual([]);
  });

  it('stops to try once resumed', async () => {
    answer = () => fail({ kind: 'timeout' });
    const halt = made();
    halt.halt('user');
    await clock.run(4_000);
    halt.resume('RESUME');
    trace = [];
    await clock.run(60_000);
    expect(trace).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('a pause after sleep cancels nothing and ends by itself', () => {
    const halt = made();
    halt.halt('sleep');
    expect(trace).toEqual(['saved halted']);
    expect(halt.isHalted).toBe(true);
    halt.endPause();
    expect(halt.isHalted).toBe(false);
  });

  it('a pause turns into a halt, which its end does not lift; and weakens none', async () => {
    const halt = made();
    halt.halt('sleep');
    halt.halt('user');
    halt.endPause();
    expect(halt.view()).toMatchObject({ halt: 'halted', cause: 'user' });
    expect(trace).toContain('cancel binance');
    await flush();
    halt.halt('sleep');
    halt.endPause();
    expect(halt.view()).toMatchObject({ halt: 'halted', cause: 'user' });
  });
});

describe('an order that had left when the halt was pressed', () => {
  for (const { cause, isCancelled } of [
    { cause: 'user', isCancelled: true },
    { cause: 'sleep', isCancelled: false },
  ] as const) {
    it(`${cause}: found to rest, it is ${isCancelled ? 'cancelled by name, again until it is gone' : 'left alone'}`, async () => {
      const bench = new DeskBench();
      bench.client.say = () => fail({ kind: 'timeout' });
      bench.given({ status: 'unknown' });
      bench.service.halt.halt(cause);
      await bench.clock.run(1_100);
      bench.client.calls.length = 0;
      bench.service.heard(accountOf('binance'), [updateOf({ status: 'open' })]);
      await bench.clock.run(10_000);
      const cancels = (): number => bench.sent().filter((call) => call === 'DELETE /api/v3/order').length;
      // At once, after 3 s, and 6 s after that; the cancel of everything cannot read its list and tries those known.
      expect(cancels()).toBe(isCancelled ? 3 : 0);
      bench.service.heard(accountOf('binance'), [updateOf({ status: 'cancelled' })]);
      const before = cancels();
      await bench.clock.run(20_000);
      expect(cancels()).toBe(before);
    });
  }
});

it('after a restart while halted, whatever of ours rests is cancelled by name', async () => {
  const bench = new DeskBench();
  bench.client.say = ({ request }) => (request.method === 'GET' ? ok('[]') : fail({ kind: 'timeout' }));
  bench.service.halt.halt('user');
  await bench.clock.run(5_000);
  bench.client.calls.length = 0;
  bench.given({ status: 'open' });
  await bench.clock.run(1_000);
  expect(bench.sent()).toContain('DELETE /api/v3/order');
});

it('a straggler that is told to wait does not hammer', async () => {
  const bench = new DeskBench();
  bench.given({ status: 'open' });
  const retryAtMs = bench.clock.now() + 60_000;
  bench.client.say = () => fail({ kind: 'rate-limited', code: '-1003', retryAtMs });
  bench.service.halt.halt('user');
  bench.restart();
  await bench.clock.run(59_000);
  const cancels = bench.sent().filter((call) => call.startsWith('DELETE'));
  // One of the halt for the whole symbol, twice since the app came back, and one of the order by its name.
  expect(cancels.length).toBeLessThanOrEqual(3);
});

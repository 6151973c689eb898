import { beforeEach, describe, expect, it } from 'vitest';
import { type Result, fail, ok } from '../../../shared/contract/failure.ts';
import type { Account } from '../../../shared/model/account.ts';
import { HaltSwitch } from '../../../electron/engine/desk/halt-switch.ts';
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

  function made(): HaltSwitch {
    const cancelAll = (account: Account): Promise<Result<unknown>> => {
      trace.push(`cancel ${account.exchange}`);
      return Promise.resolve(answer(account));
    };
    return new HaltSwitch({ clock, journal, accounts: someAccounts, cancelAll, onChange: () => undefined });
  }

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
    const halt = new HaltSwitch({
      clock,
      journal: {
        loadSetting: () => null,
        saveSetting: () => {
          throw new Error('disk full');
        },
      },
      accounts: someAccounts,
      cancelAll: () => Promise.resolve(ok(null)),
      onChange: () => undefined,
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
    const tries = trace.filter((event) => event.startsWith('cancel'));
    expect(tries.filter((event) => event === 'cancel binance')).toHaveLength(1);
    await clock.run(60_000);
    expect(trace.filter((event) => event.startsWith('cancel'))).toEqual(tries);
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
    expect(trace.filter((event) => event.startsWith('cancel'))).toEqual(['cancel okx']);
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
      await bench.clock.run(7_000);
      const cancels = (): number => bench.sent().filter((call) => call === 'DELETE /api/v3/order').length;
      expect(cancels()).toBe(isCancelled ? 3 : 0);
      bench.service.heard(accountOf('binance'), [updateOf({ status: 'cancelled' })]);
      const before = cancels();
      await bench.clock.run(20_000);
      expect(cancels()).toBe(before);
    });
  }
});

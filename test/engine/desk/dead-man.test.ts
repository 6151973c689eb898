import { beforeEach, describe, expect, it } from 'vitest';
import { fail, ok } from '../../../shared/contract/failure.ts';
import { DeadMan } from '../../../electron/engine/desk/dead-man.ts';
import type { Journal } from '../../../electron/engine/recorder/types.ts';
import { FakeClock, flush } from '../../support/fake-clock.ts';
import { memoryJournal } from '../../support/memory-stores.ts';
import { accountOf, SaidClient, someAccounts } from '../../support/desk-bench.ts';

const KRAKEN = '{"error":[],"result":{"currentTime":"2026-07-01T00:00:00Z","triggerTime":"2026-07-01T00:01:00Z"}}';
const kraken = accountOf('kraken');

describe('the dead-man switch', () => {
  let clock: FakeClock;
  let client: SaidClient;
  let journal: Journal;
  let deadMan: DeadMan;

  beforeEach(() => {
    clock = new FakeClock();
    client = new SaidClient(clock);
    client.say = () => ok(KRAKEN);
    journal = memoryJournal();
    deadMan = made();
  });

  function made(): DeadMan {
    return new DeadMan({ clock, client, journal, accounts: someAccounts, onChange: () => undefined });
  }

  const timeouts = (): string[] => client.calls.map(({ request }) => request.body?.text ?? '');
  const viewOf = (id: string) => deadMan.view().find(({ account }) => account === id);

  const bounds = [
    { account: kraken, timeoutS: 29, isTaken: false },
    { account: kraken, timeoutS: 30, isTaken: true },
    { account: kraken, timeoutS: 3_600, isTaken: true },
    { account: kraken, timeoutS: 3_601, isTaken: false },
    { account: accountOf('okx'), timeoutS: 29, isTaken: false },
    { account: accountOf('okx'), timeoutS: 121, isTaken: false },
  ];
  for (const { account, timeoutS, isTaken } of bounds) {
    it(`${account.exchange} ${timeoutS} s: ${isTaken ? 'armed' : 'refused, and nothing sent'}`, async () => {
      expect((await deadMan.set(account, true, timeoutS)).ok).toBe(isTaken);
      expect(client.calls).toHaveLength(isTaken ? 1 : 0);
    });
  }

  it('Binance has none for spot orders, and says so', async () => {
    expect(await deadMan.set(accountOf('binance'), true, 60)).toMatchObject({
      ok: false,
      failure: { kind: 'unavailable' },
    });
    expect(viewOf('main-binance')).toMatchObject({ timeoutS: null, isOn: false });
  });

  it('arms, and sets it again every 15 s', async () => {
    await deadMan.set(kraken, true, 60);
    expect(viewOf('main-kraken')).toMatchObject({ isOn: true, timeoutS: 60, firesAtMs: Date.UTC(2026, 6, 1, 0, 1) });
    await clock.run(45_000);
    expect(timeouts()).toEqual(Array.from({ length: 4 }, () => 'timeout=60'));
  });

  it('refreshes a short one in time: at a third of it', async () => {
    await deadMan.set(kraken, true, 30);
    await clock.run(30_000);
    expect(client.calls).toHaveLength(4);
  });

  it('tries again soon when a refresh fails, and shows why', async () => {
    await deadMan.set(kraken, true, 60);
    client.say = () => fail({ kind: 'timeout' });
    await clock.run(15_000);
    expect(viewOf('main-kraken')).toMatchObject({ isOn: true, detail: 'timeout' });
    const before = client.calls.length;
    client.say = () => ok(KRAKEN);
    await clock.run(2_000);
    expect(client.calls.length).toBe(before + 1);
    expect(viewOf('main-kraken')?.detail).toBeNull();
  });

  it('gives a refresh a third of the time, and its next one begins when it was due', async () => {
    await deadMan.set(kraken, true, 30);
    const aborted: boolean[] = [];
    client.send = async (call) => {
      client.calls.push(call);
      return await new Promise((resolve) => {
        call.signal?.addEventListener('abort', () => {
          aborted.push(true);
          resolve(fail({ kind: 'aborted' }));
        });
      });
    };
    await clock.run(19_900);
    expect(aborted).toEqual([]);
    await clock.run(200);
    expect(aborted).toEqual([true]);
    expect(viewOf('main-kraken')).toMatchObject({ isOn: true, isGivenUp: false, detail: 'timeout' });
    await clock.run(2_000);
    expect(client.calls).toHaveLength(3);
  });

  it('stops asking with a key that is refused, says so, and begins anew when a key is loaded', async () => {
    client.say = () => fail({ kind: 'invalid-key', reason: 'unknown', code: null });
    await deadMan.set(kraken, true, 60);
    await clock.run(600_000);
    expect(client.calls).toHaveLength(1);
    expect(viewOf('main-kraken')).toMatchObject({ isOn: true, isGivenUp: true, detail: 'invalid-key' });
    client.say = () => ok(KRAKEN);
    deadMan.keyLoaded(kraken);
    await clock.run(15_000);
    expect(viewOf('main-kraken')).toMatchObject({ isOn: true, isGivenUp: false, detail: null });
    expect(client.calls).toHaveLength(3);
  });

  it('goes on asking while the key is only not loaded yet', async () => {
    client.say = () => fail({ kind: 'not-found', what: 'key' });
    await deadMan.set(kraken, true, 60);
    await clock.run(10_000);
    expect(client.calls.length).toBeGreaterThan(4);
    expect(viewOf('main-kraken')?.isGivenUp).toBe(false);
  });

  it('is taken off before its account goes, and a failure is told once before it goes all the same', async () => {
    await deadMan.set(kraken, true, 60);
    expect((await deadMan.leaveAccount(kraken)).ok).toBe(true);
    expect(timeouts()).toEqual(['timeout=60', 'timeout=0']);
    await deadMan.set(kraken, true, 60);
    client.say = () => fail({ kind: 'timeout' });
    const told = await deadMan.leaveAccount(kraken);
    expect(told).toMatchObject({ ok: false, failure: { kind: 'unavailable' } });
    expect((await deadMan.leaveAccount(kraken)).ok).toBe(true);
    await clock.run(120_000);
    expect(timeouts().slice(-2)).toEqual(['timeout=0', 'timeout=0']);
    expect(viewOf('main-kraken')?.isOn).toBe(false);
  });

  it('is taken off at a clean end and armed again at the next start', async () => {
    await deadMan.set(kraken, true, 60);
    await deadMan.stop();
    expect(timeouts()).toEqual(['timeout=60', 'timeout=0']);
    await clock.run(120_000);
    expect(client.calls).toHaveLength(2);
    deadMan = made();
    deadMan.start();
    await flush();
    expect(timeouts().at(-1)).toBe('timeout=60');
  });

  it('turned off stays off after a restart', async () => {
    await deadMan.set(kraken, true, 60);
    await deadMan.set(kraken, false, 60);
    deadMan = made();
    deadMan.start();
    await flush();
    expect(timeouts()).toEqual(['timeout=60', 'timeout=0']);
  });

  it('takes it off after the refresh that is under way, so that this cannot arm it again', async () => {
    await deadMan.set(kraken, true, 60);
    const waiting: (() => void)[] = [];
    const send = client.send.bind(client);
    client.send = async (call) => {
      await new Promise<void>((resolve) => void waiting.push(resolve));
      return await send(call);
    };
    await clock.run(15_000);
    const stopped = deadMan.stop();
    await flush();
    expect(waiting).toHaveLength(1);
    waiting.shift()?.();
    await flush();
    waiting.shift()?.();
    await stopped;
    expect(timeouts()).toEqual(['timeout=60', 'timeout=60', 'timeout=0']);
  });

  it('an end without a goodbye stops the timer and sends nothing', async () => {
    await deadMan.set(kraken, true, 60);
    deadMan.drop();
    await clock.run(120_000);
    expect(timeouts()).toEqual(['timeout=60']);
    expect(clock.pending).toBe(0);
  });

  it('says when the switch cannot be kept, and does not arm it', async () => {
    deadMan = new DeadMan({
      clock,
      client,
      journal: {
        loadSetting: () => null,
        saveSetting: () => {
          throw new Error('disk full');
        },
      },
      accounts: someAccounts,
      onChange: () => undefined,
    });
    expect(await deadMan.set(kraken, true, 60)).toMatchObject({ ok: false, failure: { kind: 'storage' } });
    expect(client.calls).toEqual([]);
  });
});

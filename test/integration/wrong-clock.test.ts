import { afterEach, describe, expect, it } from 'vitest';
import { type ExchangeId, exchangeIds } from '../../shared/model/account.ts';
import type { Connection, HostTrouble } from '../../shared/model/host.ts';
import { exchange as definitionOf } from '../../electron/engine/exchanges/registry.ts';
import { isRefusal } from '../support/storm-figure.ts';
import { startBot } from '../support/virtual-bots.ts';
import { VirtualWorld } from '../support/virtual-world.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

let world: VirtualWorld;
afterEach(() => world.close());

/** Refusals of a limit, and of a signature for its time or nonce, by exchange. */
interface Wrongs {
  readonly limits: string[];
  readonly stamps: string[];
  /** Calls that arrived, by second of exchange time. */
  readonly perSecond: Map<number, number>;
}

// Binance -1021, OKX 50102 and 50112, Kraken EAPI:Invalid nonce.
const STAMP_REFUSED = /"code":-1021|"code":"501(?:02|12)"|Invalid nonce/;

function watch(): Wrongs {
  const wrongs: Wrongs = { limits: [], stamps: [], perSecond: new Map() };
  world.transport.onPassage((passage) => {
    const exchange = exchangeIds.find((id) => world.origin(id) === passage.origin) ?? 'binance';
    const what = `${exchange} ${passage.request.target.split('?')[0]}`;
    if (isRefusal(exchange, passage)) wrongs.limits.push(what);
    if (STAMP_REFUSED.test(passage.reply?.body ?? '')) wrongs.stamps.push(what);
    const second = Math.floor(passage.arrivedAtMs / 1_000);
    wrongs.perSecond.set(second, (wrongs.perSecond.get(second) ?? 0) + 1);
  });
  return wrongs;
}

function connection(exchange: ExchangeId): Connection {
  const result = world.engine.handlers['connections.snapshot']({});
  if (result instanceof Promise || !result.ok) throw new Error('no snapshot');
  const found = result.value.connections.find((one) => one.exchange === exchange);
  if (found === undefined) throw new Error(`no connection to ${exchange}`);
  return found;
}

function troubles(): readonly HostTrouble[] {
  return world.told.filter(({ name }) => name === 'host.troubled').map(({ payload }) => payload as HostTrouble);
}

/** Signed reads on every exchange, several at once. */
function startSigned(bots: number, restMs: number): void {
  for (const account of world.accounts) {
    const request = definitionOf(account.exchange).orders.balances();
    for (let bot = 0; bot < bots; bot += 1)
      startBot(
        world,
        account,
        () => ({ request }),
        () => restMs,
      );
  }
}

async function balancesWork(exchange: ExchangeId): Promise<boolean> {
  const request = definitionOf(exchange).orders.balances();
  const result = await world.until(
    world.engine.client.send({ account: world.account(exchange), request, caller: 'app', withinMs: 60_000 }),
  );
  return result.ok;
}

/** The limiter's minute ends when the exchange's does, whatever the local clock says. */
function minuteEndErrorMs(): number {
  const view = world.engine.limiter.snapshot().find(({ bucket }) => bucket.id === 'ip-weight');
  if (view === undefined || view.emptyAtMs === null) throw new Error('no use of the minute');
  const endMs = view.emptyAtMs - world.clock.now() + world.exchangeClock.now();
  const intoMs = endMs % MINUTE_MS;
  return Math.min(intoMs, MINUTE_MS - intoMs);
}

describe('a local clock that is wrong from the start', () => {
  for (const errorMs of [HOUR_MS, -HOUR_MS]) {
    it(`by ${errorMs / HOUR_MS} h signs rightly, keeps the limits and is told once for each exchange`, async () => {
      world = new VirtualWorld({ seed: 'wrong-clock', isMoving: false, clockErrorMs: errorMs });
      const wrongs = watch();
      startSigned(3, 500);
      await world.run(3 * MINUTE_MS);
      expect(wrongs).toMatchObject({ limits: [], stamps: [] });
      for (const exchange of exchangeIds) {
        expect(await balancesWork(exchange)).toBe(true);
        // Kraken tells whole seconds.
        expect(Math.abs((connection(exchange).clockOffsetMs ?? 0) + errorMs)).toBeLessThan(
          exchange === 'kraken' ? 1_000 : 60,
        );
      }
      expect(minuteEndErrorMs()).toBeLessThan(100);
      const wrong = troubles()
        .filter(({ code }) => code === 'clock-wrong')
        .map(({ detail }) => detail.split(' ')[0]);
      expect([...wrong].sort()).toEqual(['binance', 'kraken', 'okx']);
    });
  }
});

describe('a local clock that is set while calls run', () => {
  for (const stepMs of [HOUR_MS, -HOUR_MS]) {
    it(`by ${stepMs / HOUR_MS} h costs no refused signature and no limit`, async () => {
      world = new VirtualWorld({ seed: 'step', isMoving: false });
      const wrongs = watch();
      startSigned(3, 400);
      await world.run(70_000);
      world.clock.stepWall(stepMs);
      await world.run(2 * MINUTE_MS);
      expect(wrongs).toMatchObject({ limits: [], stamps: [] });
      for (const exchange of exchangeIds) {
        expect(await balancesWork(exchange)).toBe(true);
        expect(connection(exchange)).toMatchObject({ state: 'ok' });
      }
      expect(minuteEndErrorMs()).toBeLessThan(100);
      expect(troubles().some(({ code }) => code === 'clock-wrong')).toBe(true);

      // Set right again: told no more.
      world.clock.stepWall(-stepMs);
      await world.run(2 * MINUTE_MS);
      expect(wrongs).toMatchObject({ limits: [], stamps: [] });
      const list = world.engine.handlers['host.troubles']({});
      expect(JSON.stringify(list)).not.toContain('clock-wrong');
      expect(troubles().filter(({ code }) => code === 'clock-stepped')).toHaveLength(2);
    });
  }
});

describe('an exchange whose own clock jumps', () => {
  it('refuses what was signed for its old time, is measured anew at once and is not asked in a loop', async () => {
    world = new VirtualWorld({ seed: 'jump', isMoving: false });
    const wrongs = watch();
    startSigned(3, 400);
    await world.run(70_000);
    world.binance.switches.clockSkewMs = 20_000;
    await world.run(2 * MINUTE_MS);
    // As many as had left or were leaving when it jumped, one more try each.
    expect(wrongs.stamps.length).toBeGreaterThan(0);
    expect(wrongs.stamps.length).toBeLessThanOrEqual(6);
    expect(wrongs.limits).toEqual([]);
    expect(await balancesWork('binance')).toBe(true);
    expect(Math.abs((connection('binance').clockOffsetMs ?? 0) - 20_000)).toBeLessThan(60);
  });
});

describe('a machine that slept eight hours', () => {
  it('goes on without a burst, a refused signature or a passed limit', async () => {
    world = new VirtualWorld({ seed: 'sleep', isMoving: false });
    const wrongs = watch();
    startSigned(4, 300);
    await world.run(70_000);
    const before = Math.max(...wrongs.perSecond.values());
    wrongs.perSecond.clear();
    world.sleep(8 * HOUR_MS);
    await world.run(2 * MINUTE_MS);
    expect(wrongs).toMatchObject({ limits: [], stamps: [] });
    expect(Math.max(...wrongs.perSecond.values())).toBeLessThanOrEqual(before + 6);
    for (const exchange of exchangeIds) {
      expect(await balancesWork(exchange)).toBe(true);
      expect(Math.abs(connection(exchange).clockOffsetMs ?? Number.NaN)).toBeLessThan(1_000);
    }
    expect(minuteEndErrorMs()).toBeLessThan(100);
  });
});

import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../electron/engine/alerts/observation.ts';
import { defaultRule } from '../../../electron/engine/alerts/rules.ts';
import type { AlertStore } from '../../../electron/engine/alerts/store.ts';
import { flush } from '../../support/fake-clock.ts';
import { AlertRig } from './alert-rig.ts';
import { memoryAlertStore } from './memory-alert-store.ts';

const GATHERED_MS = 300;

describe('a flapping threshold', () => {
  for (const coolDownS of [0, 60]) {
    it(`of 1,000 changes a minute makes 3 notices at most and keeps every change (cool-down ${coolDownS} s)`, () => {
      const rig = new AlertRig();
      rig.alerts.handlers['alerts.setRule']({ ...defaultRule('headroom-low'), forS: 0, coolDownS });
      for (let change = 0; change < 1_000; change += 1) {
        rig.see('headroom-low', change % 2 === 0 ? 0.01 : 0.9);
        rig.clock.advance(60);
      }
      rig.clock.advance(2_000);
      expect(rig.raised.length).toBeGreaterThan(0);
      expect(rig.raised.length).toBeLessThanOrEqual(3);
      const alerts = rig.list();
      const steps = alerts.flatMap(({ id }) => rig.store.steps(id));
      expect(steps.filter(({ kind }) => kind === 'fired' || kind === 'came-back')).toHaveLength(500);
      expect(steps.filter(({ kind }) => kind === 'cleared')).toHaveLength(500);
      expect(alerts.reduce((sum, { repeats }) => sum + repeats + 1, 0)).toBe(500);
    });
  }

  it('is written down once a second, not once a change', () => {
    const store = memoryAlertStore();
    let saves = 0;
    const counting: AlertStore = {
      ...store,
      save: (alerts, steps) => {
        saves += 1;
        store.save(alerts, steps);
      },
    };
    const rig = new AlertRig(counting);
    rig.alerts.handlers['alerts.setRule']({ ...defaultRule('headroom-low'), forS: 0 });
    for (let change = 0; change < 1_000; change += 1) {
      rig.see('headroom-low', change % 2 === 0 ? 0.01 : 0.9);
      rig.clock.advance(60);
    }
    expect(saves).toBeLessThan(70);
  });
});

describe('at least once', () => {
  it('stores an alert before anybody is told, and tells it after a crash in between', async () => {
    const rig = new AlertRig();
    rig.see('banned', true);
    expect(rig.raised).toEqual([]);
    expect(rig.store.open()).toMatchObject([{ kind: 'banned', wasTold: false }]);
    rig.crash();
    rig.clock.advance(GATHERED_MS);
    expect(rig.raised).toMatchObject([{ kind: 'banned' }]);
    await flush();
    expect(rig.only().wasTold).toBe(false);
  });

  it('does not tell again what a listener surely told', async () => {
    const rig = new AlertRig();
    rig.alerts.onRaised(() => Promise.resolve(true));
    rig.see('banned', true);
    rig.clock.advance(GATHERED_MS);
    await flush();
    expect(rig.store.open()).toMatchObject([{ wasTold: true }]);
    rig.crash();
    rig.clock.advance(GATHERED_MS);
    expect(rig.raised).toEqual([]);
  });

  it('keeps what no way could tell, until a page says that it showed it', async () => {
    const rig = new AlertRig();
    rig.alerts.onRaised(() => {
      throw new Error('no notification service');
    });
    rig.alerts.onRaised(() => Promise.reject(new Error('gone')));
    rig.see('offline', true);
    rig.clock.advance(6_000);
    await flush();
    expect(rig.only()).toMatchObject({ state: 'fired', wasTold: false });
    rig.alerts.handlers['alerts.told']({ alert: rig.only().id });
    expect(rig.only().wasTold).toBe(true);
  });

  it('tells though the store refuses, and writes it down once the store is well', () => {
    const store = memoryAlertStore();
    let isBroken = true;
    const failing: AlertStore = {
      ...store,
      save: (alerts, steps) => {
        if (isBroken) throw new Error('disk full');
        store.save(alerts, steps);
      },
    };
    const rig = new AlertRig(failing);
    rig.see('banned', true);
    rig.clock.advance(GATHERED_MS);
    expect(rig.raised).toHaveLength(1);
    expect(store.open()).toEqual([]);
    isBroken = false;
    rig.clock.advance(10_000);
    expect(store.open()).toHaveLength(1);
  });

  it('clears what an earlier run left when nobody says it any more', () => {
    const rig = new AlertRig();
    rig.see('exchange-down', true);
    rig.clock.advance(11_000);
    rig.restart();
    rig.clock.advance(599_000);
    expect(rig.only().state).toBe('fired');
    rig.clock.advance(2_000);
    expect(rig.only().state).toBe('cleared');
  });

  it('goes on with what is so before and after a restart, under the same id', () => {
    const rig = new AlertRig();
    rig.see('banned', true, { endsAtMs: rig.clock.now() + 3_600_000 });
    const { id } = rig.only();
    rig.restart();
    rig.see('banned', true, { endsAtMs: rig.clock.now() + 3_600_000 });
    rig.clock.advance(1_800_000);
    expect(rig.only()).toMatchObject({ id, state: 'fired', repeats: 0 });
    rig.clock.advance(1_800_000);
    expect(rig.only()).toMatchObject({ id, state: 'cleared' });
  });

  it('keeps its cool-down over a restart', () => {
    const rig = new AlertRig();
    rig.see('key-drifted', true);
    rig.clock.advance(GATHERED_MS);
    rig.see('key-drifted', false);
    rig.restart();
    rig.see('key-drifted', true);
    rig.clock.advance(GATHERED_MS);
    expect(rig.raised).toEqual([]);
    expect(rig.only()).toMatchObject({ state: 'fired', repeats: 1 });
  });
});

describe('grouping', () => {
  const of = (subject: string, exchange: Observation['exchange'] = 'binance') => ({ subject, exchange });

  it('makes one notice of the same kind and exchange within 5 s, and says how many', async () => {
    const rig = new AlertRig();
    rig.alerts.onRaised(() => true);
    for (const subject of ['a', 'b', 'c']) rig.see('rate-limited', true, of(subject));
    rig.clock.advance(GATHERED_MS);
    await flush();
    rig.clock.advance(4_000);
    rig.see('rate-limited', true, of('d'));
    rig.clock.advance(GATHERED_MS);
    await flush();
    expect(rig.raised.map(({ facts }) => facts['more'])).toEqual(['2']);
    expect(rig.list()).toHaveLength(4);
    expect(rig.list().every(({ wasTold }) => wasTold)).toBe(true);
    rig.clock.advance(1_000);
    rig.see('rate-limited', true, of('e'));
    rig.clock.advance(GATHERED_MS);
    expect(rig.raised).toHaveLength(2);
  });

  it('keeps exchanges and kinds apart', () => {
    const rig = new AlertRig();
    rig.see('rate-limited', true, of('a'));
    rig.see('rate-limited', true, of('b', 'okx'));
    rig.see('banned', true, of('a'));
    rig.clock.advance(GATHERED_MS);
    expect(rig.raised).toHaveLength(3);
  });
});

describe('who has seen it', () => {
  it('is not told again of what it acknowledged, also when it comes back', () => {
    const rig = new AlertRig();
    rig.see('rate-limited', true);
    rig.alerts.handlers['alerts.acknowledge']({ alert: rig.only().id });
    rig.clock.advance(GATHERED_MS);
    expect(rig.raised).toEqual([]);
    rig.see('rate-limited', false);
    expect(rig.only().state).toBe('cleared');
    rig.see('rate-limited', true);
    expect(rig.only()).toMatchObject({ state: 'acknowledged', repeats: 1, wasTold: true });
  });

  it('is told again when a snooze ends and it still is so', () => {
    const rig = new AlertRig();
    rig.see('banned', true);
    rig.clock.advance(GATHERED_MS);
    rig.alerts.handlers['alerts.snooze']({ alert: rig.only().id, untilMs: rig.clock.now() + 3_600_000 });
    rig.clock.advance(3_590_000);
    expect(rig.raised).toHaveLength(1);
    rig.clock.advance(11_000);
    expect(rig.raised).toHaveLength(2);
    rig.clock.advance(86_400_000);
    expect(rig.raised).toHaveLength(2);
  });

  it('hears nothing but what is critical while all is snoozed, and the rest when it ends', () => {
    const rig = new AlertRig();
    rig.alerts.handlers['alerts.snoozeAll']({ untilMs: rig.clock.now() + 600_000 });
    rig.see('rate-limited', true);
    rig.see('banned', true);
    rig.clock.advance(GATHERED_MS);
    expect(rig.raised.map(({ kind }) => kind)).toEqual(['banned']);
    rig.alerts.handlers['alerts.snoozeAll']({ untilMs: null });
    rig.clock.advance(GATHERED_MS);
    expect(rig.raised.map(({ kind }) => kind)).toEqual(['banned', 'rate-limited']);
  });

  for (const untilMs of [0, Number.MAX_SAFE_INTEGER]) {
    it(`cannot snooze until ${untilMs}`, () => {
      const rig = new AlertRig();
      expect(rig.alerts.handlers['alerts.snoozeAll']({ untilMs })).toMatchObject({
        failure: { kind: 'invalid-input' },
      });
    });
  }

  it('gets no notices when they are off, and the list all the same', () => {
    const rig = new AlertRig();
    rig.alerts.handlers['alerts.setNotifications']({ isOn: false });
    rig.see('banned', true);
    rig.clock.advance(GATHERED_MS);
    expect(rig.raised).toEqual([]);
    expect(rig.changed).toHaveLength(1);
  });
});

describe('a test', () => {
  it('goes through every way at once, marked, whatever is snoozed or off, and ends by itself', async () => {
    const rig = new AlertRig();
    const told: string[] = [];
    rig.alerts.onRaised(({ id }) => void told.push(id));
    const hook = { isOn: true, url: 'https://hooks.example.com/x', secret: 'hook-secret' };
    await rig.alerts.handlers['alerts.setWebhook'](hook);
    rig.alerts.handlers['alerts.setNotifications']({ isOn: false });
    rig.alerts.handlers['alerts.snoozeAll']({ untilMs: rig.clock.now() + 600_000 });
    const made = await rig.alerts.handlers['alerts.test']({ kind: 'headroom-low' });
    await flush();
    if (!made.ok) throw new Error('no test');
    expect(made.value.facts).toEqual({ test: 'yes' });
    expect(rig.raised.map(({ id }) => id)).toEqual([made.value.id]);
    expect(told).toEqual([made.value.id]);
    expect(rig.posted).toMatchObject([{ body: { isTest: true, kind: 'headroom-low' } }]);
    rig.clock.advance(61_000);
    expect(rig.only().state).toBe('cleared');
  });
});

describe('rules of one account', () => {
  it('take the place of the common one until they are reset, and outlive a restart', () => {
    const rig = new AlertRig();
    const { handlers } = rig.alerts;
    const own = { ...defaultRule('headroom-low'), account: 'acc-1', threshold: 0.5, clearAt: 0.6, forS: 0 };
    expect(handlers['alerts.setRule'](own)).toMatchObject({ ok: true });
    expect(handlers['alerts.setRule']({ ...own, account: 'nobody' })).toMatchObject({ failure: { kind: 'not-found' } });
    rig.restart();
    rig.see('headroom-low', 0.4, { account: 'acc-1', subject: 'one' });
    rig.see('headroom-low', 0.4, { account: 'acc-2', subject: 'other' });
    expect(rig.only()).toMatchObject({ subject: 'one', evidence: { threshold: 0.5, unit: 'share' } });
    rig.alerts.handlers['alerts.resetRule']({ kind: 'headroom-low', account: 'acc-1' });
    rig.see('headroom-low', 0.4, { account: 'acc-1', subject: 'one' });
    expect(rig.only().state).toBe('cleared');
  });

  it('end what they turn off', () => {
    const rig = new AlertRig();
    rig.see('banned', true);
    rig.alerts.handlers['alerts.setRule']({ ...defaultRule('banned'), isOn: false });
    expect(rig.only().state).toBe('cleared');
  });
});

it('shows the minutes before it fired', () => {
  const rig = new AlertRig();
  for (let step = 0; step <= 30; step += 1) {
    rig.see('error-rate', step / 100);
    rig.clock.advance(2_000);
  }
  const { evidence } = rig.only();
  expect(evidence.points).toHaveLength(21);
  expect(evidence.points.at(-1)?.value).toBe(0.2);
});

it('ends the alerts of an account that is gone', () => {
  const rig = new AlertRig();
  rig.see('key-drifted', true, { account: 'acc-1' });
  rig.alerts.forget(({ account }) => account === 'acc-1');
  expect(rig.only().state).toBe('cleared');
});

describe('a store that refuses', () => {
  it('is itself alerted of, once, and is well when it takes alerts again', () => {
    const store = memoryAlertStore();
    let isFull = true;
    const rig = new AlertRig({
      ...store,
      save: (alerts, steps) => {
        if (isFull) throw new Error('database or disk is full');
        store.save(alerts, steps);
      },
    });
    rig.see('offline', true);
    rig.clock.advance(60_000);
    expect(rig.health).toEqual(['journal.db']);
    isFull = false;
    rig.clock.advance(5_000);
    expect(rig.health).toEqual(['journal.db', null]);
  });
});

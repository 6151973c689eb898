import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../electron/engine/alerts/observation.ts';
import { ErrorRates, isRefusalWithoutCode } from '../../../electron/engine/alerts/sources/calls.ts';
import {
  deadManObservations,
  deadManOffObservations,
  haltObservations,
} from '../../../electron/engine/alerts/sources/desk.ts';
import { gateObservations } from '../../../electron/engine/alerts/sources/gates.ts';
import { HeadroomSource } from '../../../electron/engine/alerts/sources/headroom.ts';
import { keyObservations } from '../../../electron/engine/alerts/sources/keys.ts';
import { MaintenanceSource, reachObservations } from '../../../electron/engine/alerts/sources/reach.ts';
import { StaleSource } from '../../../electron/engine/alerts/sources/stale.ts';
import { probedBuckets } from '../../../electron/engine/probes/usage-plans.ts';
import type { AttemptResult } from '../../../electron/engine/client/attempt.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import type { Account } from '../../../shared/model/account.ts';
import type { BucketView, GateCause } from '../../../shared/model/bucket.ts';
import type { Connection } from '../../../shared/model/host.ts';
import type { AdviceCode, KeyView } from '../../../shared/model/vault.ts';
import { FAKE_START_MS } from '../../support/fake-clock.ts';

const NOW = FAKE_START_MS;
const MINUTE = 60_000;
const account: Account = {
  id: 'acc-1',
  exchange: 'binance',
  environment: 'live',
  label: 'a',
  region: 'global',
  egress: 'default',
};

function view(change: Partial<BucketView>): BucketView {
  const used = change.used ?? 0;
  const capacity = change.capacity ?? 1_000;
  return {
    key: 'binance/live|ip-weight|ip=default',
    exchange: 'binance',
    environment: 'live',
    accounts: ['acc-1'],
    bucket: {
      id: 'ip-weight',
      name: 'weight',
      unit: 'weight',
      window: { kind: 'fixed', periodMs: MINUTE },
      scope: ['ip'],
    },
    part: null,
    capacity,
    used,
    own: used,
    foreign: 0,
    foreignForecast: 0,
    inFlight: 0,
    headroom: capacity - used,
    waiting: 0,
    emptyAtMs: NOW + MINUTE,
    atMs: NOW,
    readingAtMs: NOW,
    status: 'calm',
    ...change,
  };
}

function measured(kind: Observation['kind'], seen: readonly Observation[]): number | boolean | undefined {
  return seen.find((one) => one.kind === kind)?.value;
}

describe('headroom', () => {
  it('is the free share; buckets that are tiny or never used say nothing', () => {
    const source = new HeadroomSource();
    expect(measured('headroom-low', source.observe([view({ used: 900 })], NOW))).toBe(0.1);
    expect(new HeadroomSource().observe([view({ used: 1, capacity: 1 }), view({ used: 0 })], NOW)).toEqual([]);
  });

  it('is whole again when the bucket is gone', () => {
    const source = new HeadroomSource();
    source.observe([view({ used: 900 })], NOW);
    expect(measured('headroom-low', source.observe([], NOW + 1))).toBe(1);
    expect(source.observe([], NOW + 2)).toEqual([]);
  });

  it('is forecast from our pace of ten seconds and the forecast of others', () => {
    const source = new HeadroomSource();
    let seen: readonly Observation[] = [];
    for (let second = 0; second <= 30; second += 1) {
      const used = second * 20;
      seen = source.observe([view({ used, foreignForecast: 50 })], NOW + second * 1_000);
    }
    // 600 used, 20 a second for another 30 s, 50 of others.
    expect(measured('limit-ahead', seen)).toBeCloseTo(1.25, 5);
  });

  it('is foreseen empty after a turn without a call', () => {
    const source = new HeadroomSource();
    for (let second = 0; second <= 30; second += 1) source.observe([view({ used: second * 20 })], NOW + second * 1_000);
    const idle = view({ used: 0, emptyAtMs: null });
    expect(measured('limit-ahead', source.observe([idle], NOW + 90_000))).toBe(0);
  });

  it('is not forecast from the first moments of a window, nor from a day by ten seconds of it', () => {
    const source = new HeadroomSource();
    expect(measured('limit-ahead', source.observe([view({ used: 200 })], NOW + 5_000))).toBeUndefined();
    const day = { kind: 'fixed', periodMs: 86_400_000 } as const;
    const daily = view({ used: 300, emptyAtMs: NOW + 43_200_000, bucket: { ...view({}).bucket, window: day } });
    expect(measured('limit-ahead', source.observe([daily], NOW))).toBeCloseTo(0.6, 5);
  });
});

describe('a limit that drains', () => {
  const window = { kind: 'decaying', perSecond: 0.5 } as const;
  const kraken = (used: number): BucketView => view({ used, capacity: 20, bucket: { ...view({}).bucket, window } });

  /** The last forecast after a level each half second. */
  function ahead(levelAt: (second: number) => number): number | boolean | undefined {
    const source = new HeadroomSource();
    let seen: readonly Observation[] = [];
    for (let half = 0; half <= 24; half += 1) seen = source.observe([kraken(levelAt(half / 2))], NOW + half * 500);
    return measured('limit-ahead', seen);
  }

  // At 12 s: 6.6, and 0.55 a second more than drains for another 30 s.
  it('is forecast from how fast it fills', () => expect(ahead((second) => second * 0.55)).toBeCloseTo(1.155, 3));
  it('is not made an alarm by one burst', () =>
    expect(ahead((second) => (second < 6 ? 1 : 13 - (second - 6) * 0.5))).toBeLessThan(1));
  it('is foreseen empty while it drains', () => expect(ahead((second) => 15 - second * 0.5)).toBe(0));
});

describe('a sliding window', () => {
  const sliding = (periodMs: number, own: number): BucketView =>
    view({ used: own, capacity: 100, bucket: { ...view({}).bucket, window: { kind: 'sliding', periodMs } } });

  function ahead(periodMs: number): number | boolean | undefined {
    const source = new HeadroomSource();
    let seen: readonly Observation[] = [];
    for (let second = 0; second <= 12; second += 1)
      seen = source.observe([sliding(periodMs, second * 2)], NOW + second * 1_000);
    return measured('limit-ahead', seen);
  }

  it('is forecast full at our pace', () => expect(ahead(60_000)).toBeCloseTo(1.2, 5));
  it('of two seconds has nothing ahead of it', () => expect(ahead(2_000)).toBeUndefined());
});

describe('gates', () => {
  const cases: readonly (readonly [GateCause, Observation['kind'] | null])[] = [
    ['rate-limited', 'rate-limited'],
    ['throttled', 'rate-limited'],
    ['banned', 'banned'],
    ['firewall', 'firewall'],
    ['circuit', 'gate-closed'],
    ['halt', 'gate-closed'],
    // Told by the way to the exchange, once.
    ['maintenance', null],
  ];
  for (const [cause, kind] of cases) {
    it(`of cause ${cause} are ${kind}, with their end`, () => {
      const gate = {
        key: 'binance/live|account=acc-1',
        exchange: 'binance',
        environment: 'live',
        cause,
        sinceMs: NOW,
        untilMs: NOW + 1,
        code: null,
      } as const;
      const seen = gateObservations(gate, true, (id) => id === 'acc-1');
      const one = { kind, value: true, account: 'acc-1', endsAtMs: NOW + 1 };
      expect(seen).toMatchObject(kind === null ? [] : [one]);
      const open = gateObservations(gate, false, () => false);
      expect(open).toMatchObject(kind === null ? [] : [{ value: false, account: null }]);
    });
  }
});

describe('keys', () => {
  function key(codes: readonly AdviceCode[], change: Partial<KeyView> = {}): KeyView {
    const advice = codes.map((code) => ({ code, severity: 'warning' as const, facts: { days: '3' }, atMs: null }));
    return {
      id: 'key-00000001',
      account: 'acc-1',
      exchange: 'okx',
      environment: 'live',
      accountLabel: 'a',
      label: 'k',
      role: 'active',
      algorithm: 'hmac',
      last4: 'abcd',
      fingerprint: 'f',
      addedAtMs: NOW,
      retiredAtMs: null,
      presence: 'loaded',
      check: null,
      audit: { grade: 'C', advice, matrix: [], deadlines: [], isEgressListed: null },
      drift: null,
      ...change,
    };
  }
  const cases: readonly (readonly [AdviceCode, Observation['kind']])[] = [
    ['expires-soon', 'key-expiring'],
    ['expired', 'key-expiring'],
    ['lapses-by-rule', 'key-expiring'],
    ['permissions-drifted', 'key-drifted'],
    ['unused-grant', 'key-unused'],
    ['can-withdraw', 'key-over-privileged'],
    ['trade-without-ip-list', 'key-over-privileged'],
    ['check-failed', 'key-check-failed'],
    ['egress-not-on-list', 'egress-not-listed'],
  ];
  const firing = (view: KeyView): readonly string[] =>
    keyObservations(view).flatMap(({ kind, value }) => (value === true ? [kind] : []));
  for (const [code, kind] of cases) {
    it(`with the advice ${code} are ${kind} and nothing else`, () => {
      expect(firing(key([code]))).toEqual([kind]);
      expect(firing(key([code], { role: 'retired' }))).toEqual([]);
    });
  }

  it('of practice are no risk, unless they change or fail', () => {
    expect(firing(key(['can-withdraw', 'expires-soon', 'check-failed'], { environment: 'practice' }))).toEqual([
      'key-check-failed',
    ]);
  });
});

describe('reach', () => {
  function connection(
    exchange: Connection['exchange'],
    state: Connection['state'],
    detail: string | null = null,
  ): Connection {
    return {
      exchange,
      environment: 'live',
      state,
      clockOffsetMs: 0,
      clockUncertaintyMs: 1,
      lastAnswerAtMs: NOW,
      detail,
    };
  }
  const cases = [
    { name: 'nothing when all answer', states: ['ok', 'ok'], seen: [] },
    {
      name: 'nothing while connecting',
      states: ['connecting', 'unreachable'],
      detail: 'ECONNREFUSED',
      seen: ['exchange-down okx'],
    },
    { name: 'one down', states: ['ok', 'unreachable'], seen: ['exchange-down okx'] },
    { name: 'offline when none answers', states: ['unreachable', 'unreachable'], seen: ['offline '] },
    { name: 'maintenance', states: ['ok', 'maintenance'], seen: ['exchange-down okx'] },
    {
      name: 'a firewall',
      states: ['ok', 'bad-reply'],
      detail: 'its firewall refuses this address',
      // The gate it closes tells of it.
      seen: [],
    },
  ] as const;
  for (const { name, states, seen, ...rest } of cases) {
    it(`is ${name}`, () => {
      const detail = 'detail' in rest ? rest.detail : null;
      const connections = [connection('binance', states[0]), connection('okx', states[1], detail)];
      const firing = reachObservations(connections, new Map()).filter(({ value }) => value === true);
      expect(firing.map(({ kind, exchange }) => `${kind} ${exchange ?? ''}`)).toEqual(seen);
    });
  }

  for (const [detail, kind] of [
    ['ENOTFOUND', 'offline'],
    ['ENETUNREACH', 'offline'],
    ['ECONNREFUSED', 'exchange-down'],
    ['no answer in time', 'exchange-down'],
  ] as const) {
    it(`of a single exchange with ${detail} is ${kind}`, () => {
      const firing = reachObservations([connection('okx', 'unreachable', detail)], new Map()).filter(
        ({ value }) => value === true,
      );
      expect(firing.map((one) => one.kind)).toEqual([kind]);
    });
  }

  it('is down when the exchange says so itself, and tells how far the clock is off', () => {
    const statuses = new Map([['okx/live', { isUp: false, detail: 'upgrade', announced: [] }]]);
    const seen = reachObservations([{ ...connection('okx', 'ok'), clockOffsetMs: -6_000 }], statuses);
    expect(seen.find(({ kind }) => kind === 'exchange-down')).toMatchObject({ value: true, facts: { why: 'status' } });
    expect(measured('clock-wrong', seen)).toBe(6_000);
  });

  it('knows maintenance ahead within a day, until it begins or is taken back', () => {
    const source = new MaintenanceSource();
    const okx = connection('okx', 'ok');
    const status = (beginsAtMs: number) => ({
      isUp: true,
      detail: '',
      announced: [{ beginsAtMs, endsAtMs: beginsAtMs + 60, title: 't' }],
    });
    const values = (seen: readonly Observation[]): readonly unknown[] => seen.map(({ value }) => value);
    expect(values(source.observe(okx, status(NOW + 90_000_000), NOW))).toEqual([false]);
    expect(values(source.observe(okx, status(NOW + 90_000_000), NOW + 10_000_000))).toEqual([true]);
    expect(values(source.observe(okx, status(NOW + 90_000_000), NOW + 90_000_000))).toEqual([false]);
    expect(values(source.observe(okx, { isUp: true, detail: '', announced: [] }, NOW))).toEqual([false]);
  });
});

describe('the desk', () => {
  const armed = { account: 'acc-1', timeoutS: 60, isOn: true, firesAtMs: NOW + 15_000, isGivenUp: false, detail: null };
  const cases = [
    { name: 'a quarter of its time left', deadMan: armed, value: 0.25 },
    { name: 'all of it when it is off', deadMan: { ...armed, isOn: false }, value: 1 },
    { name: 'none when it should have fired', deadMan: { ...armed, firesAtMs: NOW - 1 }, value: 0 },
  ];
  for (const { name, deadMan, value } of cases) {
    it(`says of a dead-man switch: ${name}`, () => {
      const seen = deadManObservations({ deadMan: [deadMan] }, () => account, NOW);
      expect(seen).toMatchObject([{ kind: 'dead-man-near', value, account: 'acc-1' }]);
    });
  }

  it('says of a dead-man switch that its exchange will not set it', () => {
    const given = { ...armed, isGivenUp: true, detail: 'invalid-key' };
    const seen = (deadMan: Omit<typeof armed, 'detail'> & { detail: string | null }) =>
      deadManOffObservations({ deadMan: [deadMan] }, () => account);
    expect(seen(given)).toMatchObject([{ kind: 'dead-man-off', value: true, facts: { detail: 'invalid-key' } }]);
    expect(seen(armed)).toMatchObject([{ kind: 'dead-man-off', value: false, facts: {} }]);
  });

  const failed = { account: 'acc-1', state: 'failed', detail: 'banned' } as const;
  const halts = [
    { name: 'unfinished while a cancel failed', cause: 'user', cancels: [failed], value: true },
    { name: 'unfinished before any answer', cause: 'fault', cancels: [{ ...failed, state: 'waiting' }], value: true },
    { name: 'finished when nothing rests', cause: 'user', cancels: [{ ...failed, state: 'done' }], value: false },
    { name: 'over once resumed', cause: null, cancels: [], value: false },
    { name: 'none in a pause after sleep', cause: 'sleep', cancels: [], value: false },
  ] as const;
  for (const { name, cause, cancels, value } of halts) {
    it(`says of a halt: ${name}`, () => {
      const seen = haltObservations({ cause, cancels: [...cancels] }, [account]);
      expect(seen).toMatchObject([{ kind: 'halt-unfinished', subject: 'acc-1', value }]);
    });
  }
});

describe('calls', () => {
  const timing = { queueMs: 0, connectMs: 0, firstByteMs: 1, bodyMs: 0 };
  const reply = { status: 200, headers: {}, text: '', json: {} };
  const answered: AttemptResult = { kind: 'answered', reply, verdict: null, readings: [], exchangeMs: null, timing };
  const lost: AttemptResult = { kind: 'lost', failure: { kind: 'timeout' }, mayHaveArrived: true, timing };
  const held: AttemptResult = { kind: 'held', failure: { kind: 'held', blockedBy: '', untilMs: null }, waitedMs: 0 };
  const refused = (failure: Failure): AttemptResult => ({
    ...answered,
    verdict: { failure, execution: 'not-executed', retry: 'never', gate: null },
  });

  it('that failed are a share of those of the last minute, of ten at least', () => {
    const rates = new ErrorRates();
    const note = (result: AttemptResult, atMs: number): void => rates.note('binance/live', 'binance', result, atMs);
    for (let index = 0; index < 9; index += 1) note(lost, index);
    expect(measured('error-rate', rates.observe(10))).toBe(0);
    for (let index = 0; index < 9; index += 1) note(answered, 1_000);
    for (let index = 0; index < 50; index += 1) note(held, 1_000);
    expect(measured('error-rate', rates.observe(2_000))).toBe(0.5);
    expect(measured('error-rate', rates.observe(62_000))).toBe(0);
  });

  const cases = [
    { name: 'a refusal without a code', result: refused({ kind: 'rejected', code: null, detail: '' }), is: true },
    { name: 'a page instead of an answer', result: refused({ kind: 'bad-reply', status: 503, detail: '' }), is: true },
    { name: 'a refusal that says why', result: refused({ kind: 'rejected', code: '-1100', detail: '' }), is: false },
    { name: 'too little money', result: refused({ kind: 'insufficient-funds', code: null }), is: false },
    { name: 'success', result: answered, is: false },
  ];
  for (const { name, result, is } of cases)
    it(`hide a reason in ${name}: ${is}`, () => expect(isRefusalWithoutCode(result)).toBe(is));
});

describe('data', () => {
  const isStale = (source: StaleSource, views: readonly BucketView[]): unknown => source.observe(views, NOW)[0]?.value;
  const old = view({ readingAtMs: NOW - 181_000 });

  it('are stale when what is asked for has ceased to come, not before there is any', () => {
    const source = new StaleSource();
    source.started(account, probedBuckets('binance'));
    expect(isStale(source, [])).toBe(false);
    expect(isStale(source, [old])).toBe(true);
    expect(isStale(source, [old, view({ readingAtMs: NOW - 1_000 })])).toBe(false);
  });

  it('of a quiet account that nobody asks, or over a live feed, are not stale however old they are', () => {
    const source = new StaleSource();
    source.started({ ...account, exchange: 'kraken' }, probedBuckets('kraken'));
    expect(isStale(source, [old])).toBe(false);
    source.feedChanged('acc-1', 'live');
    expect(isStale(source, [old])).toBe(false);
    const fed = new StaleSource();
    fed.started(account, probedBuckets('binance'));
    fed.feedChanged('acc-1', 'live');
    expect(isStale(fed, [old])).toBe(false);
  });

  it('are stale while the feed is down, and no more once the account does not run', () => {
    const source = new StaleSource();
    source.feedChanged('acc-1', 'down');
    expect(isStale(source, [])).toBeUndefined();
    source.started(account, new Set());
    source.feedChanged('acc-1', 'refused');
    expect(isStale(source, [])).toBe(true);
    source.feedChanged('acc-1', 'live');
    expect(isStale(source, [])).toBe(false);
    source.forget('acc-1');
    expect(isStale(source, [old])).toBeUndefined();
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { type Failure, fail, ok } from '../../../../shared/contract/failure.ts';
import type { KeyView } from '../../../../shared/model/vault.ts';
import { binanceKey, KeysRig, okxPlace, place, restrictions } from './keys-rig.ts';
import { materials } from '../../../support/client-rig.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

let rig: KeysRig;
let key: KeyView;

beforeEach(async () => {
  rig = new KeysRig();
  key = await rig.added();
  rig.calls.length = 0;
});

function shown(): KeyView {
  const [view] = rig.keys.views();
  if (view === undefined) throw new Error('no key');
  return view;
}

describe('the daily check', () => {
  it('comes a day after the last one, and again a day later', async () => {
    const stop = rig.keys.start();
    await rig.run(DAY_MS - MINUTE_MS);
    expect(rig.checks).toHaveLength(0);
    await rig.run(2 * MINUTE_MS);
    expect(rig.checks).toHaveLength(1);
    await rig.run(DAY_MS - 3 * MINUTE_MS);
    expect(rig.checks).toHaveLength(1);
    await rig.run(4 * MINUTE_MS);
    expect(rig.checks).toHaveLength(2);
    stop();
    await rig.run(2 * DAY_MS);
    expect(rig.checks).toHaveLength(2);
  });

  it('asks about one key a minute, each by its own key', async () => {
    const others = [await rig.added(place, binanceKey(2)), await rig.added(place, binanceKey(3))];
    rig.calls.length = 0;
    rig.keys.start();
    await rig.run(DAY_MS + 10 * MINUTE_MS);
    expect(rig.checks.map(({ lent }) => lent?.keyId).sort()).toEqual([key, ...others].map(({ id }) => id).sort());
  });

  for (const { name, backMs, withinMs } of [
    { name: 'three days', backMs: 3 * DAY_MS, withinMs: 5 * MINUTE_MS },
    { name: 'a year', backMs: 365 * DAY_MS, withinMs: 5 * MINUTE_MS },
    { name: 'an hour', backMs: HOUR_MS, withinMs: DAY_MS + 2 * HOUR_MS },
  ]) {
    it(`is not put off for ever by a clock set back ${name}`, async () => {
      rig.keys.start();
      rig.clock.stepWall(-backMs);
      await rig.run(withinMs);
      expect(rig.calls.length).toBeGreaterThanOrEqual(1);
    });
  }

  it('is tried again in an hour where nothing was learned, and in a day where the key was refused', async () => {
    const cases: readonly (readonly [failure: Failure, againMs: number])[] = [
      [{ kind: 'unreachable', detail: 'ENETUNREACH' }, HOUR_MS],
      [{ kind: 'invalid-key', reason: 'ip', code: null }, HOUR_MS],
      [{ kind: 'invalid-key', reason: 'unknown', code: null }, DAY_MS],
      [{ kind: 'account-blocked', code: null, detail: '' }, DAY_MS],
    ];
    for (const [failure, againMs] of cases) {
      rig.answer = () => fail(failure);
      await rig.keys.checker.check(key.id);
      rig.calls.length = 0;
      const stop = rig.keys.start();
      await rig.run(againMs - 2 * MINUTE_MS);
      expect(rig.calls, failure.kind).toHaveLength(0);
      await rig.run(4 * MINUTE_MS);
      expect(rig.checks, failure.kind).toHaveLength(1);
      stop();
    }
  });

  it('asks what the exchange holds against the account, and keeps it', async () => {
    rig.answer = () => {
      const path = rig.calls.at(-1)?.request.path;
      if (path === '/sapi/v1/account/status') return ok({ data: 'Order cancel only' });
      if (path === '/sapi/v1/account/apiTradingStatus')
        return ok({ data: { isLocked: true, plannedRecoverTime: 1_800_000_000_000 } });
      return ok(restrictions('enableReading'));
    };
    await rig.keys.checker.check(key.id);
    const standing = { status: 'Order cancel only', isTradingLocked: true, recoversAtMs: 1_800_000_000_000 };
    expect(rig.keys.standingOf(key.account)).toEqual(standing);
    const view = rig.keys.audits.view(key.id);
    expect(view?.check).toMatchObject({ failure: null, standing });
    expect(view?.audit?.advice).toContainEqual({
      code: 'account-restricted',
      severity: 'critical',
      facts: { status: 'Order cancel only' },
      atMs: 1_800_000_000_000,
    });
    // Not answered, or only that all is normal: what was known stays known.
    rig.answer = () => {
      const isStatus = rig.calls.at(-1)?.request.path === '/sapi/v1/account/status';
      return ok(isStatus ? { data: 'Normal' } : restrictions('enableReading'));
    };
    await rig.keys.checker.check(key.id);
    expect(rig.keys.standingOf(key.account)).toEqual(standing);
    rig.answer = () => {
      const path = rig.calls.at(-1)?.request.path;
      if (path === '/sapi/v1/account/status') return ok({ data: 'Normal' });
      if (path === '/sapi/v1/account/apiTradingStatus') return ok({ data: { isLocked: false } });
      return ok(restrictions('enableReading'));
    };
    await rig.keys.checker.check(key.id);
    expect(rig.keys.standingOf(key.account)).toEqual({ status: null, isTradingLocked: false, recoversAtMs: null });
  });

  it('comes at once after a refusal, and once a minute at most', async () => {
    const stop = rig.keys.start();
    await rig.run(MINUTE_MS);
    rig.calls.length = 0;
    for (let second = 0; second < 118; second += 1) {
      rig.keys.checker.heedRefusal(key.id);
      await rig.run(1_000);
      if (second === 0) expect(rig.checks).toHaveLength(1);
    }
    expect(rig.checks).toHaveLength(2);
    rig.keys.checker.heedRefusal(key.id);
    stop();
    await rig.run(MINUTE_MS);
    expect(rig.checks).toHaveLength(2);
  });

  it('leaves retired keys and those without a secret alone', async () => {
    const next = await rig.added({ ...place, replaces: key.id }, binanceKey(2));
    rig.keys.rotation.switch(next.id);
    rig.calls.length = 0;
    rig.keys.start();
    await rig.run(DAY_MS + 10 * MINUTE_MS);
    expect(rig.checks.map(({ lent }) => lent?.keyId)).toEqual([next.id]);
  });
});

describe('what a check finds', () => {
  it('changed is told once', async () => {
    rig.answer = () => ok(restrictions('enableReading', 'enableFutures'));
    for (let round = 0; round < 3; round += 1) await rig.keys.checker.check(key.id);
    expect(rig.events('keys.drifted')).toHaveLength(1);
    expect(shown().drift?.changes.map(({ name, to }) => [name, to])).toContainEqual(['enableFutures', true]);
    const drifts = rig.ports.audited.filter(({ verb }) => verb === 'permissions-changed');
    expect(drifts).toMatchObject([{ actor: 'exchange', subject: key.id, result: 'done' }]);
  });

  it('changed back is told again', async () => {
    rig.answer = () => ok(restrictions('enableReading', 'enableFutures'));
    await rig.keys.checker.check(key.id);
    rig.answer = () => ok(restrictions('enableReading'));
    await rig.run(1);
    await rig.keys.checker.check(key.id);
    expect(rig.events('keys.drifted')).toHaveLength(2);
  });

  it('refused is a check all the same, with what was known before', async () => {
    const before = shown();
    rig.answer = () => fail({ kind: 'invalid-key', reason: 'frozen', code: '50100' });
    await rig.run(1_000);
    expect(await rig.keys.checker.check(key.id)).toEqual({ ok: true, value: null });
    expect(shown().check).toMatchObject({
      atMs: rig.clock.now(),
      failure: 'invalid-key:frozen',
      facts: before.check?.facts,
    });
    expect(rig.events('keys.drifted')).toEqual([]);
  });

  it('refused shows in the grade', async () => {
    const before = shown().audit?.advice.map(({ code }) => code) ?? [];
    expect(before).not.toContain('check-failed');
    rig.answer = () => fail({ kind: 'invalid-key', reason: 'frozen', code: '50100' });
    await rig.keys.checker.check(key.id);
    expect(shown().audit?.advice.map(({ code }) => code)).toContain('check-failed');
  });

  it('refused from an address names that address for every account that leaves by it', async () => {
    rig.answer = () => fail({ kind: 'invalid-key', reason: 'ip', code: '50110', seenAddress: '192.0.2.7' });
    await rig.keys.checker.check(key.id);
    expect(rig.keys.egress.addressOf('default')).toBe('192.0.2.7');
    expect(rig.events('egress.changed')).toMatchObject([{ address: '192.0.2.7', source: 'exchange' }]);
  });

  it('is kept though the address cannot be', async () => {
    rig.journal.saveSetting = () => {
      throw new Error('the disk is full');
    };
    rig.answer = () => fail({ kind: 'invalid-key', reason: 'ip', code: '50110', seenAddress: '192.0.2.7' });
    expect(await rig.keys.checker.check(key.id)).toMatchObject({ ok: true });
    expect(rig.logged).toContain('address not kept');
  });

  it('is not told when it cannot be kept', async () => {
    rig.breaks = () => true;
    rig.answer = () => ok(restrictions('enableReading', 'enableFutures'));
    expect(await rig.keys.checker.check(key.id)).toMatchObject({ ok: false, failure: { kind: 'storage' } });
    expect(rig.events('keys.drifted')).toEqual([]);
    expect(shown().drift).toBeNull();
  });

  it('comes too late for a key removed meanwhile', async () => {
    const answered = Promise.withResolvers<void>();
    rig.answer = () => answered.promise.then(() => ok(restrictions('enableReading')));
    const checking = rig.keys.checker.check(key.id);
    rig.keys.book.remove(key.id);
    answered.resolve();
    expect(await checking).toMatchObject({ ok: false, failure: { kind: 'not-found' } });
    expect(rig.ports.index.keys()).toEqual([]);
  });

  for (const [name, id, kind] of [
    ['an unknown key', 'key-00000000', 'not-found'],
    ['a key whose secret is not at hand', null, 'unavailable'],
  ] as const) {
    it(`is nothing for ${name}`, async () => {
      const next = rig.restarted();
      expect(await next.keys.checker.check(id ?? key.id)).toMatchObject({ ok: false, failure: { kind } });
    });
  }
});

describe('what the radar is told', () => {
  const demo = { ...okxPlace, environment: 'testnet' } as const;
  const config = {
    code: '0',
    msg: '',
    data: [{ uid: '1', mainUid: '1', label: 'x', ip: '', perm: 'read_only,trade', acctLv: '1', roleType: '0' }],
  };

  async function codesOf(where: typeof demo | typeof okxPlace, failsAfter: boolean): Promise<readonly string[]> {
    const other = new KeysRig();
    other.answer = () => ok(config);
    const added = await other.added({ ...where, region: 'global' }, materials.okx);
    other.answer = () => (failsAfter ? fail({ kind: 'timeout' }) : ok(config));
    await other.run(20 * DAY_MS);
    await other.keys.checker.check(added.id);
    return other.keys.views()[0]?.audit?.deadlines.map(({ kind }) => kind) ?? [];
  }

  it('a key of a test environment does not lapse by a rule, a live one does', async () => {
    expect(await codesOf(demo, false)).not.toContain('inactivity');
    expect(await codesOf(okxPlace, false)).toContain('inactivity');
  });

  it('the time of the last good check is a use of the key, that of a failed one is not', async () => {
    const other = new KeysRig();
    other.answer = () => ok(config);
    const added = await other.added(okxPlace, materials.okx);
    const lapseMs = (): number | undefined =>
      other.keys.views()[0]?.audit?.deadlines.find(({ kind }) => kind === 'inactivity')?.atMs;
    const first = lapseMs() ?? 0;
    await other.run(5 * DAY_MS);
    other.answer = () => fail({ kind: 'timeout' });
    await other.keys.checker.check(added.id);
    expect(lapseMs()).toBe(first);
    other.answer = () => ok(config);
    await other.keys.checker.check(added.id);
    expect(lapseMs()).toBe(first + 5 * DAY_MS);
  });

  it('a key nobody told of has an audit that says so', async () => {
    const testnet = { ...place, environment: 'testnet' } as const;
    const other = new KeysRig();
    other.answer = () => ok({});
    const added = await other.added(testnet, binanceKey());
    expect(added.check?.facts?.grants).toEqual([]);
    expect(added.audit?.advice.map(({ code }) => code)).toContain('cannot-check');
  });

  it('an index of before, without the time of the last good check, is read', () => {
    const [record] = rig.ports.index.keys();
    expect(record).toMatchObject({ toldAtMs: rig.clock.now() });
    expect(shown()).not.toHaveProperty('toldAtMs');
  });
});

import { describe, expect, it } from 'vitest';
import type { Gate, GateCause } from '../../../shared/model/bucket.ts';
import { bucketKey, scopeKeys } from '../../../electron/engine/limiter/keys.ts';
import { Rig, bucketOf, holder, keyOf, realm, requestOf, sliding, stateOf } from './rig.ts';

const bucket = bucketOf(sliding(1000), 1000);
const { ip, account, key } = scopeKeys(realm, holder);
const HOUR_MS = 3_600_000;

function close(rig: Rig, forMs: number, cause: GateCause = 'rate-limited', gateKey = ip): void {
  rig.limiter.closeGate({ key: gateKey, realm, cause, untilMs: rig.clock.now() + forMs, code: '-1003' });
}

describe('a closed gate', () => {
  for (const gateKey of [ip, account, key, keyOf(bucket)]) {
    it(`holds everything under ${gateKey} and lets it out by the clock`, async () => {
      const rig = new Rig();
      close(rig, 5000, 'rate-limited', gateKey);
      const asked = await rig.asked([[bucket, 1]]);
      expect(rig.limiter.whatIf(requestOf([[bucket, 1]]))).toEqual({
        kind: 'wait',
        blockedBy: gateKey,
        untilMs: rig.clock.now() + 5000,
      });
      await rig.clock.run(4999);
      expect(stateOf(asked)).toBe('waiting');
      await rig.clock.run(1);
      expect(stateOf(asked)).toBe('admitted');
    });
  }

  it('does not hold another address', async () => {
    const rig = new Rig();
    close(rig, 5000);
    expect(stateOf(await rig.asked([[bucket, 1]], { holder: { ...holder, egress: 'other' } }))).toBe('admitted');
  });

  it('holds calls that were already waiting, and none leaves inside the window', async () => {
    const rig = new Rig();
    const one = bucketOf(sliding(1000), 1, false, 'one');
    await rig
      .asked([[one, 1]])
      .then(
        (first) =>
          first.admission?.kind === 'admitted' && first.admission.reservation.settle({ kind: 'failure', readings: [] }),
      );
    const asked = [1, 2, 3].map(() => rig.ask([[one, 1]]));
    await rig.clock.run(10);
    close(rig, 60_000);
    await rig.clock.run(59_999);
    expect(asked.map(stateOf)).toEqual(['waiting', 'waiting', 'waiting']);
    await rig.clock.run(1);
    expect(asked.map(stateOf)).toEqual(['admitted', 'waiting', 'waiting']);
  });

  const causes: readonly { readonly cause: GateCause; readonly cancel: string }[] = [
    { cause: 'rate-limited', cancel: 'admitted' },
    { cause: 'throttled', cancel: 'admitted' },
    { cause: 'circuit', cancel: 'admitted' },
    { cause: 'halt', cancel: 'admitted' },
    { cause: 'maintenance', cancel: 'admitted' },
    { cause: 'banned', cancel: 'waiting' },
    { cause: 'firewall', cancel: 'waiting' },
  ];
  for (const { cause, cancel } of causes) {
    it(`${cause}: an order waits, a cancel is ${cancel}`, async () => {
      const rig = new Rig();
      close(rig, 5000, cause);
      expect(stateOf(await rig.asked([[bucket, 1]], { lane: 'order' }))).toBe('waiting');
      expect(stateOf(await rig.asked([[bucket, 1]], { lane: 'cancel' }))).toBe(cancel);
    });
  }

  it('refuses a deadline before its end at once', async () => {
    const rig = new Rig();
    close(rig, 5000);
    const asked = await rig.asked([[bucket, 1]], { deadlineMs: 4000 });
    expect(asked.admission).toMatchObject({ why: 'deadline', blockedBy: ip, untilMs: rig.clock.now() + 5000 });
  });

  it('halts the buckets under it', async () => {
    const rig = new Rig();
    await rig.asked([[bucket, 1]]);
    close(rig, 5000);
    expect(rig.view(bucket)).toMatchObject({ status: 'held', isGated: true });
    await rig.clock.run(5000);
    expect(rig.view(bucket).status).toBe('calm');
  });
});

describe('how long a gate is closed', () => {
  const lengths = [
    { name: 'negative', forMs: -5000, closedMs: 1000 },
    { name: 'zero', forMs: 0, closedMs: 1000 },
    { name: 'NaN', forMs: Number.NaN, closedMs: 1000 },
    { name: 'half a second', forMs: 500, closedMs: 1000 },
    { name: 'a minute', forMs: 60_000, closedMs: 60_000 },
    { name: 'three days', forMs: 72 * HOUR_MS, closedMs: 72 * HOUR_MS },
    { name: '1e9 s', forMs: 1e12, closedMs: 72 * HOUR_MS },
    { name: 'for ever', forMs: Number.POSITIVE_INFINITY, closedMs: 72 * HOUR_MS },
  ];
  for (const { name, forMs, closedMs } of lengths) {
    it(`${name}: ${closedMs} ms`, () => {
      const rig = new Rig();
      close(rig, forMs);
      expect(rig.limiter.gates()).toMatchObject([
        { key: ip, sinceMs: rig.clock.now(), untilMs: rig.clock.now() + closedMs },
      ]);
    });
  }

  it('is never shortened by the same cause, and each cause counts for itself', async () => {
    const rig = new Rig();
    const told: string[] = [];
    rig.limiter.onGate((gate, change) => told.push(`${gate.cause} ${change} ${gate.untilMs - rig.clock.now()}`));
    close(rig, 5000);
    close(rig, 2000);
    close(rig, 8000);
    close(rig, 3000, 'circuit');
    await rig.clock.run(100_000);
    expect(told).toEqual([
      'rate-limited closed 5000',
      'rate-limited closed 8000',
      'circuit closed 3000',
      'circuit opened 0',
      'rate-limited opened 0',
    ]);
    expect(rig.clock.pending).toBe(0);
  });

  it('ends when it is opened by hand, once', async () => {
    const rig = new Rig();
    const told: string[] = [];
    close(rig, 5000);
    const asked = await rig.asked([[bucket, 1]]);
    rig.limiter.onGate((_gate, change) => told.push(change));
    rig.limiter.openGate(ip);
    rig.limiter.openGate(ip);
    await rig.clock.run(10_000);
    expect([stateOf(asked), told]).toEqual(['admitted', ['opened']]);
  });

  it('does not follow a wall clock that jumps', async () => {
    const rig = new Rig();
    close(rig, 120_000, 'banned');
    rig.clock.stepWall(HOUR_MS);
    const asked = await rig.asked([[bucket, 1]]);
    await rig.clock.run(119_999);
    expect(stateOf(asked)).toBe('waiting');
  });
});

describe('after a restart', () => {
  const start = new Rig().clock.now();
  const gate = (sinceMs: number, untilMs: number): Gate => ({
    key: ip,
    ...realm,
    cause: 'banned',
    sinceMs: start + sinceMs,
    untilMs: start + untilMs,
    code: null,
  });
  const restored = [
    { name: 'a ban that still runs is still closed', gate: gate(-60_000, 60_000), closedMs: 60_000 },
    { name: 'one that is over is gone', gate: gate(-60_000, -1), closedMs: 0 },
    {
      name: 'one from the future, the wall clock having gone back, stays for its whole length',
      gate: gate(HOUR_MS, HOUR_MS + 120_000),
      closedMs: 120_000,
    },
  ];
  for (const one of restored) {
    it(one.name, async () => {
      const rig = new Rig({ gates: [one.gate] });
      const asked = await rig.asked([[bucket, 1]]);
      await rig.clock.run(Math.max(0, one.closedMs - 1));
      expect(stateOf(asked)).toBe(one.closedMs > 0 ? 'waiting' : 'admitted');
      await rig.clock.run(1);
      expect(stateOf(asked)).toBe('admitted');
    });
  }
});

describe('keys', () => {
  it('hold the scopes in one order and fill them from the holder', () => {
    const scoped = { id: 'orders', scope: ['instrument', 'account', 'ip'] as const };
    expect(bucketKey(realm, scoped, 'BTCUSDT', holder)).toBe(
      'binance/live|orders|ip=default|account=uid-1|instrument=BTCUSDT',
    );
    expect(scopeKeys(realm, holder)).toEqual({
      ip: 'binance/live|ip=default',
      account: 'binance/live|account=uid-1',
      key: 'binance/live|key=key-1',
    });
  });

  it('never meet for different holders', () => {
    const scoped = { id: 'a', scope: ['ip', 'account'] as const };
    const left = bucketKey(realm, scoped, null, { ...holder, egress: 'x|account=y', accountRef: 'z' });
    const right = bucketKey(realm, scoped, null, { ...holder, egress: 'x', accountRef: 'y|account=z' });
    expect(left).not.toBe(right);
  });
});

import { describe, expect, it } from 'vitest';
import {
  type AskOptions,
  type Asked,
  Rig,
  bucketOf,
  capacityReading,
  decaying,
  fixed,
  holder,
  keyOf,
  realm,
  requestOf,
  settle,
  sliding,
  stateOf,
} from './rig.ts';

const two = bucketOf(sliding(1000), 2);

/** Fills the bucket with calls that are answered at once. */
async function full(rig: Rig, bucket = two, cost = 2): Promise<void> {
  settle(await rig.asked([[bucket, cost]]));
}

describe('order of departure', () => {
  const asks: readonly { readonly name: string; readonly options: AskOptions }[] = [
    { name: 'background', options: { lane: 'background' } },
    { name: 'market', options: { lane: 'market' } },
    { name: 'account', options: { lane: 'account' } },
    { name: 'order, late deadline', options: { lane: 'order', deadlineMs: 900_000 } },
    { name: 'order, no deadline', options: { lane: 'order' } },
    { name: 'order, early deadline', options: { lane: 'order', deadlineMs: 600_000 } },
    { name: 'order, no deadline, second', options: { lane: 'order' } },
    { name: 'cancel', options: { lane: 'cancel' } },
  ];
  it('is lane, then deadline, then arrival', async () => {
    const rig = new Rig();
    const one = bucketOf(sliding(1000), 1);
    await full(rig, one, 1);
    const left: string[] = [];
    for (const { name, options } of asks) {
      void rig.limiter.admit(requestOf([[one, 1]], options)).then((admission) => {
        left.push(name);
        if (admission.kind === 'admitted') admission.reservation.settle({ kind: 'success', readings: [] });
      });
    }
    await rig.clock.run(10_000);
    expect(left).toEqual([
      'cancel',
      'order, early deadline',
      'order, late deadline',
      'order, no deadline',
      'order, no deadline, second',
      'account',
      'market',
      'background',
    ]);
  });

  it('a newcomer does not pass those who wait for the same room', async () => {
    const rig = new Rig();
    await full(rig);
    const first = await rig.asked([[two, 2]]);
    rig.clock.advance(999);
    const second = await rig.asked([[two, 1]]);
    await rig.clock.run(5);
    expect([stateOf(first), stateOf(second)]).toEqual(['admitted', 'waiting']);
  });
});

describe('gaps', () => {
  it('a small cost fills what a large one ahead cannot use in this window', async () => {
    const rig = new Rig();
    rig.clock.advance(10_000);
    const bucket = bucketOf(fixed(60_000), 10);
    settle(await rig.asked([[bucket, 6]]));
    const large = await rig.asked([[bucket, 5]]);
    const small = await rig.asked([[bucket, 4]]);
    expect([stateOf(large), stateOf(small)]).toEqual(['waiting', 'admitted']);
    settle(small);
    await rig.clock.runTo(60_100);
    expect(stateOf(large)).toBe('admitted');
  });

  for (const window of [fixed(1000), sliding(1000), decaying(10)]) {
    it(`${window.kind}: endless small calls never starve one that needs everything`, async () => {
      const rig = new Rig();
      const bucket = bucketOf(window, 10);
      const small = (): void => {
        void rig.limiter.admit(requestOf([[bucket, 1]])).then((admission) => {
          if (admission.kind !== 'admitted') return;
          rig.clock.wakeAt(rig.clock.monotonic() + 30, () =>
            admission.reservation.settle({ kind: 'success', readings: [] }),
          );
          small();
        });
      };
      for (let index = 0; index < 20; index += 1) small();
      await rig.clock.run(500);
      const large = rig.ask([[bucket, 10]], { lane: 'account' });
      await rig.clock.run(4000);
      expect(stateOf(large)).toBe('admitted');
    });
  }

  it('a call that needs two contended buckets gets both in the end', async () => {
    const rig = new Rig();
    const [left, right] = [bucketOf(sliding(100), 3, false, 'left'), bucketOf(sliding(130), 3, false, 'right')];
    const loop = (bucket: typeof left): void => {
      void rig.limiter.admit(requestOf([[bucket, 1]])).then((admission) => {
        if (admission.kind !== 'admitted') return;
        rig.clock.wakeAt(rig.clock.monotonic() + 7, () =>
          admission.reservation.settle({ kind: 'success', readings: [] }),
        );
        loop(bucket);
      });
    };
    for (let index = 0; index < 8; index += 1) for (const bucket of [left, right]) loop(bucket);
    await rig.clock.run(500);
    const both = rig.ask([
      [left, 3],
      [right, 3],
    ]);
    await rig.clock.run(5000);
    expect(stateOf(both)).toBe('admitted');
  });
});

describe('a call on several buckets', () => {
  it('takes all or nothing', async () => {
    const rig = new Rig();
    const [wide, narrow] = [bucketOf(sliding(1000), 100, false, 'wide'), bucketOf(sliding(5000), 1, false, 'narrow')];
    settle(await rig.asked([[narrow, 1]]));
    const both = await rig.asked([
      [wide, 60],
      [narrow, 1],
    ]);
    expect(stateOf(both)).toBe('waiting');
    expect(rig.view(wide).headroom).toBe(100);
    expect(
      rig.limiter.whatIf(
        requestOf([
          [wide, 60],
          [narrow, 1],
        ]),
      ),
    ).toMatchObject({ kind: 'wait', blockedBy: keyOf(narrow) });
    expect(stateOf(await rig.asked([[wide, 100]]))).toBe('admitted');
  });

  it('adds up several charges on one counter', async () => {
    const rig = new Rig();
    expect(
      stateOf(
        await rig.asked([
          [two, 1],
          [two, 1],
          [two, 1],
        ]),
      ),
    ).toBe('capacity');
    await rig.asked([
      [two, 1],
      [two, 1],
    ]);
    expect(rig.view(two)).toMatchObject({ inFlight: 2, headroom: 0 });
  });

  it('without a cost is never held', async () => {
    const rig = new Rig();
    await full(rig);
    expect(stateOf(await rig.asked([[two, 0]]))).toBe('admitted');
  });
});

describe('refusals', () => {
  it('a cost above the capacity never waits', async () => {
    const rig = new Rig();
    const asked = await rig.asked([[two, 3]]);
    expect(asked.admission).toEqual({ kind: 'refused', why: 'capacity', blockedBy: keyOf(two), untilMs: null });
  });

  it('a deadline that provably cannot be met is refused at once, with the time it would take', async () => {
    const rig = new Rig();
    await full(rig);
    const asked = await rig.asked([[two, 1]], { deadlineMs: 900 });
    expect(asked.admission).toMatchObject({ why: 'deadline', blockedBy: keyOf(two) });
    expect(asked.admission).toHaveProperty('untilMs', rig.clock.now() + 1000.5);
  });

  it('a deadline that could still be met is refused only when it has come', async () => {
    const rig = new Rig();
    const bucket = bucketOf(fixed(60_000), 1);
    await rig.asked([[bucket, 1]], { refund: 'success' });
    const asked = await rig.asked([[bucket, 1]], { deadlineMs: 500 });
    await rig.clock.runTo(499);
    expect(stateOf(asked)).toBe('waiting');
    await rig.clock.runTo(500);
    expect(stateOf(asked)).toBe('deadline');
    expect(rig.view(bucket).waiting).toBe(0);
  });

  it('a deadline in the past is refused', async () => {
    const rig = new Rig();
    rig.clock.advance(100);
    expect(stateOf(await rig.asked([[two, 1]], { deadlineMs: 99 }))).toBe('deadline');
  });

  it('an abort takes a call out of the queue, and only while it waits', async () => {
    const rig = new Rig();
    await full(rig);
    const abort = new AbortController();
    const [first, second] = [rig.ask([[two, 2]], { signal: abort.signal }), rig.ask([[two, 2]])];
    await rig.clock.run(10);
    abort.abort();
    await rig.clock.run(1000);
    expect([stateOf(first), stateOf(second)]).toEqual(['aborted', 'admitted']);
    expect(stateOf(await rig.asked([[two, 1]], { signal: abort.signal }))).toBe('aborted');
  });

  it('close refuses everybody and leaves no timer', async () => {
    const rig = new Rig();
    await full(rig);
    const asked: Asked = await rig.asked([[two, 1]], { deadlineMs: 5000 });
    rig.limiter.close();
    await rig.clock.run(1);
    expect([stateOf(asked), stateOf(await rig.asked([[two, 1]]))]).toEqual(['closed', 'closed']);
    expect(rig.clock.pending).toBe(0);
  });

  it('a cost that is no number is a bug of the caller', async () => {
    const rig = new Rig();
    await expect(rig.limiter.admit(requestOf([[two, Number.NaN]]))).rejects.toThrow('Cost of');
  });
});

describe('no polling', () => {
  it('keeps no timer while nothing waits, and wakes once for a call that does', async () => {
    const rig = new Rig();
    await full(rig);
    expect(rig.clock.pending).toBe(0);
    await rig.asked([[two, 1]]);
    expect(rig.clock.pending).toBe(1);
    await rig.clock.run(100_000);
    expect([rig.clock.wakes, rig.clock.pending]).toEqual([1, 0]);
  });

  it('waits without a timer when only an answer can make room', async () => {
    const rig = new Rig();
    const holding = await rig.asked([[two, 2]]);
    const waiting = await rig.asked([[two, 1]]);
    expect(rig.clock.pending).toBe(0);
    settle(holding, 'not-sent');
    await rig.clock.run(0);
    expect(stateOf(waiting)).toBe('admitted');
  });
});

describe('what is shown', () => {
  it('tells of many changes in one turn once', async () => {
    const rig = new Rig();
    const told: string[][] = [];
    const stop = rig.limiter.onChange((keys) => told.push([...keys]));
    const other = bucketOf(sliding(1000), 5, false, 'other');
    rig.ask([[two, 1]]);
    rig.ask([
      [two, 1],
      [other, 1],
    ]);
    await rig.clock.run(0);
    expect(told).toEqual([[keyOf(two), keyOf(other)]]);
    stop();
    await rig.asked([[other, 1]]);
    expect(told).toHaveLength(1);
  });

  it('names every account that spends from a shared counter', async () => {
    const rig = new Rig();
    await rig.asked([[two, 1]]);
    await rig.asked([[two, 1]], { holder: { ...holder, accountRef: 'uid-2', account: 'second', key: 'key-2' } });
    expect(rig.view(two)).toMatchObject({ accounts: ['main', 'second'], inFlight: 2, headroom: 0 });
  });

  it('forgets what is empty and unused for ten minutes, but not what was registered', async () => {
    const rig = new Rig();
    const shown = bucketOf(sliding(1000), 5, false, 'shown');
    rig.limiter.register(realm, holder, shown, null);
    await full(rig);
    expect(rig.limiter.snapshot()).toHaveLength(2);
    await rig.clock.run(601_000);
    expect(rig.limiter.snapshot().map((view) => view.bucket.id)).toEqual(['shown']);
  });

  const statuses = [
    { cost: 4, status: 'calm' },
    { cost: 5, status: 'warm' },
    { cost: 7.9, status: 'warm' },
    { cost: 8, status: 'hot' },
  ];
  for (const { cost, status } of statuses) {
    it(`${cost} of 10 is ${status}`, async () => {
      const rig = new Rig();
      const bucket = bucketOf(sliding(1000), 10);
      await rig.asked([[bucket, cost]]);
      expect(rig.view(bucket).status).toBe(status);
    });
  }

  it('held while calls wait, stale when readings stopped coming', async () => {
    const rig = new Rig();
    const bucket = bucketOf(sliding(1000), 10, true);
    rig.limiter.observe(realm, holder, [{ kind: 'used', key: keyOf(bucket), bucket, part: null, used: 10 }]);
    await rig.asked([[bucket, 1]]);
    expect(rig.view(bucket)).toMatchObject({ status: 'held', waiting: 1 });
    await rig.clock.run(91_000);
    expect(rig.view(bucket)).toMatchObject({ status: 'stale', waiting: 0 });
    rig.limiter.observe(realm, holder, [capacityReading(bucket, 20)]);
    expect(rig.view(bucket).capacity).toBe(20);
  });
});

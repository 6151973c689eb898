import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ActivityDatabase } from '../../../electron/adapters/stores/activity-database.ts';
import type { EndpointUse } from '../../../electron/engine/recorder/queries.ts';
import { batch, openActivity, row, tempFolder } from './support.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const START_MS = 500_000 * HOUR_MS;
const CALLS = 6 * 60;

let store: ActivityDatabase;

/** A call each minute for six hours, each half a minute past it. */
beforeEach(() => {
  store = openActivity(join(tempFolder(), 'activity.db'));
  const rows = Array.from({ length: CALLS }, (_, minute) =>
    row(minute + 1, START_MS + (minute + 0.5) * MINUTE_MS, { account: 'a', endpoint: 'GET /x' }),
  );
  store.append(batch({ rows }));
});

function use(fromMs: number, untilMs: number | null): number {
  const found = store.answer({ about: 'endpointUse', account: 'a', fromMs, untilMs }) as EndpointUse[];
  return found[0]?.calls ?? 0;
}

describe('calls of an account between two times', () => {
  for (const [fromMinute, untilMinute, calls] of [
    [0, null, 360],
    [0, 360, 360],
    [60, 120, 60],
    [30, 200, 170],
    [61, 119, 58],
    [61, 62, 1],
    [61, 61, 0],
    [400, null, 0],
  ] as const) {
    it(`from minute ${fromMinute} to ${untilMinute}: ${calls}`, () => {
      const untilMs = untilMinute === null ? null : START_MS + untilMinute * MINUTE_MS;
      expect(use(START_MS + fromMinute * MINUTE_MS, untilMs)).toBe(calls);
    });
  }

  it('of two keys that took turns are never counted twice, wherever in a minute they did', () => {
    for (let second = 0; second < 60; second += 7) {
      const turnMs = START_MS + 90 * MINUTE_MS + second * 1_000;
      const [old, next] = [use(START_MS, turnMs), use(turnMs, null)];
      expect(old).toBe(90);
      expect(next).toBe(second === 0 ? CALLS - 90 : CALLS - 91);
    }
  });

  it('that failed are none', () => {
    const failed = row(1_000, START_MS + 30, { account: 'b', endpoint: 'GET /y', outcome: 'rejected' });
    store.append(batch({ rows: [failed] }));
    expect(store.answer({ about: 'endpointUse', account: 'b', fromMs: START_MS, untilMs: null })).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { TroubleSource } from '../../electron/engine/alerts/sources/troubles.ts';
import { Publisher } from '../../electron/engine/feed/publisher.ts';
import { StoreHealth } from '../../electron/engine/store-health.ts';
import { Troubles } from '../../electron/engine/troubles.ts';
import { FakeClock } from '../support/fake-clock.ts';

function rig() {
  const clock = new FakeClock();
  const troubles = new Troubles(new Publisher(), clock);
  const disk = { isFull: true, writes: 0 };
  const journal = {
    saveSetting: () => {
      if (disk.isFull) throw new Error('database or disk is full');
      disk.writes += 1;
    },
  };
  return { clock, troubles, disk, stores: new StoreHealth(troubles, journal, clock), source: new TroubleSource() };
}

describe('a full disk', () => {
  it('is alerted of for as long as nothing can be written, and not longer', () => {
    const { clock, troubles, disk, stores, source } = rig();
    stores.journalRefused();
    for (let hour = 0; hour < 5; hour += 1) {
      clock.advance(3_600_000);
      stores.journalRefused();
      expect(source.observe(troubles.standing())).toMatchObject([{ value: true, endsAtMs: null }]);
    }
    disk.isFull = false;
    clock.advance(15_000);
    expect(source.observe(troubles.standing())).toMatchObject([{ value: false }]);
    expect([troubles.list(), disk.writes, clock.pending]).toEqual([[], 1, 0]);
  });

  it('of the log is over when the log is written again', () => {
    const { troubles, stores } = rig();
    stores.failing('activity.db', 'activity.db (disk full)');
    stores.failing('activity.db', 'activity.db (disk I/O error)');
    expect(troubles.list().map(({ detail }) => detail)).toEqual(['activity.db (disk full)']);
    stores.well('activity.db');
    expect(troubles.list()).toEqual([]);
  });

  it('asks no more once stopped', () => {
    const { clock, stores } = rig();
    stores.journalRefused();
    stores.stop();
    expect(clock.pending).toBe(0);
    stores.journalRefused();
    expect(clock.pending).toBe(0);
  });
});

describe('what happened once', () => {
  it('is alerted of for an hour, or until it was read', () => {
    const { clock, troubles, source } = rig();
    const id = troubles.tell({ severity: 'critical', code: 'store-replaced', detail: 'activity.db' });
    expect(source.observe(troubles.standing())).toMatchObject([{ value: true, endsAtMs: clock.now() + 3_600_000 }]);
    troubles.dismiss(id);
    expect(source.observe(troubles.standing())).toMatchObject([{ value: false }]);
    expect(source.observe(troubles.standing())).toEqual([]);
  });
});

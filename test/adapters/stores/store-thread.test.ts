import { describe, expect, it } from 'vitest';
import { storeOver } from '../../../electron/adapters/stores/sqlite-activity.ts';
import type { StoreThread } from '../../../electron/adapters/stores/store-thread.ts';
import { createRecorder } from '../../../electron/engine/recorder/recorder.ts';
import { FAKE_START_MS, FakeClock } from '../../support/fake-clock.ts';
import { rowAt } from '../../engine/recorder/support.ts';

class FakeThread implements StoreThread {
  readonly opened: StoreThread['opened'];
  readonly asked: string[] = [];
  isDead = false;

  constructor(lastRowId: number, replaced: string | null = null) {
    this.opened = { kind: 'opened', lastRowId, replaced, isChecked: true };
  }

  isGone = () => this.isDead;

  ask: StoreThread['ask'] = (question) => {
    if (this.isDead) return Promise.reject(new Error('out of memory'));
    this.asked.push(
      question.op === 'append' ? `append ${question.batch.rows.map(({ id }) => id).join()}` : question.op,
    );
    return Promise.resolve(undefined);
  };

  close(): Promise<void> {
    this.asked.push('close');
    this.isDead = true;
    return Promise.resolve();
  }
}

function set(next: () => Promise<StoreThread>) {
  const first = new FakeThread(0);
  const clock = new FakeClock();
  const recorder = createRecorder(
    storeOver(first, next, () => undefined),
    clock,
  );
  const troubles: string[] = [];
  recorder.onTrouble((detail) => troubles.push(detail));
  return { first, clock, recorder, troubles };
}

describe('a store whose thread dies', () => {
  it('goes on in a new one, and the recorder loses no row', async () => {
    const second = new FakeThread(1);
    const { first, recorder, troubles } = set(() => Promise.resolve(second));
    recorder.record(rowAt(FAKE_START_MS));
    await recorder.flush();
    first.isDead = true;
    recorder.record(rowAt(FAKE_START_MS));
    expect(await recorder.flush()).toEqual({ lastRowId: 2 });
    expect([first.asked, second.asked]).toEqual([['append 1'], ['append 2']]);
    expect(troubles).toEqual([]);
  });

  it('starts one thread for several questions, and tries again when that fails', async () => {
    let starts = 0;
    const second = new FakeThread(0);
    const { first, clock, recorder, troubles } = set(() => {
      starts += 1;
      return starts === 1 ? Promise.reject(new Error('no memory')) : Promise.resolve(second);
    });
    first.isDead = true;
    recorder.record(rowAt(FAKE_START_MS));
    await expect(Promise.all([recorder.flush(), recorder.queries.stats()])).rejects.toThrow('no memory');
    await clock.run(1_000);
    expect(starts).toBe(2);
    expect(second.asked).toEqual(['append 1']);
    expect(troubles).toEqual(['no memory']);
  });

  it('tells when the new one found the file damaged, and fills the fresh file', async () => {
    const second = new FakeThread(0, '/data/activity.db.damaged-x');
    const { first, clock, recorder, troubles } = set(() => Promise.resolve(second));
    first.isDead = true;
    recorder.record(rowAt(FAKE_START_MS));
    await clock.run(2_000);
    expect(troubles).toEqual([
      'the request log was damaged and moved to /data/activity.db.damaged-x; a new one was begun',
    ]);
    expect(second.asked).toEqual(['append 1']);
    await recorder.close();
    expect(second.asked.at(-1)).toBe('close');
  });
});

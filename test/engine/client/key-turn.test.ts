import { beforeEach, describe, expect, it } from 'vitest';
import { KeyTurn, type TurnHolder } from '../../../electron/engine/client/key-turn.ts';
import { waitWithin } from '../../../electron/engine/client/patience.ts';
import { FakeClock } from '../../support/fake-clock.ts';

describe('the turn of a key', () => {
  let clock: FakeClock;
  let turn: KeyTurn;
  let told: string[];

  beforeEach(() => {
    clock = new FakeClock();
    turn = new KeyTurn(clock);
    told = [];
  });

  function take(name: string, holder: TurnHolder): Promise<() => void> {
    const taken = turn.take(holder, waitWithin(clock, { deadlineMs: null, signal: undefined }));
    return taken.then((end) => {
      if (typeof end === 'string') throw new Error(end);
      told.push(name);
      return end;
    });
  }

  it('is given up for a cancel also after an order of no more urgency waited in vain', async () => {
    const end = await take('look-up', { lane: 'order', giveUp: () => end() });
    await clock.run(300);
    void take('order', { lane: 'order', giveUp: null });
    await clock.run(1_700);
    expect(told).toEqual(['look-up']);
    void take('cancel', { lane: 'cancel', giveUp: null });
    await clock.run(10);
    expect(told).toEqual(['look-up', 'cancel']);
  });

  it('is not given up before the read has surely arrived', async () => {
    const end = await take('look-up', { lane: 'account', giveUp: () => end() });
    void take('cancel', { lane: 'cancel', giveUp: null });
    await clock.run(990);
    expect(told).toEqual(['look-up']);
    await clock.run(20);
    expect(told).toEqual(['look-up', 'cancel']);
  });
});

import { describe, expect, it } from 'vitest';
import { delayBefore, keepLinked, type LinkEvent } from '../../../renderer/bridge/link.ts';
import type { Opened } from '../../../renderer/bridge/socket-pipe.ts';
import { type Pipe, pipePair } from '../../../shared/contract/pipe.ts';
import { HandTimers, settled } from '../support.ts';

describe('delayBefore', () => {
  const cases = [
    { attempt: 0, random: 0, delayMs: 250 },
    { attempt: 0, random: 0.999, delayMs: 500 },
    { attempt: 3, random: 0, delayMs: 2_000 },
    { attempt: 3, random: 0.5, delayMs: 3_000 },
    { attempt: 50, random: 0.999, delayMs: 9_995 },
  ];
  for (const { attempt, random, delayMs } of cases) {
    it(`is ${delayMs} ms before attempt ${attempt} at ${random}`, () =>
      expect(delayBefore(attempt, random)).toBe(delayMs));
  }
});

function rig(answers: readonly ('open' | 'unreachable' | 'refused')[]) {
  const timers = new HandTimers();
  const events: LinkEvent['kind'][] = [];
  const hosts: Pipe[] = [];
  let calls = 0;
  const open = (): Promise<Opened> => {
    const answer = answers[Math.min(calls, answers.length - 1)] ?? 'unreachable';
    calls += 1;
    if (answer !== 'open') return Promise.resolve({ kind: answer });
    const [page, host] = pipePair();
    hosts.push(host);
    return Promise.resolve({ kind: 'open', pipe: page });
  };
  const link = keepLinked({
    open,
    newId: () => 'id',
    timers,
    random: () => 0.5,
    onEvent: (event) => events.push(event.kind),
  });
  return { timers, events, hosts, link, calls: () => calls };
}

describe('keepLinked', () => {
  it('opens a new bridge after a loss', async () => {
    const { timers, events, hosts, calls } = rig(['open']);
    await settled();
    hosts[0]?.close();
    expect(events).toEqual(['trying', 'open', 'lost']);
    await timers.run(400);
    expect(events).toEqual(['trying', 'open', 'lost', 'trying', 'open']);
    expect(calls()).toBe(2);
  });

  it('waits longer after each failure and starts over after a link that lasted', async () => {
    const { timers, hosts, calls } = rig(['unreachable', 'unreachable', 'open', 'unreachable', 'open']);
    await settled();
    await timers.run(375);
    await timers.run(750);
    expect(calls()).toBe(3);
    await timers.run(5_000);
    hosts[0]?.close();
    await timers.run(375);
    expect(calls()).toBe(4);
  });

  it('keeps backing off while links break at once', async () => {
    const { timers, hosts, calls } = rig(['open']);
    for (let loss = 0; loss < 4; loss += 1) {
      await settled();
      hosts[loss]?.close();
      await timers.run(delayBefore(loss, 0.5));
    }
    expect(calls()).toBe(5);
    hosts[4]?.close();
    await timers.run(delayBefore(0, 0.5));
    expect(calls()).toBe(5);
  });

  it('stops for good when refused', async () => {
    const { timers, events, calls } = rig(['refused']);
    await timers.run(60_000);
    expect(events).toEqual(['trying', 'refused']);
    expect(calls()).toBe(1);
    expect(timers.pending).toBe(0);
  });

  it('tries at once on demand, and only once at a time', async () => {
    const { link, calls, timers } = rig(['unreachable']);
    await settled();
    link.retryNow();
    link.retryNow();
    await settled();
    expect(calls()).toBe(2);
    expect(timers.pending).toBe(1);
  });

  it('does nothing on demand while a link is open, nor after stop', async () => {
    const { link, calls, timers } = rig(['open']);
    await settled();
    link.retryNow();
    link.stop();
    await timers.run(60_000);
    expect(calls()).toBe(1);
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Deadlines } from '../../../electron/adapters/transport/deadlines.ts';

let deadlines: Deadlines;
let late: string[];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  deadlines = new Deadlines();
  late = [];
});

afterEach(() => {
  vi.useRealTimers();
});

function item(name: string, forMs: number) {
  const one = {
    deadlineMs: performance.now() + forMs,
    onLate: () => {
      late.push(name);
      deadlines.remove(one);
    },
  };
  deadlines.add(one);
  return one;
}

describe('one timer for all deadlines', () => {
  it('ends each when it is late and not before, whatever the order they came in', () => {
    item('c', 300);
    item('a', 100);
    item('b', 200);
    const seen = [99, 4, 95, 5, 95, 10].map((ms) => {
      vi.advanceTimersByTime(ms);
      return late.join('');
    });
    expect(seen).toEqual(['', 'a', 'a', 'ab', 'ab', 'abc']);
  });

  it('never ends what is over', () => {
    const over = item('over', 100);
    item('open', 150);
    deadlines.remove(over);
    vi.advanceTimersByTime(1_000);
    expect([late, vi.getTimerCount()]).toEqual([['open'], 0]);
  });

  it('follows a deadline that was moved later or earlier', () => {
    const later = item('later', 100);
    later.deadlineMs += 400;
    deadlines.moved(later);
    const sooner = item('sooner', 900);
    sooner.deadlineMs -= 700;
    deadlines.moved(sooner);
    vi.advanceTimersByTime(210);
    expect(late).toEqual(['sooner']);
    vi.advanceTimersByTime(300);
    expect(late).toEqual(['sooner', 'later']);
  });

  it('takes what is added while another ends', () => {
    const first = item('first', 50);
    first.onLate = () => {
      deadlines.remove(first);
      item('second', 50);
    };
    vi.advanceTimersByTime(200);
    expect(late).toEqual(['second']);
  });

  it('leaves no timer behind once closed', () => {
    item('open', 100);
    deadlines.close();
    vi.advanceTimersByTime(1_000);
    expect([late, vi.getTimerCount()]).toEqual([[], 0]);
  });
});

import { describe, expect, it } from 'vitest';
import { faultStop } from '../../../electron/hosts/common/fault.ts';

const CANARY = 'sk-canary-0123456789';

function rig(halt: (() => (what: string) => void) | null, stop: () => void = () => undefined) {
  const done: string[] = [];
  let late: () => void = () => undefined;
  const onFault = faultStop({
    log: {
      info: () => undefined,
      warn: () => undefined,
      error: (event, fields) => done.push(event, JSON.stringify(fields)),
    },
    halt: () => {
      if (halt === null) return null;
      done.push('halt');
      return halt();
    },
    stop: () => {
      done.push('stop');
      stop();
    },
    kill: (code) => done.push(`kill ${code}`),
    after: (ms, act) => {
      done.push(`after ${ms}`);
      late = act;
    },
  });
  return { done, onFault, late: () => late() };
}

function broken(): never {
  throw new Error('boom');
}

describe('an error that nobody expected', () => {
  it('halts before anything else, is told without its message, and ends the process, once', () => {
    const { done, onFault, late } = rig(() => () => undefined);
    const error = Object.assign(new TypeError(`cannot sign ${CANARY}`), { code: 'ERR_ODD' });
    onFault(error);
    onFault(new Error('its consequence'));
    expect(done.slice(0, 3)).toEqual(['after 8000', 'halt', 'unexpected error']);
    expect(done[3]).toMatch(/"what":"TypeError ERR_ODD at fault\.test\.ts:\d+","isHalted":true/);
    expect(done.slice(4)).toEqual(['stop']);
    expect(done.join()).not.toContain(CANARY);
    late();
    expect(done.at(-1)).toBe('kill 70');
  });

  it('ends the process whatever breaks on the way, and before anything runs', () => {
    const unhalted = rig(() => broken, broken);
    unhalted.onFault('a text');
    expect(unhalted.done).toContain('{"what":"string","isHalted":false}');
    expect(unhalted.done.at(-1)).toBe('kill 70');
    const early = rig(null);
    early.onFault(null);
    expect(early.done.at(-1)).toBe('stop');
  });
});

import { describe, expect, it } from 'vitest';
import { Claim } from '../../../electron/engine/limiter/claim.ts';

const CAPACITY = 100;

describe('the share that is insisted on beside others', () => {
  it('is half, and stays it beside who takes as much', () => {
    const claim = new Claim();
    claim.learn(CAPACITY, 50, 50, 50, 0);
    expect(claim.share).toBe(0.5);
  });

  it('gives way to who overflows the bucket rather than make room, and is asked for again', () => {
    const claim = new Claim();
    claim.learn(CAPACITY, 50, 60, 60, 0);
    expect(claim.share).toBeCloseTo(0.38);
    claim.learn(CAPACITY, 38, 60, 60, 0);
    expect(claim.share).toBeCloseTo(0.43);
  });

  it('gives way to who rises past half for good, by as much as will come, before anything overflows', () => {
    const claim = new Claim();
    claim.learn(CAPACITY, 40, 40, 54, 4);
    expect(claim.share).toBeCloseTo(0.4);
    claim.learn(CAPACITY, 38, 58, 58, 4);
    expect(claim.share).toBeCloseTo(0.36);
  });

  it('is never less than a quarter', () => {
    const claim = new Claim();
    claim.learn(CAPACITY, 20, 95, 95, 10);
    expect(claim.share).toBe(0.25);
  });
});

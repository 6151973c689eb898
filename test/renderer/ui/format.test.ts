import { afterEach, describe, expect, it } from 'vitest';
import { setFormats } from '../../../renderer/i18n/formats.ts';
import {
  formatAmount,
  formatHeadroom,
  formatLarge,
  formatLeft,
  formatLeftover,
  formatRate,
  formatFineShare,
  formatShare,
  formatSignedMs,
  formatSpan,
  formatUse,
} from '../../../renderer/ui/format.ts';

describe('figures', () => {
  const cases = [
    { name: 'a count in thousands', text: formatAmount(12_345), is: '12,345' },
    { name: 'a draining counter keeps a decimal', text: formatAmount(12.34), is: '12.3' },
    { name: 'a whole small amount has none', text: formatAmount(12), is: '12' },
    { name: 'a large fraction has none', text: formatAmount(1_234.5), is: '1,235' },
    { name: 'a capacity in full', text: formatLarge(6_000), is: '6,000' },
    { name: 'a very large capacity in short', text: formatLarge(160_000), is: '160K' },
    { name: 'a rate always has a decimal', text: formatRate(31), is: '31.0' },
    { name: 'headroom is rounded down', text: formatShare(0.099_9), is: '9%' },
    { name: 'no failures are none, without a sign', text: formatFineShare(0), is: '0%' },
    { name: 'headroom is never negative', text: formatShare(-0.2), is: '0%' },
    { name: 'what is left is rounded down', text: formatHeadroom(0.89), is: '0.8' },
    { name: 'what is left, in thousands', text: formatHeadroom(1_130.9), is: '1,130' },
    { name: 'milliseconds', text: formatSpan(38.4), is: '38 ms' },
    { name: 'seconds', text: formatSpan(1_240), is: '1.2 s' },
    { name: 'nothing measured', text: formatSpan(null), is: '–' },
    { name: 'an offset ahead', text: formatSignedMs(12), is: '+12 ms' },
    { name: 'an offset behind', text: formatSignedMs(-12), is: '-12 ms' },
  ];
  for (const { name, text, is } of cases) it(name, () => expect(text).toBe(is));
});

describe('formatLeft', () => {
  const cases = [
    { ms: -5, text: 'now' },
    { ms: 0, text: 'now' },
    { ms: 1, text: '1 s' },
    { ms: 11_001, text: '12 s' },
    { ms: 60_000, text: '1 min 00 s' },
    { ms: 75_000, text: '1 min 15 s' },
    { ms: 3_600_000, text: '1 h 00 min' },
    { ms: 32_580_000, text: '9 h 03 min' },
    { ms: 93_600_000, text: '1 d 2 h' },
  ];
  for (const { ms, text } of cases) it(`${ms} ms is ${text}`, () => expect(formatLeft(ms)).toBe(text));
});

describe('what is used and left of a limit', () => {
  const write = (units: 'amount' | 'share'): void => setFormats({ locale: null, timeZone: null, units });
  afterEach(() => write('amount'));

  it('is written in its own unit', () => {
    expect([formatUse(1_234, 6_000), formatLeftover(4_766.9, 6_000)]).toEqual(['1,234', '4,766']);
  });

  it('is a share of it where that was chosen: use rounded up, what is left down', () => {
    write('share');
    expect([formatUse(1_234, 6_000), formatLeftover(4_766.9, 6_000)]).toEqual(['20.6%', '79%']);
    expect([formatUse(0, 6_000), formatLeftover(0.5, 6_000)]).toEqual(['0%', '0%']);
  });

  it('stays an amount of a limit that holds nothing, which has no shares', () => {
    write('share');
    expect([formatUse(3, 0), formatLeftover(0, 0)]).toEqual(['3', '0']);
  });
});

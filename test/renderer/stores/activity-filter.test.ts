import { describe, expect, it } from 'vitest';
import {
  asked,
  chipsOf,
  hasTimes,
  isOpen,
  MAX_VALUES,
  NO_FILTER,
  withoutValue,
  withText,
  withTimes,
  withValue,
} from '../../../renderer/stores/activity-filter.ts';
import { ActivityFilter } from '../../../shared/model/activity-query.ts';

const lane = { facet: 'lanes', value: 'order' } as const;
const code = { facet: 'codes', value: '-1003' } as const;

describe('a filter of requests', () => {
  it('gathers values as chips, in the order of the facets', () => {
    const filter = withValue(withValue(NO_FILTER, code), lane);
    expect(chipsOf(filter)).toEqual([lane, code]);
    expect([isOpen(NO_FILTER), isOpen(filter)]).toEqual([true, false]);
  });

  it('takes a value once and lets it go again', () => {
    const once = withValue(NO_FILTER, lane);
    expect(withValue(once, lane)).toBe(once);
    expect(withoutValue(once, lane)).toEqual(NO_FILTER);
    expect(withoutValue(NO_FILTER, lane)).toBe(NO_FILTER);
  });

  it('takes no more values than the contract does, and no empty one', () => {
    const values = Array.from({ length: MAX_VALUES + 3 }, (_, index) => `c${index}`);
    const filter = values.reduce((all, value) => withValue(all, { facet: 'codes', value }), NO_FILTER);
    expect(filter.codes).toHaveLength(MAX_VALUES);
    expect(withValue(NO_FILTER, { facet: 'codes', value: '' })).toBe(NO_FILTER);
    expect(ActivityFilter.safeParse(asked(filter)).success).toBe(true);
  });

  it('trims the text and knows when it stays the same', () => {
    const filter = withText(NO_FILTER, '  depth ');
    expect([filter.text, withText(filter, 'depth ') === filter]).toEqual(['depth', true]);
    expect(withText(NO_FILTER, 'x'.repeat(200)).text).toHaveLength(80);
  });

  it('keeps times with one end open', () => {
    const filter = withTimes(NO_FILTER, 5, null);
    expect([hasTimes(filter), hasTimes(withTimes(filter, null, null)), withTimes(filter, 5, null) === filter]).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('asks only for what it narrows', () => {
    expect(asked(NO_FILTER)).toEqual({});
    const filter = withTimes(withText(withValue(NO_FILTER, lane), 'order'), null, 9);
    expect(asked(filter)).toEqual({ lanes: ['order'], text: 'order', untilMs: 9 });
    expect(ActivityFilter.parse(asked(filter))).toEqual(asked(filter));
  });
});

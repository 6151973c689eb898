import { beforeEach, describe, expect, it } from 'vitest';
import type { PersonalLimits } from '../../../../shared/model/desk.ts';
import { PersonalLimitBook, RAISE_AFTER_MS } from '../../../../electron/engine/desk/market/personal-limits.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { memoryJournal } from '../../../support/memory-stores.ts';

const ACCOUNT = 'binance-a';

let clock: FakeClock;
let journal: ReturnType<typeof memoryJournal>;
let book: PersonalLimitBook;

function open(
  kept: Pick<ReturnType<typeof memoryJournal>, 'loadSetting' | 'saveSetting'> = journal,
): PersonalLimitBook {
  return new PersonalLimitBook({ clock, journal: kept, currencyOf: () => 'USDT' });
}

beforeEach(() => {
  clock = new FakeClock();
  journal = memoryJournal();
  book = open();
});

function wish(
  change: Readonly<Record<string, string | null>>,
  from: PersonalLimits = book.of(ACCOUNT).limits,
): PersonalLimits {
  return { ...from, ...(change as Partial<PersonalLimits>) };
}

function set(change: Readonly<Record<string, string | null>>, typed = ''): string {
  const kept = book.set(wish(change), typed);
  return kept.ok ? 'ok' : kept.failure.kind;
}

const order = (): string | null => book.of(ACCOUNT).limits.maxOrderQuote;

describe('personal limits', () => {
  it('begin with caps, a band of 5 % and a warning at 1 %', () => {
    expect(book.of(ACCOUNT)).toEqual({
      limits: {
        account: ACCOUNT,
        currency: 'USDT',
        maxOrderQuote: '10000',
        maxDayQuote: '50000',
        priceBand: '0.05',
        priceWarn: '0.01',
        maxImpact: '0.01',
        maxBalanceShare: '0.5',
      },
      pending: null,
    });
  });

  it('are lowered at once', () => {
    expect(set({ maxOrderQuote: '1000', maxDayQuote: '5000', priceBand: '0.02' })).toBe('ok');
    expect(book.of(ACCOUNT)).toMatchObject({
      limits: { maxOrderQuote: '1000', maxDayQuote: '5000', priceBand: '0.02' },
      pending: null,
    });
  });

  it('are raised a minute later, when the figure was typed again', () => {
    set({ maxOrderQuote: '1000' });
    for (const typed of ['', '2001', '1000', '2,000', '2000 USDT', 'none'])
      expect(set({ maxOrderQuote: '2000' }, typed)).toBe('invalid-input');
    expect(set({ maxOrderQuote: '2000' }, ' 2000.0 ')).toBe('ok');
    const fromMs = clock.now() + RAISE_AFTER_MS;
    expect(book.of(ACCOUNT)).toMatchObject({
      limits: { maxOrderQuote: '1000' },
      pending: { limits: { maxOrderQuote: '2000' }, fromMs },
    });
    clock.advance(RAISE_AFTER_MS - 1);
    expect(order()).toBe('1000');
    clock.advance(1);
    expect(book.of(ACCOUNT)).toMatchObject({ limits: { maxOrderQuote: '2000' }, pending: null });
  });

  it('lower at once what is lowered together with a raise', () => {
    set({ maxOrderQuote: '1000', maxDayQuote: '5000' });
    expect(set({ maxOrderQuote: '2000', maxDayQuote: '4000' }, '2000')).toBe('ok');
    expect(book.of(ACCOUNT).limits).toMatchObject({ maxOrderQuote: '1000', maxDayQuote: '4000' });
  });

  it('are raised one at a time', () => {
    set({ maxOrderQuote: '1000', maxDayQuote: '5000' });
    expect(set({ maxOrderQuote: '2000', maxDayQuote: '6000' }, '2000')).toBe('invalid-input');
  });

  it('are taken off with the word for it', () => {
    set({ maxOrderQuote: '1000' });
    expect(set({ maxOrderQuote: null }, '1000')).toBe('invalid-input');
    expect(set({ maxOrderQuote: null }, 'none')).toBe('ok');
    clock.advance(RAISE_AFTER_MS);
    expect(order()).toBeNull();
  });

  it('do not hurry when the clock is put forward', () => {
    set({ maxOrderQuote: '1000' });
    set({ maxOrderQuote: '2000' }, '2000');
    clock.stepWall(3_600_000);
    expect(order()).toBe('1000');
    clock.advance(RAISE_AFTER_MS);
    expect(order()).toBe('2000');
  });

  it('survive a restart, with the raise that waits', () => {
    set({ maxOrderQuote: '1000' });
    set({ maxOrderQuote: '2000' }, '2000');
    clock.advance(30_000);
    book = open();
    expect(book.of(ACCOUNT)).toMatchObject({
      limits: { maxOrderQuote: '1000' },
      pending: { limits: { maxOrderQuote: '2000' } },
    });
    clock.advance(30_000);
    expect(order()).toBe('2000');
  });

  it('a new wish replaces the raise that waits', () => {
    set({ maxOrderQuote: '1000' });
    set({ maxOrderQuote: '2000' }, '2000');
    expect(set({ maxOrderQuote: '500' })).toBe('ok');
    clock.advance(RAISE_AFTER_MS);
    expect(order()).toBe('500');
  });

  it('count in another currency a minute after it was typed twice', () => {
    expect(set({ currency: 'BTC' })).toBe('invalid-input');
    expect(set({ currency: 'BTC' }, 'BTC')).toBe('ok');
    expect(book.of(ACCOUNT).limits.currency).toBe('USDT');
    clock.advance(RAISE_AFTER_MS);
    expect(book.of(ACCOUNT).limits.currency).toBe('BTC');
  });

  it('of an earlier build, which named no currency, count in the usual one', () => {
    const { currency: _, ...earlier } = book.of(ACCOUNT).limits;
    journal.saveSetting(
      'personal-limits',
      JSON.stringify([{ limits: { ...earlier, maxOrderQuote: '7' }, pending: null }]),
    );
    expect(open().of(ACCOUNT).limits).toMatchObject({ maxOrderQuote: '7', currency: 'USDT' });
  });

  it('refuse what makes no sense', () => {
    expect(set({ maxOrderQuote: '-1' })).toBe('invalid-input');
    expect(set({ priceBand: '0.005' })).toBe('invalid-input');
  });

  it('stay as they were when they cannot be kept', () => {
    const failing = {
      ...journal,
      saveSetting: () => {
        throw new Error('disk full');
      },
    };
    book = open(failing);
    expect(set({ maxOrderQuote: '1000' })).toBe('storage');
    expect(order()).toBe('10000');
  });

  for (const text of ['', '{}', 'null', '[{"limits":{"account":"binance-a"}}]']) {
    it(`allow nothing when what was kept is ${JSON.stringify(text)}`, () => {
      journal.saveSetting('personal-limits', text);
      book = open();
      expect(book.of(ACCOUNT).limits).toMatchObject({ maxOrderQuote: '0', maxDayQuote: '0' });
      expect(set({ maxOrderQuote: '100', maxDayQuote: '0' }, '100')).toBe('ok');
      expect(order()).toBe('0');
      clock.advance(RAISE_AFTER_MS);
      expect(order()).toBe('100');
    });
  }
});

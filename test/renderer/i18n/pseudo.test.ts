import { afterAll, describe, expect, it, vi } from 'vitest';
import { en } from '../../../renderer/i18n/en.ts';
import { setFormats } from '../../../renderer/i18n/formats.ts';
import { pseudoCatalogue, pseudoSentence } from '../../../shared/i18n/pseudo.ts';
import { formatAmount, formatBytes, formatDayTime, formatLeft, formatTime } from '../../../renderer/ui/format.ts';

const AT_MS = Date.UTC(2026, 6, 1, 23, 5, 9);

describe('pseudo language', () => {
  const cases = [
    { sentence: 'Close', is: '‹Çlöšé~~›' },
    { sentence: '{{count}} ms', is: '‹{{count}} mš~~›' },
    { sentence: '–', is: '‹–›' },
  ];
  for (const { sentence, is } of cases) it(sentence, () => expect(pseudoSentence(sentence)).toBe(is));

  it('keeps every hole of every sentence', () => {
    const holes = (text: string): readonly string[] => (text.match(/\{\{[^}]*\}\}/g) ?? []).toSorted();
    const pseudo = pseudoCatalogue(en);
    expect(Object.entries(en).filter(([key, text]) => holes(text).join() !== holes(pseudo[key] ?? '').join())).toEqual(
      [],
    );
  });

  it('makes every sentence of words at least a third longer', () => {
    const short = Object.entries(pseudoCatalogue(en)).filter(
      ([key, text]) =>
        /\p{L}/u.test(text.replaceAll(/\{\{[^}]*\}\}/g, '')) &&
        !/^(?:time|size|figure|keys|exchange)\./.test(key) &&
        text.length - 2 <= en[key as keyof typeof en].length,
    );
    expect(short).toEqual([]);
  });
});

describe('figures and times as chosen', () => {
  afterAll(() => setFormats({ locale: null, timeZone: null, units: 'amount' }));
  const cases = [
    { locale: 'en-US', timeZone: 'UTC', is: ['1,234,567', '12.5', '23:05:09', 'Jul 1, 2026, 23:05'] },
    { locale: 'de-DE', timeZone: 'Asia/Tokyo', is: ['1.234.567', '12,5', '08:05:09', '2. Juli 2026, 08:05'] },
    { locale: 'en-IN', timeZone: 'America/New_York', is: ['12,34,567', '12.5', '19:05:09', '1 Jul 2026, 19:05'] },
  ];
  for (const { locale, timeZone, is } of cases) {
    it(`${locale} in ${timeZone}`, () => {
      setFormats({ locale, timeZone, units: 'amount' });
      expect([formatAmount(1_234_567), formatAmount(12.5), formatTime(AT_MS), formatDayTime(AT_MS)]).toEqual(is);
    });
  }

  it('sizes and spans follow too', () => {
    setFormats({ locale: 'de-DE', timeZone: null, units: 'amount' });
    expect([formatBytes(1_500_000_000), formatBytes(900), formatLeft(3_900_000)]).toEqual([
      '1,4 GiB',
      '1 KiB',
      '1 h 05 min',
    ]);
  });
});

describe('speakPseudo', () => {
  // There is no way back from it, so it is told to a copy that no other file meets.
  afterAll(() => vi.resetModules());

  it('speaks it at once, with counts and values', async () => {
    vi.resetModules();
    const { speakPseudo, t } = await import('../../../renderer/i18n/i18n.ts');
    speakPseudo();
    expect([t('nav.overview'), t('bucket.waiting', { count: 3 }), t('bucket.waiting', { count: 1 })]).toEqual([
      '‹Óvéñvîéw~~~›'.replace('Óvéñvîéw~~~', pseudoSentence('Overview').slice(1, -1)),
      pseudoSentence(en['bucket.waiting_other']).replace('{{count}}', '3'),
      pseudoSentence(en['bucket.waiting_one']).replace('{{count}}', '1'),
    ]);
  });
});

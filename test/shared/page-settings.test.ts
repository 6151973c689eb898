import { describe, expect, it } from 'vitest';
import { PageSettings, readPageSettings, STANDARD_PAGE } from '../../shared/model/page-settings.ts';
import { SettingsChange } from '../../shared/model/storage.ts';

describe('what a store kept of the page', () => {
  const chosen: PageSettings = {
    theme: 'dark',
    density: 'compact',
    zone: 'America/Argentina/Buenos_Aires',
    format: 'de-DE',
    units: 'share',
    singleKeys: 'off',
    isNoteDismissed: true,
    chartSpanMs: 3_600_000,
    isPrivate: true,
  };
  const cases: readonly { name: string; kept: unknown; page: PageSettings; unreadable: readonly string[] }[] = [
    { name: 'is read whole', kept: chosen, page: chosen, unreadable: [] },
    { name: 'may be of a version that knew less', kept: { theme: 'dark' }, page: dark(), unreadable: [] },
    { name: 'may be of a version that knew more', kept: { theme: 'dark', font: 'X' }, page: dark(), unreadable: [] },
    { name: 'may be nothing', kept: {}, page: STANDARD_PAGE, unreadable: [] },
    {
      name: 'loses what cannot be read and no more',
      kept: { theme: 'dark', density: 'airy', chartSpanMs: 5 },
      page: dark(),
      unreadable: ['density', 'chartSpanMs'],
    },
    { name: 'is the standard when it is no object', kept: [1], page: STANDARD_PAGE, unreadable: ['page'] },
    { name: 'is the standard when it is null', kept: null, page: STANDARD_PAGE, unreadable: ['page'] },
  ];
  for (const { name, kept, page, unreadable } of cases) {
    it(name, () => expect(readPageSettings(kept)).toEqual({ page, unreadable }));
  }

  it('standards are settings themselves', () => expect(PageSettings.parse(STANDARD_PAGE)).toEqual(STANDARD_PAGE));
});

describe('a change', () => {
  it('names what is to be different and brings nothing else with it', () => {
    expect(SettingsChange.parse({ page: { density: 'compact' } })).toEqual({ page: { density: 'compact' } });
  });

  for (const zone of ['', 'Mars Olympus', '../../etc', 'a'.repeat(65), '<b>'])
    it(`takes no zone like ${JSON.stringify(zone.slice(0, 12))}`, () =>
      expect(SettingsChange.safeParse({ page: { zone } }).success).toBe(false));

  for (const zone of ['system', 'UTC', 'Etc/GMT+5', 'America/Port-au-Prince', 'Europe/Berlin'])
    it(`takes ${zone}`, () => expect(SettingsChange.safeParse({ page: { zone } }).success).toBe(true));
});

function dark(): PageSettings {
  return { ...STANDARD_PAGE, theme: 'dark' };
}

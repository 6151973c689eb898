import { describe, expect, it } from 'vitest';
import { KeptSettings } from '../../electron/engine/kept-settings.ts';
import { KeptRetention } from '../../electron/engine/recorder/kept-retention.ts';
import { STANDARD_PAGE } from '../../shared/model/page-settings.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { memoryJournal } from '../support/memory-stores.ts';
import { VirtualWorld } from '../support/virtual-world.ts';

const GIB = 1024 ** 3;

function over(journal = memoryJournal()) {
  const prune = () => Promise.resolve({ rowsRemoved: 0, bytes: 0 });
  return { journal, settings: new KeptSettings(new KeptRetention({ prune }, journal, new FakeClock()), journal) };
}

describe('kept settings', () => {
  it('are the standard until somebody chooses', () => {
    const { settings } = over();
    expect(settings.current).toEqual({
      retention: { keepDays: 30, maxBytes: 2 * GIB },
      page: STANDARD_PAGE,
      tiers: {},
    });
    expect(settings.unreadable).toEqual([]);
  });

  it('are still there after a new start', () => {
    const { journal, settings } = over();
    settings.change({ page: { theme: 'dark', isNoteDismissed: true } });
    settings.change({ page: { density: 'compact' }, retention: { keepDays: 7, maxBytes: GIB } });
    expect(over(journal).settings.current).toEqual({
      retention: { keepDays: 7, maxBytes: GIB },
      page: { ...STANDARD_PAGE, theme: 'dark', isNoteDismissed: true, density: 'compact' },
      tiers: {},
    });
  });

  it('tell of accounts whose tier was chosen, and keep the others’', () => {
    const told: (readonly string[])[] = [];
    const { journal } = over();
    const retention = new KeptRetention(
      { prune: () => Promise.resolve({ rowsRemoved: 0, bytes: 0 }) },
      journal,
      new FakeClock(),
    );
    const settings = new KeptSettings(retention, journal, (accounts) => void told.push(accounts));
    settings.change({ tiers: { first: 'pro' } });
    settings.change({ tiers: { second: 'starter' } });
    expect(told).toEqual([['first'], ['second']]);
    expect(over(journal).settings.current.tiers).toEqual({ first: 'pro', second: 'starter' });
    journal.saveSetting('tiers', '{"first":"gold"}');
    expect(over(journal).settings).toMatchObject({ unreadable: ['tiers'], current: { tiers: {} } });
  });

  it('stay as they were when the journal cannot keep them', () => {
    const { journal, settings } = over();
    journal.saveSetting = () => {
      throw new Error('disk full');
    };
    expect(() => settings.change({ page: { theme: 'dark' } })).toThrow('disk full');
    expect(settings.current.page).toEqual(STANDARD_PAGE);
  });

  it('leave what a change names without a value', () => {
    const { settings } = over();
    settings.change({ page: { theme: 'dark' } });
    expect(settings.change({ page: { theme: undefined, density: 'compact' } }).page.theme).toBe('dark');
  });

  const broken = [
    { text: '', unreadable: ['page'] },
    { text: '{', unreadable: ['page'] },
    { text: 'null', unreadable: ['page'] },
    { text: '{"theme":"pink","density":"compact"}', unreadable: ['theme'] },
  ];
  for (const { text, unreadable } of broken) {
    it(`say what of ${JSON.stringify(text)} they could not read, and keep it until it is chosen anew`, () => {
      const journal = memoryJournal();
      journal.saveSetting('page', text);
      const { settings } = over(journal);
      expect(settings.unreadable).toEqual(unreadable);
      expect(settings.current.page.theme).toBe('system');
      expect(journal.loadSetting('page')).toBe(text);
      settings.change({ page: { theme: 'light' } });
      expect(over(journal).settings.unreadable).toEqual([]);
    });
  }

  it('that could not be read are told to the user', async () => {
    const journal = memoryJournal();
    journal.saveSetting('page', '{"theme":7}');
    journal.saveSetting('retention', '{');
    const world = new VirtualWorld({ seed: 'settings', openJournal: () => journal });
    const troubles = await world.engine.handlers['host.troubles']({});
    await world.close();
    expect(troubles).toMatchObject({
      ok: true,
      value: { troubles: [{ severity: 'warning', code: 'settings-unreadable', detail: 'retention, theme' }] },
    });
  });
});

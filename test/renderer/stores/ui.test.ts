import { describe, expect, it } from 'vitest';
import { schemeOf } from '../../../renderer/shell/theme.ts';
import { type Memory, rememberTheme } from '../../../renderer/stores/preferences.ts';
import { createUiStore, goTo, placeOf } from '../../../renderer/stores/ui.ts';
import { STANDARD_PAGE } from '../../../shared/model/page-settings.ts';

function memoryOf(known: Readonly<Record<string, string>> = {}) {
  const kept = new Map(Object.entries(known));
  const memory: Memory = {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
  };
  return { memory, kept };
}

const forbidden: Memory = {
  getItem: () => {
    throw new Error('storage is forbidden');
  },
  setItem: () => {
    throw new Error('storage is forbidden');
  },
};

describe('ui store', () => {
  it('begins with the theme of the last time, so that no other flashes up, and else with the standard', () => {
    const { memory } = memoryOf();
    expect(createUiStore(memory).getState()).toMatchObject(STANDARD_PAGE);
    rememberTheme(memory, 'dark');
    expect(createUiStore(memory).getState()).toMatchObject({ ...STANDARD_PAGE, theme: 'dark' });
  });

  it('takes no theme it does not know', () => {
    expect(createUiStore(memoryOf({ 'headroom.theme': 'pink' }).memory).getState().theme).toBe('system');
  });

  it('takes nothing but the theme from the browser', () => {
    const { memory } = memoryOf({ 'headroom.density': 'compact', 'headroom.zone': 'Asia/Tokyo' });
    expect(createUiStore(memory).getState()).toMatchObject(STANDARD_PAGE);
  });

  it('works where storage is forbidden', () => {
    rememberTheme(forbidden, 'light');
    expect(createUiStore(forbidden).getState().theme).toBe('system');
  });
});

describe('placeOf', () => {
  const cases = [
    { hash: '', page: 'overview', part: null },
    { hash: '#/settings', page: 'settings', part: null },
    { hash: '#/settings/zone', page: 'settings', part: 'zone' },
    { hash: '#/nonsense', page: 'overview', part: null },
    { hash: '#code=abc', page: 'overview', part: null },
  ];
  for (const { hash, page, part } of cases) {
    it(`${hash || 'no address'} is ${page}`, () => expect(placeOf(hash)).toEqual({ page, part }));
  }

  it('is where goTo leads', () => {
    const store = createUiStore(memoryOf().memory);
    const address = { hash: '' };
    goTo(store, address, { page: 'settings', part: 'zone' });
    expect(placeOf(address.hash)).toEqual({ page: 'settings', part: 'zone' });
    expect(store.getState()).toMatchObject({ page: 'settings', part: { name: 'zone' } });
  });
});

describe('schemeOf', () => {
  const cases = [
    { theme: 'system', isSystemDark: true, scheme: 'dark' },
    { theme: 'system', isSystemDark: false, scheme: 'light' },
    { theme: 'light', isSystemDark: true, scheme: 'light' },
    { theme: 'dark', isSystemDark: false, scheme: 'dark' },
  ] as const;
  for (const { theme, isSystemDark, scheme } of cases) {
    it(`${theme} on a ${isSystemDark ? 'dark' : 'light'} system is ${scheme}`, () =>
      expect(schemeOf(theme, isSystemDark)).toBe(scheme));
  }
});

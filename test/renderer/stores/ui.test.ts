import { describe, expect, it } from 'vitest';
import { schemeOf } from '../../../renderer/shell/theme.ts';
import { type Memory, prefer } from '../../../renderer/stores/preferences.ts';
import { createUiStore, dismissNote, goTo, placeOf } from '../../../renderer/stores/ui.ts';

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
  it('remembers the theme and the dismissed note', () => {
    const { memory } = memoryOf();
    const first = createUiStore(memory);
    expect(first.getState()).toMatchObject({ theme: 'system', isNoteDismissed: false });
    prefer(first, memory, { theme: 'dark' });
    dismissNote(first, memory);
    expect(createUiStore(memory).getState()).toMatchObject({ theme: 'dark', isNoteDismissed: true });
  });

  it('takes no theme it does not know', () => {
    expect(createUiStore(memoryOf({ 'headroom.theme': 'pink' }).memory).getState().theme).toBe('system');
  });

  it('works where storage is forbidden', () => {
    const store = createUiStore(forbidden);
    prefer(store, forbidden, { theme: 'light' });
    expect(store.getState().theme).toBe('light');
  });
});

describe('preferences', () => {
  const choices = {
    theme: 'dark',
    density: 'compact',
    zone: 'Asia/Tokyo',
    format: 'de-DE',
    singleKeys: 'off',
  } as const;

  it('are all kept', () => {
    const { memory } = memoryOf();
    prefer(createUiStore(memory), memory, choices);
    expect(createUiStore(memory).getState()).toMatchObject(choices);
  });

  const nonsense = [
    { name: 'density', fallback: 'comfortable' },
    { name: 'zone', fallback: 'system' },
    { name: 'format', fallback: 'system' },
    { name: 'singleKeys', fallback: 'on' },
  ] as const;
  for (const { name, fallback } of nonsense) {
    it(`take no ${name} they do not know`, () => {
      const { memory } = memoryOf({ [`headroom.${name}`]: 'Mars/Olympus' });
      expect(createUiStore(memory).getState()[name]).toBe(fallback);
    });
  }
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

import { describe, expect, it } from 'vitest';
import { schemeOf } from '../../../renderer/shell/theme.ts';
import { chooseTheme, createUiStore, dismissNote, type Memory, pageOf } from '../../../renderer/stores/ui.ts';

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
    chooseTheme(first, memory, 'dark');
    dismissNote(first, memory);
    expect(createUiStore(memory).getState()).toMatchObject({ theme: 'dark', isNoteDismissed: true });
  });

  it('takes no theme it does not know', () => {
    expect(createUiStore(memoryOf({ 'headroom.theme': 'pink' }).memory).getState().theme).toBe('system');
  });

  it('works where storage is forbidden', () => {
    const store = createUiStore(forbidden);
    chooseTheme(store, forbidden, 'light');
    expect(store.getState().theme).toBe('light');
  });
});

describe('pageOf', () => {
  const cases = [
    { hash: '', page: 'overview' },
    { hash: '#/settings', page: 'settings' },
    { hash: '#/nonsense', page: 'overview' },
    { hash: '#code=abc', page: 'overview' },
  ];
  for (const { hash, page } of cases) it(`${hash || 'no address'} is ${page}`, () => expect(pageOf(hash)).toBe(page));
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

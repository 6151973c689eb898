import { describe, expect, it } from 'vitest';
import { chordOf } from '../../../renderer/shell/shortcuts/chord.ts';
import { NO_KEYS, press, SEQUENCE_MS } from '../../../renderer/shell/shortcuts/sequence.ts';

const NONE = { code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

describe('chordOf', () => {
  const cases = [
    { name: 'a letter', press: { ...NONE, key: 'g' }, chord: 'g' },
    { name: 'a letter under caps lock', press: { ...NONE, key: 'G' }, chord: 'g' },
    { name: 'a letter with shift is text', press: { ...NONE, key: 'G', shiftKey: true }, chord: null },
    { name: 'a sign that needs shift', press: { ...NONE, key: '?', shiftKey: true }, chord: '?' },
    { name: 'with Ctrl', press: { ...NONE, key: 'k', ctrlKey: true }, chord: 'mod+k' },
    { name: 'with ⌘', press: { ...NONE, key: 'k', metaKey: true }, chord: 'mod+k' },
    {
      name: 'with Ctrl and shift is another',
      press: { ...NONE, key: 'K', ctrlKey: true, shiftKey: true },
      chord: 'mod+shift+k',
    },
    { name: 'with Alt or AltGr is text', press: { ...NONE, key: '@', ctrlKey: true, altKey: true }, chord: null },
    { name: 'a Cyrillic letter is the Latin one of its key', press: { ...NONE, key: 'п', code: 'KeyG' }, chord: 'g' },
    { name: 'a moved Latin letter is itself', press: { ...NONE, key: 'o', code: 'KeyS' }, chord: 'o' },
    { name: 'a foreign letter on a key of signs', press: { ...NONE, key: 'ö', code: 'Semicolon' }, chord: null },
    { name: 'a named key', press: { ...NONE, key: 'Enter' }, chord: null },
    { name: 'the space bar', press: { ...NONE, key: ' ' }, chord: null },
  ];
  for (const { name, press: keys, chord } of cases) it(name, () => expect(chordOf(keys)).toBe(chord));
});

describe('press', () => {
  const known = ['g o', 'g k', '?', 'd'];
  const cases = [
    { name: 'one key', chords: ['?'], gapMs: 0, complete: ['?'] },
    { name: 'two keys', chords: ['g', 'o'], gapMs: 100, complete: ['g o'] },
    { name: 'two keys, too slow', chords: ['g', 'o'], gapMs: SEQUENCE_MS + 1, complete: [] },
    { name: 'the second one alone', chords: ['o'], gapMs: 0, complete: [] },
    { name: 'the first one twice', chords: ['g', 'g', 'k'], gapMs: 10, complete: ['g k'] },
    { name: 'a wrong second one begins nothing', chords: ['g', 'x', 'o'], gapMs: 10, complete: [] },
    { name: 'a wrong second one may be one of its own', chords: ['g', 'd'], gapMs: 10, complete: ['d'] },
    { name: 'two pairs', chords: ['g', 'o', 'g', 'k'], gapMs: 10, complete: ['g o', 'g k'] },
  ];
  for (const { name, chords, gapMs, complete } of cases) {
    it(name, () => {
      let pending = NO_KEYS;
      const found = chords.flatMap((chord, index) => {
        const step = press(pending, chord, 1_000 + index * gapMs, known);
        pending = step.pending;
        return step.complete ?? [];
      });
      expect(found).toEqual(complete);
    });
  }
});

import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  FIRST,
  placeWindow,
  readWindowState,
  SMALLEST,
  writeWindowState,
} from '../../../electron/hosts/desktop/window-state.ts';

const SCREENS = [
  { x: 0, y: 25, width: 1920, height: 1055 },
  { x: 1920, y: 0, width: 1280, height: 1024 },
];
const saved = { x: 100, y: 100, width: 1000, height: 800, isMaximized: false };

describe('placeWindow', () => {
  const cases = [
    { name: 'nothing saved', state: null, bounds: { ...FIRST } },
    { name: 'on the first screen', state: saved, bounds: { x: 100, y: 100, width: 1000, height: 800 } },
    {
      name: 'on the second screen',
      state: { ...saved, x: 2000 },
      bounds: { x: 2000, y: 100, width: 1000, height: 800 },
    },
    {
      name: 'across both screens',
      state: { ...saved, x: 1500 },
      bounds: { x: 1500, y: 100, width: 1000, height: 800 },
    },
    { name: 'on a screen that is gone', state: { ...saved, x: 5000 }, bounds: { ...FIRST } },
    { name: 'title bar above the screen', state: { ...saved, y: -300 }, bounds: { ...FIRST } },
    { name: 'title bar under the menu bar', state: { ...saved, y: 10 }, bounds: { ...FIRST } },
    { name: 'title bar below the screen', state: { ...saved, y: 1075 }, bounds: { ...FIRST } },
    { name: 'too little of it on the screen', state: { ...saved, x: -950 }, bounds: { ...FIRST } },
    {
      name: 'smaller than the page can be',
      state: { ...saved, width: 10, height: 10 },
      bounds: { x: 100, y: 100, ...SMALLEST },
    },
  ];
  for (const { name, state, bounds } of cases)
    it(name, () => expect(placeWindow(state, SCREENS).bounds).toEqual(bounds));

  it('wherever it was: its title bar is within reach, or the system places it', () => {
    const place = fc.record({
      x: fc.integer({ min: -10_000, max: 10_000 }),
      y: fc.integer({ min: -10_000, max: 10_000 }),
      width: fc.integer({ min: 1, max: 10_000 }),
      height: fc.integer({ min: 1, max: 10_000 }),
      isMaximized: fc.boolean(),
    });
    fc.assert(
      fc.property(place, (state) => {
        const { x, y, width } = placeWindow(state, SCREENS).bounds;
        if (x === undefined || y === undefined) return true;
        return SCREENS.some(
          (screen) =>
            y >= screen.y && y < screen.y + screen.height && x < screen.x + screen.width && x + width > screen.x,
        );
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('readWindowState', () => {
  const cases = [
    { name: 'an empty file', text: '' },
    { name: 'half a file', text: '{"x":1,"y":2,' },
    { name: 'another shape', text: '[1,2,3,4]' },
    { name: 'a missing field', text: '{"x":1,"y":2,"width":800,"height":600}' },
    { name: 'no numbers', text: '{"x":"1","y":2,"width":800,"height":600,"isMaximized":false}' },
    { name: 'beyond all screens', text: '{"x":1e300,"y":2,"width":800,"height":600,"isMaximized":false}' },
    { name: 'no size', text: '{"x":1,"y":2,"width":0,"height":600,"isMaximized":false}' },
  ];
  for (const { name, text } of cases) {
    it(`ignores ${name}`, () => {
      const folder = mkdtempSync(join(tmpdir(), 'headroom-place-'));
      writeFileSync(join(folder, 'window.json'), text);
      expect(readWindowState(folder)).toBeNull();
    });
  }

  it('reads what was written, and a write leaves nothing else behind', () => {
    const folder = mkdtempSync(join(tmpdir(), 'headroom-place-'));
    writeWindowState(folder, saved);
    expect(readWindowState(folder)).toEqual(saved);
    expect(readdirSync(folder)).toEqual(['window.json']);
  });

  it('a place that cannot be written is forgotten, no more', () => {
    const folder = mkdtempSync(join(tmpdir(), 'headroom-place-'));
    mkdirSync(join(folder, 'window.json'));
    writeWindowState(folder, saved);
    expect(readWindowState(folder)).toBeNull();
  });
});

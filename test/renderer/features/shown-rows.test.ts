import { describe, expect, it } from 'vitest';
import { splitRows } from '../../../renderer/features/overview/shown-rows.ts';

describe('splitRows', () => {
  const cases = [
    { name: 'shows all there is room for', keys: ['a', 'b'], hasRest: true, rows: ['a', 'b'], less: [] },
    { name: 'folds no single row', keys: ['a', 'b', 'c'], rows: ['a', 'b', 'c'], less: [] },
    {
      name: 'folds it where the line is there anyway',
      keys: ['a', 'b', 'c'],
      hasRest: true,
      rows: ['a', 'b'],
      less: ['c'],
    },
    {
      name: 'folds the less full ones',
      keys: ['a', 'b', 'c', 'd'],
      rows: ['a', 'b'],
      less: ['c', 'd'],
    },
    {
      name: 'never folds the open one',
      keys: ['a', 'b', 'c', 'd'],
      open: 'd',
      rows: ['a', 'b', 'd'],
      less: ['c'],
    },
  ];
  for (const { name, keys, open = null, hasRest = false, rows, less } of cases) {
    it(name, () => expect(splitRows({ keys, most: 2, open, hasRest })).toEqual({ rows, less }));
  }
});

import { describe, expect, it } from 'vitest';
import { fuzzy } from '../../../renderer/shell/palette/fuzzy.ts';
import { searchActions } from '../../../renderer/shell/palette/search.ts';
import type { Action, ActionGroup } from '../../../renderer/stores/actions.ts';

/** The letters that were found, the others as dots. */
function shown(query: string, text: string): string | null {
  const match = fuzzy(query, text);
  return match === null ? null : [...text].map((letter, at) => (match.places.includes(at) ? letter : '.')).join('');
}

describe('fuzzy', () => {
  const cases = [
    { query: 'set', text: 'Go to Settings', is: '......Set.....' },
    { query: 'SET', text: 'Go to Settings', is: '......Set.....' },
    { query: 'gts', text: 'Go to Settings', is: 'G..t..S.......' },
    { query: 'settings go', text: 'Go to Settings', is: 'Go....Settings' },
    { query: 'lig th', text: 'Theme: Light', is: 'Th.....Lig..' },
    { query: 'uber', text: 'Über', is: 'Über' },
    { query: '', text: 'Anything', is: '........' },
    { query: 'xyz', text: 'Go to Settings', is: null },
    { query: 'sgnittes', text: 'Go to Settings', is: null },
    { query: 'set xyz', text: 'Go to Settings', is: null },
  ];
  for (const { query, text, is } of cases) it(`${query} in ${text}`, () => expect(shown(query, text)).toBe(is));
});

function action(title: string, group: ActionGroup, extra: Partial<Action> = {}): Action {
  return { id: title, title, group, isUseful: true, run: () => {}, ...extra };
}

const ACTIONS = [
  action('Theme: Dark', 'view', { words: 'appearance colours' }),
  action('Go to Orders', 'pages'),
  action('Show limit ORDERS 10 SECOND of Practice Binance', 'limits'),
  action('Switch on: Maintenance at Kraken', 'practice', { words: 'refused as during an upgrade' }),
  action('Workload of Practice Kraken: Storm', 'practice', { isUseful: false }),
];

describe('searchActions', () => {
  const titles = (query: string): readonly string[] => searchActions(ACTIONS, query).map((one) => one.action.id);

  it('lists by group without a query, and never what would do nothing', () => {
    expect(titles(' ')).toEqual([
      'Go to Orders',
      'Show limit ORDERS 10 SECOND of Practice Binance',
      'Switch on: Maintenance at Kraken',
      'Theme: Dark',
    ]);
    expect(titles('storm')).toEqual([]);
  });

  it('puts the closest first', () => {
    expect(titles('orders')[0]).toBe('Go to Orders');
    expect(titles('orders sec')).toEqual(['Show limit ORDERS 10 SECOND of Practice Binance']);
  });

  it('finds by words that are not in the title, and marks none of them', () => {
    expect(searchActions(ACTIONS, 'upgrade kraken')).toMatchObject([
      { action: { id: 'Switch on: Maintenance at Kraken' }, places: [26, 27, 28, 29, 30, 31] },
    ]);
  });
});

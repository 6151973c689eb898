import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { trayStates } from '../../../electron/hosts/desktop/drawing/glyphs.ts';
import { MENU_PAGES, menuText } from '../../../electron/hosts/desktop/menu-text.ts';
import { bucketWords, gateWords, spanWords } from '../../../electron/hosts/desktop/shell-text.ts';
import {
  NO_FACTS,
  type ShellFacts,
  shareUsed,
  tightest,
  trayStateOf,
} from '../../../electron/hosts/desktop/tray-facts.ts';
import { hasTrayHost } from '../../../electron/hosts/desktop/tray-host.ts';
import { type ShellActs, trayMenuTemplate } from '../../../electron/hosts/desktop/tray-menu.ts';
import { tooltipOf } from '../../../electron/hosts/desktop/tray-words.ts';
import { bucket, gate, NOW_MS } from './shell-rig.ts';

const facts = (change: Partial<ShellFacts>): ShellFacts => ({ ...NO_FACTS, ...change });

describe('the state of the icon', () => {
  const cases = [
    { name: 'nothing known yet', given: {}, state: 'calm' },
    { name: 'just under half', given: { buckets: [bucket({ headroom: 3_001 })] }, state: 'calm' },
    { name: 'half', given: { buckets: [bucket({ headroom: 3_000 })] }, state: 'warm' },
    { name: 'four fifths', given: { buckets: [bucket({ headroom: 1_200 })] }, state: 'hot' },
    { name: 'the tightest counts', given: { buckets: [bucket(), bucket({ key: 'b', headroom: 0 })] }, state: 'hot' },
    { name: 'calls wait', given: { buckets: [bucket({ status: 'held' })] }, state: 'held' },
    { name: 'a gate is closed', given: { gates: [gate()] }, state: 'held' },
    { name: 'a gate that is over', given: { gates: [gate({ untilMs: NOW_MS })] }, state: 'calm' },
    { name: 'the halt’s own gate', given: { gates: [gate({ cause: 'halt' })] }, state: 'calm' },
    {
      name: 'halted, whatever else',
      given: { gates: [gate()], desk: { halt: 'halted', cause: 'user' } },
      state: 'halted',
    },
    { name: 'a capacity of nothing', given: { buckets: [bucket({ capacity: 0, headroom: 0 })] }, state: 'calm' },
  ] as const;
  for (const { name, given, state } of cases) it(name, () => expect(trayStateOf(facts(given), NOW_MS)).toBe(state));
  it('every state is reached', () => expect(new Set(cases.map(({ state }) => state))).toEqual(new Set(trayStates)));

  it('the fullest come first, and equal ones keep still', () => {
    const views = ['d', 'c', 'b', 'a'].map((key) => bucket({ key, headroom: key === 'c' ? 10 : 100 }));
    expect(tightest(views, 3).map(({ key }) => key)).toEqual(['c', 'a', 'b']);
  });

  it('a share stays between nothing and all', () => {
    expect([shareUsed({ headroom: 9, capacity: 6 }), shareUsed({ headroom: -1, capacity: 6 })]).toEqual([0, 1]);
  });
});

describe('words', () => {
  it('name the exchange, the limit, the share and what is left; never more headroom than there is', () => {
    expect(bucketWords(bucket({ headroom: 779.9 }))).toBe('Binance: Request weight, 88% used, 779 of 6,000 left');
    expect(bucketWords(bucket({ exchange: 'okx', environment: 'practice', part: 'BTC-USDT' }))).toBe(
      'OKX (Practice): Request weight BTC-USDT, 0% used, 6,000 of 6,000 left',
    );
  });
  it('count a gate down', () => expect(gateWords(gate(), NOW_MS)).toBe('Kraken closed: rate limited, opens in 42 s'));
  const spans = [
    [-5, '0 s'],
    [1, '1 s'],
    [119_000, '119 s'],
    [120_001, '3 min'],
    [3 * 86_400_000, '72 h'],
  ] as const;
  for (const [ms, words] of spans) it(`${ms} ms: ${words}`, () => expect(spanWords(ms)).toBe(words));

  it('a tooltip holds all of it, and is cut where the system cuts', () => {
    const given = facts({ buckets: [bucket({ headroom: 60 })], gates: [gate()], unacknowledged: 2 });
    expect(tooltipOf(given, NOW_MS, 400)).toBe(
      [
        'Headroom. Held: calls wait, or a gate is closed',
        '2 alerts to look at',
        'Kraken closed: rate limited, opens in 42 s',
        'Binance: Request weight, 99% used, 60 of 6,000 left',
      ].join('\n'),
    );
    expect(tooltipOf(given, NOW_MS, 127)).toHaveLength(127);
  });
});

const labels = (items: readonly MenuItemConstructorOptions[]) => items.map(({ label, type }) => label ?? type);

describe('the menu of the icon', () => {
  const done: string[] = [];
  const acts: ShellActs = {
    openPage: (page) => void done.push(page),
    newOrder: () => void done.push('new order'),
    halt: () => void done.push('halt'),
    resume: () => void done.push('resume'),
    quit: () => void done.push('quit'),
  };
  const menu = (given: Partial<ShellFacts>, hasMnemonics = true): MenuItemConstructorOptions[] =>
    trayMenuTemplate({
      facts: facts(given),
      nowMs: NOW_MS,
      acts,
      text: menuText(),
      choices: [{ label: 'A Choice' }],
      hasMnemonics,
    });
  const press = (items: readonly MenuItemConstructorOptions[], label: string): void =>
    items.find((item) => item.label === label)?.click?.({} as never, undefined, {} as never);

  it('shows the three tightest, the gates and what can be done', () => {
    const buckets = ['a', 'b', 'c', 'd'].map((key, index) => bucket({ key, headroom: 6_000 - index * 600 }));
    expect(labels(menu({ buckets, gates: [gate()], unacknowledged: 1 }))).toEqual([
      'Held: calls wait, or a gate is closed',
      '1 alert to look at',
      'separator',
      'Binance: Request weight, 30% used, 4,200 of 6,000 left',
      'Binance: Request weight, 20% used, 4,800 of 6,000 left',
      'Binance: Request weight, 10% used, 5,400 of 6,000 left',
      'Kraken closed: rate limited, opens in 42 s',
      'separator',
      'Halt: No New Orders, Cancel All',
      'New Order…',
      'separator',
      'Open',
      'Options',
      'separator',
      'Quit Headroom',
    ]);
  });

  it('leads to every page, and does what it says', () => {
    done.length = 0;
    const items = menu({});
    const open = items.find(({ label }) => label === 'Open')?.submenu;
    if (Array.isArray(open)) for (const item of open) item.click?.({} as never, undefined, {} as never);
    for (const label of ['Halt: No New Orders, Cancel All', 'New Order…', 'Quit Headroom']) press(items, label);
    expect(done).toEqual([...MENU_PAGES, 'halt', 'new order', 'quit']);
  });

  it('halted: resuming opens the window, and no new order is offered', () => {
    done.length = 0;
    const items = menu({ desk: { halt: 'halted', cause: 'fault' } });
    press(items, 'Resume Orders…');
    expect(done).toEqual(['resume']);
    expect(items.find(({ label }) => label === 'New Order…')?.enabled).toBe(false);
    expect(labels(items)).not.toContain('Halt: No New Orders, Cancel All');
  });

  it('in a pause after sleep, halting is offered all the same', () => {
    done.length = 0;
    const items = menu({ desk: { halt: 'halted', cause: 'sleep' } });
    for (const label of ['Halt: No New Orders, Cancel All', 'Resume Orders…']) press(items, label);
    expect(done).toEqual(['halt', 'resume']);
  });

  it('an exchange’s name sets no key of the menu', () => {
    const buckets = [bucket({ bucket: { ...bucket().bucket, name: 'A & B' } })];
    expect(labels(menu({ buckets }))[2]).toMatch(/A && B/);
    expect(labels(menu({ buckets }, false))[2]).toMatch(/A & B/);
  });
});

describe('whether a desktop shows icons', () => {
  const cases = [
    { name: 'the first tool says so', answers: ['(true,)'], has: true, asked: 1 },
    { name: 'the first tool denies it', answers: ['(false,)', 'b true'], has: false, asked: 1 },
    { name: 'the first tool is not there', answers: [null, 'b true'], has: true, asked: 2 },
    { name: 'the last one answers', answers: [null, null, '   boolean true'], has: true, asked: 3 },
    { name: 'nobody answers', answers: [null, null, null], has: false, asked: 3 },
    { name: 'nonsense', answers: ['untrue'], has: false, asked: 1 },
  ];
  for (const { name, answers, has, asked } of cases) {
    it(`${name}: ${has}`, async () => {
      const left = [...answers];
      const commands: string[] = [];
      const found = await hasTrayHost((command) => {
        commands.push(command);
        return Promise.resolve(left.shift() ?? null);
      });
      expect({ found, asked: commands.length }).toEqual({ found: has, asked });
    });
  }
});

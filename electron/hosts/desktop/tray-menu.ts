import type { MenuItemConstructorOptions } from 'electron';
import { MENU_PAGES, type MenuPage, type MenuText } from './menu-text.ts';
import { alertCountWords, bucketWords, gateWords } from './shell-text.ts';
import { closedGates, type ShellFacts, tightest, trayStateOf } from './tray-facts.ts';
import { word } from './words.ts';

type Item = MenuItemConstructorOptions;

/** What can be asked for at the icon, by its menu, a shortcut or the dock. */
export interface ShellActs {
  readonly openPage: (page: MenuPage) => void;
  readonly newOrder: () => void;
  readonly halt: () => void;
  /** Resuming takes a typed word, so it leads to the page that asks for it. */
  readonly resume: () => void;
  readonly quit: () => void;
}

export interface TrayMenuOptions {
  readonly facts: ShellFacts;
  /** Wall time. */
  readonly nowMs: number;
  readonly acts: ShellActs;
  readonly text: MenuText;
  /** What can be chosen about the shell itself. */
  readonly choices: readonly Item[];
  readonly hasMnemonics: boolean;
}

const LINE: Item = { type: 'separator' };
const SHOWN_BUCKETS = 3;
const SHOWN_GATES = 6;

export function trayMenuTemplate(options: TrayMenuOptions): Item[] {
  const { facts, nowMs, acts } = options;
  const says = (label: string, page: MenuPage): Item => ({
    label: options.hasMnemonics ? label.replaceAll('&', '&&') : label,
    click: () => acts.openPage(page),
  });
  return [
    says(word(`tray.${trayStateOf(facts, nowMs)}`), 'overview'),
    ...(facts.unacknowledged === 0 ? [] : [says(alertCountWords(facts.unacknowledged), 'alerts')]),
    LINE,
    ...tightest(facts.buckets, SHOWN_BUCKETS).map((view) => says(bucketWords(view), 'overview')),
    ...closedGates(facts.gates, nowMs)
      .slice(0, SHOWN_GATES)
      .map((gate) => says(gateWords(gate, nowMs), 'overview')),
    ...(facts.buckets.length + facts.gates.length === 0 ? [] : [LINE]),
    ...deskItems(facts, acts),
    LINE,
    {
      label: word('menu.open'),
      submenu: MENU_PAGES.map((page) => ({ label: options.text.pages[page], click: () => acts.openPage(page) })),
    },
    { label: word('menu.options'), submenu: [...options.choices] },
    LINE,
    { label: word('menu.quit'), click: acts.quit },
  ];
}

/** Halting is one click, also in a pause after sleep, which cancels nothing; it takes nothing back by itself. */
export function deskItems({ desk }: Pick<ShellFacts, 'desk'>, acts: ShellActs): Item[] {
  const isHalted = desk?.halt === 'halted';
  const isWhole = isHalted && desk.cause !== 'sleep';
  return [
    ...(isWhole ? [] : [{ label: word('menu.halt'), click: acts.halt }]),
    ...(isHalted ? [{ label: word('menu.resume'), click: acts.resume }] : []),
    { label: word('menu.new-order'), enabled: !isWhole, click: acts.newOrder },
  ];
}

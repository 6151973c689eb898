import type { MenuItemConstructorOptions } from 'electron';
import { afterEach, describe, expect, it } from 'vitest';
import { enDesktop } from '../../../shared/i18n/en-desktop.ts';
import { alertWords, manyAlertsWords } from '../../../electron/hosts/desktop/alert-text.ts';
import { trayStates } from '../../../electron/hosts/desktop/drawing/glyphs.ts';
import { menuText } from '../../../electron/hosts/desktop/menu-text.ts';
import { menuTemplate } from '../../../electron/hosts/desktop/menus.ts';
import { optionItems } from '../../../electron/hosts/desktop/options-menu.ts';
import { deskWord, notYet, stillRunning } from '../../../electron/hosts/desktop/shell-words.ts';
import { NO_FACTS } from '../../../electron/hosts/desktop/tray-facts.ts';
import { trayMenuTemplate } from '../../../electron/hosts/desktop/tray-menu.ts';
import { tooltipOf } from '../../../electron/hosts/desktop/tray-words.ts';
import { setFigures, speakPseudo, word } from '../../../electron/hosts/desktop/words.ts';
import { alertKinds } from '../../../shared/model/alert.ts';
import { GateCause } from '../../../shared/model/bucket.ts';
import { alert, bucket, gate, newestMenu, NOW_MS, shellRig } from './shell-rig.ts';

afterEach(() => {
  speakPseudo(false);
  setFigures('system');
});

const nothing = (): void => undefined;
const facts = { ...NO_FACTS, buckets: [bucket()], gates: [gate()], unacknowledged: 2 };
const choices = () =>
  optionItems({
    settings: {
      closeToTray: true,
      startAtLogin: false,
      haltShortcut: true,
      newOrderShortcut: true,
      wasToldOfTray: true,
    },
    shortcuts: { halt: 'taken', newOrder: 'ready' },
    hasTray: true,
    canStartAtLogin: true,
    set: nothing,
  });

/** Every label of a menu and of what is below it. */
function labels(items: readonly MenuItemConstructorOptions[]): readonly string[] {
  return items.flatMap(({ label, submenu }) => [
    ...(label === undefined ? [] : [label]),
    ...(Array.isArray(submenu) ? labels(submenu) : []),
  ]);
}

/** What stands outside of the marks of the pseudo language. */
function outsideOf(text: string): string {
  const inner = text.replaceAll(/‹[^‹›]*›/g, '');
  return inner === text ? text : outsideOf(inner);
}

function everything(): readonly string[] {
  const text = menuText();
  const acts = { openPage: nothing, newOrder: nothing, halt: nothing, resume: nothing, quit: nothing };
  const desks = [null, { halt: 'halted' as const, cause: 'user' as const }];
  const words = [
    ...alertKinds.flatMap((kind) => {
      const { title, body } = alertWords(alert({ kind, facts: { share: '11', code: '1' } }), NOW_MS, () => 'mine');
      return [title, body];
    }),
    ...[...Object.values(manyAlertsWords([alert(), alert({ kind: 'banned' })]))].flatMap((line) => line.split('. ')),
    ...[stillRunning(), notYet(), deskWord({ ok: false, failure: { kind: 'halted' } })].flatMap(({ title, body }) => [
      title,
      body,
    ]),
    ...GateCause.options.map((cause) => word(`gate.${cause}`)),
    ...trayStates.map((state) => word(`tray.${state}`)),
    ...tooltipOf(facts, NOW_MS, 1_000).split('\n'),
  ];
  const menus = desks.flatMap((desk) =>
    labels(
      trayMenuTemplate({
        facts: { ...facts, desk },
        nowMs: NOW_MS,
        acts,
        text,
        choices: choices(),
        hasMnemonics: true,
      }),
    ),
  );
  const bar = labels(
    menuTemplate({ platform: 'linux', text, isDev: false, onPage: nothing, onLink: nothing, choices: choices() }),
  );
  return [...words, ...menus, ...bar];
}

describe('every word of the desktop', () => {
  it('comes from the catalogue', () => {
    speakPseudo(true);
    expect(everything().filter((text) => /\p{L}/u.test(outsideOf(text)))).toEqual([]);
  });

  it('leaves no hole open', () => expect(everything().filter((text) => /\{\{|\}\}/.test(text))).toEqual([]));

  it('has both forms of what counts', () => {
    const stems = Object.keys(enDesktop).flatMap((key) => (key.endsWith('_one') ? [key.slice(0, -4)] : []));
    expect(stems.filter((stem) => !(`${stem}_other` in enDesktop))).toEqual([]);
    expect([word('tray.alerts', { count: 1 }), word('tray.alerts', { count: 2 })]).toEqual([
      '1 alert to look at',
      '2 alerts to look at',
    ]);
  });
});

describe('figures', () => {
  it('are written as its user chose for every page, from the moment that is chosen', async () => {
    const rig = shellRig();
    rig.script.buckets = [bucket({ headroom: 1_500 })];
    await rig.begin();
    const line = (): string | undefined => newestMenu(rig).find(({ label }) => label?.includes('Request'))?.label;
    expect(line()).toBe('Binance: Request weight, 75% used, 1,500 of 6,000 left');
    await rig.publish('settings.changed', { ...rig.settings, page: { ...rig.settings.page, format: 'de-DE' } });
    await rig.pass(1_000);
    expect(line()).toBe('Binance: Request weight, 75\u00a0% used, 1.500 of 6.000 left');
  });
});

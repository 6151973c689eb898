import type { MenuItemConstructorOptions } from 'electron';
import type { ShellSettings } from './shell-settings.ts';
import type { ShortcutId, ShortcutStates } from './shortcuts.ts';
import { SHORTCUTS } from './shortcuts.ts';
import { word } from './words.ts';

type Item = MenuItemConstructorOptions;

export interface OptionsMenu {
  readonly settings: ShellSettings;
  readonly shortcuts: ShortcutStates;
  /** Without an icon a closed window could not be brought back. */
  readonly hasTray: boolean;
  /** A checkout is not started at login. */
  readonly canStartAtLogin: boolean;
  readonly set: (change: Partial<ShellSettings>) => void;
}

/** What can be chosen about the shell itself; the same in the menu bar and at the icon. */
export function optionItems({ settings, shortcuts, hasTray, canStartAtLogin, set }: OptionsMenu): Item[] {
  return [
    ...(hasTray
      ? [box(word('option.close-to-tray'), settings.closeToTray, (closeToTray) => set({ closeToTray }))]
      : []),
    ...(canStartAtLogin
      ? [box(word('option.start-at-login'), settings.startAtLogin, (startAtLogin) => set({ startAtLogin }))]
      : []),
    box(shortcutLabel(word('option.halt'), 'halt', shortcuts), settings.haltShortcut, (haltShortcut) =>
      set({ haltShortcut }),
    ),
    box(shortcutLabel(word('option.new-order'), 'newOrder', shortcuts), settings.newOrderShortcut, (newOrderShortcut) =>
      set({ newOrderShortcut }),
    ),
  ];
}

function shortcutLabel(what: string, id: ShortcutId, states: ShortcutStates): string {
  const keys = SHORTCUTS[id].replace('CommandOrControl', word('option.modifier'));
  return word(states[id] === 'taken' ? 'option.keys.taken' : 'option.keys', { what, keys });
}

function box(label: string, checked: boolean, set: (isOn: boolean) => void): Item {
  return { label, type: 'checkbox', checked, click: () => set(!checked) };
}

/** What a system's desktop brings. The shell asks this table, and nowhere else which system it is on. */
export interface Abilities {
  /** `sure`: there is always a place for the icon; `ask`: the desktop may have none. */
  readonly tray: 'sure' | 'ask';
  /** `template`: the system colours the shape; `theme`: we draw it for light and for dark. */
  readonly trayInk: 'template' | 'theme';
  /** What a click on the icon does; the other button, or the system itself, shows the menu. */
  readonly trayClick: 'menu' | 'window';
  /** Longest tooltip, characters. */
  readonly tooltipChars: number;
  /** How alerts are counted at the app's own button. */
  readonly badge: 'count' | 'overlay';
  readonly loginStart: 'login-item' | 'autostart-file';
  /** The system itself tells a start at login from others; elsewhere a flag does. */
  readonly tellsOfLogin: boolean;
  /** The app stays when its last window is closed, since its dock icon brings it back. */
  readonly livesWithoutWindow: boolean;
  readonly dock: boolean;
  /** It can be asked whether its own user sits there, by finger or watch (macOS, Touch ID). */
  readonly asksWhoIsThere: boolean;
  /** Notifications are shown for programs that name themselves as their shortcut does. */
  readonly namesItself: boolean;
  /** `&` before a letter marks it as a key of the menu; a plain one is doubled. */
  readonly menuMnemonics: boolean;
}

const MACOS: Abilities = {
  tray: 'sure',
  trayInk: 'template',
  trayClick: 'menu',
  tooltipChars: 400,
  badge: 'count',
  loginStart: 'login-item',
  tellsOfLogin: true,
  livesWithoutWindow: true,
  dock: true,
  asksWhoIsThere: true,
  namesItself: false,
  menuMnemonics: false,
};

const WINDOWS: Abilities = {
  tray: 'sure',
  trayInk: 'theme',
  trayClick: 'window',
  // NOTIFYICONDATA.szTip holds 128 characters with its end (shellapi.h).
  tooltipChars: 127,
  badge: 'overlay',
  loginStart: 'login-item',
  tellsOfLogin: false,
  livesWithoutWindow: false,
  dock: false,
  asksWhoIsThere: false,
  namesItself: true,
  menuMnemonics: true,
};

const LINUX: Abilities = {
  tray: 'ask',
  trayInk: 'theme',
  trayClick: 'window',
  tooltipChars: 400,
  badge: 'count',
  loginStart: 'autostart-file',
  tellsOfLogin: false,
  livesWithoutWindow: false,
  dock: false,
  asksWhoIsThere: false,
  namesItself: false,
  menuMnemonics: true,
};

const TABLE: Readonly<Partial<Record<NodeJS.Platform, Abilities>>> = { darwin: MACOS, win32: WINDOWS, linux: LINUX };

/** A system that is not in the table is treated as Linux is: nothing is taken for granted. */
export function abilitiesOf(platform: NodeJS.Platform): Abilities {
  return TABLE[platform] ?? LINUX;
}

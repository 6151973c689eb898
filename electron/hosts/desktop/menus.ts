import type { MenuItemConstructorOptions } from 'electron';
import { LINKS, type LinkId } from './links.ts';
import { MENU_PAGES, type MenuPage, type MenuText } from './menu-text.ts';

export interface MenuOptions {
  readonly platform: NodeJS.Platform;
  readonly text: MenuText;
  readonly isDev: boolean;
  readonly onPage: (page: MenuPage) => void;
  readonly onLink: (link: LinkId) => void;
  /** What can be chosen about the shell itself. */
  readonly choices: readonly MenuItemConstructorOptions[];
}

type Item = MenuItemConstructorOptions;
const LINE: Item = { type: 'separator' };

/** The menu bar as each system has it: macOS begins with the app, and its Settings and Quit live there. */
export function menuTemplate(options: MenuOptions): Item[] {
  const isMac = options.platform === 'darwin';
  return [
    ...(isMac ? [appMenu(options)] : []),
    fileMenu(options, isMac),
    editMenu(options.text, isMac),
    viewMenu(options),
    windowMenu(options.text, isMac),
    helpMenu(options, isMac),
  ];
}

function fileMenu({ text, choices }: MenuOptions, isMac: boolean): Item {
  const last: Item = { role: isMac ? 'close' : 'quit' };
  return { label: text.file, submenu: choices.length === 0 ? [last] : [...choices, LINE, last] };
}

function appMenu(options: MenuOptions): Item {
  return {
    role: 'appMenu',
    submenu: [
      { role: 'about' },
      LINE,
      { label: options.text.pages.settings, accelerator: 'Command+,', click: () => options.onPage('settings') },
      LINE,
      { role: 'services' },
      LINE,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      LINE,
      { role: 'quit' },
    ],
  };
}

function editMenu(text: MenuText, isMac: boolean): Item {
  const roles = [
    'undo',
    'redo',
    null,
    'cut',
    'copy',
    'paste',
    isMac ? 'pasteAndMatchStyle' : null,
    'delete',
    null,
    'selectAll',
  ] as const;
  return { label: text.edit, submenu: roles.map((role): Item => (role === null ? LINE : { role })) };
}

function viewMenu({ text, isDev, onPage }: MenuOptions): Item {
  const pages = MENU_PAGES.map(
    (page, index): Item => ({
      label: text.pages[page],
      accelerator: `CommandOrControl+${index + 1}`,
      click: () => onPage(page),
    }),
  );
  const developer: Item[] = isDev ? [LINE, { role: 'reload' }, { role: 'toggleDevTools' }] : [];
  return {
    label: text.view,
    submenu: [
      ...pages,
      LINE,
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      LINE,
      { role: 'togglefullscreen' },
      ...developer,
    ],
  };
}

function windowMenu(text: MenuText, isMac: boolean): Item {
  if (isMac) return { role: 'windowMenu', submenu: [{ role: 'minimize' }, { role: 'zoom' }, LINE, { role: 'front' }] };
  return { label: text.window, submenu: [{ role: 'minimize' }, { role: 'close' }] };
}

function helpMenu({ text, onLink }: MenuOptions, isMac: boolean): Item {
  const links = linkIds().map((id): Item => ({ label: text.links[id], click: () => onLink(id) }));
  return { role: 'help', label: text.help, submenu: isMac ? links : [...links, LINE, { role: 'about' }] };
}

function linkIds(): readonly LinkId[] {
  return Object.keys(LINKS) as LinkId[];
}

import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { LINKS, type LinkId, openLink } from '../../../electron/hosts/desktop/links.ts';
import { MENU_PAGES, menuText } from '../../../electron/hosts/desktop/menu-text.ts';
import { menuTemplate } from '../../../electron/hosts/desktop/menus.ts';
import { pages as rendererPages, placeOf } from '../../../renderer/stores/ui.ts';
import { electronStub } from '../../support/electron-stub.ts';

const PLATFORMS = ['darwin', 'win32', 'linux'] as const;
const chosen: string[] = [];

function template(platform: NodeJS.Platform, isDev = false): MenuItemConstructorOptions[] {
  return menuTemplate({
    platform,
    text: menuText(),
    isDev,
    onPage: (page) => chosen.push(`page ${page}`),
    onLink: (link) => chosen.push(`link ${link}`),
    choices: [{ label: 'A Choice', type: 'checkbox', checked: true }],
  });
}

function flat(items: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])]);
}

const names = (items: MenuItemConstructorOptions[]) => items.map((item) => item.label ?? item.role);

describe('the menu bar', () => {
  const bars = {
    darwin: ['appMenu', '&File', '&Edit', '&View', 'windowMenu', '&Help'],
    win32: ['&File', '&Edit', '&View', '&Window', '&Help'],
    linux: ['&File', '&Edit', '&View', '&Window', '&Help'],
  };
  for (const platform of PLATFORMS) {
    it(`${platform}: has its menus in order`, () => expect(names(template(platform))).toEqual(bars[platform]));

    it(`${platform}: no accelerator is given twice`, () => {
      const keys = flat(template(platform)).flatMap(({ accelerator }) =>
        accelerator === undefined ? [] : [String(accelerator)],
      );
      expect(keys).toHaveLength(platform === 'darwin' ? 7 : 6);
      expect(new Set(keys).size).toBe(keys.length);
    });

    it(`${platform}: can be left by its menu, and about it can be read`, () => {
      const roles = flat(template(platform)).map((item) => item.role);
      expect(roles).toEqual(
        expect.arrayContaining(['quit', 'about', 'copy', 'paste', 'selectAll', 'minimize', 'togglefullscreen']),
      );
    });

    for (const isDev of [false, true]) {
      it(`${platform}: developer tools ${isDev ? 'in a checkout' : 'not in a package'}`, () => {
        const roles = flat(template(platform, isDev)).map((item) => item.role);
        expect(roles.includes('toggleDevTools')).toBe(isDev);
        expect(roles.includes('reload')).toBe(isDev);
        expect(roles.includes('forceReload')).toBe(false);
      });
    }
  }

  it('leads to every page of the navigation, in its order, and only there', () => {
    expect(MENU_PAGES).toEqual(rendererPages);
    chosen.length = 0;
    for (const item of flat(template('linux'))) item.click?.({} as never, undefined, {} as never);
    expect(chosen.filter((choice) => choice.startsWith('page'))).toEqual(MENU_PAGES.map((page) => `page ${page}`));
    for (const page of MENU_PAGES) expect(placeOf(`#/${page}`).page).toBe(page);
  });

  it('offers every link once', () => {
    chosen.length = 0;
    for (const item of flat(template('darwin'))) item.click?.({} as never, undefined, {} as never);
    expect(chosen.filter((choice) => choice.startsWith('link'))).toEqual(Object.keys(LINKS).map((id) => `link ${id}`));
  });
});

describe('links', () => {
  const ids = Object.keys(LINKS) as LinkId[];

  it('are few, and all lead to an exchange by https', () => {
    expect(ids.length).toBeLessThanOrEqual(20);
    for (const id of ids)
      expect(new URL(LINKS[id])).toMatchObject({
        protocol: 'https:',
        hostname: expect.stringMatching(/(^|\.)(binance|okx|kraken)\.com$/),
        port: '',
        username: '',
      });
  });

  it('a known one is opened', async () => {
    const stub = electronStub();
    expect(await openLink(stub.electron, 'okx-keys')).toBe(true);
    expect(stub.opened).toEqual([LINKS['okx-keys']]);
  });

  const strangers = [
    'https://evil.example',
    'file:///etc/passwd',
    'javascript:alert(1)',
    LINKS['okx-keys'],
    'constructor',
    '__proto__',
    'toString',
    '',
    'okx-keys ',
  ];
  for (const id of strangers) {
    it(`${JSON.stringify(id)} is none`, async () => {
      const stub = electronStub();
      expect(await openLink(stub.electron, id)).toBe(false);
      expect(stub.opened).toEqual([]);
    });
  }

  it('no browser: told, not thrown', async () => {
    const shell = { openExternal: () => Promise.reject(new Error('no browser')) };
    expect(await openLink({ shell } as never, 'okx-keys')).toBe(false);
  });
});

import { LINKS, type LinkId } from './links.ts';
import { word } from './words.ts';

const LINK_IDS = Object.keys(LINKS) as LinkId[];

/** Pages the menu leads to, in the order of the page's own navigation. */
export const MENU_PAGES = ['overview', 'keys', 'orders', 'activity', 'alerts', 'settings'] as const;
export type MenuPage = (typeof MENU_PAGES)[number];

/** Every label that the system does not bring itself. */
export interface MenuText {
  readonly file: string;
  readonly edit: string;
  readonly view: string;
  readonly window: string;
  readonly help: string;
  readonly pages: Readonly<Record<MenuPage, string>>;
  readonly links: Readonly<Record<LinkId, string>>;
}

/** As it is now: what is shown is made anew when it is to be shown otherwise. */
export function menuText(): MenuText {
  return {
    file: word('menu.file'),
    edit: word('menu.edit'),
    view: word('menu.view'),
    window: word('menu.window'),
    help: word('menu.help'),
    pages: named(MENU_PAGES, (page) => word(`menu.page.${page}`)),
    links: named(LINK_IDS, (link) => word(`menu.link.${link}`)),
  };
}

function named<Id extends string>(ids: readonly Id[], nameOf: (id: Id) => string): Record<Id, string> {
  return Object.fromEntries(ids.map((id) => [id, nameOf(id)])) as Record<Id, string>;
}

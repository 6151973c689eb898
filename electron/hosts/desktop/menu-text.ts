import type { LinkId } from './links.ts';

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

export const english: MenuText = {
  file: '&File',
  edit: '&Edit',
  view: '&View',
  window: '&Window',
  help: '&Help',
  pages: {
    overview: 'Overview',
    keys: 'Keys',
    orders: 'Orders',
    activity: 'Activity',
    alerts: 'Alerts',
    settings: 'Settings',
  },
  links: {
    'binance-keys': 'Binance: API Keys',
    'binance-docs': 'Binance: API Documentation',
    'okx-keys': 'OKX: API Keys',
    'okx-docs': 'OKX: API Documentation',
    'kraken-keys': 'Kraken: API Keys',
    'kraken-docs': 'Kraken: API Documentation',
  },
};

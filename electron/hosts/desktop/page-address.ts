import type { MenuPage } from './menu-text.ts';

/** A scheme of our own: unlike file: it has an origin, and nothing on the disk has an address. */
export const PAGE_SCHEME = 'app';
export const PAGE_ORIGIN = 'app://ui';
export const PAGE_URL = `${PAGE_ORIGIN}/`;
/** Shown when the page keeps dying: words alone, no script. */
export const STOPPED_PATH = '/stopped';
export const STOPPED_URL = `${PAGE_ORIGIN}${STOPPED_PATH}`;

/** Where the window can be led to; named by us, never by an address from outside. */
export interface PagePlace {
  readonly page: MenuPage;
  /** The empty ticket of the Orders page, or one alert by its id. */
  readonly part: 'new' | `alert-${string}` | null;
}

export function addressOf({ page, part }: PagePlace): string {
  return part === null ? `${PAGE_URL}#/${page}` : `${PAGE_URL}#/${page}/${part}`;
}

/** Whether an address shows that place already. Loading it once more would throw away what was typed there. */
export function isAt(url: string, place: PagePlace): boolean {
  const address = addressOf(place);
  return url === address || (place.part === null && url.startsWith(`${address}/`));
}

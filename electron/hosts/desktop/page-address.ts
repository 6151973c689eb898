/** A scheme of our own: unlike file: it has an origin, and nothing on the disk has an address. */
export const PAGE_SCHEME = 'app';
export const PAGE_ORIGIN = 'app://ui';
export const PAGE_URL = `${PAGE_ORIGIN}/`;

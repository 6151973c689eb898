import type { IncomingMessage } from 'node:http';

/** Who may come in: exact host names and origins of the one port we listen on. */
export interface Door {
  readonly hosts: ReadonlySet<string>;
  readonly origins: ReadonlySet<string>;
}

export type Refusal = { readonly status: 400 | 401 | 403 | 405 | 413 | 415 | 421; readonly why: string };

/** Names of the one address we listen on. There is no IPv6 form: nothing of ours listens there. */
const HOST_NAMES = ['127.0.0.1', 'localhost'] as const;

const HTTP_PORT = 80;

export function doorOf(port: number): Door {
  // Browsers leave the protocol's own port out.
  const suffix = port === HTTP_PORT ? '' : `:${port}`;
  return {
    hosts: new Set(HOST_NAMES.map((name) => `${name}${suffix}`)),
    origins: new Set(HOST_NAMES.map((name) => `http://${name}${suffix}`)),
  };
}

/** Where the page may open its socket. */
export function socketOrigins(port: number): readonly string[] {
  return HOST_NAMES.map((name) => `ws://${name}:${port}`);
}

type Asked = Pick<IncomingMessage, 'rawHeaders' | 'url' | 'headers' | 'method'>;

/**
 * Before any routing: the Host must be one of ours to the letter, once, and the target a plain path. A page of another
 * site that had its name pointed here still names itself in Host.
 */
export function checkHost(door: Door, request: Asked): Refusal | null {
  const hosts = rawValues(request.rawHeaders, 'host');
  const [host] = hosts;
  if (hosts.length !== 1 || host === undefined) return { status: 421, why: 'exactly one Host is wanted' };
  if (!door.hosts.has(host)) return { status: 421, why: 'this host is not served here' };
  if (!(request.url ?? '').startsWith('/')) return { status: 421, why: 'only paths are served' };
  return null;
}

/** For whatever changes something: the Origin must be our own page. A browser always sends it here. */
export function checkOrigin(door: Door, request: Asked): Refusal | null {
  const origins = rawValues(request.rawHeaders, 'origin');
  const [origin] = origins;
  if (origins.length !== 1 || origin === undefined || !door.origins.has(origin)) {
    return { status: 403, why: 'a page from another origin may not do this' };
  }
  // The page's own host and origin must be the same name.
  if (origin !== `http://${request.headers.host ?? ''}`) return { status: 403, why: 'origin and host differ' };
  return null;
}

/**
 * For reading: whoever names an origin must be our page, and what a browser fetches for another page is refused. A
 * visit from elsewhere, such as a click on a link, is none of that.
 */
export function checkReader(door: Door, request: Asked): Refusal | null {
  if (rawValues(request.rawHeaders, 'origin').length > 0) return checkOrigin(door, request);
  const site = request.headers['sec-fetch-site'] ?? 'none';
  if (site === 'none' || site === 'same-origin' || isVisit(request)) return null;
  return { status: 403, why: 'a page from another origin may not read this' };
}

function isVisit({ headers }: Asked): boolean {
  return headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
}

/** JSON alone: forms and text need no pre-flight, so another site could send them. */
export function checkJson(request: Asked): Refusal | null {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  return type === 'application/json' ? null : { status: 415, why: 'the body must be application/json' };
}

function rawValues(rawHeaders: readonly string[], name: string): readonly string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);
}

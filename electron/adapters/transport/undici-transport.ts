import { Pool } from 'undici';
import type { SignedRequest } from '../../engine/http.ts';
import type { HttpTransport, SendOptions, TransportResult } from '../../engine/ports.ts';
import { Deadlines } from './deadlines.ts';
import { OneAttempt } from './one-attempt.ts';
import { isLoopbackHost, publicLookup } from './safe-lookup.ts';
import { trustedRoots } from './trusted-roots.ts';

export interface TransportSettings {
  /** The only origins that may be called at all; everything else is refused before a socket opens. */
  readonly isAllowed: (origin: string) => boolean;
  /** Sockets per origin. */
  readonly connections: number;
  /** Local address calls leave from; undefined lets the system choose. */
  readonly localAddress?: string;
  /** Tests vouch for their own servers. */
  readonly roots?: readonly string[];
}

const KEEP_ALIVE_MS = 30_000;
const MAX_HEADER_BYTES = 32 * 1024;
// Longer than any lane waits: it only sees to it that a dead connection is not kept for minutes.
const CONNECT_MS = 10_000;

/**
 * One undici pool per origin. Sends each request exactly once: no retry, no redirect, no second attempt on another
 * address; bodies and headers are capped, certificates are always checked.
 */
export function undiciTransport(settings: TransportSettings): HttpTransport {
  // An origin that has a pool was found safe when the pool was made.
  const pools = new Map<string, Pool>();
  const deadlines = new Deadlines();

  function poolOf(origin: string): Pool {
    const isTls = origin.startsWith('https://');
    const pool = new Pool(origin, {
      connections: settings.connections,
      pipelining: 1,
      allowH2: false,
      keepAliveTimeout: KEEP_ALIVE_MS,
      keepAliveMaxTimeout: KEEP_ALIVE_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
      // Patience is the attempt's own, per lane.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: {
        timeout: CONNECT_MS,
        rejectUnauthorized: true,
        ca: [...(settings.roots ?? trustedRoots)],
        ...(isTls ? { lookup: publicLookup } : {}),
        ...(settings.localAddress === undefined ? {} : { localAddress: settings.localAddress }),
      },
    });
    pools.set(origin, pool);
    return pool;
  }

  async function send(origin: string, request: SignedRequest, options: SendOptions): Promise<TransportResult> {
    const attempt = new OneAttempt(options, deadlines);
    if (!settings.isAllowed(origin)) return attempt.refuse(`${origin} is not a host of a known exchange`);
    const known = pools.get(origin);
    if (known === undefined && !isSafe(origin)) return attempt.refuse('an exchange is reached over TLS alone');
    if (options.signal?.aborted === true) return attempt.refuse('aborted before it left');
    const pool = known ?? poolOf(origin);
    pool.dispatch(
      {
        path: request.target,
        method: request.method,
        headers: { 'accept-encoding': 'gzip, deflate, br', ...request.headers },
        body: request.body,
        idempotent: false,
        reset: false,
      },
      attempt,
    );
    return attempt.result;
  }

  return {
    send,
    close: async () => {
      const open = [...pools.values()];
      pools.clear();
      await Promise.all(open.map((pool) => pool.destroy()));
      deadlines.close();
    },
  };
}

// Plain HTTP is for the practice exchanges on this machine.
function isSafe(origin: string): boolean {
  const { protocol, hostname } = new URL(origin);
  return protocol === 'https:' || (protocol === 'http:' && isLoopbackHost(hostname));
}

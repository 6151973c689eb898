import { Sessions } from '../../electron/hosts/headless/codes.ts';
import { type HttpServer, startHttpServer } from '../../electron/hosts/headless/http-server.ts';
import type { PageFiles } from '../../electron/hosts/common/page-files.ts';
import type { Pipe } from '../../shared/contract/pipe.ts';

const PAGE = '<meta name="csp-nonce" content="__CSP_NONCE__"><script src="./assets/main.js"></script><p>the page</p>';

export const FILES: PageFiles = new Map([
  ['/', { type: 'text/html; charset=utf-8', bytes: Buffer.from(PAGE) }],
  ['/index.html', { type: 'text/html; charset=utf-8', bytes: Buffer.from(PAGE) }],
  ['/assets/main.js', { type: 'text/javascript; charset=utf-8', bytes: Buffer.from('1') }],
]);

export interface DoorHost {
  readonly port: number;
  readonly server: HttpServer;
  readonly sessions: Sessions;
  /** Pipes of the pages that came in. */
  readonly pages: readonly Pipe[];
  readonly refusals: readonly string[];
  /** Swaps a fresh code within the process. */
  token(): string;
}

/** The door alone, with a page of a few bytes behind it; every page that comes in answers calls with `pong`. */
export async function startDoorHost(): Promise<DoorHost> {
  const sessions = new Sessions(() => performance.now());
  const pages: Pipe[] = [];
  const refusals: string[] = [];
  const server = await startHttpServer({
    port: 0,
    files: FILES,
    sessions,
    onPage(pipe) {
      pages.push(pipe);
      pipe.onMessage(() => pipe.post('pong'));
    },
    onRefusal: (why) => refusals.push(why),
  });
  return {
    port: server.port,
    server,
    sessions,
    pages,
    refusals,
    token() {
      const token = sessions.swap(sessions.mintCode());
      if (token === null) throw new Error('a fresh code was refused');
      return token;
    },
  };
}

import { fileURLToPath } from 'node:url';
import { Sessions } from '../../electron/hosts/headless/codes.ts';
import { type HttpServer, startHttpServer } from '../../electron/hosts/headless/http-server.ts';
import { readPageFiles } from '../../electron/hosts/common/page-files.ts';
import type { Pipe } from '../../shared/contract/pipe.ts';
import { type ContractServer, serveContract } from '../../shared/contract/server.ts';
import { type FakeState, freshState, type Publish, publishTick } from './fake-engine.ts';
import { fakeHandlers } from './fake-handlers.ts';

/** The built page; another build can be looked at by naming its folder. */
const PAGE_FOLDER = process.env['HEADROOM_PAGE'] ?? fileURLToPath(new URL('../../dist/renderer', import.meta.url));
const TICK_MS = 100;
const TICKS_A_SECOND = 10;

export interface FakeHost {
  readonly state: FakeState;
  readonly publish: Publish;
  readonly origin: string;
  /** A fresh one-time address. */
  link(): string;
  /** Goes away as a crashed host does; the port and the tokens stay known for `comeBack`. */
  vanish(): Promise<void>;
  comeBack(): Promise<void>;
  /** As a restarted host: the same port, none of the old tokens. */
  forget(): void;
  close(): Promise<void>;
}

/** The built page behind the real door of the headless host, with a scripted engine in place of the real one. */
export async function startFakeHost(port = 0): Promise<FakeHost> {
  const state = freshState();
  const files = readPageFiles(PAGE_FOLDER);
  let sessions = new Sessions(() => performance.now());
  let servers: ContractServer[] = [];
  const publish: Publish = (name, payload) => {
    for (const server of servers) server.publish(name, payload);
  };
  const onPage = (pipe: Pipe): void => {
    const handlers = fakeHandlers(state, publish);
    servers = [
      ...servers.filter((one) => !one.isClosed),
      serveContract(pipe, { handlers, maxPending: 64, onBug: rethrow }),
    ];
  };
  const listen = (at: number): Promise<HttpServer> =>
    startHttpServer({ port: at, files, sessions, onPage, onRefusal: () => {} });

  let server: HttpServer | null = await listen(port);
  const chosen = server.port;
  let ticks = 0;
  const timer = setInterval(() => {
    if (state.isStill) return;
    ticks += 1;
    publishTick(state, publish, Date.now(), ticks % TICKS_A_SECOND === 0);
  }, TICK_MS);

  async function vanish(): Promise<void> {
    await server?.close();
    server = null;
  }

  return {
    state,
    publish,
    origin: `http://127.0.0.1:${chosen}`,
    link: () => `http://127.0.0.1:${chosen}/#code=${sessions.mintCode()}`,
    vanish,
    async comeBack() {
      server ??= await listen(chosen);
    },
    forget() {
      sessions = new Sessions(() => performance.now());
    },
    async close() {
      clearInterval(timer);
      await vanish();
    },
  };
}

function rethrow(error: unknown): never {
  throw error;
}

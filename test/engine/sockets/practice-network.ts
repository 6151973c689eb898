import type { ConnectionAcceptor, ConnectionHandlers } from '../../../electron/practice/core/connection.ts';
import type { PracticeClock } from '../../../electron/practice/core/clock.ts';
import { practiceRequest, type PracticeHandler } from '../../../electron/practice/core/request.ts';
import type { HttpTransport, SocketTransport } from '../../../electron/engine/ports.ts';
import type { FakeClock } from '../../support/fake-clock.ts';
import { text } from '../../support/scripted-transport.ts';

export interface PracticeSide {
  readonly handle: PracticeHandler;
  readonly accept: ConnectionAcceptor;
}

/** One clock for both sides. */
export function practiceClock(clock: FakeClock): PracticeClock {
  return { now: () => clock.now(), after: (delayMs, action) => clock.wakeAt(clock.monotonic() + delayMs, action) };
}

export function practiceHttp(side: PracticeSide): HttpTransport {
  return {
    async send(_origin, { method, target, headers, body }) {
      const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
      const outcome = await side.handle(practiceRequest(method, target, { headers: lower, body: body ?? '' }));
      if (outcome === 'drop') throw new Error('The practice exchange dropped a request');
      const values = Object.entries(outcome.headers).map(([name, value]) => [name.toLowerCase(), [value]] as const);
      return text(outcome.body, outcome.status, Object.fromEntries(values));
    },
    close: async () => undefined,
  };
}

export interface PracticeSockets extends SocketTransport {
  /** Everything our side sent, over all connections. */
  readonly sent: string[];
  readonly opened: number;
  /** Cuts what is open. */
  cut(): void;
  /** The line goes dead without a word: nothing arrives any more, on either side. */
  muted: boolean;
  /** Leaves out the next message of the other side that fits. */
  loseNext(pattern: RegExp): void;
}

/** Sockets into a practice exchange in process; messages arrive in order, a turn later, as on a network. */
export function practiceSockets(side: PracticeSide): PracticeSockets {
  const open = new Set<(code: number) => void>();
  const sent: string[] = [];
  const lost: RegExp[] = [];
  let opened = 0;
  const network: PracticeSockets = {
    sent,
    get opened() {
      return opened;
    },
    muted: false,
    cut() {
      for (const end of [...open]) end(1006);
    },
    loseNext: (pattern) => void lost.push(pattern),
    close: async () => undefined,
    open(url, headers, handlers) {
      opened += 1;
      const { pathname, search } = new URL(url);
      const request = { ip: '127.0.0.1', path: pathname, query: search.slice(1), headers };
      let isOpen = true;
      let far: ConnectionHandlers | null = null;
      const end = (code: number): void => {
        if (!isOpen) return;
        isOpen = false;
        open.delete(end);
        far?.closed();
        queueMicrotask(() => handlers.onClose(code));
      };
      open.add(end);
      const isLost = (message: string): boolean => {
        const index = lost.findIndex((pattern) => pattern.test(message));
        if (index >= 0) lost.splice(index, 1);
        return index >= 0;
      };
      queueMicrotask(() => {
        const decision = side.accept(request);
        if (decision.kind === 'refuse') return end(1006);
        handlers.onOpen();
        far = decision.attach({
          ...request,
          send: (message) =>
            queueMicrotask(() => isOpen && !network.muted && !isLost(message) && handlers.onText(message)),
          ping: (payload) => queueMicrotask(() => isOpen && !network.muted && far?.pong?.(payload)),
          close: (code) => end(code),
          terminate: () => end(1006),
        });
      });
      return {
        send(message) {
          sent.push(message);
          queueMicrotask(() => isOpen && !network.muted && far?.message(message));
        },
        close() {
          if (!isOpen) return;
          isOpen = false;
          open.delete(end);
          far?.closed();
        },
      };
    },
  };
  return network;
}

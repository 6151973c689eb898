import { startPracticeServer } from '../core/server.ts';
import { createPracticeKraken, type PracticeKraken } from './exchange.ts';
import type { PracticeKrakenOptions } from './options.ts';

export interface RunningPracticeKraken extends PracticeKraken {
  /** `http://127.0.0.1:port`; REST is under `/0`. */
  readonly origin: string;
  /** `ws://127.0.0.1:port`; public and private sockets are both at `/v2`. */
  readonly socketOrigin: string;
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts a practice Kraken on loopback; port 0 (default) takes a free one. */
export async function startPracticeKraken(
  options: PracticeKrakenOptions & { readonly port?: number } = {},
): Promise<RunningPracticeKraken> {
  const exchange = createPracticeKraken(options);
  const { handle, accept } = exchange;
  const server = await startPracticeServer({ handle, accept, port: options.port ?? 0 });
  const { origin, socketOrigin, port } = server;
  return {
    ...exchange,
    origin,
    socketOrigin,
    port,
    async stop() {
      exchange.close();
      await server.stop();
    },
  };
}

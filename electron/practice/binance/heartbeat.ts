import type { PracticeClock } from '../core/clock.ts';
import { every } from '../core/clock.ts';
import type { PracticeConnection } from '../core/connection.ts';

/** web-socket-streams.md and web-socket-api.md (2026-07): ping every 20 s, a minute to answer, 24 h of life. */
const PING_MS = 20_000;
const PONG_WITHIN_MS = 60_000;
const LIFE_MS = 86_400_000;

export interface Heartbeat {
  /** To be told of every pong; only one that echoes a ping's payload counts. */
  pong(payload: string): void;
  stop(): void;
}

/** Pings a connection and cuts it when it does not answer, or when its day is over. */
export function startHeartbeat(connection: PracticeConnection, clock: PracticeClock): Heartbeat {
  const bornMs = clock.now();
  const unanswered = new Map<string, number>();
  const stop = every(clock, PING_MS, () => {
    const nowMs = clock.now();
    const oldest = Math.min(...unanswered.values());
    if (nowMs - bornMs >= LIFE_MS) return connection.close(1000, 'Connection expired');
    if (nowMs - oldest >= PONG_WITHIN_MS) return connection.close(1008, 'Pong timeout');
    unanswered.set(String(nowMs), nowMs);
    connection.ping(String(nowMs));
  });
  return {
    pong(payload) {
      if (unanswered.has(payload)) unanswered.clear();
    },
    stop,
  };
}

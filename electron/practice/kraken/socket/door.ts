import type { ConnectionAcceptor } from '../../core/connection.ts';
import { SlidingWindow, WindowsBy } from '../../core/windows.ts';
import type { PracticeRandom } from '../../core/random.ts';
import { htmlReply } from '../../core/switches.ts';
import type { KrakenContext } from '../context.ts';
import { Session } from './session.ts';

// About 150 attempts in ten minutes from one address, then ten minutes of ban (Spot Websockets Introduction, 2026-05).
const CONNECTIONS = 150;
const SPAN_MS = 600_000;

/** Lets connections to `/v2` in; public and private channels share the server. */
export function socketDoor(context: KrakenContext, random: PracticeRandom): ConnectionAcceptor {
  const attempts = new WindowsBy(() => new SlidingWindow(CONNECTIONS, SPAN_MS));
  const bannedUntilMs = new Map<string, number>();
  return ({ path, ip }) => {
    const nowMs = context.floor.clock.now();
    if (path !== '/v2' && path !== '/v2/') return { kind: 'refuse', reply: htmlReply(404) };
    if (nowMs < (bannedUntilMs.get(ip) ?? 0)) return { kind: 'refuse', reply: htmlReply(429) };
    if (!attempts.of(ip).take(1, nowMs)) {
      bannedUntilMs.set(ip, nowMs + SPAN_MS);
      return { kind: 'refuse', reply: htmlReply(429) };
    }
    const connectionId = String(random.integer(1_000_000_000, 9_000_000_000));
    return { kind: 'accept', attach: (connection) => new Session(context, connection, connectionId).handlers() };
  };
}

import type { ConnectionDecision, UpgradeRequest } from '../../core/connection.ts';
import { every } from '../../core/clock.ts';
import type { VenueEvent } from '../../core/order.ts';
import { SlidingWindow, WindowsBy } from '../../core/windows.ts';
import type { OkxState } from '../exchange/state.ts';
import { ACCOUNT_PUSH_MS, SOCKET_CONNECTS, SOCKET_MAX_CONNECTIONS_PER_CHANNEL } from '../facts/operations.ts';
import { html, type Reply } from '../wire/envelope.ts';
import type { SocketKind } from './channels.ts';
import { Session, type SessionHost } from './session.ts';

const KINDS: Readonly<Record<string, SocketKind>> = {
  '/ws/v5/public': 'public',
  '/ws/v5/private': 'private',
  '/ws/v5/business': 'business',
};
const UPGRADE_NOTICE_MS = 60_000;
const CLOSE_GOING_AWAY = 1001;

/** All WebSocket connections of the exchange. */
export class SocketHub implements SessionHost {
  readonly #state: OkxState;
  readonly #sessions = new Set<Session>();
  readonly #members = new Map<string, Set<Session>>();
  readonly #connects = new WindowsBy(() => new SlidingWindow(SOCKET_CONNECTS.capacity, SOCKET_CONNECTS.windowMs));
  readonly #disposers: readonly (() => void)[];
  /** First events of post-only orders that may turn out to be cancelled at once. */
  #held: Extract<VenueEvent, { kind: 'order' }> | null = null;

  constructor(state: OkxState) {
    this.#state = state;
    this.#disposers = [
      state.venue.on((event) => this.#onEvent(event)),
      every(state.clock, ACCOUNT_PUSH_MS, () => this.#each((session) => session.repeat())),
    ];
  }

  accept(upgrade: UpgradeRequest): ConnectionDecision {
    const kind = KINDS[upgrade.path];
    if (kind === undefined) return { kind: 'refuse', reply: refusal(html(404, 'Not Found')) };
    if (!this.#connects.of(upgrade.ip).take(1, this.#state.nowMs())) {
      return { kind: 'refuse', reply: refusal(html(429, 'Too Many Requests')) };
    }
    return {
      kind: 'accept',
      attach: (connection) => {
        const session = new Session(this.#state, this, kind, connection);
        this.#sessions.add(session);
        return session;
      },
    };
  }

  join(uid: string, channel: string, session: Session): number | 'full' {
    const members = this.#members.get(`${uid} ${channel}`) ?? new Set<Session>();
    this.#members.set(`${uid} ${channel}`, members);
    if (!members.has(session) && members.size >= SOCKET_MAX_CONNECTIONS_PER_CHANNEL) return 'full';
    members.add(session);
    return members.size;
  }

  leave(session: Session): void {
    this.#sessions.delete(session);
    for (const members of this.#members.values()) members.delete(session);
  }

  /** Announces a service upgrade; connections are closed a minute later (docs, 2026-08). */
  announceUpgrade(): void {
    const told = [...this.#sessions];
    for (const session of told) session.notice('64008');
    this.#state.clock.after(UPGRADE_NOTICE_MS, () => {
      for (const session of told) session.close(CLOSE_GOING_AWAY, 'service upgrade');
    });
  }

  /** The key was changed or deleted: its connections end with 4007. */
  keyChanged(apiKey: string): void {
    this.#each((session) => {
      if (session.apiKey === apiKey) session.keyChanged();
    });
  }

  stop(): void {
    for (const dispose of this.#disposers) dispose();
    this.#each((session) => session.close(CLOSE_GOING_AWAY, 'stopped'));
  }

  /** Since 2026-08 a crossing post-only order is pushed as `canceled` alone, without `live` before it. */
  #onEvent(event: VenueEvent): void {
    const held = this.#held;
    if (event.kind === 'order') {
      this.#held = null;
      const isCross = event.cause === 'cancel' && event.order.endReason === 'post-only-cross';
      if (held !== null && !isCross) this.#push(held);
      if (event.cause === 'new' && event.order.postOnly) {
        this.#held = event;
        return;
      }
    } else if (held !== null) {
      this.#held = null;
      this.#push(held);
    }
    this.#push(event);
  }

  #push(event: VenueEvent): void {
    this.#each((session) => session.push(event));
  }

  #each(action: (session: Session) => void): void {
    for (const session of [...this.#sessions]) action(session);
  }
}

function refusal(reply: Reply) {
  return { status: reply.status, headers: { 'content-type': reply.contentType }, body: reply.text };
}

import type { SocketAck } from '../exchanges/socket-feed.ts';
import type { BoundReading, Reservation } from '../limiter/types.ts';
import type { Line } from './line.ts';

/** Sends pings and accounts for what they cost. */
export class Pings {
  readonly #line: Line;
  readonly #send: (text: string) => void;
  #open: Reservation | null = null;

  constructor(line: Line, send: (text: string) => void) {
    this.#line = line;
    this.#send = send;
    line.onEnd(() => this.#giveUp());
  }

  /** False when our own limiter held it back, or the connection ended meanwhile. */
  async ping(): Promise<boolean> {
    const { charges, answerWithinMs, text } = this.#line.link.feed.ping;
    const admission = await this.#line.spend(charges, answerWithinMs);
    if (admission.kind === 'refused') return false;
    if (this.#line.isOver) {
      admission.reservation.settle({ kind: 'not-sent', readings: [] });
      return false;
    }
    this.#giveUp();
    this.#open = admission.reservation;
    this.#send(text);
    return true;
  }

  /** True when it answers a ping, which then accounts for the readings that came with it. */
  acknowledged({ event, verdict }: SocketAck, readings: readonly BoundReading[]): boolean {
    if (event !== 'ping' || this.#open === null) return false;
    this.#open.settle({ kind: verdict === null ? 'success' : 'failure', readings });
    this.#open = null;
    return true;
  }

  #giveUp(): void {
    this.#open?.settle({ kind: 'unknown', readings: [] });
    this.#open = null;
  }
}

import { type Failure, type Result, fail, ok } from '../../../shared/contract/failure.ts';
import { scrubFailure } from '../client/scrub.ts';
import type { SocketAck, SocketEvent, SocketStep } from '../exchanges/socket-feed.ts';
import type { BoundReading } from '../limiter/types.ts';
import type { Secret } from '../vault/secret.ts';
import type { Line } from './line.ts';
import { codeOf, heed } from './refusal.ts';

const ACK_WITHIN_MS = 10_000;
const VALID_FOR_MS = 5_000;

type Answer = { readonly ack: SocketAck; readonly readings: readonly BoundReading[] } | 'late' | 'over';

interface Pending {
  readonly event: SocketEvent;
  resolve(answer: Answer): void;
}

// As rows name them.
const DONE: Readonly<Record<SocketEvent, string>> = {
  login: 'logged-in',
  subscribe: 'subscribed',
  unsubscribe: 'unsubscribed',
  ping: 'pong',
};

/** Takes a connection through its first messages: each leaves when the one before was acknowledged. */
export class Steps {
  readonly #line: Line;
  readonly #send: (text: string) => void;
  #pending: Pending | null = null;

  constructor(line: Line, send: (text: string) => void) {
    this.#line = line;
    this.#send = send;
  }

  /** Null when all were granted, or why one was not. */
  async run(steps: readonly SocketStep[], token: Secret): Promise<Failure | null> {
    for (const step of steps) {
      const problem = await this.#take(step, token);
      if (problem !== null) return problem;
    }
    return null;
  }

  /** True when it answers the step under way, which then accounts for the readings that came with it. */
  acknowledged(ack: SocketAck, readings: readonly BoundReading[]): boolean {
    const pending = this.#pending;
    if (pending === null || (ack.event !== null && ack.event !== pending.event)) return false;
    pending.resolve({ ack, readings });
    return true;
  }

  async #take(step: SocketStep, token: Secret): Promise<Failure | null> {
    const line = this.#line;
    const admission = await line.spend(step.charges, null);
    if (admission.kind === 'refused')
      return { kind: 'held', blockedBy: admission.blockedBy, untilMs: admission.untilMs };
    const { reservation, waitedMs } = admission;
    const text: Result<string> = line.isOver ? fail({ kind: 'aborted' }) : this.#write(step, token);
    if (!text.ok) {
      reservation.settle({ kind: 'not-sent', readings: [] });
      return text.failure;
    }
    const sentMs = line.ports.clock.monotonic();
    const answer = await this.#ask(step, text.value);
    if (typeof answer === 'string') {
      reservation.settle({ kind: 'unknown', readings: [] });
      return { kind: answer === 'late' ? 'timeout' : 'aborted' };
    }
    const { ack, readings } = answer;
    reservation.settle({ kind: ack.verdict === null ? 'success' : 'failure', readings });
    const failure = this.#failureIn(ack, text.value);
    const answerMs = line.ports.clock.monotonic() - sentMs;
    const code = failure === null ? null : codeOf(failure);
    line.record({ event: DONE[step.event], code, waitedMs, answerMs, charges: line.charges(step.charges) });
    return failure;
  }

  #failureIn({ verdict }: SocketAck, sent: string): Failure | null {
    if (verdict === null) return null;
    const { ports, link } = this.#line;
    heed(verdict, link.peer, ports.limiter, ports.clock.now());
    // Should the refusal repeat what was sent: that held a signature or a token.
    return scrubFailure(verdict.failure, { method: 'POST', target: '', headers: {}, body: sent });
  }

  #write(step: SocketStep, token: Secret): Result<string> {
    const { peer } = this.#line.link;
    const credential = peer.credential();
    if (!credential.ok) return credential;
    const stamp = peer.stamp(VALID_FOR_MS);
    if (!stamp.ok) return stamp;
    try {
      return ok(token.use((value) => step.write({ credential: credential.value, stamp: stamp.value, token: value })));
    } catch {
      // The error's text may hold what was to be signed.
      return fail<Failure>({ kind: 'unavailable', detail: 'the message could not be signed with this key' });
    }
  }

  #ask({ event }: SocketStep, text: string): Promise<Answer> {
    return new Promise((resolve) => {
      const settle = (answer: Answer): void => {
        this.#pending = null;
        forgetEnd();
        forgetTimer();
        resolve(answer);
      };
      const forgetEnd = this.#line.onEnd(() => settle('over'));
      const forgetTimer = this.#line.after(ACK_WITHIN_MS, () => settle('late'));
      this.#pending = { event, resolve: settle };
      this.#send(text);
    });
  }
}

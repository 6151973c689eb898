import type { HeaderMap, SignedRequest, Timing } from '../../electron/engine/http.ts';
import type { HttpTransport, SendOptions, TransportFailure, TransportResult } from '../../electron/engine/ports.ts';
import type { PracticeClock } from '../../electron/practice/core/clock.ts';
import type { PracticeRandom } from '../../electron/practice/core/random.ts';
import { type PracticeHandler, type PracticeReply, splitOnce } from '../../electron/practice/core/request.ts';
import type { FakeClock } from './fake-clock.ts';

/** One request as it went over the virtual wire. */
export interface Passage {
  readonly origin: string;
  readonly request: SignedRequest;
  /** Exchange's time at which it arrived and was decided. */
  readonly arrivedAtMs: number;
  /** What the exchange said; null when it cut the connection. */
  readonly reply: PracticeReply | null;
}

export interface VirtualTransportOptions {
  readonly clock: FakeClock;
  readonly exchangeClock: PracticeClock;
  readonly random: PracticeRandom;
}

/** What a broken middle makes of an answer. */
export type Tamper = (reply: PracticeReply) => PracticeReply;

/** Carries requests to practice exchanges in process, with a delay each way and no socket; a network that says no to the rest. */
export class VirtualTransport implements HttpTransport {
  readonly #options: VirtualTransportOptions;
  readonly #handlers = new Map<string, PracticeHandler>();
  readonly #listeners = new Set<(passage: Passage) => void>();
  /** One way, ms. */
  latency: { readonly minMs: number; readonly maxMs: number } = { minMs: 5, maxMs: 60 };
  /** Origins nobody listens at. */
  readonly closed = new Set<string>();
  readonly tampers = new Map<string, Tamper>();

  constructor(options: VirtualTransportOptions) {
    this.#options = options;
  }

  serve(origin: string, handle: PracticeHandler): void {
    this.#handlers.set(origin, handle);
  }

  /** Told of each request once the exchange has decided it. */
  onPassage(listener: (passage: Passage) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  send(origin: string, request: SignedRequest, options: SendOptions): Promise<TransportResult> {
    const { clock } = this.#options;
    const startMs = clock.monotonic();
    if (options.mayStart?.() === false) return Promise.resolve(resultOf({ kind: 'not-sent', detail: 'stopped' }, 0));
    return new Promise((resolve) => {
      let isOver = false;
      const end = (outcome: PracticeReply | TransportFailure): void => {
        if (isOver) return;
        isOver = true;
        cancel();
        options.signal?.removeEventListener('abort', onAbort);
        resolve(resultOf(outcome, clock.monotonic() - startMs));
      };
      const onAbort = (): void => end({ kind: 'no-answer', detail: 'aborted', timedOut: false });
      const cancel = clock.wakeAt(startMs + options.replyTimeoutMs, () =>
        end({ kind: 'no-answer', detail: 'no answer in time', timedOut: true }),
      );
      options.signal?.addEventListener('abort', onAbort, { once: true });
      void this.#carry(origin, request).then(end);
    });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #carry(origin: string, request: SignedRequest): Promise<PracticeReply | TransportFailure> {
    const handle = this.#handlers.get(origin);
    if (handle === undefined) throw new Error(`no practice exchange at ${origin}`);
    await this.#wayMs();
    if (this.closed.has(origin)) return { kind: 'not-sent', detail: 'connection refused' };
    const arrivedAtMs = this.#options.exchangeClock.now();
    const outcome = await handle(practiceRequestOf(request));
    const reply = outcome === 'drop' ? null : outcome;
    for (const listener of this.#listeners) listener({ origin, request, arrivedAtMs, reply });
    await this.#wayMs();
    if (reply === null) return { kind: 'no-answer', detail: 'connection reset', timedOut: false };
    return this.tampers.get(origin)?.(reply) ?? reply;
  }

  #wayMs(): Promise<void> {
    const { clock, random } = this.#options;
    const { minMs, maxMs } = this.latency;
    const delayMs = minMs + (maxMs - minMs) * random.fraction();
    return new Promise((resolve) => {
      clock.wakeAt(clock.monotonic() + delayMs, resolve);
    });
  }
}

function practiceRequestOf({ method, target, headers, body }: SignedRequest): Parameters<PracticeHandler>[0] {
  const [path = '/', query = ''] = splitOnce(target, '?');
  const lowered = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return { method, path, query, body: body ?? '', headers: lowered, ip: '127.0.0.1' };
}

function resultOf(outcome: PracticeReply | TransportFailure, tookMs: number): TransportResult {
  const timing: Timing = { queueMs: 0, connectMs: 0, firstByteMs: tookMs, bodyMs: 0 };
  if ('kind' in outcome) return { ok: false, failure: outcome, timing };
  const headers: HeaderMap = Object.fromEntries(
    Object.entries(outcome.headers).map(([name, value]) => [name.toLowerCase(), [value]]),
  );
  return { ok: true, reply: { status: outcome.status, headers, text: outcome.body, timing } };
}

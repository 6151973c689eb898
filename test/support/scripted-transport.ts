import type { SignedRequest } from '../../electron/engine/http.ts';
import type { HttpTransport, SendOptions, TransportFailure, TransportResult } from '../../electron/engine/ports.ts';

export interface Arrival {
  readonly origin: string;
  readonly request: SignedRequest;
  readonly options: SendOptions;
}

export type Answering = (arrival: Arrival) => TransportResult | Promise<TransportResult>;

interface Step {
  readonly pattern: RegExp;
  readonly answer: Answering;
  readonly isRepeated: boolean;
}

const NO_TIMING = { queueMs: 0, connectMs: 0, firstByteMs: 0, bodyMs: 0 } as const;

/** Answers only what the test scripted, in order; anything else throws and is remembered. */
export class ScriptedTransport implements HttpTransport {
  readonly arrivals: Arrival[] = [];
  readonly unscripted: string[] = [];
  /** What a request waits for before its first byte, as for a free socket. */
  socket: (arrival: Arrival) => Promise<void> | null = () => null;
  #steps: Step[] = [];

  /** The next request whose `METHOD target` fits gets this answer. */
  once(pattern: RegExp, answer: Answering | TransportResult): this {
    return this.#add(pattern, answer, false);
  }

  /** Every further request that fits, and that no earlier step answers, gets this answer. */
  always(pattern: RegExp, answer: Answering | TransportResult): this {
    return this.#add(pattern, answer, true);
  }

  async send(origin: string, request: SignedRequest, options: SendOptions): Promise<TransportResult> {
    const arrival = { origin, request, options };
    this.arrivals.push(arrival);
    const line = `${request.method} ${request.target}`;
    const index = this.#steps.findIndex(({ pattern }) => pattern.test(line));
    const step = this.#steps[index];
    if (step === undefined) {
      this.unscripted.push(line);
      throw new Error(`Nobody scripted ${line}`);
    }
    const socket = this.socket(arrival);
    if (socket !== null) await socket;
    if (options.mayStart?.() === false) return broken({ kind: 'not-sent', detail: 'stopped' });
    if (!step.isRepeated) this.#steps.splice(index, 1);
    return await step.answer(arrival);
  }

  /** Drops what was scripted and has not come. */
  forget(): void {
    this.#steps = [];
  }

  /** Throws when something came that was not scripted, or a scripted request never came. */
  verify(): void {
    const missing = this.#steps.filter(({ isRepeated }) => !isRepeated).map(({ pattern }) => String(pattern));
    if (this.unscripted.length > 0) throw new Error(`Not scripted: ${this.unscripted.join(', ')}`);
    if (missing.length > 0) throw new Error(`Never came: ${missing.join(', ')}`);
  }

  async close(): Promise<void> {}

  #add(pattern: RegExp, answer: Answering | TransportResult, isRepeated: boolean): this {
    this.#steps.push({ pattern, answer: typeof answer === 'function' ? answer : () => answer, isRepeated });
    return this;
  }
}

/** An answer with a JSON body. */
export function json(
  body: unknown,
  status = 200,
  headers: Readonly<Record<string, readonly string[]>> = {},
): TransportResult {
  return text(JSON.stringify(body), status, headers);
}

export function text(
  body: string,
  status = 200,
  headers: Readonly<Record<string, readonly string[]>> = {},
): TransportResult {
  return { ok: true, reply: { status, headers, text: body, timing: NO_TIMING } };
}

export function broken(failure: TransportFailure): TransportResult {
  return { ok: false, failure, timing: NO_TIMING };
}

export const notSent = broken({ kind: 'not-sent', detail: 'ECONNREFUSED' });
export const timedOut = broken({ kind: 'no-answer', detail: 'out of patience', timedOut: true });
export const reset = broken({ kind: 'no-answer', detail: 'UND_ERR_SOCKET', timedOut: false });

/** No answer at all until its caller gives up. */
export const endless: Answering = ({ options: { signal } }) =>
  new Promise((resolve) => {
    signal?.addEventListener('abort', () => resolve(reset), { once: true });
  });

/** An answer that comes when the test says so. */
export function later(): { readonly answer: Answering; readonly reply: (result: TransportResult) => void } {
  let reply: (result: TransportResult) => void = () => undefined;
  const result = new Promise<TransportResult>((resolve) => {
    reply = resolve;
  });
  return { answer: () => result, reply: (value) => reply(value) };
}

import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import type { HeaderMap, Timing } from '../../engine/http.ts';
import type { SendOptions, TransportFailure, TransportResult } from '../../engine/ports.ts';
import { BodyReader, type BodyResult } from './body-reader.ts';
import type { Deadlined, Deadlines } from './deadlines.ts';

class GaveUp extends Error {}

/** Interim answers (1xx) before the real one; more is no exchange. */
const MAX_INTERIM = 100;

const nothing = (): void => undefined;

/** Watches one request through undici: its timing, its budget, and whether a byte of it may have left. */
export class OneAttempt implements Dispatcher.DispatchHandler, Deadlined {
  readonly result: Promise<TransportResult>;
  /** Monotonic ms: first for leaving, then for the whole answer. */
  deadlineMs: number;
  readonly #options: SendOptions;
  readonly #deadlines: Deadlines;
  readonly #startMs = performance.now();
  #resolve: (result: TransportResult) => void = nothing;
  #controller: Dispatcher.DispatchController | null = null;
  #connectedMs: number | null = null;
  #firstByteMs: number | null = null;
  #status: number | null = null;
  #headers: HeaderMap = {};
  #body: BodyReader | null = null;
  #interim = 0;
  #isOver = false;
  #onAbort: (() => void) | null = null;

  constructor(options: SendOptions, deadlines: Deadlines) {
    this.#options = options;
    this.#deadlines = deadlines;
    this.result = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    this.deadlineMs = this.#startMs + options.connectTimeoutMs;
    deadlines.add(this);
    if (options.signal === undefined) return;
    this.#onAbort = () => this.#giveUp('aborted');
    options.signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  onLate(): void {
    this.#giveUp('timeout');
  }

  /** Ends it before anything was tried. */
  refuse(detail: string): Promise<TransportResult> {
    this.#fail({ kind: 'not-sent', detail });
    return this.result;
  }

  /** Called right before the first byte is written: from here on the request may have arrived. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#isOver || this.#connectedMs !== null) {
      // Given up while it waited for a socket, or started a second time, which no attempt ever may.
      controller.abort(new GaveUp());
      return;
    }
    if (this.#options.mayStart?.() === false) {
      this.#fail({ kind: 'not-sent', detail: 'stopped before its first byte' });
      controller.abort(new GaveUp());
      return;
    }
    this.#connectedMs = performance.now();
    this.deadlineMs = this.#connectedMs + this.#options.replyTimeoutMs;
    this.#deadlines.moved(this);
  }

  onResponseStart(_controller: Dispatcher.DispatchController, statusCode: number, headers: IncomingHttpHeaders): void {
    if (statusCode < 200) {
      this.#interim += 1;
      if (this.#interim > MAX_INTERIM) this.#reject(null, 'too many interim answers');
      return;
    }
    this.#firstByteMs = performance.now();
    this.#status = statusCode;
    this.#headers = headerMap(headers);
    if (statusCode >= 300 && statusCode < 400) return this.#reject(statusCode, 'a redirect, which no exchange sends');
    const encoding = this.#headers['content-encoding']?.join(',').trim().toLowerCase() ?? null;
    this.#body = new BodyReader(encoding, this.#options.maxBodyBytes, (read) => this.#finish(read));
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#body?.push(chunk);
  }

  onResponseEnd(): void {
    this.#body?.end();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#isOver || error instanceof GaveUp) return;
    const detail = errorName(error);
    if (this.#connectedMs === null) this.#fail({ kind: 'not-sent', detail });
    else if (isGarbage(detail)) this.#fail({ kind: 'bad-reply', status: this.#status, detail });
    else this.#fail({ kind: 'no-answer', detail, timedOut: false });
    this.#body?.drop();
  }

  #finish(read: BodyResult): void {
    if (this.#isOver) return;
    // Not from within the parser's own call, which goes on with the rest of what came.
    if (!read.ok) return queueMicrotask(() => this.#isOver || this.#reject(this.#status, read.detail));
    const reply = { status: this.#status ?? 0, headers: this.#headers, text: read.text, timing: this.#timing() };
    this.#settle({ ok: true, reply });
  }

  /** An answer nobody wants more of. */
  #reject(status: number | null, detail: string): void {
    this.#fail({ kind: 'bad-reply', status, detail });
    this.#controller?.abort(new GaveUp());
  }

  #giveUp(why: 'timeout' | 'aborted'): void {
    const detail = why === 'timeout' ? 'out of patience' : 'aborted by the caller';
    if (this.#connectedMs === null) this.#fail({ kind: 'not-sent', detail });
    else this.#fail({ kind: 'no-answer', detail, timedOut: why === 'timeout' });
    this.#controller?.abort(new GaveUp());
    this.#body?.drop();
  }

  #fail(failure: TransportFailure): void {
    this.#settle({ ok: false, failure, timing: this.#timing() });
  }

  #settle(result: TransportResult): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#deadlines.remove(this);
    if (this.#onAbort !== null) this.#options.signal?.removeEventListener('abort', this.#onAbort);
    this.#resolve(result);
  }

  #timing(): Timing {
    const nowMs = performance.now();
    const connectedMs = this.#connectedMs ?? nowMs;
    const firstByteMs = this.#firstByteMs ?? nowMs;
    return {
      queueMs: 0,
      connectMs: connectedMs - this.#startMs,
      firstByteMs: firstByteMs - connectedMs,
      bodyMs: nowMs - firstByteMs,
    };
  }
}

/** Values of a header that came more than once stay apart, so that nobody mistakes "5, -1" for a number. */
function headerMap(headers: IncomingHttpHeaders): HeaderMap {
  // Without a prototype, so that no header name finds something that was never sent.
  const map: Record<string, readonly string[]> = Object.create(null) as Record<string, readonly string[]>;
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    if (value !== undefined) map[name.toLowerCase()] = Array.isArray(value) ? value : [value];
  }
  return map;
}

const GARBAGE = new Set(['HTTPParserError', 'UND_ERR_HEADERS_OVERFLOW', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH']);

// What the parser throws: two lengths, headers over the cap, no HTTP at all.
function isGarbage(code: string): boolean {
  return code.startsWith('HPE_') || GARBAGE.has(code);
}

// The code alone: messages and causes of the HTTP library may hold URLs, which hold signatures.
function errorName(error: Error): string {
  const { code } = error as { readonly code?: unknown };
  return (typeof code === 'string' ? code : error.name).slice(0, 60);
}

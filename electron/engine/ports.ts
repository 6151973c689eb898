import type { HeaderMap, SignedRequest, Timing } from './http.ts';

export type Disposer = () => void;

/** Wall time may jump; monotonic time never does. Tests move both by hand. */
export interface Clock {
  /** Local wall time, epoch ms. */
  now(): number;
  /** Milliseconds from an arbitrary start, never falling. */
  monotonic(): number;
  /** Calls back once when `monotonic()` reaches the time; the disposer cancels. */
  wakeAt(monotonicMs: number, action: () => void): Disposer;
}

export interface Random {
  /** Uniform in [0, 1). */
  fraction(): number;
  bytes(size: number): Uint8Array;
}

/** One attempt's answer. */
export interface TransportReply {
  readonly status: number;
  readonly headers: HeaderMap;
  readonly text: string;
  readonly timing: Timing;
}

/** Why an attempt gave no answer. `not-sent`: not one byte of the request left. */
export type TransportFailure =
  | { readonly kind: 'not-sent'; readonly detail: string }
  | { readonly kind: 'no-answer'; readonly detail: string; readonly timedOut: boolean }
  | { readonly kind: 'bad-reply'; readonly status: number | null; readonly detail: string };

export type TransportResult =
  | { readonly ok: true; readonly reply: TransportReply }
  | { readonly ok: false; readonly failure: TransportFailure; readonly timing: Timing };

export interface SendOptions {
  readonly connectTimeoutMs: number;
  readonly replyTimeoutMs: number;
  /** Bytes of decoded body at most. */
  readonly maxBodyBytes: number;
  readonly signal?: AbortSignal;
  /** Asked once a socket is there and nothing but the first byte is left; false: not one byte may leave. */
  readonly mayStart?: () => boolean;
}

/** Sends exactly once: no retry, no redirect. */
export interface HttpTransport {
  send(origin: string, request: SignedRequest, options: SendOptions): Promise<TransportResult>;
  close(): Promise<void>;
}

/** What a socket's owner wants to hear; nothing more comes after `onClose` or after closing it oneself. */
export interface SocketHandlers {
  onOpen(): void;
  onText(text: string): void;
  /** Close code of the other side; 1006 without one, also when it never opened. */
  onClose(code: number): void;
}

export interface SocketConnection {
  /** Does nothing on a socket that is not open. */
  send(text: string): void;
  /** Says goodbye, and cuts the line when the other side does not answer. */
  close(): void;
}

/** Opens WebSockets: no redirect, certificates checked, messages capped. Pings of the other side are answered. */
export interface SocketTransport {
  open(url: string, headers: Readonly<Record<string, string>>, handlers: SocketHandlers): SocketConnection;
  /** Closes all of them. */
  close(): Promise<void>;
}

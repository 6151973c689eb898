/** What goes to an exchange before it is signed. Query and body are raw text, exactly as they will be sent. */
export interface ExchangeRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Begins with `/`, without query. */
  readonly path: string;
  /** Percent-encoded, without `?`; empty when there is none. */
  readonly query: string;
  readonly body: RequestBody | null;
}

export interface RequestBody {
  readonly type: 'form' | 'json';
  readonly text: string;
}

/** Ready for the wire. `target` is path and query; the origin comes from the account's environment. */
export interface SignedRequest {
  readonly method: ExchangeRequest['method'];
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** Header names are lower case; a header that came several times holds all its values in order. */
export type HeaderMap = Readonly<Record<string, readonly string[]>>;

export interface ExchangeReply {
  readonly status: number;
  readonly headers: HeaderMap;
  /** Decoded text, already capped; may be anything, HTML included. */
  readonly text: string;
  /** Parsed JSON, or undefined where the text is none. Integers beyond 2^53 arrive as strings. */
  readonly json: unknown;
}

/** Milliseconds of one attempt. Connect is 0 on a kept-alive socket. */
export interface Timing {
  readonly queueMs: number;
  readonly connectMs: number;
  readonly firstByteMs: number;
  readonly bodyMs: number;
}

const NO_VALUES: readonly string[] = [];

export function headerValues(headers: HeaderMap, name: string): readonly string[] {
  return headers[name.toLowerCase()] ?? NO_VALUES;
}

/** The single value of a header; null when it is missing or came more than once with different values. */
export function soleHeader(headers: HeaderMap, name: string): string | null {
  const values = headerValues(headers, name);
  const first = values[0];
  return first !== undefined && values.every((value) => value === first) ? first : null;
}

export function get(path: string, params: Readonly<Record<string, string>> = {}): ExchangeRequest {
  return { method: 'GET', path, query: encodeParams(params), body: null };
}

/** `name=value` pairs joined by `&`, percent-encoded as UTF-8 with `%20` for a space, in the given order. */
export function encodeParams(params: Readonly<Record<string, string>>): string {
  return Object.entries(params)
    .map(([name, value]) => `${encodeStrict(name)}=${encodeStrict(value)}`)
    .join('&');
}

// RFC 3986 unreserved only: encodeURIComponent leaves !'()* alone, which exchanges may encode before they verify.
function encodeStrict(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** A request as an exchange sees it, whether it came over a socket or from a test. */
export interface PracticeRequest {
  readonly method: string;
  /** Starts with `/`, without the query. */
  readonly path: string;
  /** Raw text after `?`, still encoded; empty when there is none. */
  readonly query: string;
  readonly body: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly ip: string;
}

export interface PracticeReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** `drop`: the connection is cut without an answer. */
export type PracticeOutcome = PracticeReply | 'drop';

export type PracticeHandler = (request: PracticeRequest) => Promise<PracticeOutcome>;

/** Completes a request for tests. `target` is path and query in one. */
export function practiceRequest(method: string, target: string, rest: Partial<PracticeRequest> = {}): PracticeRequest {
  const [path = '/', query = ''] = splitOnce(target, '?');
  return { method, path, query, body: '', headers: {}, ip: '127.0.0.1', ...rest };
}

export function jsonReply(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): PracticeReply {
  return {
    status,
    headers: { 'content-type': 'application/json;charset=UTF-8', ...headers },
    body: JSON.stringify(body),
  };
}

/** Splits at the first `separator`; one part only when there is none. */
export function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}

/** Parameters of one request, decoded; when a name is in query and body, the query's value wins (rest-api.md, 2026-07). */
export class Params {
  readonly #values: ReadonlyMap<string, string>;

  constructor(values: ReadonlyMap<string, string>) {
    this.#values = values;
  }

  /** Undefined when absent or empty: Binance treats both as not sent. */
  get(name: string): string | undefined {
    const value = this.#values.get(name);
    return value === '' ? undefined : value;
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  values(): readonly string[] {
    return [...this.#values.values()];
  }

  /** Whole number, or undefined when absent or not one. */
  integer(name: string): number | undefined {
    const value = this.get(name);
    return value !== undefined && /^-?\d{1,16}$/.test(value) ? Number(value) : undefined;
  }

  /** Entries of a JSON list parameter; undefined when absent or not a list of texts. */
  list(name: string): readonly string[] | undefined {
    const value = this.get(name);
    if (value === undefined) return undefined;
    try {
      const list: unknown = JSON.parse(value);
      return Array.isArray(list) && list.every((entry) => typeof entry === 'string') ? list : undefined;
    } catch {
      return undefined;
    }
  }
}

/** Reads query and form body. Null: a name comes twice in one of them, or an encoding is broken. */
export function readParams(query: string, body: string): Params | null {
  const values = new Map<string, string>();
  for (const text of [body, query]) {
    const seen = new Set<string>();
    for (const [name, value] of pairsOf(text)) {
      if (name === null || value === null || seen.has(name)) return null;
      seen.add(name);
      values.set(name, value);
    }
  }
  return new Params(values);
}

/** Parameters of a WebSocket API request: JSON values as their text. */
export function paramsOfJson(values: Readonly<Record<string, unknown>>): Params {
  return new Params(new Map(Object.entries(values).map(([name, value]) => [name, textOf(value)])));
}

/** The text a JSON value has in a signature payload (web-socket-api.md, 2026-07: numbers as their JSON text). */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : JSON.stringify(value);
}

function pairsOf(text: string): readonly (readonly [string | null, string | null])[] {
  if (text === '') return [];
  return text.split('&').map((pair) => {
    const at = pair.indexOf('=');
    return at < 0 ? [decode(pair), ''] : [decode(pair.slice(0, at)), decode(pair.slice(at + 1))];
  });
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** The signed payload of a REST request: query and body glued without a separator, the signature taken out of both. */
export function restPayload(query: string, body: string): string {
  return withoutSignature(query) + withoutSignature(body);
}

function withoutSignature(text: string): string {
  return text
    .split('&')
    .filter((pair) => !pair.startsWith('signature='))
    .join('&');
}

import type { Lane } from '../../../shared/model/account.ts';

/** One call a bot wants to make, unsigned. Query and body are raw text. */
export interface WorkloadCall {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly query: string;
  readonly body: { readonly type: 'form' | 'json'; readonly text: string } | null;
  readonly lane: Lane;
}

export type WorkloadReply = { readonly ok: true; readonly json: unknown } | { readonly ok: false };

/** Makes the call for real; the host gives it, so that bots go through the same client as everybody. */
export type WorkloadSend = (call: WorkloadCall) => Promise<WorkloadReply>;

/** How a bot of this exchange asks for things. */
export interface BotDialect {
  readonly symbols: readonly string[];
  /** Cheap market data, and the dear kind a careless bot asks for. */
  market(symbol: string, appetite: 'small' | 'large'): WorkloadCall;
  ticker(symbol: string): WorkloadCall;
  /** Best bid out of a ticker's answer; null when it is not there. */
  readBid(json: unknown, symbol: string): string | null;
  balances(): WorkloadCall;
  openOrders(symbol: string): WorkloadCall;
  history(symbol: string): WorkloadCall;
  /** A small limit buy below the market that will rest. */
  place(symbol: string, bid: string, clientOrderId: string): WorkloadCall;
  cancel(symbol: string, clientOrderId: string): WorkloadCall;
  clientOrderId(random: { text(length: number, alphabet?: string): string }): string;
}

export const NO_BODY = { query: '', body: null } as const;

/** `name=value` joined by `&`, percent-encoded. */
export function query(params: Readonly<Record<string, string>>): string {
  return Object.entries(params)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
}

/** The member at a path of names and positions; undefined where there is none. */
export function member(json: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[name] : undefined,
    json,
  );
}

export function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

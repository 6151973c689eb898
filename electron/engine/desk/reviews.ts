import { type Failure, type Result, fail, ok } from '../../../shared/contract/failure.ts';
import type { Account } from '../../../shared/model/account.ts';
import type { DeskOrder, IntentId, Review } from '../../../shared/model/desk.ts';
import type { Preflight } from '../../../shared/model/preflight.ts';
import type { Instrument } from '../../../shared/model/instrument.ts';
import type { OrderTicket } from '../../../shared/model/order.ts';
import type { Hosts } from '../exchanges/definition.ts';
import type { AmendChange } from '../exchanges/order-question.ts';
import { exchange } from '../exchanges/registry.ts';
import type { MarketPrices } from '../exchanges/ticket-rules.ts';
import type { ExchangeRequest } from '../http.ts';
import type { Clock } from '../ports.ts';

const VALID_MS = 15_000;

/** What a confirm would do. `order`: as it rested when it was reviewed. */
export type ReviewedAct =
  | { readonly kind: 'place'; readonly clientOrderId: string }
  | { readonly kind: 'amend'; readonly order: DeskOrder; readonly change: AmendChange };

/** What is to be shown before it may be confirmed. */
export interface Reviewable {
  readonly intent: IntentId;
  readonly account: Account;
  readonly ticket: OrderTicket;
  readonly request: ExchangeRequest;
  readonly preflight: Preflight;
  readonly act: ReviewedAct;
  /** Prices its user decides by. */
  readonly seen: MarketPrices;
}

/** What was shown and may be confirmed. */
export interface Reviewed {
  readonly review: Review;
  readonly account: Account;
  readonly act: ReviewedAct;
  readonly seen: MarketPrices;
  /** Monotonic ms up to which a confirm counts. */
  readonly untilMs: number;
}

export interface ReviewParts {
  readonly clock: Clock;
  readonly sha256: (text: string) => string;
  readonly hosts: (account: Account) => Hosts;
}

/** The newest review of each ticket; an older one of the same intent is void. */
export class Reviews {
  readonly #parts: ReviewParts;
  readonly #byIntent = new Map<IntentId, Reviewed>();

  constructor(parts: ReviewParts) {
    this.#parts = parts;
  }

  make({ intent, account, ticket, request, preflight, act, seen }: Reviewable): Review {
    this.#sweep();
    const { clock, hosts } = this.#parts;
    const host = new URL(hosts(account).rest).host;
    const review: Review = {
      intent,
      hash: this.hashOf(account, request),
      validUntilMs: clock.now() + VALID_MS,
      environment: account.environment,
      host,
      method: request.method,
      path: request.path,
      params: [...paramsOf(account, request)],
      ticket,
      preflight,
    };
    this.#byIntent.set(intent, { review, account, act, seen, untilMs: clock.monotonic() + VALID_MS });
    return review;
  }

  /** The review a confirm is about; null when it is too old, replaced, or never was. */
  find(intent: IntentId, hash: string): Reviewed | null {
    const reviewed = this.#byIntent.get(intent);
    if (reviewed === undefined || reviewed.review.hash !== hash) return null;
    return this.#parts.clock.monotonic() <= reviewed.untilMs ? reviewed : null;
  }

  /** Reviews in memory. */
  get size(): number {
    return this.#byIntent.size;
  }

  forget(intent: IntentId): void {
    this.#byIntent.delete(intent);
  }

  /** Over everything that decides what will be done, and where: not over the moment of sending. */
  hashOf(account: Account, request: ExchangeRequest): string {
    const { rest } = this.#parts.hosts(account);
    const told = [account.id, account.environment, rest, request.method, request.path, paramsOf(account, request)];
    return this.#parts.sha256(JSON.stringify(told));
  }

  #sweep(): void {
    const nowMs = this.#parts.clock.monotonic();
    for (const [intent, { untilMs }] of this.#byIntent) if (untilMs < nowMs) this.#byIntent.delete(intent);
  }
}

/**
 * The request of a ticket at a moment; what only the moment decides is `volatileParams` of its exchange. Fails for a
 * ticket that the exchange has no such order for.
 */
export function requestOf(
  account: Account,
  ticket: OrderTicket,
  instrument: Instrument,
  clientOrderId: string,
  serverMs = 0,
  validForMs = 5_000,
): Result<ExchangeRequest> {
  const { name, orders } = exchange(account.exchange);
  try {
    return ok(orders.place(ticket, instrument, clientOrderId, { serverMs, nonce: 0n, validForMs }));
  } catch {
    return fail<Failure>({ kind: 'invalid-input', detail: `${name} has no such order` });
  }
}

/** Name and value of everything the request carries, in its order, without what only the moment decides. */
export function paramsOf(
  account: Account,
  { query, body }: ExchangeRequest,
): readonly { readonly name: string; readonly value: string }[] {
  const { volatileParams } = exchange(account.exchange).orders;
  const pairs = [
    ...new URLSearchParams(query),
    ...(body === null ? [] : body.type === 'form' ? new URLSearchParams(body.text) : jsonPairs(body.text)),
  ];
  return pairs.filter(([name]) => !volatileParams.includes(name)).map(([name, value]) => ({ name, value }));
}

function jsonPairs(text: string): readonly [string, string][] {
  return Object.entries(JSON.parse(text) as Record<string, unknown>).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
}

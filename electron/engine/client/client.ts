import type { Account, Caller, Lane } from '../../../shared/model/account.ts';
import { type Failure, type Result, fail, ok } from '../../../shared/contract/failure.ts';
import { priceCall } from '../exchanges/charges.ts';
import type { Hosts, Verdict } from '../exchanges/definition.ts';
import type { PartNames } from '../exchanges/part-names.ts';
import { exchange } from '../exchanges/registry.ts';
import type { ExchangeReply, ExchangeRequest, Timing } from '../http.ts';
import type { Limiter } from '../limiter/types.ts';
import type { Clock, Disposer, HttpTransport, Random } from '../ports.ts';
import type { Vault } from '../vault/vault.ts';
import { type Attempt, type AttemptResult, runAttempt } from './attempt.ts';
import { backoffMs, readBackoff } from './backoff.ts';
import { laneRules } from './lane-rules.ts';
import { OrderAges } from './order-book-keeping.ts';
import { Peers } from './peers.ts';
import type { NonceStore } from './nonce.ts';

/** One call of anybody: a screen, a probe, a bot. Any request of a known exchange will do. */
export interface ClientCall {
  readonly account: Account;
  readonly request: ExchangeRequest;
  readonly caller: Caller;
  /** Taken from the endpoint's table when absent. */
  readonly lane?: Lane;
  /** How long it may be held before it leaves, ms; null: for ever. */
  readonly withinMs: number | null;
  readonly signal?: AbortSignal;
  /** Tests of the practice exchanges only: leave without asking the limiter. */
  readonly bypassLimiter?: boolean;
}

export interface ClientPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly transport: HttpTransport;
  readonly limiter: Limiter;
  readonly vault: Vault;
  readonly nonces: NonceStore;
  readonly hosts: (account: Account) => Hosts;
  /** What the exchange counts this account by, once known. */
  readonly accountRef: (account: Account) => string;
  /** Told of every attempt, answered or not. */
  readonly onAttempt: (attempt: Attempt, result: AttemptResult) => void;
}

/** A successful answer, with when it came. */
export interface Answer {
  readonly reply: ExchangeReply;
  readonly timing: Timing;
  /** Monotonic ms at which its last byte was read. */
  readonly answeredAtMs: number;
}

export interface Client {
  /** The exchange's answer, or why there is none. Orders are sent at most once; reads and cancels may be repeated. */
  send(call: ClientCall): Promise<Result<Answer>>;
  readonly peers: Peers;
  readonly ages: OrderAges;
}

export function createClient(ports: ClientPorts): Client {
  const peers = new Peers(ports);
  const ages = new OrderAges();

  async function send(call: ClientCall): Promise<Result<Answer>> {
    const prepared = prepare(call, ports, ages, peers.parts);
    const rule = laneRules[prepared.lane];
    const attempts = prepared.priced.endpoint.effect === 'order' ? 1 : rule.attempts;
    const deadlineMs = call.withinMs === null ? null : ports.clock.monotonic() + call.withinMs;
    for (let number = 1; ; number += 1) {
      const result = await runAttempt({ ...prepared, number, deadlineMs }, ports, peers);
      if (result.kind === 'answered' && result.verdict === null) {
        const { reply, timing } = result;
        return ok({ reply, timing, answeredAtMs: ports.clock.monotonic() });
      }
      const mayRepeat = number < attempts && isRepeatable(result);
      if (!mayRepeat || !(await rest(ports, call, number, deadlineMs, result))) return fail(failureOf(result, prepared));
    }
  }

  return { send, peers, ages };
}

type Prepared = Omit<Attempt, 'number' | 'deadlineMs'>;

function prepare(call: ClientCall, ports: ClientPorts, ages: OrderAges, parts: PartNames): Prepared {
  const definition = exchange(call.account.exchange);
  const context = ages.context(call.account.id, orderIdsOf(call.request), ports.clock.monotonic());
  const priced = parts.applyTo(definition.id, priceCall(definition.limits, call.request, context));
  return { call, definition, priced, lane: call.lane ?? priced.endpoint.lane };
}

// Names under which the three exchanges' cancel and amend calls carry the order they touch.
const ORDER_ID_PARAMS = ['cl_ord_id', 'txid', 'clOrdId', 'ordId', 'origClientOrderId', 'orderId', 'order_id'] as const;

function orderIdsOf(request: ExchangeRequest): readonly string[] {
  const text = `${request.query}&${request.body?.type === 'form' ? request.body.text : ''}`;
  const params = new URLSearchParams(text);
  return ORDER_ID_PARAMS.flatMap((name) => params.getAll(name));
}

function isRepeatable(result: AttemptResult): boolean {
  if (result.kind === 'held') return false;
  if (result.kind === 'lost') return result.failure.kind !== 'bad-reply';
  return result.verdict !== null && result.verdict.retry !== 'never';
}

/** Waits before the next try; false when there is no time left for one. */
async function rest(
  ports: ClientPorts,
  call: ClientCall,
  attempt: number,
  deadlineMs: number | null,
  result: AttemptResult,
): Promise<boolean> {
  // A closed gate or a fresh clock already says when to come back; a pause on top would be waste.
  if (result.kind === 'answered' && isSelfTimed(result.verdict)) return true;
  const atMs = ports.clock.monotonic() + backoffMs(readBackoff, attempt, ports.random.fraction());
  if (deadlineMs !== null && atMs >= deadlineMs) return false;
  return await sleepUntil(ports.clock, atMs, call.signal);
}

function isSelfTimed(verdict: Verdict | null): boolean {
  return verdict !== null && (verdict.gate !== null || verdict.retry === 'with-new-nonce' || verdict.retry === 'after-clock-sync');
}

function sleepUntil(clock: Clock, atMs: number, signal: AbortSignal | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) return resolve(false);
    let cancel: Disposer = () => undefined;
    const onAbort = (): void => {
      cancel();
      resolve(false);
    };
    cancel = clock.wakeAt(atMs, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve(true);
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

function failureOf(result: AttemptResult, prepared: Prepared): Failure {
  const isOrder = prepared.priced.endpoint.effect === 'order';
  if (result.kind === 'held') return result.failure;
  if (result.kind === 'lost') return isOrder && result.mayHaveArrived ? unknown(result.failure) : result.failure;
  const { verdict } = result;
  if (verdict === null) return { kind: 'unavailable', detail: 'an answered call has no failure' };
  return isOrder && verdict.execution === 'unknown' ? unknown(verdict.failure) : verdict.failure;
}

// Unknown is not failed: the desk now asks the exchange, nobody resends.
function unknown(failure: Failure): Failure {
  const code = 'code' in failure && failure.code !== null ? ` ${failure.code}` : '';
  return { kind: 'outcome-unknown', detail: `${failure.kind}${code}` };
}

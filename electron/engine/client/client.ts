import type { Account, Caller, Lane } from '../../../shared/model/account.ts';
import { type Failure, type Result, fail, ok } from '../../../shared/contract/failure.ts';
import { type CostContext, priceCall } from '../exchanges/charges.ts';
import type { Hosts } from '../exchanges/definition.ts';
import type { Endpoint } from '../exchanges/limit-rules.ts';
import type { PartNames } from '../exchanges/part-names.ts';
import { exchange } from '../exchanges/registry.ts';
import type { ExchangeReply, ExchangeRequest, Timing } from '../http.ts';
import type { Limiter } from '../limiter/types.ts';
import type { Clock, HttpTransport, Random } from '../ports.ts';
import type { LentCredential, Vault } from '../vault/vault.ts';
import { type Attempt, type AttemptResult, runAttempt } from './attempt.ts';
import { laneRules } from './lane-rules.ts';
import type { NonceStore } from './nonce.ts';
import { OrderAges } from './order-book-keeping.ts';
import type { Lesson } from './lessons.ts';
import { noteListed } from './listed-orders.ts';
import { noteOrders, orderIdsOf } from './order-ids.ts';
import { Peers } from './peers.ts';
import { Repeater } from './repeat.ts';

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
  /** Instrument of the order it touches, for calls that name the order alone. */
  readonly symbol?: string | null;
  /** Signs this one call instead of the account's own key. */
  readonly lent?: LentCredential;
  /** Nobody here has used this key: after an invalid nonce its count is raised, once, above that of any other user. */
  readonly isFirstUse?: boolean;
  /** Asked when nothing but the sending is left; a failure keeps the call here, and it is then surely not sent. */
  readonly beforeSend?: () => Failure | null;
  /** Asked again at the first byte, up to seconds later where a socket had to open first; it may change nothing. */
  readonly mayStart?: () => Failure | null;
  /** Attempts at most, where fewer than the lane allows are wanted. */
  readonly attempts?: number;
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
  /** Null: this run has no way to the account. */
  readonly hosts: (account: Account) => Hosts | null;
  /** What the exchange counts this account by, once known. */
  readonly accountRef: (account: Account) => string;
  /** Told of every attempt, answered or not. */
  readonly onAttempt: (attempt: Attempt, result: AttemptResult) => void;
  /** Told when the exchange first does not take a key, by the key's id; its background calls are held back from then on. */
  readonly onKeyRefused?: (keyId: string) => void;
  /** Told once of each thing that was learned, or refused to be; for the log. */
  readonly onLesson?: (lesson: Lesson) => void;
}

/** A successful answer, with when it came. */
export interface Answer {
  readonly reply: ExchangeReply;
  readonly timing: Timing;
  /** How much of it the call spent at the exchange, where the answer tells it. */
  readonly exchangeMs: number | null;
  /** Monotonic ms at which its last byte was read. */
  readonly answeredAtMs: number;
}

export interface Client {
  /**
   * The exchange's answer, or why there is none. Orders are sent at most once; reads and cancels may be repeated.
   * Times in failures are local wall times.
   */
  send(call: ClientCall): Promise<Result<Answer>>;
  readonly peers: Peers;
  readonly ages: OrderAges;
}

type Prepared = Omit<Attempt, 'number' | 'deadlineMs'>;

export function createClient(ports: ClientPorts): Client {
  const peers = new Peers(ports);
  const ages = new OrderAges();

  async function send(call: ClientCall): Promise<Result<Answer>> {
    const prepared = prepare(call, ports, ages, peers.parts);
    const deadlineMs = call.withinMs === null ? null : ports.clock.monotonic() + call.withinMs;
    let repeater: Repeater | null = null;
    const past: AttemptResult[] = [];
    for (let number = 1; ; number += 1) {
      const priced = peers.learned.applyTo(call.account.id, prepared.priced);
      const attempt: Attempt = { ...prepared, priced, number, deadlineMs };
      const result = await runAttempt(attempt, ports, peers);
      const answeredAtMs = ports.clock.monotonic();
      for (const lesson of peers.learned.note(attempt, result, answeredAtMs)) peers.lessons.note(lesson);
      noteOrders(ages, prepared, result, answeredAtMs);
      noteListed(ages, prepared, result, answeredAtMs, peers);
      if (result.kind === 'answered' && result.verdict === null) {
        const { reply, timing, exchangeMs } = result;
        return ok({ reply, timing, exchangeMs, answeredAtMs });
      }
      past.push(result);
      if (call.isFirstUse === true) peers.outgrowOthers(attempt, result);
      repeater ??= repeaterOf(prepared, ports, peers);
      if (!(await repeater.rest(attempt, result))) return fail(failureOf(past, prepared));
    }
  }

  return { send, peers, ages };
}

function prepare(call: ClientCall, ports: ClientPorts, ages: OrderAges, parts: PartNames): Prepared {
  const definition = exchange(call.account.exchange);
  const { limits, partNames, id } = definition;
  const own = priceCall(limits, call.request, contextOf(call, ports, ages));
  const priced = partNames === null ? own : parts.applyTo(id, own);
  return { call, definition, priced, lane: laneOf(call.lane ?? priced.endpoint.lane, priced.endpoint.effect) };
}

// The cancels' lane passes gates, and that is for what reduces risk alone: a read in it would hammer whoever asked for quiet.
function laneOf(lane: Lane, effect: Endpoint['effect']): Lane {
  return lane === 'cancel' && effect === 'read' ? 'account' : lane;
}

// Most exchanges price nothing by age, so that no order of theirs is remembered.
function contextOf(call: ClientCall, ports: ClientPorts, ages: OrderAges): CostContext | undefined {
  const { account, request, symbol = null } = call;
  if (!ages.hasAny(account.id)) return symbol === null ? undefined : { orderAgeMs: null, instrument: symbol };
  const known = ages.context(account.id, orderIdsOf(request), ports.clock.monotonic());
  return known.instrument === null && symbol !== null ? { ...known, instrument: symbol } : known;
}

function repeaterOf({ call, priced, lane }: Prepared, { clock, random }: ClientPorts, peers: Peers): Repeater {
  const serverClock = peers.clockOf(call.account);
  // The one rule without exception: an order leaves once, whatever its lane.
  const attempts = priced.endpoint.effect === 'order' ? 1 : laneRules[lane].attempts;
  return new Repeater({ clock, random, serverClock }, Math.min(attempts, call.attempts ?? attempts));
}

/** What to tell of attempts that all failed. A repeat that was held back says less than the try before it. */
function failureOf(past: readonly AttemptResult[], { priced }: Prepared): Failure {
  const told = past.findLast((result) => result.kind !== 'held') ?? past.at(-1);
  if (told === undefined) return { kind: 'unavailable', detail: 'nothing was tried' };
  const failure = failureIn(told);
  const { effect } = priced.endpoint;
  if (effect === 'read' || !past.some(mayBeDone) || isFinal(told, effect)) return failure;
  return unknown(failure);
}

function failureIn(result: AttemptResult): Failure {
  if (result.kind !== 'answered') return result.failure;
  return result.verdict?.failure ?? { kind: 'unavailable', detail: 'an answered call has no failure' };
}

function mayBeDone(result: AttemptResult): boolean {
  if (result.kind === 'held') return false;
  return result.kind === 'lost' ? result.mayHaveArrived : result.verdict?.execution === 'unknown';
}

// A plain refusal, as "unknown order" after a cancel whose answer was lost, tells more than that the answer was lost.
function isFinal(result: AttemptResult, effect: 'order' | 'cancel'): boolean {
  if (result.kind !== 'answered' || result.verdict?.retry !== 'never') return false;
  return effect === 'cancel' || result.verdict.execution === 'not-executed';
}

// Unknown is not failed: the desk now asks the exchange, nobody resends.
function unknown(failure: Failure): Failure {
  if (failure.kind === 'outcome-unknown') return failure;
  const code = 'code' in failure && failure.code !== null ? ` ${failure.code}` : '';
  return { kind: 'outcome-unknown', detail: `${failure.kind}${code}` };
}

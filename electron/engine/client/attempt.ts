import type { Lane } from '../../../shared/model/account.ts';
import { type Failure, type Result, fail, ok } from '../../../shared/contract/failure.ts';
import type { Reading } from '../../../shared/model/reading.ts';
import type { PricedCall } from '../exchanges/charges.ts';
import type { ExchangeDefinition, Verdict } from '../exchanges/definition.ts';
import type { ExchangeReply, SignedRequest, Timing } from '../http.ts';
import type { Reservation } from '../limiter/types.ts';
import type { SendOptions, TransportFailure, TransportReply, TransportResult } from '../ports.ts';
import { bindReadings, readAnswer } from './answer.ts';
import type { Health } from './circuit.ts';
import type { ClientCall, ClientPorts } from './client.ts';
import { laneRules, READ_BYTES } from './lane-rules.ts';
import { overrunReadings } from './learned-costs.ts';
import { type Leave, takeLeave } from './leave.ts';
import { NO_KEY, type Peer, type Peers } from './peers.ts';
import { closeGates } from './verdict-gates.ts';

export interface Attempt {
  readonly call: ClientCall;
  readonly definition: ExchangeDefinition;
  /** Dearer than at first when a higher cost was learned while it waited. */
  priced: PricedCall;
  readonly lane: Lane;
  /** From 1. */
  readonly number: number;
  /** Monotonic ms by which it must have left. */
  readonly deadlineMs: number | null;
}

export type AttemptResult =
  | {
      readonly kind: 'answered';
      readonly reply: ExchangeReply;
      /** Null: success. Times in its failure are local wall times. */
      readonly verdict: Verdict | null;
      readonly readings: readonly Reading[];
      readonly exchangeMs: number | null;
      readonly timing: Timing;
    }
  | {
      readonly kind: 'lost';
      readonly failure: Failure;
      readonly mayHaveArrived: boolean;
      /** Cut short by us, for a call that could not wait. */
      readonly hasYielded?: boolean;
      readonly timing: Timing;
    }
  /** Never left: our own limiter, a missing key, an aborted caller. */
  | { readonly kind: 'held'; readonly failure: Failure; readonly waitedMs: number };

/** Admission → turn → signature → one send → reading → settlement. Tells `onAttempt` what came of it. */
export async function runAttempt(attempt: Attempt, ports: ClientPorts, peers: Peers): Promise<AttemptResult> {
  const result = await attemptOnce(attempt, ports, peers);
  try {
    ports.onAttempt(attempt, result);
  } catch {
    // Whoever keeps rows tells of its own trouble; the answer of a call that was made must still reach its caller.
  }
  return result;
}

async function attemptOnce(attempt: Attempt, ports: ClientPorts, peers: Peers): Promise<AttemptResult> {
  const startedMs = ports.clock.monotonic();
  const held = (failure: Failure): AttemptResult => {
    return { kind: 'held', failure, waitedMs: ports.clock.monotonic() - startedMs };
  };
  for (;;) {
    const peer = peers.of(attempt.call.account, attempt.call.lent);
    if (!peer.ok) return held(peer.failure);
    const refused = peers.refusals.holding(attempt, peer.value.holder.key);
    if (refused !== null) return held(refused);
    const leave = await takeLeave(attempt, ports, peer.value, peers);
    if (!leave.ok) return held(leave.failure);
    const { turn, reservation } = leave.value;
    try {
      if (isOfOldKey(attempt, peer.value, ports)) {
        reservation.settle({ kind: 'not-sent', readings: [] });
        continue;
      }
      const signed = signedNow(attempt, peer.value, peers);
      if (!signed.ok) {
        reservation.settle({ kind: 'not-sent', readings: [] });
        return held(signed.failure);
      }
      const waitedMs = ports.clock.monotonic() - startedMs;
      const result = await exchangeOnce(attempt, ports, peers, peer.value, leave.value, signed.value, waitedMs);
      if (result !== null) return result;
    } finally {
      turn.end();
    }
  }
}

/** While it waited its account got another key, or lost the one it had: it is admitted anew with what is there now. */
function isOfOldKey({ call, priced }: Attempt, { holder }: Peer, { vault }: ClientPorts): boolean {
  if (call.lent !== undefined || priced.endpoint.security === 'public') return false;
  const lent = vault.lend(call.account.id);
  return (lent.ok ? lent.value.keyId : NO_KEY) !== holder.key;
}

/** Nothing but the sending is left after this. */
function signedNow(attempt: Attempt, peer: Peer, peers: Peers): Result<SignedRequest> {
  const refused = peers.refusals.holding(attempt, peer.holder.key);
  if (refused !== null) return fail(refused);
  const signed = sign(attempt, peer);
  const stopped = signed.ok ? (attempt.call.beforeSend?.() ?? null) : null;
  return stopped === null ? signed : fail(stopped);
}

function sign(attempt: Attempt, peer: Peer): Result<SignedRequest> {
  const { definition, call, priced, lane } = attempt;
  if (priced.endpoint.security === 'public') return ok(withHostHeaders(definition.signer.unsigned(call.request), peer));
  const credential = peer.credential();
  if (!credential.ok) return credential;
  const stamp = peer.stamp(laneRules[lane].validForMs);
  if (!stamp.ok) return stamp;
  try {
    return ok(withHostHeaders(definition.signer.sign(call.request, credential.value, stamp.value), peer));
  } catch {
    // The error's text may hold what was to be signed.
    return fail<Failure>({ kind: 'unavailable', detail: 'the request could not be signed with this key' });
  }
}

function withHostHeaders(request: SignedRequest, peer: Peer): SignedRequest {
  return { ...request, headers: { ...peer.hosts.headers, ...request.headers } };
}

/** Null: a gate closed while it waited for a socket; not a byte has left, and it is to be admitted anew. */
async function exchangeOnce(
  attempt: Attempt,
  ports: ClientPorts,
  peers: Peers,
  peer: Peer,
  leave: Leave,
  signed: SignedRequest,
  queueMs: number,
): Promise<AttemptResult | null> {
  const { reservation, turn } = leave;
  const stop: { failure: Failure | null; isGated: boolean } = { failure: null, isGated: false };
  const mayStart = (): boolean => {
    stop.failure = attempt.call.mayStart?.() ?? null;
    // Others of the same burst may have been refused meanwhile, and what leaves after that earns a ban.
    stop.isGated = stop.failure === null && leave.isGated();
    return stop.failure === null && !stop.isGated;
  };
  const sent = await send(peer, ports, signed, { ...sendOptions(attempt, turn.yields), mayStart });
  if (stop.failure !== null) {
    reservation.settle({ kind: 'not-sent', readings: [] });
    return { kind: 'held', failure: stop.failure, waitedMs: queueMs };
  }
  if (stop.isGated) {
    reservation.settle({ kind: 'not-sent', readings: [] });
    return null;
  }
  if (!sent.ok) {
    const hasYielded = turn.yields?.aborted === true;
    turn.report(hasYielded ? 'unknown' : healthOf(sent, attempt.call.signal));
    return lost(sent, attempt, reservation, queueMs, hasYielded);
  }
  try {
    const result = answered(attempt, ports, peer, leave, signed, sent.reply, queueMs);
    if (peers.refusals.note(attempt, peer.holder.key, result)) ports.onKeyRefused?.(peer.holder.key);
    return result;
  } catch {
    // No answer may stop a caller from learning that its call was made.
    const failure: TransportFailure = { kind: 'bad-reply', status: sent.reply.status, detail: 'it cannot be read' };
    return lost({ ok: false, failure, timing: sent.reply.timing }, attempt, reservation, queueMs, false);
  }
}

async function send(
  { hosts }: Peer,
  { transport }: ClientPorts,
  signed: SignedRequest,
  options: SendOptions,
): Promise<TransportResult> {
  try {
    return await transport.send(hosts.rest, signed, options);
  } catch {
    const timing: Timing = { queueMs: 0, connectMs: 0, firstByteMs: 0, bodyMs: 0 };
    return { ok: false, failure: { kind: 'no-answer', detail: 'the transport broke', timedOut: false }, timing };
  }
}

function sendOptions({ lane, priced, call: { signal } }: Attempt, yields: AbortSignal | null): SendOptions {
  const { connectTimeoutMs, replyTimeoutMs, maxBodyBytes } = laneRules[lane];
  const mostBytes = priced.endpoint.effect === 'read' ? Math.max(maxBodyBytes, READ_BYTES) : maxBodyBytes;
  const options = { connectTimeoutMs, replyTimeoutMs, maxBodyBytes: mostBytes };
  const signals = [signal, yields].filter((one) => one !== undefined && one !== null);
  const [only] = signals;
  if (only === undefined) return options;
  return { ...options, signal: signals.length === 1 ? only : AbortSignal.any(signals) };
}

// "Busy" is no answer, whatever its status: OKX says it with 429 (50013, "Error Code", 2026-08) and Kraken with 200.
function healthOfAnswer({ status }: TransportReply, verdict: Verdict | null): Health {
  const kind = verdict?.failure.kind;
  return status >= 500 || kind === 'busy' || kind === 'maintenance' ? 'ill' : 'well';
}

// A caller that gave up and an answer over a cap say nothing about whether the exchange stumbles.
function healthOf(sent: Extract<TransportResult, { ok: false }>, signal: AbortSignal | undefined): Health {
  return signal?.aborted === true || sent.failure.kind === 'bad-reply' ? 'unknown' : 'ill';
}

function lost(
  sent: Extract<TransportResult, { ok: false }>,
  attempt: Attempt,
  reservation: Reservation,
  queueMs: number,
  hasYielded: boolean,
): AttemptResult {
  const { failure, timing } = sent;
  const mayHaveArrived = failure.kind !== 'not-sent';
  reservation.settle({ kind: mayHaveArrived ? 'unknown' : 'not-sent', readings: [] });
  const isAborted = (attempt.call.signal?.aborted === true || hasYielded) && failure.kind !== 'bad-reply';
  const shown: Failure = isAborted ? { kind: 'aborted' } : lostFailure(failure);
  return { kind: 'lost', failure: shown, mayHaveArrived, hasYielded, timing: { ...timing, queueMs } };
}

function lostFailure(failure: TransportFailure): Failure {
  switch (failure.kind) {
    case 'not-sent':
      return { kind: 'unreachable', detail: failure.detail };
    case 'no-answer':
      return failure.timedOut ? { kind: 'timeout' } : { kind: 'unreachable', detail: failure.detail };
    case 'bad-reply':
      return { kind: 'bad-reply', status: failure.status, detail: failure.detail };
  }
}

function answered(
  attempt: Attempt,
  ports: ClientPorts,
  peer: Peer,
  { reservation, turn }: Leave,
  signed: SignedRequest,
  received: TransportReply,
  queueMs: number,
): AttemptResult {
  const nowMs = ports.clock.now();
  const answer = readAnswer(attempt, peer, signed, received, nowMs);
  const { verdict, readings } = answer;
  turn.report(healthOfAnswer(received, verdict));
  // The gate closes before the settlement lets the next call out.
  if (verdict !== null) closeGates(attempt, ports.limiter, peer, verdict, nowMs);
  const bound = bindReadings(readings, attempt.definition, peer);
  const full = verdict === null ? [] : overrunReadings(attempt.priced, verdict, ports.limiter, peer);
  reservation.settle({ kind: settlementOf(verdict), readings: full.length === 0 ? bound : [...bound, ...full] });
  // Told in passing too: an OKX order that had expired on arrival (50036) is not repeated, and yet the clock is off.
  if (verdict?.retry === 'after-clock-sync' || verdict?.failure.kind === 'clock-skew') peer.clock.distrust();
  return { kind: 'answered', ...answer, timing: { ...received.timing, queueMs } };
}

function settlementOf(verdict: Verdict | null): 'success' | 'failure' | 'unknown' | 'refused' {
  if (verdict === null) return 'success';
  if (verdict.execution !== 'unknown' && verdict.failure.kind === 'rate-limited') return 'refused';
  return verdict.execution === 'unknown' ? 'unknown' : 'failure';
}

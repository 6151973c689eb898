import type { Lane } from '../../../shared/model/account.ts';
import { type Failure, type Result, ok } from '../../../shared/contract/failure.ts';
import type { Reading } from '../../../shared/model/reading.ts';
import type { PricedCall } from '../exchanges/charges.ts';
import type { ExchangeDefinition, ReplyContext, Verdict, VerdictGate } from '../exchanges/definition.ts';
import type { ExchangeReply, SignedRequest, Timing } from '../http.ts';
import { parseJson } from '../json.ts';
import { bucketKey, scopeKeys } from '../limiter/keys.ts';
import type { Admission, BoundReading, Reservation } from '../limiter/types.ts';
import type { TransportFailure, TransportResult } from '../ports.ts';
import type { ClientCall, ClientPorts } from './client.ts';
import { laneRules } from './lane-rules.ts';
import type { Peer, Peers } from './peers.ts';

export interface Attempt {
  readonly call: ClientCall;
  readonly definition: ExchangeDefinition;
  readonly priced: PricedCall;
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
      /** Null: success. */
      readonly verdict: Verdict | null;
      readonly readings: readonly Reading[];
      readonly exchangeMs: number | null;
      readonly timing: Timing;
    }
  | { readonly kind: 'lost'; readonly failure: Failure; readonly mayHaveArrived: boolean; readonly timing: Timing }
  /** Never left: our own limiter, a missing key, an aborted caller. */
  | { readonly kind: 'held'; readonly failure: Failure; readonly waitedMs: number };

/** Admission → turn → signature → one send → reading → settlement. Tells `onAttempt` what came of it. */
export async function runAttempt(attempt: Attempt, ports: ClientPorts, peers: Peers): Promise<AttemptResult> {
  const result = await attemptOnce(attempt, ports, peers);
  ports.onAttempt(attempt, result);
  return result;
}

async function attemptOnce(attempt: Attempt, ports: ClientPorts, peers: Peers): Promise<AttemptResult> {
  const peer = peers.of(attempt.call.account);
  if (!peer.ok) return { kind: 'held', failure: peer.failure, waitedMs: 0 };
  const startedMs = ports.clock.monotonic();
  const admission = await admit(attempt, ports, peer.value);
  if (admission.kind === 'refused') return refused(admission, ports.clock.monotonic() - startedMs);
  const endTurn = await peer.value.takeTurn(attempt.lane, attempt.priced.endpoint);
  try {
    const queueMs = ports.clock.monotonic() - startedMs;
    const late = lateness(attempt, ports);
    if (late !== null) {
      admission.reservation.settle({ kind: 'not-sent', readings: [] });
      return { kind: 'held', failure: late, waitedMs: queueMs };
    }
    return await exchangeOnce(attempt, ports, peer.value, admission.reservation, queueMs);
  } finally {
    endTurn();
  }
}

async function admit(attempt: Attempt, ports: ClientPorts, peer: Peer): Promise<Admission> {
  if (attempt.call.bypassLimiter === true) return unlimited(ports);
  const charges = attempt.priced.charges.map((charge) => ({
    ...charge,
    key: bucketKey(peer.realm, charge.bucket, charge.part, peer.holder),
  }));
  const { lane, deadlineMs } = attempt;
  return await ports.limiter.admit(
    { realm: peer.realm, holder: peer.holder, lane, charges, deadlineMs },
    attempt.call.signal,
  );
}

function unlimited(ports: ClientPorts): Admission {
  const reservation: Reservation = { admittedAtMs: ports.clock.monotonic(), settle: () => undefined };
  return { kind: 'admitted', reservation, waitedMs: 0 };
}

function refused(admission: Extract<Admission, { kind: 'refused' }>, waitedMs: number): AttemptResult {
  const { why, blockedBy, untilMs } = admission;
  if (why === 'aborted') return { kind: 'held', failure: { kind: 'aborted' }, waitedMs };
  if (why === 'closed') return { kind: 'held', failure: { kind: 'unavailable', detail: 'shutting down' }, waitedMs };
  return { kind: 'held', failure: { kind: 'held', blockedBy, untilMs }, waitedMs };
}

function lateness(attempt: Attempt, ports: ClientPorts): Failure | null {
  if (attempt.call.signal?.aborted === true) return { kind: 'aborted' };
  if (attempt.deadlineMs === null || ports.clock.monotonic() <= attempt.deadlineMs) return null;
  return { kind: 'held', blockedBy: 'turn', untilMs: null };
}

async function exchangeOnce(
  attempt: Attempt,
  ports: ClientPorts,
  peer: Peer,
  reservation: Reservation,
  queueMs: number,
): Promise<AttemptResult> {
  const signed = sign(attempt, peer);
  if (!signed.ok) {
    reservation.settle({ kind: 'not-sent', readings: [] });
    return { kind: 'held', failure: signed.failure, waitedMs: queueMs };
  }
  const { signal } = attempt.call;
  const options = { ...laneRules[attempt.lane], ...(signal === undefined ? {} : { signal }) };
  const sent = await ports.transport.send(peer.hosts.rest, withHostHeaders(signed.value, peer), options);
  peer.circuit.report(isHealthy(sent));
  if (!sent.ok) return lost(sent, reservation, queueMs);
  return answered(attempt, ports, peer, reservation, sent.reply, queueMs);
}

function sign(attempt: Attempt, peer: Peer): Result<SignedRequest> {
  const { definition, call, priced, lane } = attempt;
  if (priced.endpoint.security === 'public') return ok(definition.signer.unsigned(call.request));
  const credential = peer.credential();
  if (!credential.ok) return credential;
  const stamp = peer.stamp(laneRules[lane].validForMs);
  if (!stamp.ok) return stamp;
  return ok(definition.signer.sign(call.request, credential.value, stamp.value));
}

function withHostHeaders(request: SignedRequest, peer: Peer): SignedRequest {
  return { ...request, headers: { ...peer.hosts.headers, ...request.headers } };
}

function isHealthy(sent: TransportResult): boolean {
  return sent.ok && sent.reply.status < 500;
}

function lost(sent: Extract<TransportResult, { ok: false }>, reservation: Reservation, queueMs: number): AttemptResult {
  const { failure, timing } = sent;
  const mayHaveArrived = failure.kind !== 'not-sent';
  reservation.settle({ kind: mayHaveArrived ? 'unknown' : 'not-sent', readings: [] });
  return { kind: 'lost', failure: lostFailure(failure), mayHaveArrived, timing: { ...timing, queueMs } };
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
  reservation: Reservation,
  received: Extract<TransportResult, { ok: true }>['reply'],
  queueMs: number,
): AttemptResult {
  const { definition } = attempt;
  const { status, headers, text } = received;
  const reply: ExchangeReply = { status, headers, text, json: parseJson(text) };
  const context: ReplyContext = {
    endpoint: attempt.priced.name,
    request: attempt.call.request,
    serverMs: peer.serverMs(),
  };
  const outcome = definition.errors.outcome(reply, context);
  const verdict = outcome.kind === 'success' ? null : outcome.verdict;
  const readings = definition.readings.read(reply, context);
  reservation.settle({ kind: settlementOf(verdict), readings: bindReadings(readings, definition, peer) });
  if (verdict?.gate) closeGates(attempt, ports, peer, verdict.gate, verdict);
  if (verdict?.retry === 'after-clock-sync') peer.distrustClock();
  return {
    kind: 'answered',
    reply,
    verdict,
    readings,
    exchangeMs: definition.readings.exchangeTimeMs(reply),
    timing: { ...received.timing, queueMs },
  };
}

function settlementOf(verdict: Verdict | null): 'success' | 'failure' | 'unknown' {
  if (verdict === null) return 'success';
  return verdict.execution === 'unknown' ? 'unknown' : 'failure';
}

/** Binds what the exchange said to the counters of this holder; readings of buckets it has not are dropped. */
export function bindReadings(
  readings: readonly Reading[],
  definition: ExchangeDefinition,
  peer: Pick<Peer, 'realm' | 'holder'>,
): readonly BoundReading[] {
  return readings.flatMap((reading): BoundReading[] => {
    const bucket = definition.limits.buckets[reading.bucket];
    if (bucket === undefined) return [];
    const key = bucketKey(peer.realm, bucket, reading.part, peer.holder);
    return [
      reading.kind === 'used'
        ? { kind: 'used', key, bucket, part: reading.part, used: reading.used }
        : { kind: 'capacity', key, bucket, part: reading.part, capacity: reading.capacity, window: reading.window },
    ];
  });
}

function closeGates(attempt: Attempt, ports: ClientPorts, peer: Peer, gate: VerdictGate, verdict: Verdict): void {
  const code = 'code' in verdict.failure ? verdict.failure.code : null;
  const nowMs = ports.clock.now();
  const { realm } = peer;
  for (const key of gateKeys(attempt, peer, gate)) {
    const untilMs = nowMs + (gate.forMs ?? restOfWindow(attempt, peer));
    ports.limiter.closeGate({ key, realm, cause: gate.cause, untilMs, code });
  }
}

function gateKeys(attempt: Attempt, peer: Peer, gate: VerdictGate): readonly string[] {
  if (gate.scope === 'bucket') {
    return attempt.priced.charges.map(({ bucket, part }) => bucketKey(peer.realm, bucket, part, peer.holder));
  }
  return [scopeKeys(peer.realm, peer.holder)[gate.scope]];
}

// The exchange said stop and not until when: the longest short window of what was charged; day-long ones have readings.
const LONGEST_GUESS_MS = 60_000;

function restOfWindow(attempt: Attempt, peer: Peer): number {
  const rests = attempt.priced.charges.map(({ bucket }) => {
    if (bucket.window.kind === 'fixed') return bucket.window.periodMs - (peer.serverMs() % bucket.window.periodMs);
    if (bucket.window.kind === 'sliding') return bucket.window.periodMs;
    return (bucket.capacity / bucket.window.perSecond) * 1_000;
  });
  return Math.max(1_000, ...rests.filter((restMs) => restMs <= LONGEST_GUESS_MS));
}

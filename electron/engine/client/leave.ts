import { type Failure, type Result, fail, ok } from '../../../shared/contract/failure.ts';
import type { Admission, AdmissionRequest, Reservation } from '../limiter/types.ts';
import type { Attempt } from './attempt.ts';
import { keyOf } from './bucket-keys.ts';
import type { ClientPorts } from './client.ts';
import { waitWithin } from './patience.ts';
import type { Peer, Peers, Turn } from './peers.ts';

/** An admitted call whose turn it is. Both must be ended: the reservation settled, the turn given back. */
export interface Leave {
  readonly reservation: Reservation;
  readonly turn: Turn;
  /** Whether a gate closed since it was admitted, and it stands behind it. */
  readonly isGated: () => boolean;
}

/** Waits for admission and turn; comes back for another admission when a gate closed while it waited for its turn. */
export async function takeLeave(
  attempt: Attempt,
  ports: ClientPorts,
  peer: Peer,
  peers: Peers,
): Promise<Result<Leave>> {
  let request = admissionRequest(attempt, peer);
  const wait = waitWithin(ports.clock, { deadlineMs: attempt.deadlineMs, signal: attempt.call.signal });
  for (;;) {
    if (isDearer(attempt, peers)) request = admissionRequest(attempt, peer);
    const gatesBefore = peers.gateClosings;
    const stepsBefore = peers.learned.steps;
    const admission =
      attempt.call.bypassLimiter === true ? bypass(ports) : await ports.limiter.admit(request, attempt.call.signal);
    if (admission.kind === 'refused') return fail(refusal(admission));
    const { reservation } = admission;
    const taken = peer.takeTurn(attempt.lane, attempt.priced.endpoint, wait);
    const turn = taken instanceof Promise ? await taken : taken;
    const problem = typeof turn === 'string' ? tooLate(turn) : lateness(attempt, ports);
    const isPriced = peers.learned.steps === stepsBefore;
    const asked = request;
    // What the limiter admitted is behind no gate, unless one closed since.
    const isGatedNow = (): boolean => peers.gateClosings !== gatesBefore && isGated(attempt, ports, asked);
    if (typeof turn !== 'string' && problem === null && isPriced && !isGatedNow()) {
      return ok({ reservation, turn, isGated: isGatedNow });
    }
    reservation.settle({ kind: 'not-sent', readings: [] });
    if (typeof turn !== 'string') turn.end();
    if (problem !== null) return fail(problem);
  }
}

// A refusal of another call may have taught a higher cost while this one waited; then it is admitted anew.
function isDearer(attempt: Attempt, { learned }: Peers): boolean {
  const before = attempt.priced;
  attempt.priced = learned.applyTo(attempt.call.account.id, before);
  return attempt.priced !== before;
}

function admissionRequest(attempt: Attempt, peer: Peer): AdmissionRequest {
  const { realm, holder } = peer;
  const { lane, deadlineMs, priced } = attempt;
  const charges = priced.charges.map(({ bucket, part, cost, refund }) => {
    return { bucket, part, cost, refund, key: keyOf(realm, bucket, part, holder) };
  });
  return { realm, holder, lane, charges, deadlineMs };
}

function bypass(ports: ClientPorts): Admission {
  const reservation: Reservation = { admittedAtMs: ports.clock.monotonic(), settle: () => undefined };
  return { kind: 'admitted', reservation, waitedMs: 0 };
}

// Asked without cost, since the call holds its own share already: only a gate can say no.
function isGated(attempt: Attempt, ports: ClientPorts, request: AdmissionRequest): boolean {
  if (attempt.call.bypassLimiter === true) return false;
  const gates = ports.limiter.gates();
  if (gates.length === 0) return false;
  const free = { ...request, charges: request.charges.map((charge) => ({ ...charge, cost: 0 })) };
  const forecast = ports.limiter.whatIf(free);
  return forecast.kind === 'wait' && gates.some((gate) => gate.key === forecast.blockedBy);
}

function refusal({ why, blockedBy, untilMs }: Extract<Admission, { kind: 'refused' }>): Failure {
  if (why === 'aborted') return { kind: 'aborted' };
  if (why === 'closed') return { kind: 'unavailable', detail: 'shutting down' };
  return { kind: 'held', blockedBy, untilMs };
}

function lateness(attempt: Attempt, ports: ClientPorts): Failure | null {
  if (attempt.call.signal?.aborted === true) return tooLate('aborted');
  const isLate = attempt.deadlineMs !== null && ports.clock.monotonic() > attempt.deadlineMs;
  return isLate ? tooLate('late') : null;
}

function tooLate(why: 'late' | 'aborted'): Failure {
  return why === 'aborted' ? { kind: 'aborted' } : { kind: 'held', blockedBy: 'turn', untilMs: null };
}

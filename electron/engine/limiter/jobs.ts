import { lanes } from '../../../shared/model/account.ts';
import type { Counters, Instant } from './counters.ts';
import type { Demand } from './limiter.ts';
import type { Job } from './queue.ts';
import type { Admission, AdmissionRequest, BoundCharge } from './types.ts';

const LANE_INDEX = new Map(lanes.map((lane, index) => [lane, index]));

/** A request made ready to be decided: its counters looked up, its charges added up per counter. */
export function createJob(
  request: AdmissionRequest,
  sequence: number,
  counters: Counters,
  at: Instant,
  resolve: (admission: Admission) => void,
): Job {
  const charges = mergeCharges(request, counters, at);
  return {
    request,
    lane: LANE_INDEX.get(request.lane) ?? lanes.length - 1,
    isCancel: request.lane === 'cancel',
    deadlineMs: request.deadlineMs ?? Infinity,
    sequence,
    askedAtMs: at.monotonicMs,
    charges,
    resolve,
    stopListening: null,
    room: null,
    roomCost: 0,
    roomPlace: -1,
    deadlinePlace: -1,
    moves: 0,
    hasClaim: false,
  };
}

// A batch on one instrument charges the same counter several times: it must fit as a whole.
function mergeCharges(request: AdmissionRequest, counters: Counters, at: Instant): readonly Demand[] {
  const merged: Demand[] = [];
  for (const charge of request.charges) {
    if (!Number.isFinite(charge.cost) || charge.cost < 0) throw new Error(`Cost of ${charge.key} is ${charge.cost}`);
    const counter = counters.ensure(charge.key, request.realm, request.holder, charge.bucket, charge.part, at);
    const index = merged.findIndex((other) => other.counter === counter);
    const other = merged[index];
    if (other === undefined) merged.push({ counter, cost: charge.cost, refund: refundOf(charge), claimed: 0 });
    else
      merged[index] = { counter, cost: other.cost + charge.cost, refund: other.refund + refundOf(charge), claimed: 0 };
  }
  return merged;
}

function refundOf(charge: BoundCharge): number {
  return charge.refund === 'success' ? charge.cost : 0;
}

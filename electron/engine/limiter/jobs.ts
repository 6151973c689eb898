import { lanes } from '../../../shared/model/account.ts';
import type { Counters, Instant } from './counters.ts';
import type { Demand } from './limiter.ts';
import type { Job } from './queue.ts';
import type { Counter } from './state.ts';
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
    roomPlace: 0,
    isTimed: false,
    timedPlace: 0,
    moves: 0,
    hasClaim: false,
  };
}

function mergeCharges(request: AdmissionRequest, counters: Counters, at: Instant): readonly Demand[] {
  const demands = request.charges.map((charge) => demandOf(charge, request, counters, at));
  return hasTwice(demands) ? merged(demands) : demands;
}

function demandOf(charge: BoundCharge, { realm, holder }: AdmissionRequest, counters: Counters, at: Instant): Demand {
  const { key, bucket, part, cost } = charge;
  if (!Number.isFinite(cost) || cost < 0) throw new Error(`Cost of ${key} is ${cost}`);
  return { counter: counters.ensure(key, realm, holder, bucket, part, at), cost, refund: refundOf(charge), claimed: 0 };
}

function hasTwice(demands: readonly Demand[]): boolean {
  for (let left = 1; left < demands.length; left += 1) {
    for (let right = 0; right < left; right += 1) {
      if (demands[left]?.counter === demands[right]?.counter) return true;
    }
  }
  return false;
}

// A batch on one instrument charges the same counter several times: it must fit as a whole.
function merged(demands: readonly Demand[]): readonly Demand[] {
  const byCounter = new Map<Counter, Demand>();
  for (const demand of demands) {
    const { cost, refund } = byCounter.get(demand.counter) ?? { cost: 0, refund: 0 };
    byCounter.set(demand.counter, { ...demand, cost: cost + demand.cost, refund: refund + demand.refund });
  }
  return [...byCounter.values()];
}

function refundOf(charge: BoundCharge): number {
  return charge.refund === 'success' ? charge.cost : 0;
}

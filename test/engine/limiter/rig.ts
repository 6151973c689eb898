import type { Lane } from '../../../shared/model/account.ts';
import type { Bucket, Gate, WindowRule } from '../../../shared/model/bucket.ts';
import { createLimiter } from '../../../electron/engine/limiter/create-limiter.ts';
import { bucketKey } from '../../../electron/engine/limiter/keys.ts';
import type {
  Admission,
  AdmissionRequest,
  BoundCharge,
  BoundReading,
  Holder,
  Limiter,
  Realm,
  Reservation,
  Settlement,
} from '../../../electron/engine/limiter/types.ts';
import { FakeClock, flush } from '../../support/fake-clock.ts';
import type { SimServer } from '../../support/sim-server.ts';

export const realm: Realm = { exchange: 'binance', environment: 'live' };
export const holder: Holder = { egress: 'default', accountRef: 'uid-1', account: 'main', key: 'key-1' };

/** A bucket of the tests; `isRead`: the exchange reports how full it is. */
export function bucketOf(window: WindowRule, capacity: number, isRead = false, id = 'weight'): Bucket {
  const reading = isRead ? ({ kind: 'header', name: 'x-used' } as const) : ({ kind: 'none', reason: 'test' } as const);
  return { id, name: id, unit: 'weight', capacity, window, scope: ['ip'], reading };
}

export const fixed = (periodMs: number): WindowRule => ({ kind: 'fixed', periodMs });
export const sliding = (periodMs: number): WindowRule => ({ kind: 'sliding', periodMs });
export const decaying = (perSecond: number): WindowRule => ({ kind: 'decaying', perSecond });

export interface AskOptions {
  readonly lane?: Lane;
  readonly deadlineMs?: number | null;
  readonly refund?: 'success' | null;
  readonly signal?: AbortSignal;
  readonly holder?: Holder;
}

export interface Asked {
  /** Null while it waits. */
  admission: Admission | null;
}

export interface RigOptions {
  readonly gates?: readonly Gate[];
  readonly isAligned?: boolean;
  readonly clock?: FakeClock;
  readonly offsetMs?: number;
  readonly uncertaintyMs?: number;
}

/** A limiter on a fake clock, its exchange's clock already known unless told otherwise. */
export class Rig {
  readonly clock: FakeClock;
  readonly limiter: Limiter;

  constructor(options: RigOptions = {}) {
    this.clock = options.clock ?? new FakeClock();
    this.limiter = createLimiter({ clock: this.clock, gates: options.gates ?? [] });
    if (options.isAligned !== false)
      this.limiter.setServerOffset(realm, options.offsetMs ?? 0, options.uncertaintyMs ?? 0);
  }

  /** Asks for one call on the given buckets. */
  ask(costs: readonly (readonly [Bucket, number])[], options: AskOptions = {}): Asked {
    const asked: Asked = { admission: null };
    void this.limiter.admit(requestOf(costs, options), options.signal).then((admission) => {
      asked.admission = admission;
    });
    return asked;
  }

  async asked(costs: readonly (readonly [Bucket, number])[], options: AskOptions = {}): Promise<Asked> {
    const asked = this.ask(costs, options);
    await flush();
    return asked;
  }

  view(bucket: Bucket): ReturnType<Limiter['snapshot']>[number] {
    const key = keyOf(bucket);
    const found = this.limiter.snapshot().find((view) => view.key === key);
    if (found === undefined) throw new Error(`No counter ${key}`);
    return found;
  }
}

export function keyOf(bucket: Bucket, who: Holder = holder): string {
  return bucketKey(realm, bucket, null, who);
}

export function requestOf(costs: readonly (readonly [Bucket, number])[], options: AskOptions = {}): AdmissionRequest {
  const who = options.holder ?? holder;
  const charges = costs.map(
    ([bucket, cost]): BoundCharge => ({
      key: keyOf(bucket, who),
      bucket,
      part: null,
      cost,
      refund: options.refund ?? null,
    }),
  );
  return { realm, holder: who, lane: options.lane ?? 'market', charges, deadlineMs: options.deadlineMs ?? null };
}

export function usedReading(bucket: Bucket, used: number): BoundReading {
  return { kind: 'used', key: keyOf(bucket), bucket, part: null, used };
}

export function capacityReading(bucket: Bucket, capacity: number, window: WindowRule | null = null): BoundReading {
  return { kind: 'capacity', key: keyOf(bucket), bucket, part: null, capacity, window };
}

/** The reservation of an admitted call; throws when it was not admitted, so a test fails with the reason. */
export function reservationOf(asked: Asked): Reservation {
  if (asked.admission?.kind !== 'admitted') throw new Error(`Not admitted: ${JSON.stringify(asked.admission)}`);
  return asked.admission.reservation;
}

export function settle(
  asked: Asked,
  kind: Settlement['kind'] = 'success',
  readings: readonly BoundReading[] = [],
): void {
  reservationOf(asked).settle({ kind, readings });
}

export function stateOf(asked: Asked): 'admitted' | 'waiting' | 'deadline' | 'capacity' | 'aborted' | 'closed' {
  if (asked.admission === null) return 'waiting';
  return asked.admission.kind === 'admitted' ? 'admitted' : asked.admission.why;
}

export interface Traffic {
  readonly rig: Rig;
  readonly server: Pick<SimServer, 'arrive'>;
  readonly bucket: Bucket;
  readonly costs: () => number;
  /** One way, ms; drawn for each direction. */
  readonly latencyMs: () => number;
  /** Calls kept waiting all the time. */
  readonly demand: number;
  /** Does the answer say how full the bucket is? */
  readonly hasReadings: boolean;
}

/** Demand that never ends: whenever a call leaves another one joins the queue. */
export function endlessDemand(traffic: Traffic): { stop(): void } {
  const { rig, bucket } = traffic;
  let isOn = true;
  const join = (): void => {
    if (!isOn) return;
    const cost = traffic.costs();
    void rig.limiter.admit(requestOf([[bucket, cost]])).then((admission) => {
      if (admission.kind !== 'admitted') return;
      travel(traffic, cost, admission.reservation);
      join();
    });
  };
  for (let index = 0; index < traffic.demand; index += 1) join();
  return {
    stop() {
      isOn = false;
    },
  };
}

/** Carries one admitted call to the server and its answer back. */
export function travel(traffic: Omit<Traffic, 'demand' | 'costs'>, cost: number, reservation: Reservation): void {
  const { rig, server, bucket, latencyMs, hasReadings } = traffic;
  rig.clock.wakeAt(rig.clock.monotonic() + latencyMs(), () => {
    const { isAccepted, used } = server.arrive(cost);
    rig.clock.wakeAt(rig.clock.monotonic() + latencyMs(), () => {
      const readings = hasReadings ? [usedReading(bucket, used)] : [];
      reservation.settle({ kind: isAccepted ? 'success' : 'refused', readings });
    });
  });
}

/** A small deterministic generator, so that a failure can be run again. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

export function between(random: () => number, low: number, high: number): number {
  return low + random() * (high - low);
}

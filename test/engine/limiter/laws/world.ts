import type { Bucket, Gate, WindowRule } from '../../../../shared/model/bucket.ts';
import { createLimiter } from '../../../../electron/engine/limiter/create-limiter.ts';
import type { Admission, AdmissionRequest, Limiter, Reservation } from '../../../../electron/engine/limiter/types.ts';
import { type AskOptions, bucketOf, decaying, fixed, realm, requestOf, sliding } from '../rig.ts';
import { ExchangeCount } from './exchange-count.ts';
import type { Dice } from './law.ts';
import { LawClock } from './law-clock.ts';

/** 2026-07-01T00:00:00Z. */
const START_MS = Date.UTC(2026, 6, 1);

export const windows: readonly WindowRule[] = [fixed(1000), sliding(700), decaying(20)];

export interface WorldOptions {
  readonly window: WindowRule;
  readonly capacity: number;
  readonly isRead?: boolean;
  /** The exchange takes counts off again. */
  readonly mayFall?: boolean;
  /** How far the offset told may be off, and how far it is. */
  readonly uncertaintyMs?: number;
  readonly errorMs?: number;
  readonly startMs?: number;
  readonly gates?: readonly Gate[];
}

/** One bucket of one exchange, its own clock included, and a limiter in front of it. */
export class World {
  readonly clock: LawClock;
  readonly limiter: Limiter;
  readonly bucket: Bucket;
  readonly exchange: ExchangeCount;
  readonly #options: WorldOptions;

  constructor(options: WorldOptions) {
    const startMs = options.startMs ?? 0;
    this.#options = options;
    this.clock = new LawClock(startMs, START_MS + startMs, START_MS + 12_345 + startMs);
    const bucket = bucketOf(options.window, options.capacity, options.isRead ?? false);
    this.bucket = options.mayFall === true ? { ...bucket, mayFall: true } : bucket;
    this.exchange = new ExchangeCount(options.window, () => this.clock.exchange());
    this.limiter = createLimiter({ clock: this.clock, gates: options.gates ?? [] });
    this.measureClock();
  }

  /** As the client does once in a while: the offset as it is now, wrong within its uncertainty. */
  measureClock(): void {
    const { errorMs = 0, uncertaintyMs = 0 } = this.#options;
    const offsetMs = this.clock.exchange() - this.clock.now();
    this.limiter.setServerOffset(realm, offsetMs + errorMs, uncertaintyMs);
  }

  admit(cost: number, options: AskOptions = {}): Promise<Admission> {
    return this.limiter.admit(this.request(cost, options), options.signal);
  }

  request(cost: number, options: AskOptions = {}): AdmissionRequest {
    return requestOf([[this.bucket, cost]], options);
  }

  headroom(): number {
    const { key } = this.request(0).charges[0] ?? { key: '' };
    return this.limiter.snapshot().find((view) => view.key === key)?.headroom ?? this.bucket.capacity;
  }
}

/** Sends what was admitted on its way: it arrives, and is answered, each leg in its own time. */
export function travel(world: World, dice: Dice, cost: number, latencyMs: number, reservation: Reservation): void {
  const legMs = (): number => dice.between(0, latencyMs);
  world.clock.in(legMs(), () => {
    world.exchange.arrive(cost);
    world.clock.in(legMs(), () => reservation.settle({ kind: 'failure', readings: [] }));
  });
}

import type { Alert } from '../../../shared/model/alert.ts';
import type { Disposer } from '../ports.ts';
import type { Observation } from './observation.ts';
import { Trail } from './trail.ts';
import { CALM, FIRING, type Phase, type Verdict } from './verdict.ts';

/** One thing that is watched, and the alert it last made. */
export interface Watch {
  seen: Observation;
  verdict: Verdict;
  phase: Phase;
  /** Id of the newest alert of this thing; null: it never made one. */
  alert: string | null;
  /** Monotonic ms at which that alert was made. */
  firedMs: number;
  /** False: read back after a restart, and nobody has said anything of it since. */
  isConfirmed: boolean;
  readonly trail: Trail;
  wake: { readonly atMs: number; readonly cancel: Disposer } | null;
}

export function newWatch(seen: Observation): Watch {
  return {
    seen,
    verdict: 'clear',
    phase: CALM,
    alert: null,
    firedMs: Number.NEGATIVE_INFINITY,
    isConfirmed: true,
    trail: new Trail(),
    wake: null,
  };
}

/** A thing as an alert of an earlier run tells of it; `ageMs` since it fired. */
export function watchOf(alert: Alert, nowMonotonicMs: number, ageMs: number): Watch {
  const { kind, subject, exchange, account, facts, endsAtMs } = alert;
  const isOpen = alert.state !== 'cleared';
  return {
    ...newWatch({ kind, subject, exchange, account, facts, endsAtMs, value: isOpen }),
    verdict: isOpen ? 'beyond' : 'clear',
    phase: isOpen ? FIRING : CALM,
    alert: alert.id,
    // A wall clock that went back makes it young rather than unborn.
    firedMs: nowMonotonicMs - Math.max(0, ageMs),
    isConfirmed: !isOpen,
  };
}

import type { WindowRule } from '../../../shared/model/bucket.ts';
import { unreachable } from '../../../shared/contract/failure.ts';
import { type Alignment, DRIFT } from './server-clock.ts';

/** Where a window stands now, in monotonic ms. */
export interface Frame {
  /** Costs that may have been counted at or after this time still weigh. */
  readonly cutoffMs: number;
  /** Number of the window on the exchange's clock; null when it slides or drains. */
  readonly index: number | null;
  /** From here on the exchange has surely turned the window; null when it slides or drains. */
  readonly turnMs: number | null;
  /** Exchange's start of this window as we reckon it. */
  readonly startMs: number;
}

/** Keeps a computed turn on the far side of the edge. */
const ROUNDING_MS = 0.01;
// A guard wider than this share of the window would waste more than counting it as sliding does.
const MAX_UNCERTAIN_SHARE = 0.25;

/**
 * The frame of a window at `nowMs`. A fixed window whose alignment is unknown counts as sliding, which is never looser.
 * It turns for us only when the exchange's clock has surely passed the edge, and what was answered less than the
 * uncertainty before the edge still weighs after it: such a call may have been counted on either side.
 */
export function frameOf(
  window: WindowRule,
  alignment: Alignment | null,
  nowMs: number,
  lastIndex: number | null,
): Frame {
  switch (window.kind) {
    case 'fixed':
      return isAligned(window.periodMs, alignment, nowMs)
        ? alignedFrame(window.periodMs, alignment, nowMs, lastIndex)
        : slidingFrame(window.periodMs, nowMs);
    case 'sliding':
      return slidingFrame(window.periodMs, nowMs);
    case 'decaying':
      return { cutoffMs: -Infinity, index: null, turnMs: null, startMs: nowMs };
    default:
      return unreachable(window, 'window');
  }
}

/** The window of the exchange in which something between two monotonic times surely happened; null: it may be either. */
export function certainIndex(periodMs: number, alignment: Alignment, fromMs: number, toMs: number): number | null {
  const first = Math.floor((fromMs + alignment.shiftMs - alignment.uncertaintyMs) / periodMs);
  const last = Math.floor((toMs + alignment.shiftMs + alignment.uncertaintyMs) / periodMs);
  return first === last ? first : null;
}

/** Level of a counter that drained for a while; never below 0. */
export function drained(level: number, perSecond: number, forMs: number): number {
  return Math.max(0, level - (perSecond * Math.max(0, forMs)) / 1000);
}

export function periodOf(window: WindowRule): number | null {
  return window.kind === 'decaying' ? null : window.periodMs;
}

function isAligned(periodMs: number, alignment: Alignment | null, nowMs: number): alignment is Alignment {
  if (alignment === null || alignment.uncertaintyMs > periodMs * MAX_UNCERTAIN_SHARE) return false;
  return nowMs >= alignment.jumpedAtMs + periodMs;
}

function alignedFrame(periodMs: number, alignment: Alignment, nowMs: number, lastIndex: number | null): Frame {
  const { shiftMs, uncertaintyMs } = alignment;
  const index = Math.floor((nowMs + shiftMs - uncertaintyMs) / periodMs);
  // A wider uncertainty does not undo a turn that was certain before.
  const heldIndex = lastIndex === index + 1 ? lastIndex : index;
  const startMs = heldIndex * periodMs - shiftMs;
  // The uncertainty grows until then, so that the wake-up at the turn is the only one.
  const toTurnMs = (startMs + periodMs + uncertaintyMs - nowMs) / (1 - DRIFT);
  return { cutoffMs: startMs - uncertaintyMs, index: heldIndex, turnMs: nowMs + toTurnMs + ROUNDING_MS, startMs };
}

function slidingFrame(periodMs: number, nowMs: number): Frame {
  return { cutoffMs: nowMs - periodMs, index: null, turnMs: null, startMs: nowMs - periodMs };
}

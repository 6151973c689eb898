/** What a pacer needs of the page; tests move it by hand. */
export interface PacerFrames {
  /** This computer's time, ms. */
  now(): number;
  nextFrame(action: () => void): void;
  /** Runs once; the returned function calls it off. */
  after(ms: number, action: () => void): () => void;
}

export interface PaceRule {
  /** Least time between two of its drawings, ms. */
  readonly restMs: number;
  /** How much of a frame one drawing takes: a row is 1, a chart fills a frame. */
  readonly weight: number;
}

export interface Paced {
  /** Something changed: draw when it is its turn. */
  want(): void;
  leave(): void;
}

/** Spreads drawings over frames: each rests between two of its own, and one frame holds only so many. */
export interface Pacer {
  join(rule: PaceRule, draw: () => void): Paced;
}

/** What one frame holds. */
export const FRAME_WEIGHT = 12;
/** A wait shorter than this is spent in frames, a longer one in a timer. */
const FRAME_MS = 17;

interface Entry extends PaceRule {
  readonly draw: () => void;
  dueMs: number;
  isWanted: boolean;
}

export function createPacer({ now, nextFrame, after }: PacerFrames): Pacer {
  const entries = new Set<Entry>();
  let isAsked = false;
  let cancelWait: (() => void) | null = null;

  function onFrame(): void {
    isAsked = false;
    const nowMs = now();
    for (const entry of turnOf(entries, nowMs)) {
      entry.isWanted = false;
      entry.dueMs = nowMs + entry.restMs;
      entry.draw();
    }
    plan();
  }

  function plan(): void {
    if (isAsked) return;
    cancelWait?.();
    cancelWait = null;
    const dueMs = earliestOf(entries);
    if (dueMs === null) return;
    const waitMs = dueMs - now();
    if (waitMs > FRAME_MS) cancelWait = after(waitMs - FRAME_MS, ask);
    else ask();
  }

  function ask(): void {
    if (isAsked) return;
    isAsked = true;
    nextFrame(onFrame);
  }

  return {
    join(rule, draw) {
      const entry: Entry = { ...rule, draw, dueMs: now(), isWanted: false };
      entries.add(entry);
      return {
        want() {
          if (entry.isWanted || !entries.has(entry)) return;
          entry.isWanted = true;
          plan();
        },
        leave: () => void entries.delete(entry),
      };
    },
  };
}

/** Those whose turn it is, the longest waiting first, as many as one frame holds; at least one. */
function turnOf(entries: ReadonlySet<Entry>, nowMs: number): readonly Entry[] {
  const due = [...entries].filter((entry) => entry.isWanted && entry.dueMs <= nowMs + FRAME_MS / 2);
  let left = FRAME_WEIGHT;
  return due
    .toSorted((a, b) => a.dueMs - b.dueMs)
    .filter((entry, index) => {
      left -= entry.weight;
      return index === 0 || left >= 0;
    });
}

function earliestOf(entries: ReadonlySet<Entry>): number | null {
  let earliestMs: number | null = null;
  for (const { isWanted, dueMs } of entries) {
    if (isWanted && (earliestMs === null || dueMs < earliestMs)) earliestMs = dueMs;
  }
  return earliestMs;
}

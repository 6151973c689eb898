import type { Outcome } from '../../shared/model/activity.ts';
import type { GateCause } from '../../shared/model/bucket.ts';
import type { GateMark, OutcomeMark } from '../../shared/model/spend.ts';
import type { Stretch } from './chart-frame.ts';

/** Gravest first: the order in which one stands for several at the same place. */
export const markKinds = ['banned', 'rate-limited', 'forbidden', 'server-error'] as const;
export type MarkKind = (typeof markKinds)[number];

export interface MarkGroup {
  readonly atMs: number;
  /** The gravest of them. */
  readonly kind: MarkKind;
  readonly count: number;
  readonly counts: Readonly<Partial<Record<MarkKind, number>>>;
}

function kindOf(outcome: Outcome): MarkKind | null {
  return markKinds.find((kind) => kind === outcome) ?? null;
}

/** Marks gathered into so many places along the frame, that none hides another. */
export function groupMarks(marks: readonly OutcomeMark[], frame: Stretch, places: number): readonly MarkGroup[] {
  const widthMs = (frame.untilMs - frame.fromMs) / places;
  const groups = new Map<number, MarkGroup>();
  for (const { atMs, outcome, count } of marks) {
    const kind = kindOf(outcome);
    if (kind === null || atMs < frame.fromMs || atMs > frame.untilMs) continue;
    // By whole multiples, so that groups do not regroup while the frame moves.
    const place = Math.floor(atMs / widthMs);
    const known = groups.get(place);
    groups.set(place, known === undefined ? groupOf(atMs, kind, count) : joined(known, kind, count));
  }
  const inOrder = [...groups.values()].toSorted((a, b) => a.atMs - b.atMs);
  return apart(inOrder, widthMs * LEAST_APART);
}

/** Two groups closer than this part of a place would cover each other. */
const LEAST_APART = 0.8;

function apart(groups: readonly MarkGroup[], leastMs: number): readonly MarkGroup[] {
  const found: MarkGroup[] = [];
  for (const group of groups) {
    const last = found.at(-1);
    if (last === undefined || group.atMs - last.atMs >= leastMs) found.push(group);
    else found[found.length - 1] = markKinds.reduce((sum, kind) => joined(sum, kind, group.counts[kind] ?? 0), last);
  }
  return found;
}

function groupOf(atMs: number, kind: MarkKind, count: number): MarkGroup {
  return { atMs, kind, count, counts: { [kind]: count } };
}

function joined(group: MarkGroup, kind: MarkKind, count: number): MarkGroup {
  if (count === 0) return group;
  const counts = { ...group.counts, [kind]: (group.counts[kind] ?? 0) + count };
  const gravest = markKinds.find((one) => counts[one] !== undefined) ?? kind;
  return { ...group, kind: gravest, count: group.count + count, counts };
}

/** How many of each kind there are in a stretch. */
export function countMarks(
  marks: readonly OutcomeMark[],
  { fromMs, untilMs }: Stretch,
): Readonly<Record<MarkKind, number>> {
  const counts = { banned: 0, 'rate-limited': 0, forbidden: 0, 'server-error': 0 };
  for (const { atMs, outcome, count } of marks) {
    const kind = kindOf(outcome);
    if (kind !== null && atMs >= fromMs && atMs <= untilMs) counts[kind] += count;
  }
  return counts;
}

/** A time during which a gate was closed. */
export interface GateStretch extends Stretch {
  readonly key: string;
  readonly cause: GateCause;
  readonly code: string | null;
}

/** Pairs closings with openings; one that never opened lasts until it was to open, or until now. Cut to the frame. */
export function gateStretches(gates: readonly GateMark[], frame: Stretch, nowMs: number): readonly GateStretch[] {
  const open = new Map<string, GateMark>();
  const found: GateStretch[] = [];
  const close = (mark: GateMark, untilMs: number): void => {
    const { key, cause, code } = mark;
    const fromMs = Math.max(frame.fromMs, mark.atMs);
    const endMs = Math.min(frame.untilMs, untilMs);
    if (endMs > frame.fromMs && fromMs < frame.untilMs) found.push({ key, cause, code, fromMs, untilMs: endMs });
  };
  for (const mark of gates.toSorted((a, b) => a.atMs - b.atMs)) {
    const id = `${mark.key} ${mark.cause}`;
    const known = open.get(id);
    if (mark.change === 'closed') {
      // Closed anew while closed: one stretch that lasts longer.
      open.set(id, known === undefined ? mark : { ...mark, atMs: known.atMs });
      continue;
    }
    // Its closing lies before what was asked for.
    close(known ?? { ...mark, atMs: frame.fromMs }, mark.atMs);
    open.delete(id);
  }
  for (const mark of open.values()) close(mark, Math.min(mark.untilMs, nowMs));
  return found.toSorted((a, b) => a.fromMs - b.fromMs);
}

/** Ids from `first` to `last`, both within; `calls` of them are wanted. */
export interface IdRange {
  readonly first: number;
  readonly last: number;
  readonly calls: number;
  /** The steps they come from: from, and before. */
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Ranges that do not overlap, the highest ids first. They do overlap after a wall clock was set back. */
export function mergedRanges(ranges: readonly IdRange[]): readonly IdRange[] {
  const merged: IdRange[] = [];
  for (const range of [...ranges].sort((left, right) => right.last - left.last)) {
    const above = merged.at(-1);
    if (above !== undefined && range.last >= above.first) merged[merged.length - 1] = union(above, range);
    else merged.push(range);
  }
  return merged;
}

/** Share of the ids in a range that are wanted. */
export function densityOf({ first, last, calls }: IdRange): number {
  return calls / (last - first + 1);
}

function union(one: IdRange, other: IdRange): IdRange {
  return {
    first: Math.min(one.first, other.first),
    last: Math.max(one.last, other.last),
    calls: one.calls + other.calls,
    fromMs: Math.min(one.fromMs, other.fromMs),
    untilMs: Math.max(one.untilMs, other.untilMs),
  };
}

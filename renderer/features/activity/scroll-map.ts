/** Tallest list a browser lays out and draws without loss: beyond 16.7 million pixels single ones are no longer told apart. */
const MAX_LIST_PX = 8_000_000;
/** Rows at either end that the scrollbar shows one by one. */
const EDGE_ROWS = 1_000;

/** A list of `total` rows drawn as one of `drawn` rows: the same where it is not too tall. */
export interface Shape {
  readonly total: number;
  readonly drawn: number;
}

/** Where the list stands: drawn row `index` is at the top and shows the row of rank `index + shift`. */
export interface Standing {
  readonly index: number;
  readonly shift: number;
}

export const AT_TOP: Standing = { index: 0, shift: 0 };

export function shapeOf(total: number, rowPx: number): Shape {
  return { total, drawn: Math.min(total, Math.floor(MAX_LIST_PX / rowPx)) };
}

/** The rank that the drawn row of this index stands for after a jump of the scrollbar. */
export function rankOf({ total, drawn }: Shape, index: number): number {
  if (total === drawn) return index;
  const edge = edgeOf(drawn);
  if (index < edge) return index;
  if (index >= drawn - edge) return total - (drawn - index);
  return edge + Math.round(((index - edge) * (total - 2 * edge)) / (drawn - 2 * edge));
}

/** The drawn row at which a rank belongs. */
export function indexOf({ total, drawn }: Shape, rank: number): number {
  if (total === drawn) return rank;
  const edge = edgeOf(drawn);
  if (rank < edge) return rank;
  if (rank >= total - edge) return drawn - (total - rank);
  return edge + Math.round(((rank - edge) * (drawn - 2 * edge)) / (total - 2 * edge));
}

function edgeOf(drawn: number): number {
  return Math.min(EDGE_ROWS, Math.floor(drawn / 4));
}

/** After scrolling to `index`: a short way goes row by row, a long one, as by dragging the scrollbar, by its share. */
export function scrolledTo(shape: Shape, standing: Standing, index: number, jumpRows: number): Standing {
  if (index === standing.index && isWithin(shape, standing)) return standing;
  const isJump = Math.abs(index - standing.index) > jumpRows;
  const next = { index, shift: isJump ? rankOf(shape, index) - index : standing.shift };
  const isAtEdge = index === 0 || !isWithin(shape, next);
  return isAtEdge ? { index, shift: rankOf(shape, index) - index } : next;
}

function isWithin({ total, drawn }: Shape, { shift }: Standing): boolean {
  return shift >= 0 && shift <= total - drawn;
}

/** The standing with this rank at the top and the scrollbar where it belongs. */
export function standingAt(shape: Shape, rank: number): Standing {
  const index = indexOf(shape, rank);
  return { index, shift: rank - index };
}

/** The rank to put at the top so that `rank` comes into sight; null where it is. */
export function revealing(rank: number, topRank: number, visibleRows: number): number | null {
  if (rank < topRank) return rank;
  if (rank >= topRank + visibleRows) return Math.max(0, rank - visibleRows + 1);
  return null;
}

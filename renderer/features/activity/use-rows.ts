import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useCallback, useEffect, useRef } from 'react';
import { AT_TOP, revealing, scrolledTo, shapeOf, standingAt } from './scroll-map.ts';

const OVERSCAN_ROWS = 10;
/** A scroll of more screens than this was a jump of the scrollbar. */
const JUMP_SCREENS = 3;

export interface DrawnRows {
  /** Ranks to draw, in order. */
  readonly ranks: readonly number[];
  /** Where the first of them begins, px from the top of the list. */
  readonly startPx: number;
  readonly heightPx: number;
  /** Rank of the row at the top, and how many are wholly in sight. */
  readonly topRank: number;
  readonly visibleRows: number;
  /** Scrolls just so far that the row is in sight. */
  readonly reveal: (rank: number) => void;
  readonly toTop: () => void;
}

interface RowsOptions {
  readonly frame: RefObject<HTMLElement | null>;
  readonly total: number;
  readonly rowPx: number;
  readonly headPx: number;
}

/** The rows of a list of any length that are in sight; the scrollbar stands for all of it. */
export function useRows({ frame, total, rowPx, headPx }: RowsOptions): DrawnRows {
  const shape = shapeOf(total, rowPx);
  const standing = useRef(AT_TOP);
  const virtualizer = useVirtualizer({
    count: shape.drawn,
    getScrollElement: () => frame.current,
    estimateSize: () => rowPx,
    overscan: OVERSCAN_ROWS,
  });
  useEffect(() => {
    if (rowPx > 0) virtualizer.measure();
  }, [virtualizer, rowPx]);

  const seenPx = Math.max(rowPx, (virtualizer.scrollRect?.height ?? 0) - headPx);
  const visibleRows = Math.floor(seenPx / rowPx);
  const index = Math.floor((virtualizer.scrollOffset ?? 0) / rowPx + 0.01);
  standing.current = scrolledTo(
    shape,
    standing.current,
    Math.min(index, Math.max(0, shape.drawn - 1)),
    visibleRows * JUMP_SCREENS,
  );
  const { shift } = standing.current;
  const topRank = standing.current.index + shift;

  const stand = useCallback(
    (rank: number): void => {
      const element = frame.current;
      if (element === null) return;
      const next = standingAt(shapeOf(total, rowPx), rank);
      standing.current = next;
      element.scrollTop = next.index * rowPx;
    },
    [frame, total, rowPx],
  );

  // After a long way row by row the scrollbar no longer stands where the rows belong: put it right once it rests.
  const isScrolling = virtualizer.isScrolling;
  useEffect(() => {
    if (!isScrolling && standingAt({ total, drawn: shape.drawn }, topRank).index !== standing.current.index)
      stand(topRank);
  }, [isScrolling, topRank, total, shape.drawn, stand]);

  const items = virtualizer.getVirtualItems();
  return {
    ranks: items.map((item) => item.index + shift).filter((rank) => rank >= 0 && rank < total),
    startPx: items[0]?.start ?? 0,
    heightPx: shape.drawn * rowPx,
    topRank,
    visibleRows,
    reveal(rank) {
      const top = revealing(rank, topRank, visibleRows);
      if (top !== null) stand(top);
    },
    toTop: () => stand(0),
  };
}

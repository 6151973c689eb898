import { useMemo, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import { useStores } from '../../stores/context.ts';
import type { AccountLayout } from '../../stores/layout.ts';

/** Rows a card shows at once where several cards share a page of this height, lowest first. */
const ROOMS = [
  { media: '(max-height: 860px)', most: 3 },
  { media: '(max-height: 1200px)', most: 6 },
] as const;

export interface ShownRows {
  readonly rows: readonly string[];
  /** The less full ones: one line stands for them, so that every account is in sight. */
  readonly less: readonly string[];
}

interface SplitInput {
  /** Fullest first. */
  readonly keys: readonly string[];
  readonly most: number;
  readonly open: string | null;
  /** Other limits of the card are at rest. */
  readonly hasRest: boolean;
}

/** Splits a card's limits into those there is room for and the others. The open one is always shown. */
export function splitRows({ keys, most, open, hasRest }: SplitInput): ShownRows {
  // A line that stands for a single row takes as much room as the row, unless it is there anyway.
  if (keys.length <= (hasRest ? most : most + 1)) return { rows: keys, less: [] };
  const isShown = (key: string, index: number): boolean => index < most || key === open;
  return { rows: keys.filter(isShown), less: keys.filter((key, index) => !isShown(key, index)) };
}

export function useShownRows({ shown: keys, resting }: AccountLayout): ShownRows {
  const { layout, ui } = useStores();
  const open = useStore(ui, (state) => state.selected);
  const isAlone = useStore(layout, (state) => state.accounts.length < 2);
  const room = useSyncExternalStore(subscribeToRooms, roomNow);
  const most = isAlone ? Number.POSITIVE_INFINITY : room;
  const hasRest = resting.length > 0;
  return useMemo(() => splitRows({ keys, most, open, hasRest }), [keys, most, open, hasRest]);
}

function roomNow(): number {
  return ROOMS.find(({ media }) => window.matchMedia(media).matches)?.most ?? Number.POSITIVE_INFINITY;
}

function subscribeToRooms(listener: () => void): () => void {
  const lists = ROOMS.map(({ media }) => window.matchMedia(media));
  for (const list of lists) list.addEventListener('change', listener);
  return () => {
    for (const list of lists) list.removeEventListener('change', listener);
  };
}

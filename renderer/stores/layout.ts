import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Account } from '../../shared/model/account.ts';
import type { BucketView } from '../../shared/model/bucket.ts';
import { isAtRest, tightnessOf } from './limits.ts';

export interface AccountLayout {
  readonly id: string;
  /** Bucket keys, tightest first. */
  readonly shown: readonly string[];
  readonly resting: readonly string[];
}

export interface LayoutState {
  readonly accounts: readonly AccountLayout[];
  /** Highest use of each bucket lately, fading: what the order goes by. */
  readonly peaks: Readonly<Record<string, number>>;
  /** The pointer or the keyboard is among the rows: nothing moves under it. */
  readonly isHeld: boolean;
}

export type LayoutStore = StoreApi<LayoutState>;

export function createLayoutStore(): LayoutStore {
  return createStore(() => ({ accounts: [], peaks: {}, isHeld: false }));
}

export interface ArrangeInput {
  readonly accounts: readonly Account[];
  readonly views: Readonly<Record<string, BucketView>>;
  readonly activeAtMs: Readonly<Record<string, number>>;
  readonly nowMs: number;
}

/** A bucket stays in sight this long after its last use, so that short windows do not come and go. */
export const LINGER_MS = 60_000;
const FADE_PER_STEP = 0.97;
/** Two rows change places only when one is clearly tighter. */
const SWAP_MARGIN = 0.1;

/** The order of cards and rows, one step (a second) on. Returns the same objects where nothing changed. */
export function arrange(state: LayoutState, input: ArrangeInput): LayoutState {
  const peaks = fadedPeaks(state.peaks, input.views);
  const before = new Map(state.accounts.map((account) => [account.id, account]));
  const cards = input.accounts.map((account) => cardOf(account.id, before.get(account.id), input, peaks, state.isHeld));
  const peakOfCard = (id: string): number => {
    const card = cards.find((one) => one.id === id);
    return Math.max(0, ...(card?.shown ?? []).map((key) => peaks[key] ?? 0));
  };
  const ids = settle(
    state.accounts.map((one) => one.id),
    cards.map((one) => one.id),
    peakOfCard,
    state.isHeld,
  );
  const accounts = ids.flatMap((id) => cards.filter((card) => card.id === id));
  return { ...state, peaks, accounts: isSame(state.accounts, accounts) ? state.accounts : accounts };
}

function cardOf(
  id: string,
  before: AccountLayout | undefined,
  input: ArrangeInput,
  peaks: Readonly<Record<string, number>>,
  isHeld: boolean,
): AccountLayout {
  const mine = Object.values(input.views).filter((view) => view.accounts.includes(id));
  const isShown = (view: BucketView): boolean =>
    !isAtRest(view) || input.nowMs - (input.activeAtMs[view.key] ?? Number.NEGATIVE_INFINITY) < LINGER_MS;
  const peakOf = (key: string): number => peaks[key] ?? 0;
  const shown = settle(before?.shown ?? [], keysOf(mine.filter(isShown)), peakOf, isHeld);
  const resting = keysOf(mine.filter((view) => !isShown(view))).toSorted();
  if (before !== undefined && isSame(before.shown, shown) && isSame(before.resting, resting)) return before;
  return { id, shown, resting };
}

/** Keeps the known order; newcomers are put in by their peak, neighbours swap when clearly out of order. */
export function settle(
  before: readonly string[],
  present: readonly string[],
  peakOf: (key: string) => number,
  isHeld: boolean,
): readonly string[] {
  const wanted = new Set(present);
  const known = new Set(before);
  const kept = before.filter((key) => wanted.has(key));
  const added = present
    .filter((key) => !known.has(key))
    .toSorted((a, b) => peakOf(b) - peakOf(a) || a.localeCompare(b));
  if (isHeld) return [...kept, ...added];
  const order = added.reduce<readonly string[]>((list, key) => insert(list, key, peakOf), kept);
  return bubble(order, peakOf);
}

function insert(list: readonly string[], key: string, peakOf: (key: string) => number): readonly string[] {
  const place = list.findIndex((other) => peakOf(other) < peakOf(key));
  return place < 0 ? [...list, key] : list.toSpliced(place, 0, key);
}

function bubble(list: readonly string[], peakOf: (key: string) => number): readonly string[] {
  const order = [...list];
  for (let pass = 0; pass < order.length; pass += 1) {
    for (let index = order.length - 1; index > 0; index -= 1) {
      const upper = order[index - 1] ?? '';
      const lower = order[index] ?? '';
      if (peakOf(lower) > peakOf(upper) + SWAP_MARGIN) order.splice(index - 1, 2, lower, upper);
    }
  }
  return order;
}

function fadedPeaks(
  peaks: Readonly<Record<string, number>>,
  views: Readonly<Record<string, BucketView>>,
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.values(views).map((view) => [view.key, Math.max(tightnessOf(view), (peaks[view.key] ?? 0) * FADE_PER_STEP)]),
  );
}

function keysOf(views: readonly BucketView[]): readonly string[] {
  return views.map((view) => view.key);
}

function isSame<Item>(a: readonly Item[], b: readonly Item[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

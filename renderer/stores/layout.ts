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
  /** When each bucket at rest came to rest, host time, ms. */
  readonly restedAtMs: Readonly<Record<string, number>>;
  /** Until when a bucket that came back soon after it was put to rest stays longer, host time, ms. */
  readonly restlessUntilMs: Readonly<Record<string, number>>;
  /** The pointer or the keyboard is among the rows: nothing moves under it. */
  readonly isHeld: boolean;
}

export type LayoutStore = StoreApi<LayoutState>;

export function createLayoutStore(): LayoutStore {
  return createStore(() => ({ accounts: [], peaks: {}, restedAtMs: {}, restlessUntilMs: {}, isHeld: false }));
}

export interface ArrangeInput {
  readonly accounts: readonly Account[];
  readonly views: Readonly<Record<string, BucketView>>;
  readonly activeAtMs: Readonly<Record<string, number>>;
  readonly nowMs: number;
}

/** A bucket stays in sight this long after its last use. */
export const LINGER_MS = 10_000;
/** One that came back within `RETURN_MS` of being put to rest stays this long, so that rows do not come and go. */
export const LONG_LINGER_MS = 60_000;
const RETURN_MS = 60_000;
const RESTLESS_MS = 600_000;
const FADE_PER_STEP = 0.97;
/** Two rows change places only when one is clearly tighter. */
const SWAP_MARGIN = 0.1;

/** The order of cards and rows, one step (a second) on. Returns the same objects where nothing changed. */
export function arrange(state: LayoutState, input: ArrangeInput): LayoutState {
  const peaks = fadedPeaks(state.peaks, input.views);
  const before = new Map(state.accounts.map((account) => [account.id, account]));
  const isShown = shownRule(state, input);
  const cards = input.accounts.map((account) =>
    cardOf({ id: account.id, before: before.get(account.id), input, peaks, isShown, isHeld: state.isHeld }),
  );
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
  if (isSame(state.accounts, accounts)) return { ...state, peaks };
  return { ...state, ...restsAfter(state, accounts, input.nowMs), peaks, accounts };
}

/** In use, or not long ago; while somebody is at work among the rows, none goes away. */
function shownRule(state: LayoutState, { activeAtMs, nowMs }: ArrangeInput): (view: BucketView) => boolean {
  const held = state.isHeld ? new Set(state.accounts.flatMap(({ shown }) => shown)) : null;
  return (view) => {
    const lingerMs = nowMs < (state.restlessUntilMs[view.key] ?? 0) ? LONG_LINGER_MS : LINGER_MS;
    const usedAtMs = activeAtMs[view.key] ?? Number.NEGATIVE_INFINITY;
    return !isAtRest(view) || nowMs - usedAtMs < lingerMs || held?.has(view.key) === true;
  };
}

type Rests = Pick<LayoutState, 'restedAtMs' | 'restlessUntilMs'>;

function restsAfter(state: LayoutState, accounts: readonly AccountLayout[], nowMs: number): Rests {
  const resting = new Set(accounts.flatMap((account) => account.resting));
  const restedAtMs = Object.fromEntries([...resting].map((key) => [key, state.restedAtMs[key] ?? nowMs]));
  const wasShown = new Set(state.accounts.flatMap(({ shown }) => shown));
  const returned = accounts
    .flatMap(({ shown }) => shown)
    .filter((key) => !wasShown.has(key) && nowMs - (state.restedAtMs[key] ?? Number.NEGATIVE_INFINITY) < RETURN_MS);
  if (returned.length === 0) return { restedAtMs, restlessUntilMs: state.restlessUntilMs };
  const until = Object.fromEntries(returned.map((key) => [key, nowMs + RESTLESS_MS]));
  return { restedAtMs, restlessUntilMs: { ...state.restlessUntilMs, ...until } };
}

interface CardInput {
  readonly id: string;
  readonly before: AccountLayout | undefined;
  readonly input: ArrangeInput;
  readonly peaks: Readonly<Record<string, number>>;
  readonly isShown: (view: BucketView) => boolean;
  readonly isHeld: boolean;
}

function cardOf({ id, before, input, peaks, isShown, isHeld }: CardInput): AccountLayout {
  const mine = Object.values(input.views).filter((view) => view.accounts.includes(id));
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
  for (let pass = 0, isMoving = true; isMoving && pass < order.length; pass += 1) {
    isMoving = false;
    for (let index = order.length - 1; index > 0; index -= 1) {
      const upper = order[index - 1] ?? '';
      const lower = order[index] ?? '';
      if (peakOf(lower) <= peakOf(upper) + SWAP_MARGIN) continue;
      order.splice(index - 1, 2, lower, upper);
      isMoving = true;
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

import type { Bridge } from '../../shared/contract/client.ts';
import type { Result } from '../../shared/contract/failure.ts';
import { compareOffsetMs } from '../series/chart-frame.ts';
import { type InspectActions, type InspectState, NOTHING_INSPECTED } from '../stores/inspect.ts';
import { failedWith, type Loaded, loadedWith, NOT_LOADED } from '../stores/loaded.ts';
import type { Stores } from '../stores/stores.ts';
import type { Feed } from './feed.ts';
import type { Timers } from './timers.ts';

const SECOND_MS = 1_000;
const SHORT_SPAN_MS = 900_000;
const USE_POINTS = 400;
const MARK_POINTS = 200;
/** Seconds between two askings, for spans up to a quarter of an hour and for longer ones. */
const EVERY = {
  use: [5, 30],
  before: [60, 120],
  marks: [2, 15],
  spend: [5, 30],
  fits: [2, 5],
} as const;

type Slice = keyof typeof EVERY;
const SLICES = Object.keys(EVERY) as readonly Slice[];

interface Asked {
  readonly key: string;
  readonly spanMs: number;
}

/** Keeps the open limit's history, marks, contributions and what still fits. */
export function createInspector(
  feed: Feed,
  { inspect, limits, link }: Pick<Stores, 'inspect' | 'limits' | 'link'>,
  timers: Timers,
): InspectActions {
  /** Rises with whatever is looked at: answers about something else are dropped. */
  let generation = 0;
  let asked: Asked | null = null;

  const hostNow = (): number => timers.now() + link.getState().offsetMs;

  async function load(slice: Slice): Promise<void> {
    const { bridge } = feed;
    if (bridge === null || asked === null) return;
    const mine = generation;
    const result = await ask(bridge, slice, asked);
    if (mine !== generation || feed.bridge !== bridge || result === null) return;
    const known = inspect.getState()[slice] as Loaded<unknown>;
    const next = result.ok ? loadedWith(result.value, hostNow()) : failedWith(known, result.failure);
    inspect.setState({ [slice]: next } as Partial<InspectState>);
  }

  async function ask(bridge: Bridge, slice: Slice, { key, spanMs }: Asked): Promise<Result<unknown> | null> {
    const { zoom } = inspect.getState();
    const width = zoom === null ? spanMs : Math.max(SECOND_MS, zoom.untilMs - zoom.fromMs);
    const offsetMs = zoom === null ? 0 : Math.max(0, Math.round(hostNow() - zoom.untilMs));
    switch (slice) {
      case 'use':
        return await bridge.call('limits.history', { key, spanMs: width, points: USE_POINTS, offsetMs });
      case 'before': {
        const earlierMs = offsetMs + compareOffsetMs(spanMs);
        return await bridge.call('limits.history', { key, spanMs: width, points: USE_POINTS, offsetMs: earlierMs });
      }
      case 'marks':
        return await bridge.call('activity.marks', { ...scopeOf(key), spanMs: width, points: MARK_POINTS, offsetMs });
      case 'spend':
        return await bridge.call('limits.contributions', { key, spanMs: width, offsetMs });
      case 'fits': {
        const account = inspect.getState().card ?? limits.getState().byKey[key]?.accounts[0];
        return account === undefined ? null : await bridge.call('limits.whatIf', { account });
      }
    }
  }

  /** An address is shared: whatever happened at its exchange counts. Everything else is one account's own. */
  function scopeOf(key: string) {
    const view = limits.getState().byKey[key];
    const account = view?.bucket.scope.includes('ip') === false ? (view.accounts[0] ?? null) : null;
    return { exchange: view?.exchange ?? null, account };
  }

  function loadAll(slices: readonly Slice[] = SLICES): void {
    for (const slice of slices) void load(slice);
  }

  return {
    watch(key, spanMs) {
      generation += 1;
      asked = { key, spanMs };
      const { key: knownKey, card } = inspect.getState();
      if (knownKey !== key) inspect.setState({ ...NOTHING_INSPECTED, key, card });
      else inspect.setState({ zoom: null, before: NOT_LOADED });
      loadAll();
      let seconds = 0;
      const stop = timers.every(SECOND_MS, () => {
        seconds += 1;
        const column = spanMs <= SHORT_SPAN_MS ? 0 : 1;
        loadAll(SLICES.filter((slice) => seconds % EVERY[slice][column] === 0));
      });
      return () => {
        stop();
        generation += 1;
        asked = null;
      };
    },
    setZoom(zoom) {
      generation += 1;
      inspect.setState({ zoom, before: NOT_LOADED });
      loadAll(['use', 'before', 'marks', 'spend']);
    },
    retry: () => loadAll(),
  };
}

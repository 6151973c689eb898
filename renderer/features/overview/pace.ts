import { useMemo, useRef, useSyncExternalStore } from 'react';
import type { BucketView } from '../../../shared/model/bucket.ts';
import { type App, useApp } from '../../stores/context.ts';
import { createPacer, FRAME_WEIGHT, type PaceRule, type Pacer } from '../../stores/pacer.ts';

/** One for the page: whatever it redraws by itself takes turns. */
const pagePacer: Pacer = createPacer({
  now: () => performance.now(),
  nextFrame: (action) => void requestAnimationFrame(action),
  after(ms, action) {
    const id = setTimeout(action, ms);
    return () => clearTimeout(id);
  },
});

/** Figures are read, not watched: a few times a second is as fast as an eye follows. */
const ROW: PaceRule = { restMs: 200, weight: 1 };
/** Nobody sees it; what reads the page aloud may still ask for it. */
const UNSEEN: PaceRule = { restMs: 5_000, weight: 1 };
const SECOND: PaceRule = { restMs: 900, weight: 2 };
const CHART: PaceRule = { restMs: 900, weight: FRAME_WEIGHT };
const UNSEEN_CHART: PaceRule = { restMs: 30_000, weight: FRAME_WEIGHT };

export function chartRule(isInSight: boolean): PaceRule {
  return isInSight ? CHART : UNSEEN_CHART;
}

/** How often a chart of this span is drawn anew: sooner it would move by less than a pixel or two. */
export function chartStepMs(spanMs: number): number {
  return Math.min(5_000, Math.max(1_000, Math.floor(spanMs / 450_000) * 1_000));
}

interface Source<Value> {
  readonly subscribe: (listener: () => void) => () => void;
  /** What to draw now; the same object or number while nothing changed. */
  readonly read: () => Value;
}

/** A value as it was at its last turn. `source` must keep its identity. */
export function usePaced<Value>(source: Source<Value>, rule: PaceRule): Value {
  const paced = useMemo(() => new PacedValue(source, rule), [source, rule]);
  return useSyncExternalStore(paced.subscribe, paced.get);
}

class PacedValue<Value> {
  readonly subscribe: (listener: () => void) => () => void;
  readonly get: () => Value;

  constructor(source: Source<Value>, rule: PaceRule) {
    let value = source.read();
    this.get = () => value;
    this.subscribe = (listener) => {
      value = source.read();
      const paced = pagePacer.join(rule, () => {
        value = source.read();
        listener();
      });
      const stop = source.subscribe(paced.want);
      return () => {
        stop();
        paced.leave();
      };
    };
  }
}

function secondOf({ ticker, stores }: App): number {
  return Math.floor((ticker.now() + stores.link.getState().offsetMs) / 1_000) * 1_000;
}

/** The host's time in whole steps, ms, told when it is this component's turn. */
export function usePacedNow(stepMs: number, rule: PaceRule = SECOND): number {
  const app = useApp();
  const source = useMemo(() => {
    const read = (): number => Math.floor(secondOf(app) / stepMs) * stepMs;
    return { read, subscribe: whenChanged(app.ticker.subscribe, read) };
  }, [app, stepMs]);
  return usePaced(source, rule);
}

/** The same, standing still while the host is away: the right edge of a chart. */
export function useChartNow(stepMs: number, rule: PaceRule = SECOND): number {
  const app = useApp();
  const frozen = useRef<number | null>(null);
  const source = useMemo(() => {
    const read = (): number => {
      const isOpen = app.stores.link.getState().status.kind === 'open';
      if (isOpen || frozen.current === null) frozen.current = Math.floor(secondOf(app) / stepMs) * stepMs;
      return frozen.current;
    };
    return { read, subscribe: whenChanged(app.ticker.subscribe, read) };
  }, [app, stepMs]);
  return usePaced(source, rule);
}

export interface SeenView {
  readonly view: BucketView | undefined;
  /** The host's second it was read in, ms. */
  readonly nowMs: number;
}

/** The view of a limit and the time, as of the row's last turn. */
export function useSeenView(bucketKey: string, isInSight: boolean): SeenView {
  const app = useApp();
  const source = useMemo(() => viewSource(app, bucketKey), [app, bucketKey]);
  return usePaced(source, isInSight ? ROW : UNSEEN);
}

function viewSource(app: App, bucketKey: string): Source<SeenView> {
  const { limits } = app.stores;
  const viewNow = (): BucketView | undefined => limits.getState().byKey[bucketKey];
  let last: SeenView = { view: viewNow(), nowMs: secondOf(app) };
  return {
    read() {
      const view = viewNow();
      const nowMs = secondOf(app);
      if (view !== last.view || nowMs !== last.nowMs) last = { view, nowMs };
      return last;
    },
    subscribe(listener) {
      const stops = [
        whenChanged(limits.subscribe, viewNow)(listener),
        whenChanged(app.ticker.subscribe, () => secondOf(app))(listener),
      ];
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}

/** Passes on only what changes the value read. */
function whenChanged<Value>(
  subscribe: (listener: () => void) => () => void,
  read: () => Value,
): (listener: () => void) => () => void {
  return (listener) => {
    let last = read();
    return subscribe(() => {
      const next = read();
      if (next === last) return;
      last = next;
      listener();
    });
  };
}

import type { Bridge } from '../../shared/contract/client.ts';
import type { Failure } from '../../shared/contract/failure.ts';
import { withSamples } from '../stores/latency.ts';
import { arrange } from '../stores/layout.ts';
import { withViews } from '../stores/limits.ts';
import { withoutTrouble } from '../stores/lists.ts';
import { SecondPeaks, withPoints } from '../stores/series.ts';
import type { Stores } from '../stores/stores.ts';
import { followAlerts } from './alerts-feed.ts';
import { type FrameBatch, frameBatch } from './frame-batch.ts';
import { keepChoices } from './kept-choices.ts';
import { followOrders } from './orders-feed.ts';
import { guardedBridge } from './keys-ask.ts';
import { followKeys } from './keys-feed.ts';
import { loadSnapshots, loadSummaries, loadYesterday } from './snapshots.ts';
import type { Timers } from './timers.ts';

export interface FeedOptions {
  readonly stores: Stores;
  readonly timers: Timers;
  readonly nextFrame: (action: () => void) => void;
}

export interface Feed {
  /** Takes a fresh bridge into use: asks for every snapshot and follows every event until the bridge closes. */
  attach(bridge: Bridge): void;
  /** The bridge in use; null while there is none. */
  readonly bridge: Bridge | null;
  refresh(): void;
  /** Hands what was chosen last to the host at once. */
  flush(): void;
}

const SECOND_MS = 1_000;
const SUMMARY_EVERY_SECONDS = 5;
const YESTERDAY_EVERY_SECONDS = 60;

/** The only writer of what the host says into the stores. */
export function createFeed(options: FeedOptions): Feed {
  const { stores, timers } = options;
  const peaks = new SecondPeaks();
  const batch = frameBatch(options.nextFrame, ({ buckets, removed }) => {
    stores.limits.setState((state) => withViews(state, buckets, removed));
    peaks.add(buckets);
  });
  let bridge: Bridge | null = null;
  let seconds = 0;
  const choices = keepChoices({
    ui: stores.ui,
    bridgeNow: () => bridge,
    timers,
    onNotKept: (failure) => notKept(stores, failure),
  });

  function everySecond(): void {
    stores.series.setState((state) => withPoints(state, peaks.take()));
    arrangeNow(stores, timers);
    seconds += 1;
    if (bridge !== null && seconds % SUMMARY_EVERY_SECONDS === 0) void loadSummaries(bridge, stores);
    if (bridge !== null && seconds % YESTERDAY_EVERY_SECONDS === 0) void loadYesterday(bridge, stores);
  }

  async function load(from: Bridge): Promise<void> {
    batch.clear();
    await loadSnapshots(from, stores, timers, choices);
    arrangeNow(stores, timers);
  }

  timers.every(SECOND_MS, everySecond);
  return {
    get bridge() {
      return bridge;
    },
    attach(bare) {
      const next = guardedBridge(bare, stores.keys);
      bridge = next;
      next.onClose(() => {
        if (bridge === next) bridge = null;
      });
      next.onGap(() => void load(next));
      follow(next, stores, batch);
      followOrders(next, stores);
      followKeys(next, stores);
      followAlerts(next, stores);
      next.on('settings.changed', (settings) => {
        stores.storage.setState({ settings });
        choices.follow(settings.page);
      });
      void load(next);
    },
    refresh() {
      if (bridge !== null) void load(bridge);
    },
    flush: () => choices.flush(),
  };
}

const NOT_KEPT = 'choice-not-kept';

/** Told once, however often it happens. */
function notKept({ troubles }: Stores, failure: Failure): void {
  troubles.setState(({ refusals }) => ({
    refusals: [...refusals.filter(({ id }) => id !== NOT_KEPT), { id: NOT_KEPT, failure, isChoice: true }],
  }));
}

function arrangeNow(stores: Stores, timers: Timers): void {
  const { byKey, activeAtMs, phase } = stores.limits.getState();
  if (phase.kind !== 'ready') return;
  const nowMs = timers.now() + stores.link.getState().offsetMs;
  const accounts = stores.accounts.getState().list;
  stores.layout.setState((state) => arrange(state, { accounts, views: byKey, activeAtMs, nowMs }));
}

function follow(bridge: Bridge, stores: Stores, batch: FrameBatch): void {
  bridge.on('limits.changed', (change) => batch.add(change));
  bridge.on('gates.changed', ({ gates }) => stores.limits.setState({ gates }));
  bridge.on('connections.changed', ({ connections }) => stores.connections.setState({ list: connections }));
  bridge.on('latency.sampled', ({ points }) => stores.latency.setState((state) => withSamples(state, points)));
  bridge.on('accounts.changed', ({ accounts }) => stores.accounts.setState({ list: accounts }));
  bridge.on('practice.changed', (state) => stores.practice.setState({ state }));
  bridge.on('host.troubled', (trouble) =>
    stores.troubles.setState(({ troubles }) => ({
      troubles: [...troubles.filter((one) => one.id !== trouble.id), trouble],
    })),
  );
  bridge.on('capabilities.changed', (capabilities) =>
    stores.link.setState(({ hello }) => ({ hello: hello === null ? null : { ...hello, capabilities } })),
  );
  bridge.on('host.troubleEnded', ({ id }) => stores.troubles.setState(withoutTrouble(id)));
}

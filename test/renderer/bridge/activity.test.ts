import { describe, expect, it } from 'vitest';
import { createActivity } from '../../../renderer/bridge/activity.ts';
import { loadPage } from '../../../renderer/bridge/activity-pages.ts';
import type { Feed } from '../../../renderer/bridge/feed.ts';
import { asked, NO_FILTER, withTimes, withValue } from '../../../renderer/stores/activity-filter.ts';
import { PAGE_ROWS, rowAt, withRows } from '../../../renderer/stores/activity-rows.ts';
import { createActivityStore } from '../../../renderer/stores/activity.ts';
import { type Bridge, connectContract } from '../../../shared/contract/client.ts';
import type { CallName } from '../../../shared/contract/contract.ts';
import { pipePair } from '../../../shared/contract/pipe.ts';
import { serveContract } from '../../../shared/contract/server.ts';
import { logOf } from '../../support/fake-activity.ts';
import { freshState } from '../../support/fake-engine.ts';
import { fakeHandlers } from '../../support/fake-handlers.ts';
import { EVERY_MS } from '../../support/fake-log.ts';
import { HandTimers, settled } from '../support.ts';

const ROWS = 60_000;

async function rig(rows: number = ROWS) {
  const state = { ...freshState(), logRows: rows, isLogQuiet: true };
  const activity = createActivityStore();
  const timers = new HandTimers();
  const asks: string[] = [];
  const [page, host] = pipePair();
  const handlers = new Proxy(
    fakeHandlers(state, () => {}),
    {
      get(target, name) {
        asks.push(String(name));
        return target[name as CallName];
      },
    },
  );
  serveContract(host, {
    handlers,
    maxPending: 64,
    onBug: (error) => {
      throw error;
    },
  });
  let calls = 0;
  const feed = { bridge: connectContract(page, () => `call-${calls++}`) };
  const actions = createActivity(feed as unknown as Feed, { activity }, timers);
  const stop = actions.watch();
  const rest = async (): Promise<void> => {
    for (let turn = 0; turn < 30; turn += 1) await settled();
  };
  await rest();
  const log = logOf(state);
  return {
    state,
    actions,
    timers,
    asks,
    feed,
    log,
    rest,
    stop,
    get: () => activity.getState(),
    /** So many rows come in. */
    grow(count: number) {
      log.isQuiet = false;
      log.growTo(Date.now() + count * EVERY_MS + EVERY_MS / 2);
    },
  };
}

describe('the newest requests', () => {
  it('are shown with their number and their histogram', async () => {
    const { get } = await rig();
    const { phase, view, histogram } = get();
    expect([phase.kind, view.total, view.isTotalExact, rowAt(view, 0)?.id]).toEqual(['ready', ROWS, true, ROWS]);
    expect(histogram.value?.calls).toBe(ROWS);
  });

  it('come in at the top every second while nothing holds them', async () => {
    const { get, grow, timers, rest, log } = await rig();
    grow(7);
    await timers.run(1_000);
    await rest();
    expect([get().view.total, rowAt(get().view, 0)?.id, log.count]).toEqual([ROWS + 7, ROWS + 7, ROWS + 7]);
  });

  it('are counted while held, and shown when asked for', async () => {
    const { get, grow, timers, rest, actions } = await rig();
    actions.hold('paused');
    grow(5);
    await timers.run(1_000);
    grow(4);
    await timers.run(1_000);
    await rest();
    expect([get().newCount, get().view.total, rowAt(get().view, 0)?.id]).toEqual([9, ROWS, ROWS]);
    actions.hold('browsing');
    expect(get().hold).toBe('paused');
    actions.follow();
    await rest();
    expect([get().newCount, get().hold, rowAt(get().view, 0)?.id]).toEqual([0, 'none', ROWS + 9]);
  });

  it('say when more came than were counted', async () => {
    const { get, grow, timers, rest, actions } = await rig();
    actions.hold('paused');
    grow(700);
    await timers.run(1_000);
    await rest();
    expect([get().newCount, get().isNewCountLow]).toEqual([200, true]);
  });

  it('are asked for no more once nobody watches', async () => {
    const { stop, asks, timers } = await rig();
    stop();
    const before = asks.length;
    await timers.run(5_000);
    expect(asks.length).toBe(before);
  });

  it('are none in an empty log', async () => {
    const { get } = await rig(0);
    expect([get().phase.kind, get().view.total]).toEqual(['ready', 0]);
  });
});

describe('any place in the log', () => {
  const filters = [
    { name: 'all', filter: NO_FILTER },
    { name: 'one lane', filter: withValue(NO_FILTER, { facet: 'lanes', value: 'cancel' }) },
    { name: 'failures', filter: withValue(NO_FILTER, { facet: 'outcomes', value: 'lost' }) },
  ];
  for (const { name, filter } of filters) {
    it(`is found, row for row: ${name}`, async () => {
      const { get, actions, rest, log } = await rig();
      actions.hold('paused');
      actions.setFilter(filter);
      await rest();
      const { total } = get().view;
      for (const share of [0.5, 0.98, 0.01, 0.33, 0.999]) {
        const rank = Math.floor(total * share);
        actions.want(rank, rank + 30);
        await rest();
        const ids = [0, 15, 30].map((step) => rowAt(get().view, Math.min(total - 1, rank + step))?.id);
        expect(ids).toEqual([0, 15, 30].map((step) => log.idAt(asked(filter), Math.min(total - 1, rank + step))));
      }
    });
  }

  it('is found though the host rounds what it counts to minutes', async () => {
    const { get, actions, rest, log, grow } = await rig();
    log.roundsToMs = 60_000;
    actions.follow();
    await rest();
    expect(get().view.isTotalExact).toBe(false);
    actions.hold('paused');
    grow(300);
    for (const rank of [30_000, 59_000, 12_345]) {
      actions.want(rank, rank + 30);
      await rest();
      expect(rowAt(get().view, rank)?.id).toBe(log.idAt({}, rank, ROWS));
    }
    actions.want(ROWS - 30, ROWS - 1);
    await rest();
    expect([get().view.total, get().view.isTotalExact, rowAt(get().view, ROWS - 1)?.id]).toEqual([ROWS, true, 1]);
  });

  it('joins what is here even where the count is off', async () => {
    const { get, feed, log } = await rig();
    const { view } = get();
    const page = 300;
    const below = log.query({}, ROWS - (page + 1) * PAGE_ROWS + 1, PAGE_ROWS).rows;
    const joined = withRows(view, { page: page + 1, rows: below, isEnd: false });
    const counted = log.histogram({}, 2_000);
    const bars = counted.bars.map((bar, index) =>
      index === counted.bars.length - 3 ? { ...bar, calls: bar.calls + 37 } : bar,
    );
    const loaded = await loadPage(
      { bridge: feed.bridge, filter: NO_FILTER, view: joined, overall: { value: { ...counted, bars } } },
      page,
    );
    expect(loaded.ok && loaded.value.rows.map((row) => row.id)).toEqual(
      Array.from({ length: PAGE_ROWS }, (_, index) => ROWS - page * PAGE_ROWS - index),
    );
  });

  it('keeps its rows while new ones come', async () => {
    const { get, actions, rest, grow, timers, log } = await rig();
    actions.hold('browsing');
    grow(50);
    await timers.run(1_000);
    actions.want(20_000, 20_030);
    await rest();
    expect(rowAt(get().view, 20_000)?.id).toBe(log.idAt({}, 20_000, ROWS));
  });

  it('keeps a few rows in memory however far one goes', async () => {
    const { get, actions, rest } = await rig();
    for (let rank = 0; rank < ROWS; rank += 2_500) {
      actions.want(rank, rank + 30);
      await rest();
    }
    expect(get().view.pages.size * PAGE_ROWS).toBeLessThanOrEqual(2_000);
  });

  it('joins what is above to what is here, so that no row is missing or twice', async () => {
    const { get, actions, rest } = await rig();
    actions.hold('paused');
    for (const rank of [30_500, 30_400, 30_300, 30_200, 30_100]) {
      actions.want(rank, rank + 30);
      await rest();
    }
    const ids = Array.from({ length: 400 }, (_, step) => rowAt(get().view, 30_100 + step)?.id ?? 0);
    expect(ids.every((id, index) => index === 0 || id === (ids[index - 1] ?? 0) - 1)).toBe(true);
  });
});

describe('a filter', () => {
  it('counts what fits, also within times', async () => {
    const { get, actions, rest, log } = await rig();
    const filter = withValue(NO_FILTER, { facet: 'exchanges', value: 'okx' });
    actions.setFilter(filter);
    await rest();
    const all = log.histogram(asked(filter), 2).calls;
    expect([get().view.total, get().histogram.value?.calls, get().isAsking]).toEqual([all, all, false]);
    const untilMs = (get().histogram.value?.fromMs ?? 0) + 3_600_000;
    actions.setFilter(withTimes(filter, null, untilMs));
    await rest();
    expect(get().view.total).toBe(log.histogram({ ...asked(filter), untilMs }, 2).calls);
    expect(get().histogram.value?.calls).toBe(all);
  });

  it('finds nothing without complaint', async () => {
    const { get, actions, rest } = await rig();
    actions.setFilter(withValue(NO_FILTER, { facet: 'codes', value: 'no-such' }));
    await rest();
    expect([get().phase.kind, get().view.total]).toEqual(['ready', 0]);
  });

  it('drops the answer of the one before, however late it comes', async () => {
    const { get, actions, rest, feed } = await rig();
    const { bridge } = feed;
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const late: Bridge['call'] = async (name, input) => {
      const answer = await bridge.call(name, input);
      if (JSON.stringify(input).includes('"order"')) await held;
      return answer;
    };
    Object.assign(feed, { bridge: { ...bridge, call: late } });
    actions.setFilter(withValue(NO_FILTER, { facet: 'lanes', value: 'order' }));
    actions.setFilter(withValue(NO_FILTER, { facet: 'lanes', value: 'market' }));
    await rest();
    expect(rowAt(get().view, 0)?.lane).toBe('market');
    const { total } = get().view;
    release();
    await rest();
    expect([rowAt(get().view, 0)?.lane, get().view.total]).toEqual(['market', total]);
  });

  it('leaves what is paused paused', async () => {
    const { get, actions, rest } = await rig();
    actions.hold('paused');
    actions.setFilter(withValue(NO_FILTER, { facet: 'lanes', value: 'order' }));
    await rest();
    expect(get().hold).toBe('paused');
  });
});

describe('a host that fails', () => {
  it('is told once there are no rows, and asked again', async () => {
    const { get, state, actions, rest } = await rig();
    state.broken.add('activity.query');
    actions.follow();
    await rest();
    expect([get().phase.kind, get().failure?.kind]).toEqual(['ready', 'storage']);
    state.broken.clear();
    actions.retry();
    await rest();
    expect([get().failure, rowAt(get().view, 0)?.id]).toEqual([null, ROWS]);
  });

  it('leaves what is shown when it is away', async () => {
    const { get, feed, timers, rest } = await rig();
    Object.assign(feed, { bridge: null });
    await timers.run(3_000);
    await rest();
    expect([get().phase.kind, get().failure, get().view.total]).toEqual(['ready', null, ROWS]);
  });
});

describe('the details of a request', () => {
  it('are asked for by id, and shown until closed', async () => {
    const { get, actions, rest } = await rig();
    actions.open(ROWS - 3);
    await rest();
    expect([get().opened?.phase.kind, get().opened?.detail?.row.id]).toEqual(['ready', ROWS - 3]);
    actions.open(ROWS + 99);
    await rest();
    expect(get().opened?.phase).toMatchObject({ kind: 'failed', failure: { kind: 'not-found' } });
    actions.close();
    expect(get().opened).toBeNull();
  });
});

// Fills a request log with synthetic requests of one week and times what the pages ask of it; one line of JSON per figure.
// npm run bench:store -- --count 1000000 [--keep DIR]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { openActivityStore } from '../electron/adapters/stores/sqlite-activity.ts';
import type { ActivityStore } from '../electron/engine/recorder/store.ts';
import type { ActivityFilter } from '../shared/model/activity-query.ts';
import { END_MS, KEYS, type FillOrder, type FillReport, SPAN_MS } from './bench/synthetic-week.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SPANS = { '1 m': MINUTE, '15 m': 15 * MINUTE, '1 h': HOUR, '24 h': DAY, '7 d': 7 * DAY } as const;
const POINTS = 300;
const TRIES = 40;
const PAGE = 100;

const FILTERS: Readonly<Record<string, ActivityFilter>> = {
  none: {},
  'one account': { accounts: ['okx-main'] },
  'lane and caller': { lanes: ['cancel'], callers: ['bot:grid-2'] },
  failures: { outcomes: ['rate-limited', 'banned', 'forbidden', 'server-error', 'lost'] },
  'rare outcome': { outcomes: ['banned'] },
  'code that comes five times': { codes: ['-1021'] },
  'text in many endpoints': { text: 'order' },
  'text in rare rows': { text: 'asset detail' },
  'text that no row has': { text: 'nothing-like-this' },
  'account, lane, outcome and text': {
    accounts: ['binance-main'],
    lanes: ['order'],
    outcomes: ['rejected'],
    text: 'order',
  },
  'parts that never meet': { accounts: ['kraken-main'], text: 'api/v5' },
  'an hour last week': { fromMs: END_MS - 6 * DAY, untilMs: END_MS - 6 * DAY + HOUR },
  'ten minutes, days ago, one lane': {
    lanes: ['market'],
    fromMs: END_MS - 3 * DAY,
    untilMs: END_MS - 3 * DAY + 10 * MINUTE,
  },
  'the last day': { fromMs: END_MS - DAY },
  'the last day, one account': { accounts: ['okx-main'], fromMs: END_MS - DAY },
  'the last hour, failures': { outcomes: ['rejected', 'rate-limited'], fromMs: END_MS - HOUR },
};

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1000000' },
    keep: { type: 'string' },
    only: { type: 'string', default: 'all' },
  },
});
const count = Number(values.count);
if (!Number.isInteger(count) || count < 1_000)
  throw new Error(`--count takes a whole number from 1000, not ${values.count}`);

const folder = values.keep ?? mkdtempSync(join(tmpdir(), 'headroom-bench-'));
const path = join(folder, `activity-${count}.db`);
try {
  if (values.only !== 'read') await fill();
  const { store } = await openActivityStore(path, 'bench');
  await charts(store);
  await lists(store);
  await once('stats', () => store.queries.stats());
  await store.close();
} finally {
  if (values.keep === undefined) rmSync(folder, { recursive: true, force: true });
}

function fill(): Promise<void> {
  return new Promise((resolve, reject) => {
    const order: FillOrder = { path, count };
    const worker = new Worker(new URL('./bench/fill-worker.ts', import.meta.url), { workerData: order });
    worker.on('message', ({ figure, ...report }: FillReport) => say({ figure, ...report }));
    worker.once('error', reject);
    worker.once('exit', () => resolve());
  });
}

async function charts({ useHistory, latencyHistory, queries }: ActivityStore): Promise<void> {
  const key = KEYS[0] ?? '';
  for (const [name, spanMs] of Object.entries(SPANS)) {
    const span = (shiftMs: number) => ({ untilMs: END_MS - shiftMs, spanMs, points: POINTS });
    const all = { exchange: null, account: null, environment: null };
    await timed(`limits.history ${name}`, (at) => useHistory(key, span(at * 37)));
    await timed(`latency.history ${name}`, (at) => latencyHistory(span(at * 37)));
    await timed(`activity.marks ${name}`, (at) => queries.marks(all, span(at * 37)));
    await timed(`limits.contributions ${name}`, () => queries.contributions(key, END_MS - spanMs, END_MS));
  }
  for (const [name, spanMs] of [
    ['1 h', HOUR],
    ['24 h', DAY],
  ] as const) {
    const yesterday = { untilMs: END_MS - DAY, spanMs, points: POINTS };
    await timed(`limits.history ${name}, a day before`, () => useHistory(key, yesterday));
    await timed(`latency.history ${name}, a day before`, () => latencyHistory(yesterday));
  }
}

async function lists({ queries }: ActivityStore): Promise<void> {
  for (const [name, filter] of Object.entries(FILTERS)) {
    await timed(`page: ${name}`, (at) =>
      queries.rows(filter, at % 2 === 0 ? null : Math.floor(count * (1 - at / TRIES / 2)), PAGE),
    );
    await timed(`histogram: ${name}`, () => queries.histogram(filter, 120, END_MS));
  }
  await timed('row', (at) => queries.row(1 + Math.floor((count * at) / TRIES)));
}

async function timed(figure: string, ask: (at: number) => Promise<unknown>): Promise<void> {
  const tookMs: number[] = [];
  for (let at = 0; at < TRIES; at += 1) {
    const startMs = performance.now();
    await ask(at);
    tookMs.push(performance.now() - startMs);
  }
  tookMs.sort((left, right) => left - right);
  const share = (part: number): number => Number((tookMs[Math.ceil(part * TRIES) - 1] ?? 0).toFixed(2));
  say({ figure, p50Ms: share(0.5), p95Ms: share(0.95) });
}

async function once(figure: string, ask: () => Promise<unknown>): Promise<void> {
  const startMs = performance.now();
  const answer = await ask();
  say({ figure, ms: Number((performance.now() - startMs).toFixed(2)), answer });
}

function say(line: Readonly<Record<string, unknown>>): void {
  console.log(JSON.stringify({ count, spanDays: SPAN_MS / DAY, ...line }));
}

import { parseArgs } from 'node:util';
import type { CDPSession, Page } from 'playwright-core';
import { launchBrowser, look } from '../support/browser.ts';
import { binance, okx } from '../support/fake-accounts.ts';
import { type BucketScript, keyOf, viewAt } from '../support/fake-buckets.ts';
import { type FakeHost, startFakeHost } from '../support/fake-host.ts';
import { heapSlope, quantile } from './page-figures.ts';

const ROWS = 100;
const BASE_SECONDS = 15;
const PROBE_EVERY_MS = 500;
const HEAP_EVERY_MS = 5_000;
const PROBED_CAPACITY = 20_000;

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '120' } } });
const seconds = Number(values.seconds);

/** Decaying counters that move all the time: each of them is in each of the ten batches a second. */
function crowd(): readonly BucketScript[] {
  return Array.from({ length: ROWS }, (_, index) => ({
    account: binance,
    id: 'engine',
    name: `Counter ${index}`,
    unit: 'points',
    capacity: 1_000,
    window: { kind: 'decaying', perSecond: 7 },
    scope: ['account', 'instrument'],
    part: `PAIR-${index}`,
    reach: 0.5 + (index % 40) / 100,
    foreignShare: 0.2,
    phase: (index * 0.37) % 1,
  }));
}

interface Frames {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly worst: number;
  readonly perSecond: number;
}

/** Times between frames for so long, as the page itself sees them. */
async function frames(page: Page, forSeconds: number): Promise<Frames> {
  const times = await page.evaluate(
    (ms) =>
      new Promise<number[]>((resolve) => {
        const found: number[] = [];
        const startMs = performance.now();
        let lastMs = startMs;
        const step = (nowMs: number): void => {
          found.push(nowMs - lastMs);
          lastMs = nowMs;
          if (nowMs - startMs < ms) requestAnimationFrame(step);
          else resolve(found.slice(1));
        };
        requestAnimationFrame(step);
      }),
    forSeconds * 1_000,
  );
  const at = (share: number): number => quantile(times, share);
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), worst: at(1), perSecond: times.length / forSeconds };
}

/** Bytes in use after a collection. */
async function heapBytes(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize;
}

/** Milliseconds the page's main thread computed until now: other programs on the machine do not count. */
async function computedMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1_000;
}

/** Publishes a figure no other reading has and waits until a frame shows it, again and again. */
async function headerToPixel(page: Page, host: FakeHost, script: BucketScript, untilMs: number): Promise<number[]> {
  await page.evaluate((key) => {
    const seen = new Map<string, number>();
    Object.assign(window, { seenFigures: seen });
    const row = document.querySelector(`[data-bucket-row="${CSS.escape(key)}"] .row__capacity`);
    if (row === null) throw new Error('the row is not on the page');
    const { top, bottom } = row.getBoundingClientRect();
    if (top < 0 || bottom > window.innerHeight) throw new Error('the row is not in sight: its pixels say nothing');
    new MutationObserver(() => {
      const text = row.textContent;
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        // After the frame's paint was handed over.
        channel.port1.onmessage = () => void (seen.has(text) || seen.set(text, Date.now()));
        channel.port2.postMessage(null);
      });
    }).observe(row, { characterData: true, subtree: true, childList: true });
  }, keyOf(script));
  const sentMs = new Map<string, number>();
  for (let probe = 0; Date.now() < untilMs; probe += 1) {
    const atMs = Date.now();
    const capacity = PROBED_CAPACITY + 1 + (probe % 1_000);
    const view = { ...viewAt(script, atMs, 1, false), capacity };
    sentMs.set(String(capacity), atMs);
    host.publish('limits.changed', { buckets: [view], removed: [] });
    await new Promise((resolve) => setTimeout(resolve, PROBE_EVERY_MS + (probe % 7) * 13));
  }
  const seen = await page.evaluate(() => [...(window as unknown as { seenFigures: Map<string, number> }).seenFigures]);
  const shown = new Map(seen.map(([text, atMs]) => [text.replace(/\D/g, ''), atMs]));
  return [...sentMs].flatMap(([figure, atMs]) => {
    const shownMs = shown.get(figure);
    return shownMs === undefined ? [] : [shownMs - atMs];
  });
}

function tell(name: string, figure: Readonly<Record<string, number>>): void {
  const rounded = Object.fromEntries(
    Object.entries(figure).map(([key, value]) => [key, Math.round(value * 100) / 100]),
  );
  console.log(JSON.stringify({ bench: `page.${name}`, ...rounded }));
}

const browser = await launchBrowser();
const host = await startFakeHost();
// The probed row is not among the crowd: nothing else changes its figures. The fullest of all, it is the first in sight.
const probed: BucketScript = {
  ...(crowd()[0] as BucketScript),
  account: okx,
  name: 'Probed',
  part: 'PROBE',
  capacity: PROBED_CAPACITY,
  reach: 4,
};
host.state.accounts = [okx, binance];
host.state.buckets = [...crowd(), probed];
host.state.isStill = true;
const { page } = await look(browser, host.origin, { width: 1920, height: 1080 });
await page.goto(host.link());
// All rows of the page at work, and the large chart of one of them.
await page.locator('.resting__toggle').click();
await page.locator(`[data-bucket-row="${keyOf(probed)}"]`).click();
await page.locator('.use__frame .recharts-surface').waitFor();
await page.mouse.move(5, 5);
await page
  .locator('[data-bucket-row]')
  .nth(ROWS - 1)
  .waitFor({ state: 'attached' });
await page.waitForTimeout(3_000);

const session = await page.context().newCDPSession(page);
await session.send('Performance.enable', { timeDomain: 'threadTicks' });
const beforeRestMs = await computedMs(session);
const rest = await frames(page, BASE_SECONDS);
const restMs = (await computedMs(session)) - beforeRestMs;
tell('frames.rest', { ...rest });
host.state.buckets = crowd();
host.state.isStill = false;
await page.waitForTimeout(2_000);
const beforeBusyMs = await computedMs(session);
const heap: { atMs: number; bytes: number }[] = [];
const endMs = Date.now() + seconds * 1_000;
const pixels = headerToPixel(page, host, probed, endMs - 500);
const busy = frames(page, seconds);
while (Date.now() < endMs) {
  // A collection stops the page: few of them, so that they do not make up the slowest hundredth.
  heap.push({ atMs: Date.now(), bytes: await heapBytes(session) });
  await new Promise((resolve) => setTimeout(resolve, Math.max(HEAP_EVERY_MS, seconds * 50)));
}
const under = await busy;
tell('frames.busy', { ...under, readingsPerSecond: ROWS * 10 });
tell('frames.ratio', { p50: under.p50 / rest.p50, p95: under.p95 / rest.p95, p99: under.p99 / rest.p99 });
const busyMs = (await computedMs(session)) - beforeBusyMs;
tell('main-thread', { restMsPerSecond: restMs / BASE_SECONDS, busyMsPerSecond: busyMs / seconds });
const delays = await pixels;
tell('header-to-pixel', {
  count: delays.length,
  p50: quantile(delays, 0.5),
  p95: quantile(delays, 0.95),
  p99: quantile(delays, 0.99),
});
tell('heap', {
  firstMb: (heap[0]?.bytes ?? 0) / 1e6,
  lastMb: (heap.at(-1)?.bytes ?? 0) / 1e6,
  ...heapSlope(heap),
  seconds,
});
await browser.close();
await host.close();

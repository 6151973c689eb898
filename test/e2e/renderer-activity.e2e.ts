import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { ActivityFilter } from '../../shared/model/activity-query.ts';
import { ActivityDetail } from '../../shared/model/activity-query.ts';
import { violations } from '../support/axe.ts';
import { logOf } from '../support/fake-activity.ts';
import { goTo, pageRig } from '../support/page-rig.ts';
import { frameTimes } from '../support/scroll-frames.ts';

const ROWS = 1_000_000;
const rig = pageRig();

async function shown(options: Parameters<typeof rig.opened>[0] = {}) {
  const look = await rig.opened(options);
  await goTo(look.page, 'Activity');
  await look.page.locator('[data-rank]').first().waitFor();
  return look;
}

/** The same, with a log that stands still. */
async function still(options: Parameters<typeof rig.opened>[0] = {}) {
  rig.host.state.isLogQuiet = true;
  return await shown(options);
}

/** Ranks of the rows wholly in sight. */
async function seenRanks(page: Page): Promise<readonly number[]> {
  return await page.locator('.log').evaluate((log) => {
    const box = log.getBoundingClientRect();
    return [...log.querySelectorAll('[data-rank]')]
      .filter((row) => {
        const { top, bottom } = row.getBoundingClientRect();
        // The list ends within a fraction of a pixel of its frame.
        return top >= box.top + 31 && bottom <= box.bottom + 1;
      })
      .map((row) => Number(row.getAttribute('data-rank')));
  });
}

async function loaded(page: Page): Promise<void> {
  await expect.poll(() => page.locator('.log__waiting').count(), { timeout: 10_000 }).toBe(0);
}

/** Time and endpoint of the row of a rank as drawn, against the log's. */
async function expectRow(page: Page, filter: ActivityFilter, rank: number): Promise<void> {
  const log = logOf(rig.host.state);
  const id = log.idAt(filter, rank, ROWS);
  const row = id === null ? null : log.row(id);
  const cells = page.locator(`[data-rank="${rank}"]`);
  const ms = String((row?.atMs ?? 0) % 1_000).padStart(3, '0');
  await expect.poll(() => cells.locator('.log__time').textContent()).toMatch(new RegExp(`[.]${ms}\\b`));
  expect(await cells.locator('.log__endpoint').textContent()).toBe(row?.endpoint);
}

const total = (page: Page): Promise<string | null> => page.locator('.follow__count').textContent();

describe('a million requests', () => {
  it('shows the right rows wherever one scrolls', async () => {
    const { page } = await still();
    expect(await total(page)).toBe('1,000,000 rows');
    expect(await page.getByRole('grid').getAttribute('aria-rowcount')).toBe(String(ROWS + 1));
    for (const share of [0.5, 0.123, 0.987, 0.000_05]) {
      await page.locator('.log').evaluate((log, at) => {
        log.scrollTop = at * (log.scrollHeight - log.clientHeight);
      }, share);
      await page.waitForTimeout(250);
      await loaded(page);
      const ranks = await seenRanks(page);
      expect(ranks.length).toBeGreaterThan(10);
      expect(Math.abs((ranks[0] ?? 0) / ROWS - share)).toBeLessThan(0.01);
      await expectRow(page, {}, ranks[0] ?? -1);
      await expectRow(page, {}, ranks.at(-1) ?? -1);
    }
  });

  it('reaches the very last row, and every row on a short way', async () => {
    const { page } = await still();
    await page.locator('.log').evaluate((log) => {
      log.scrollTop = log.scrollHeight;
    });
    await page.waitForTimeout(250);
    await loaded(page);
    expect((await seenRanks(page)).at(-1)).toBe(ROWS - 1);
    await expectRow(page, {}, ROWS - 1);
    const before = (await seenRanks(page))[0] ?? 0;
    await page.locator('.log').hover();
    await page.mouse.wheel(0, -280);
    await expect.poll(async () => (await seenRanks(page))[0]).toBe(before - 10);
  });

  it('keeps few rows in the page', async () => {
    const { page } = await still();
    await page.locator('.log').evaluate((log) => {
      log.scrollTop = log.scrollHeight / 2;
    });
    await loaded(page);
    expect(await page.locator('[data-rank]').count()).toBeLessThan(80);
  });

  it('scrolls in time', async ({ annotate }) => {
    const { page } = await still();
    await page.waitForTimeout(1_000);
    const idle = await frameTimes(page, '.log', 3_000, 0);
    const slow = await frameTimes(page, '.log', 4_000, 60);
    const fast = await frameTimes(page, '.log', 4_000, 4_000);
    const ratio = (one: typeof idle): string => (one.p99 / idle.p99).toFixed(2);
    await annotate(
      `frames: idle p99 ${idle.p99.toFixed(1)} ms; scrolling 60 px a frame p99 ${slow.p99.toFixed(1)} ms (×${ratio(slow)}); ` +
        `4,000 px a frame p99 ${fast.p99.toFixed(1)} ms (×${ratio(fast)})`,
    );
    expect(slow.count + fast.count).toBeGreaterThan(0);
  });
});

describe('filters', () => {
  it('narrow the rows, and say so as chips that can be taken away', async () => {
    const { page } = await still();
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByRole('checkbox', { name: 'rate limited' }).check();
    await page.getByRole('checkbox', { name: 'Practice Kraken' }).check();
    await page.keyboard.press('Escape');
    const filter: ActivityFilter = { outcomes: ['rate-limited'], accounts: ['practice-kraken'] };
    const fits = logOf(rig.host.state).histogram(filter, 2).calls;
    await expect.poll(() => total(page)).toBe(`${fits.toLocaleString('en')} rows`);
    await expectRow(page, filter, 0);
    await expectRow(page, filter, 7);
    await page.getByRole('button', { name: 'Remove filter Account: Practice Kraken' }).click();
    const more = logOf(rig.host.state).histogram({ outcomes: ['rate-limited'] }, 2).calls;
    await expect.poll(() => total(page)).toBe(`${more.toLocaleString('en')} rows`);
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await expect.poll(() => total(page)).toBe('1,000,000 rows');
  });

  it('look for text in request and code once typing rests', async () => {
    const { page } = await still();
    await page.getByRole('searchbox').pressSequentially('order -1003', { delay: 20 });
    const fits = logOf(rig.host.state).histogram({ text: 'order -1003' }, 2).calls;
    await expect.poll(() => total(page)).toBe(`${fits.toLocaleString('en')} rows`);
    const texts = await page.locator('.log__body .log__code').allTextContents();
    expect(new Set(texts)).toEqual(new Set(['-1003']));
    await page.getByRole('searchbox').fill('no such request');
    await page.getByText('No request fits these filters').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Clear filters' }).last().click();
    await expect.poll(() => total(page)).toBe('1,000,000 rows');
  });

  it('take any code that is typed', async () => {
    const { page } = await still();
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByRole('textbox', { name: 'Another code' }).fill('EOrder:Insufficient funds');
    await page.keyboard.press('Enter');
    const fits = logOf(rig.host.state).histogram({ codes: ['EOrder:Insufficient funds'] }, 2).calls;
    await expect.poll(() => total(page)).toBe(`${fits.toLocaleString('en')} rows`);
  });
});

describe('the histogram', () => {
  it('chooses a time by dragging, and lets it go', async () => {
    const { page } = await still();
    const plot = page.locator('.times__plot');
    const box = (await plot.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    await page.mouse.move(box.x + box.width * 0.4, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.5, box.y + 20, { steps: 5 });
    await page.mouse.up();
    await page.getByRole('button', { name: /^Remove filter Time: / }).waitFor();
    await expect.poll(() => total(page)).not.toBe('1,000,000 rows');
    const chosen = Number(((await total(page)) ?? '').replace(/\D/g, ''));
    expect(chosen / ROWS).toBeGreaterThan(0.05);
    expect(chosen / ROWS).toBeLessThan(0.2);
    await page.getByRole('button', { name: 'Zoom in' }).click();
    await page.getByRole('button', { name: 'Whole log' }).waitFor();
    const { from, until } = await page.evaluate(() => {
      const slider = document.querySelector('[role="slider"][data-edge="from"]');
      return {
        from: Number(slider?.getAttribute('aria-valuemin')),
        until: Number(slider?.getAttribute('aria-valuemax')),
      };
    });
    await expect
      .poll(() => logOf(rig.host.state).histogram({ fromMs: from, untilMs: until }, 2).calls / chosen)
      .toBeCloseTo(1, 1);
    await page.getByRole('button', { name: 'Whole log' }).click();
    await page.getByRole('button', { name: /^Remove filter Time: / }).click();
    await expect.poll(() => total(page)).toBe('1,000,000 rows');
  });

  it('marks failures by pattern as well as by colour', async () => {
    const { page } = await still();
    const failures = page.locator('.times__bars path').nth(1);
    await expect.poll(() => failures.getAttribute('d')).toMatch(/^M/);
    expect(await failures.getAttribute('fill')).toMatch(/^url\(#/);
    expect(await page.locator('.times__bars pattern rect').count()).toBe(2);
  });
});

describe('following', () => {
  it('brings new rows in at the top, counts them while paused, and goes on when asked', async () => {
    const { page } = await shown();
    const first = page.locator('[data-rank="0"] .log__time');
    const before = await first.textContent();
    await expect.poll(() => first.textContent(), { timeout: 5_000 }).not.toBe(before);
    await page.getByRole('button', { name: 'Pause' }).click();
    const paused = await first.textContent();
    await page.getByRole('button', { name: /^\d+ new$/ }).waitFor();
    await page.waitForTimeout(1_500);
    expect(await first.textContent()).toBe(paused);
    await page.getByRole('button', { name: /^\d+ new$/ }).click();
    await expect.poll(() => first.textContent(), { timeout: 5_000 }).not.toBe(paused);
    await page.getByText('live', { exact: true }).waitFor();
  });

  it('lets whoever scrolls away read in peace, and goes on back at the top', async () => {
    const { page } = await shown();
    await page.locator('.log').hover();
    await page.mouse.wheel(0, 600);
    await page.getByText('held', { exact: true }).waitFor();
    await page.waitForTimeout(300);
    const ranks = await seenRanks(page);
    const text = page.locator(`[data-rank="${ranks[0]}"] .log__time`);
    const read = await text.textContent();
    await page.getByRole('button', { name: /^\d+ new$/ }).waitFor();
    expect(await text.textContent()).toBe(read);
    await page.mouse.wheel(0, -2_000);
    await page.getByText('live', { exact: true }).waitFor();
  });
});

describe('the details of a request', () => {
  it('open on a click with timing, cost, readings and parameters', async () => {
    const { page } = await still();
    await page.getByRole('searchbox').fill('api/v5/trade/order');
    await page.locator('[data-rank="2"]', { hasText: 'POST /api/v5/trade/order' }).click();
    const drawer = page.getByRole('region', { name: 'Details of a request' });
    await drawer.getByText('First byte: exchange').waitFor();
    for (const text of ['Waited', 'Connect', 'First byte: network', 'Body', 'Cost and limits', 'not shown']) {
      expect(await drawer.getByText(text, { exact: true }).count()).toBeGreaterThan(0);
    }
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Close details' }).click();
    await drawer.waitFor({ state: 'detached' });
    expect(await page.locator('.log').evaluate((log) => log === document.activeElement)).toBe(true);
  });

  it('are copied as JSON that holds what the contract allows, or offered for copying by hand', async () => {
    const { page } = await still();
    await page.locator('[data-rank="1"]').click();
    await page.getByRole('button', { name: 'Copy as JSON' }).click();
    await page.getByText('This browser does not let Headroom copy').waitFor();
    const offered = await page.getByRole('textbox', { name: 'The request as JSON' }).inputValue();
    expect(ActivityDetail.parse(JSON.parse(offered)).row.id).toBe(ROWS - 1);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy as JSON' }).click();
    await page.getByText('Copied.').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(offered);
  });

  it('say when they cannot be had', async () => {
    const { page } = await still();
    rig.host.state.broken.add('activity.row');
    await page.locator('[data-rank="1"]').click();
    await page.getByText('This could not be loaded: Headroom cannot store it (disk is full)').waitFor();
    rig.host.state.broken.clear();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('button', { name: 'Copy as JSON' }).waitFor();
  });
});

describe('by keyboard alone', () => {
  const active = (page: Page): Promise<number> =>
    page.locator('[role="row"][aria-selected="true"]').evaluate((row) => Number(row.getAttribute('data-rank')));

  it('walks, leaps, opens, steps on, closes', async () => {
    const { page } = await still();
    await page.locator('.log').focus();
    await page.keyboard.press('ArrowDown');
    expect(await active(page)).toBe(0);
    await page.keyboard.press('ArrowDown');
    expect(await active(page)).toBe(1);
    await page.keyboard.press('PageDown');
    const leap = await active(page);
    expect(leap).toBeGreaterThan(10);
    await page.keyboard.press('PageUp');
    expect(await active(page)).toBe(1);
    await page.keyboard.press('End');
    await expect.poll(() => active(page)).toBe(ROWS - 1);
    await loaded(page);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Request 1', exact: true }).waitFor();
    await page.keyboard.press('ArrowUp');
    await page.getByRole('heading', { name: 'Request 2', exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('region', { name: 'Details of a request' }).waitFor({ state: 'detached' });
    await page.keyboard.press('Home');
    await expect.poll(() => active(page)).toBe(0);
    const id = await page.locator('.log').getAttribute('aria-activedescendant');
    expect(await page.locator(`#${id}`).getAttribute('aria-rowindex')).toBe('2');
    await page.keyboard.press('Escape');
    expect(await page.locator('[role="row"][aria-selected="true"]').count()).toBe(0);
  });

  it('goes into the details and out again', async () => {
    const { page } = await still();
    await page.locator('.log').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Copy as JSON' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    await page.getByRole('heading', { name: `Request ${ROWS - 1}`, exact: true }).waitFor();
    await page.keyboard.press('Escape');
    expect(await page.locator('.log').evaluate((log) => log === document.activeElement)).toBe(true);
  });

  it('searches, adds and removes filters', async () => {
    const { page } = await still();
    await page.locator('.log').focus();
    await page.keyboard.press('/');
    expect(await page.getByRole('searchbox').evaluate((field) => field === document.activeElement)).toBe(true);
    await page.keyboard.type('depth');
    await page.keyboard.press('Enter');
    const depth = logOf(rig.host.state).histogram({ text: 'depth' }, 2).calls;
    await expect.poll(() => total(page)).toBe(`${depth.toLocaleString('en')} rows`);
    expect(await page.locator('.log').evaluate((log) => log === document.activeElement)).toBe(true);
    await page.keyboard.press('/');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('checkbox', { name: 'answered' }).waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('checkbox');
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('Escape');
    const both: ActivityFilter = { outcomes: ['ok', 'rate-limited'] };
    const fits = logOf(rig.host.state).histogram(both, 2).calls;
    await expect.poll(() => total(page)).toBe(`${fits.toLocaleString('en')} rows`);
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Delete');
    await page.getByRole('button', { name: 'Remove filter Outcome: rate limited' }).waitFor({ state: 'detached' });
    await page.keyboard.press('Backspace');
    await expect.poll(() => total(page)).toBe('1,000,000 rows');
  });

  it('chooses a time', async () => {
    const { page } = await still();
    await page.getByRole('slider', { name: 'From' }).focus();
    await page.keyboard.press('PageUp');
    await page.keyboard.press('ArrowRight');
    await page.getByRole('button', { name: /^Remove filter Time: / }).waitFor();
    await expect.poll(() => total(page)).not.toBe('1,000,000 rows');
    await page.keyboard.press('Escape');
    await expect.poll(() => total(page)).toBe('1,000,000 rows');
  });

  it('pauses and goes on', async () => {
    const { page } = await shown();
    await page.locator('.log').focus();
    await page.keyboard.press('p');
    await page.getByText('paused', { exact: true }).waitFor();
    await page.keyboard.press('p');
    await page.getByText('live', { exact: true }).waitFor();
  });
});

describe('its faces', () => {
  it('has one for loading, failing, empty and lost', async () => {
    rig.host.state.silent.add('activity.query');
    const waiting = await rig.opened();
    await waiting.page.getByRole('link', { name: 'Activity', exact: true }).click();
    await waiting.page.locator('.activity .skeletons').waitFor();
    expect(await violations(waiting.page)).toEqual([]);
    rig.host.state.silent.clear();
    rig.host.state.broken.add('activity.query');
    const failed = await rig.opened();
    await goTo(failed.page, 'Activity');
    await failed.page.getByText('This could not be loaded').waitFor();
    expect(await violations(failed.page)).toEqual([]);
    rig.host.state.broken.clear();
    await failed.page.getByRole('button', { name: 'Try again' }).click();
    await failed.page.locator('[data-rank]').first().waitFor();
    await rig.host.vanish();
    await failed.page.getByText('Connection to Headroom lost').first().waitFor();
    await failed.page.getByText('frozen', { exact: true }).waitFor();
    expect(await failed.page.locator('[data-rank]').count()).toBeGreaterThan(5);
    expect(await violations(failed.page)).toEqual([]);
    await rig.host.comeBack();
    await failed.page.getByText('live', { exact: true }).waitFor({ timeout: 20_000 });
  });

  it('says that there is no request yet', async () => {
    rig.host.state.logRows = 0;
    rig.host.state.isLogQuiet = true;
    const { page } = await rig.opened();
    await goTo(page, 'Activity');
    await page.getByText('No request yet').waitFor();
    expect(await violations(page)).toEqual([]);
  });

  for (const scheme of ['dark', 'light'] as const) {
    it(`is accessible and quiet in ${scheme}`, async () => {
      const { page, complaints, strangers } = await shown({ scheme });
      const found = [...(await violations(page))];
      await page.getByRole('button', { name: 'Filter', exact: true }).click();
      await page.getByRole('checkbox', { name: 'rate limited' }).check();
      found.push(...(await violations(page)));
      await page.keyboard.press('Escape');
      await page.getByRole('slider', { name: 'From' }).focus();
      await page.keyboard.press('PageUp');
      await page.getByRole('button', { name: /^Remove filter Time: / }).waitFor();
      await loaded(page);
      await page.locator('[data-rank="4"]').click();
      await page.getByRole('button', { name: 'Copy as JSON' }).waitFor();
      found.push(...(await violations(page)));
      expect(found).toEqual([]);
      expect(complaints).toEqual([]);
      expect(strangers).toEqual([]);
    });
  }

  for (const [width, height] of [
    [1280, 800],
    [1920, 1080],
    [900, 600],
  ] as const) {
    it(`fits ${width} × ${height}`, async () => {
      const { page } = await still({ width, height });
      for (const selector of ['main', '.log']) {
        const [inner, outer] = await page.locator(selector).evaluate((one) => [one.scrollWidth, one.clientWidth]);
        expect([selector, inner]).toEqual([selector, outer]);
      }
      expect((await seenRanks(page)).length).toBeGreaterThan(5);
    });
  }
});

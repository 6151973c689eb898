import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { ActivityFilter } from '../../shared/model/activity-query.ts';
import type { Look, LookOptions } from './browser.ts';
import { logOf } from './fake-activity.ts';
import type { PageRig } from './page-rig.ts';

/** Rows of the scripted log from before the start. */
export const ROWS = 1_000_000;

/** The page of requests with its first rows. */
export async function shown(rig: PageRig, options: LookOptions = {}): Promise<Look> {
  const look = await rig.at('Activity', options);
  await look.page.locator('[data-rank]').first().waitFor();
  return look;
}

/** The same, with a log that stands still. */
export async function still(rig: PageRig, options: LookOptions = {}): Promise<Look> {
  rig.host.state.isLogQuiet = true;
  return await shown(rig, options);
}

/** Ranks of the rows wholly in sight. */
export async function seenRanks(page: Page): Promise<readonly number[]> {
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

/** Waits until no row in sight is still to come. */
export async function loaded(page: Page): Promise<void> {
  await expect.poll(() => page.locator('.log__waiting').count(), { timeout: 10_000 }).toBe(0);
}

/** Time and endpoint of the row of a rank as drawn, against the log's. */
export async function expectRow(rig: PageRig, page: Page, filter: ActivityFilter, rank: number): Promise<void> {
  const log = logOf(rig.host.state);
  const id = log.idAt(filter, rank, ROWS);
  const row = id === null ? null : log.row(id);
  const cells = page.locator(`[data-rank="${rank}"]`);
  const ms = String((row?.atMs ?? 0) % 1_000).padStart(3, '0');
  await expect.poll(() => cells.locator('.log__time').textContent()).toMatch(new RegExp(`[.]${ms}\\b`));
  expect(await cells.locator('.log__endpoint').textContent()).toBe(row?.endpoint);
}

/** What the page says there are. */
export const total = (page: Page): Promise<string | null> => page.locator('.follow__count').textContent();

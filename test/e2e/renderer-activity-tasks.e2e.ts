import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { ActivityDetail, type ActivityFilter } from '../../shared/model/activity-query.ts';
import { expectRow, loaded, ROWS, shown, still, total } from '../support/activity-rig.ts';
import { violations } from '../support/axe.ts';
import { logOf } from '../support/fake-activity.ts';
import { pageRig } from '../support/page-rig.ts';

const rig = pageRig();

describe('filters', () => {
  it('narrow the rows, and say so as chips that can be taken away', async () => {
    const { page } = await still(rig);
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByRole('checkbox', { name: 'rate limited' }).check();
    await page.getByRole('checkbox', { name: 'Practice Kraken' }).check();
    await page.keyboard.press('Escape');
    const filter: ActivityFilter = { outcomes: ['rate-limited'], accounts: ['practice-kraken'] };
    const fits = logOf(rig.host.state).histogram(filter, 2).calls;
    await expect.poll(() => total(page)).toBe(`${fits.toLocaleString('en')} rows`);
    await expectRow(rig, page, filter, 0);
    await expectRow(rig, page, filter, 7);
    await page.getByRole('button', { name: 'Remove filter Account: Practice Kraken' }).click();
    const more = logOf(rig.host.state).histogram({ outcomes: ['rate-limited'] }, 2).calls;
    await expect.poll(() => total(page)).toBe(`${more.toLocaleString('en')} rows`);
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await expect.poll(() => total(page)).toBe('1,000,000 rows');
  });

  it('look for text in request and code once typing rests', async () => {
    const { page } = await still(rig);
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
    const { page } = await still(rig);
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByRole('textbox', { name: 'Another code' }).fill('EOrder:Insufficient funds');
    await page.keyboard.press('Enter');
    const fits = logOf(rig.host.state).histogram({ codes: ['EOrder:Insufficient funds'] }, 2).calls;
    await expect.poll(() => total(page)).toBe(`${fits.toLocaleString('en')} rows`);
  });
});

describe('the histogram', () => {
  it('chooses a time by dragging, and lets it go', async () => {
    const { page } = await still(rig);
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
    const { page } = await still(rig);
    const failures = page.locator('.times__bars path').nth(1);
    await expect.poll(() => failures.getAttribute('d')).toMatch(/^M/);
    expect(await failures.getAttribute('fill')).toMatch(/^url\(#/);
    expect(await page.locator('.times__bars pattern rect').count()).toBe(2);
  });
});

describe('the details of a request', () => {
  it('open on a click with timing, cost, readings and parameters', async () => {
    const { page } = await still(rig);
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
    const { page } = await still(rig);
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
    const { page } = await still(rig);
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
    const { page } = await still(rig);
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
    const { page } = await still(rig);
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
    const { page } = await still(rig);
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
    const { page } = await still(rig);
    await page.getByRole('slider', { name: 'From' }).focus();
    await page.keyboard.press('PageUp');
    await page.keyboard.press('ArrowRight');
    await page.getByRole('button', { name: /^Remove filter Time: / }).waitFor();
    await expect.poll(() => total(page)).not.toBe('1,000,000 rows');
    await page.keyboard.press('Escape');
    await expect.poll(() => total(page)).toBe('1,000,000 rows');
  });

  it('pauses and goes on', async () => {
    const { page } = await shown(rig);
    await page.locator('.log').focus();
    await page.keyboard.press('p');
    await page.getByText('paused', { exact: true }).waitFor();
    await page.keyboard.press('p');
    await page.getByText('live', { exact: true }).waitFor();
  });
});

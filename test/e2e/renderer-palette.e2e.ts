import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { violations } from '../support/axe.ts';
import { goTo, pageRig } from '../support/page-rig.ts';

const rig = pageRig();

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.locator('.palette__option').first().waitFor();
}

/** Types what is wanted and does the first thing found. */
async function act(page: Page, query: string, first: string): Promise<void> {
  await openPalette(page);
  await page.keyboard.type(query);
  await page.locator('.palette__option[aria-selected="true"]', { hasText: first }).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.palette').waitFor({ state: 'detached' });
}

function heading(page: Page, name: string): Promise<void> {
  return page.getByRole('heading', { level: 1, name }).waitFor({ state: 'attached' });
}

describe('the palette', () => {
  it('does with a few letters what takes many clicks', async () => {
    const { page } = await rig.opened();
    await act(page, 'go act', 'Go to Activity');
    await heading(page, 'Activity');
    await act(page, 'theme light', 'Theme: Light');
    expect(await page.locator('html').getAttribute('data-mantine-color-scheme')).toBe('light');
    await act(page, 'work okx storm', 'Workload of Practice OKX: Storm');
    await expect.poll(() => rig.host.state.practice.workloads[1]?.level).toBe('storm');
    await act(page, 'maint krak', 'Switch on: Maintenance at Kraken');
    await expect.poll(() => rig.host.state.practice.exchanges[2]?.maintenance).toBe(true);
    await act(page, 'limit orders 10', 'Show limit ORDERS 10 SECOND of Practice Binance');
    await heading(page, 'Overview');
    const row = page.locator('[data-bucket-row][title="ORDERS 10 SECOND"]');
    await expect.poll(() => row.getAttribute('aria-expanded')).toBe('true');
    await act(page, 'close limit', 'Close the open limit');
    expect(await row.getAttribute('aria-expanded')).toBe('false');
  });

  it('loses no letter that is typed before its code is there', async () => {
    const one = await rig.blank();
    await one.page.route(/palette-.*\.js$/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      await route.continue();
    });
    await one.page.goto(rig.host.link());
    await one.page.locator('[data-bucket-row]').first().waitFor();
    await one.page.keyboard.press('Control+k');
    await one.page.locator('.palette__query').waitFor();
    await one.page.keyboard.type('go set');
    await one.page.locator('.palette__option').first().waitFor();
    await one.page.keyboard.type('tings');
    expect(await one.page.getByRole('combobox', { name: 'What do you want to do?' }).inputValue()).toBe('go settings');
    await one.page.keyboard.press('Enter');
    await heading(one.page, 'Settings');
  });

  it('chooses with the arrows, round the ends, and gives the focus back', async () => {
    const { page } = await rig.opened();
    const row = page.locator('[data-bucket-row]').first();
    await row.focus();
    await openPalette(page);
    const chosen = page.locator('.palette__option[aria-selected="true"]');
    const first = await chosen.textContent();
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => chosen.textContent()).not.toBe(first);
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => chosen.textContent()).toBe(first);
    const id = await chosen.getAttribute('id');
    expect(await page.getByRole('combobox').getAttribute('aria-activedescendant')).toBe(id);
    await page.keyboard.press('Escape');
    await page.locator('.palette').waitFor({ state: 'detached' });
    expect(await row.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  it('leads to a setting with its control in focus', async () => {
    const { page } = await rig.opened();
    await act(page, 'settings zone', 'Settings: Time zone');
    await expect
      .poll(() => page.getByRole('combobox', { name: 'Time zone' }).evaluate((one) => one === document.activeElement))
      .toBe(true);
    await act(page, 'settings licences', 'Settings: Licences of libraries');
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain('licences');
  });

  it('offers nothing that only a lost host could do', async () => {
    const { page } = await rig.opened();
    await rig.host.vanish();
    await page.locator('.banner--lost').waitFor();
    await openPalette(page);
    const titles = await page.locator('.palette__title').allTextContents();
    expect(titles).toContain('Reconnect to Headroom now');
    expect(titles.filter((title) => /Workload|Switch on:|Added latency|Ask for all/.test(title))).toEqual([]);
  });

  it('brings the welcome back', async () => {
    const { page } = await rig.opened();
    await page.getByRole('button', { name: 'Understood' }).click();
    await goTo(page, 'Keys');
    await act(page, 'welcome', 'Show the welcome again');
    await page.getByText('You are looking at practice').waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toBe('note');
  });
});

describe('shortcuts', () => {
  const PAGES = [
    ['k', 'Keys'],
    ['r', 'Orders'],
    ['a', 'Activity'],
    ['l', 'Alerts'],
    ['s', 'Settings'],
    ['o', 'Overview'],
  ] as const;

  it('lead to every page', async () => {
    const { page } = await rig.opened();
    for (const [key, name] of PAGES) {
      await page.keyboard.press('g');
      await page.keyboard.press(key);
      await heading(page, name);
    }
  });

  it('are all listed under ?', async () => {
    const { page } = await rig.opened();
    await page.keyboard.press('?');
    const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await list.waitFor();
    for (const [key, name] of PAGES) {
      const line = list.locator('dl div', { hasText: `Go to ${name}` });
      expect(await line.locator('kbd').allTextContents()).toEqual(['G', key.toUpperCase()]);
    }
    await list.getByText('Find an action').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('g');
    await page.keyboard.press('k');
    await list.waitFor();
    await page.keyboard.press('Escape');
    await list.waitFor({ state: 'detached' });
    await heading(page, 'Overview');
  });

  it('never fire while text is typed', async () => {
    const { page } = await rig.opened();
    await goTo(page, 'Settings');
    const fields = [
      page.getByRole('spinbutton', { name: 'Added latency at OKX' }),
      page.getByRole('combobox', { name: 'Time zone' }),
    ];
    for (const field of fields) {
      await field.focus();
      await page.keyboard.type('go?d');
    }
    await openPalette(page);
    await page.keyboard.type('go?');
    expect(await page.locator('.palette__query').inputValue()).toBe('go?');
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await heading(page, 'Settings');
    expect(await page.locator('html').getAttribute('data-density')).toBe('comfortable');
  });
});

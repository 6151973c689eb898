import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { STANDARD_PAGE } from '../../shared/model/page-settings.ts';
import { violations } from '../support/axe.ts';
import { goTo, pageRig } from '../support/page-rig.ts';

const PAGES = ['Overview', 'Keys', 'Orders', 'Activity', 'Alerts', 'Settings'];
const rig = pageRig();

async function named(page: Page, name: string): Promise<readonly string[]> {
  return (await violations(page)).map((one) => `${name} ${one}`);
}

describe('every theme and density', () => {
  for (const scheme of ['dark', 'light'] as const) {
    for (const density of ['comfortable', 'compact'] as const) {
      it(`is accessible in ${scheme}, ${density}`, async () => {
        const one = await rig.blank({ scheme });
        const { page } = one;
        const { store } = rig.host.state;
        store.settings = { ...store.settings, page: { ...STANDARD_PAGE, density } };
        await page.goto(rig.host.link());
        await page.locator('[data-bucket-row]').first().waitFor();
        const found: string[] = [];
        for (const name of PAGES) {
          await goTo(page, name);
          found.push(...(await named(page, name)));
        }
        await page.locator('[data-part="clear-out"] button').click();
        await page.getByRole('button', { name: 'Show the licences of libraries' }).click();
        await page.locator('.licences__list summary').first().click();
        found.push(...(await named(page, 'open settings')));
        await page.keyboard.press('Control+k');
        await page.locator('.palette__option').first().waitFor();
        found.push(...(await named(page, 'palette')));
        await page.keyboard.type('zzzz');
        await page.locator('.palette__none').waitFor();
        found.push(...(await named(page, 'palette without a result')));
        await page.keyboard.press('Escape');
        await rig.host.vanish();
        await page.locator('.banner--lost').waitFor();
        found.push(...(await named(page, 'lost settings')));
        await goTo(page, 'Overview');
        await page.locator('.note summary').click();
        found.push(...(await named(page, 'lost overview')));
        expect(found).toEqual([]);
        expect(one.strangers).toEqual([]);
      });
    }
  }
});

describe('colours set by the system', () => {
  it('leave the page you are on, the chosen limit and the bars to be told', async () => {
    const one = await rig.blank();
    const { page } = one;
    await page.emulateMedia({ forcedColors: 'active', colorScheme: 'dark' });
    await page.goto(rig.host.link());
    await page.locator('[data-bucket-row]').first().click();
    await page.locator('[data-bucket-row][aria-expanded="true"]').waitFor();
    const outlineOf = (selector: string): Promise<string> =>
      page
        .locator(selector)
        .first()
        .evaluate((element) => getComputedStyle(element).outlineStyle);
    expect(await outlineOf('.nav__link[aria-current]')).toBe('solid');
    expect(await outlineOf('.nav__link:not([aria-current])')).toBe('none');
    expect(await outlineOf('[data-bucket-row][aria-expanded="true"]')).toBe('solid');
    const [own, track] = await page
      .locator('.bar')
      .first()
      .evaluate((bar) => [
        getComputedStyle(bar.querySelector('.bar__part--own') ?? bar).backgroundColor,
        getComputedStyle(bar).backgroundColor,
      ]);
    expect(own).not.toBe(track);
  });
});

describe('the connections', () => {
  it('are asked for again where they could not be had', async () => {
    rig.host.state.broken.add('connections.snapshot');
    const { page } = await rig.opened();
    const told = page.getByText('Connections not known: Headroom cannot store it (disk is full)');
    await told.waitFor();
    expect(await violations(page)).toEqual([]);
    rig.host.state.broken.clear();
    await told.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('list', { name: 'Connections' }).getByText('Kraken').waitFor();
  });
});

describe('motion', () => {
  it('stands still where its user asked for that', async () => {
    rig.host.state.silent.add('limits.snapshot');
    const { page } = await rig.open();
    await page.locator('.skeleton').first().waitFor();
    const [duration, count] = await page
      .locator('.skeleton')
      .first()
      .evaluate((element) => [
        getComputedStyle(element).animationDuration,
        getComputedStyle(element).animationIterationCount,
      ]);
    expect([Number.parseFloat(duration ?? ''), count]).toEqual([0.001, '1']);
  });
});

describe('the tab', () => {
  it('tells page, closed gates and a lost host from afar', async () => {
    const { page } = await rig.opened();
    const icon = (): Promise<string | null> => page.locator('link[rel="icon"]').getAttribute('href');
    expect(await page.title()).toBe('Overview · Headroom');
    await expect.poll(icon).toMatch(/mark-[^/]*\.svg$/);
    const calm = await icon();
    const nowMs = Date.now();
    const gate = {
      key: 'okx/practice|ip=127.0.0.1',
      exchange: 'okx',
      environment: 'practice',
      cause: 'banned',
      sinceMs: nowMs,
      untilMs: nowMs + 90_000,
      code: null,
    } as const;
    rig.host.publish('gates.changed', { gates: [gate] });
    await expect.poll(() => page.title()).toBe('1 gate closed · Overview · Headroom');
    expect(await icon()).toMatch(/mark-held/);
    rig.host.publish('gates.changed', { gates: [] });
    await expect.poll(icon).toBe(calm);
    await rig.host.vanish();
    await expect.poll(() => page.title()).toBe('No connection · Overview · Headroom');
    expect(await icon()).toMatch(/mark-lost/);
  });
});

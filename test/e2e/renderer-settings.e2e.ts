import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { goTo, pageRig } from '../support/page-rig.ts';
import { remembering } from '../support/pseudo.ts';

const rig = pageRig();

async function height(page: Page, selector: string): Promise<number> {
  return (await page.locator(selector).first().boundingBox())?.height ?? 0;
}

async function pick(page: Page, name: string, value: string): Promise<void> {
  await page.getByRole('combobox', { name }).selectOption(value);
}

async function startAgain(page: Page): Promise<void> {
  await page.goto('about:blank');
  await page.goto(rig.host.link());
  await page.locator('[data-bucket-row]').first().waitFor();
}

describe('settings', () => {
  it('are kept over a new start and hold on every page', async () => {
    const { page } = await rig.opened();
    const wide = await height(page, '[data-bucket-row]');
    await goTo(page, 'Settings');
    await page.getByRole('radiogroup', { name: 'Density' }).getByText('Compact').click();
    await pick(page, 'Time zone', 'Asia/Tokyo');
    await pick(page, 'Numbers and dates', 'de-DE');
    await startAgain(page);
    expect(await height(page, '[data-bucket-row]')).toBeLessThan(wide);
    await page
      .getByText(/\d\.\d{3}/)
      .first()
      .waitFor();
    await goTo(page, 'Settings');
    expect(await page.getByRole('combobox', { name: 'Time zone' }).inputValue()).toBe('Asia/Tokyo');
    expect(await page.getByRole('combobox', { name: 'Numbers and dates' }).inputValue()).toBe('de-DE');
  });

  it('show every time in the zone that was chosen', async () => {
    rig.host.state.troubles = [
      { id: 't', severity: 'warning', code: 'clock-wrong', detail: '1', atMs: Date.UTC(2026, 6, 1, 12, 0, 5) },
    ];
    const { page } = await rig.opened();
    const told = page.locator('.banner time');
    await goTo(page, 'Settings');
    for (const [zone, time] of [
      ['UTC', '12:00:05'],
      ['Asia/Kolkata', '17:30:05'],
      ['America/New_York', '08:00:05'],
    ] as const) {
      const value = zone === 'Asia/Kolkata' ? await kolkata(page) : zone;
      await pick(page, 'Time zone', value);
      await expect.poll(() => told.textContent()).toBe(time);
    }
  });

  it('offer every zone the browser knows', async () => {
    const { page } = await rig.opened();
    await goTo(page, 'Settings');
    const [listed, known] = await page
      .getByRole('combobox', { name: 'Time zone' })
      .evaluate((select) => [
        [...select.querySelectorAll('option')].map((option) => option.value),
        Intl.supportedValuesOf('timeZone'),
      ]);
    expect(known.filter((zone) => zone.includes('/') && !listed.includes(zone))).toEqual([]);
    expect(listed.slice(0, 2)).toEqual(['system', 'UTC']);
  });

  it('take a zone they do not know for the system’s', async () => {
    const one = await rig.blank();
    await remembering(one.page, { 'headroom.zone': 'Mars/Olympus', 'headroom.density': 'airy' });
    await one.page.goto(rig.host.link());
    await one.page.locator('[data-bucket-row]').first().waitFor();
    expect(await one.page.locator('html').getAttribute('data-density')).toBe('comfortable');
    expect(one.complaints).toEqual([]);
  });

  it('tell what is stored, and say when that is not known', async () => {
    const { page } = await rig.opened();
    await goTo(page, 'Settings');
    const panel = page.getByRole('region', { name: 'Stored requests' });
    for (const text of ['912,345', '176 MiB', '400 KiB']) await panel.getByText(text).waitFor();
    rig.host.state.broken.add('storage.stats');
    const failed = await rig.opened();
    await failed.page.getByRole('link', { name: 'Settings' }).click();
    await failed.page.getByText('This could not be loaded: Headroom cannot store it (disk is full)').waitFor();
    rig.host.state.broken.clear();
    await failed.page.getByRole('button', { name: 'Try again' }).click();
    await failed.page.getByText('912,345').waitFor();
  });

  it('keep the setting that was when the new one is refused, and say so', async () => {
    const { page } = await rig.opened();
    await goTo(page, 'Settings');
    rig.host.state.broken.add('settings.set');
    await pick(page, 'Keep requests for', '7');
    await page.getByText('That was not done: Headroom cannot store it (disk is full)').waitFor();
    expect(await page.getByRole('combobox', { name: 'Keep requests for' }).inputValue()).toBe('45');
  });

  it('cannot be handed to a host that is away', async () => {
    const { page } = await rig.opened();
    await goTo(page, 'Settings');
    await page.getByText('912,345').waitFor();
    await rig.host.vanish();
    await page.locator('.banner--lost').waitFor();
    const off = [
      page.getByRole('switch', { name: 'Maintenance at OKX' }),
      page.getByRole('spinbutton', { name: 'Added latency at OKX' }),
      page.getByRole('combobox', { name: 'Keep requests for' }),
      page.getByRole('radiogroup', { name: 'Workload of Practice OKX' }).getByRole('radio').first(),
    ];
    for (const control of off) expect(await control.isDisabled()).toBe(true);
    expect(await page.getByRole('combobox', { name: 'Time zone' }).isEnabled()).toBe(true);
    expect(await page.title()).toMatch(/^No connection · Settings/);
  });

  it('list the licence of every library with its text', async () => {
    const { page, strangers } = await rig.opened();
    await goTo(page, 'Settings');
    await page.getByRole('button', { name: 'Show the licences of libraries' }).click();
    const lines = page.locator('.licences__list li');
    await lines.first().waitFor();
    const all = await lines.count();
    expect(all).toBeGreaterThan(30);
    await page.getByRole('searchbox').fill('zod mit');
    await expect.poll(() => lines.count()).toBeLessThan(all);
    await page.getByText('zod', { exact: true }).waitFor();
    expect(strangers).toEqual([]);
  });
});

/** Browsers differ in which of its two names they list. */
async function kolkata(page: Page): Promise<string> {
  const names = await page.evaluate(() => Intl.supportedValuesOf('timeZone'));
  return names.includes('Asia/Kolkata') ? 'Asia/Kolkata' : 'Asia/Calcutta';
}

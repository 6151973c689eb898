import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { STANDARD_PAGE } from '../../shared/model/page-settings.ts';
import { violations } from '../support/axe.ts';
import { goTo, pageRig } from '../support/page-rig.ts';

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
    const { page } = await rig.at('Settings');
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
    const { store } = rig.host.state;
    store.settings = { ...store.settings, page: { ...STANDARD_PAGE, zone: 'Mars/Olympus', density: 'compact' } };
    const one = await rig.at('Settings');
    expect(await one.page.getByRole('combobox', { name: 'Time zone' }).inputValue()).toBe('system');
    expect(await one.page.locator('html').getAttribute('data-density')).toBe('compact');
    expect(one.complaints).toEqual([]);
    expect(rig.host.state.store.settings.page.zone).toBe('Mars/Olympus');
  });

  it('are the host’s: another browser has them from the first row on', async () => {
    const { page } = await rig.opened();
    await page.getByRole('button', { name: 'Understood' }).click();
    await goTo(page, 'Settings');
    await page.getByRole('radiogroup', { name: 'Theme' }).getByText('Light').click();
    await page.getByRole('radiogroup', { name: 'Density' }).getByText('Compact').click();
    await page.locator('[aria-label="Hide amounts"]').click();
    const wanted = { theme: 'light', density: 'compact', isNoteDismissed: true, isPrivate: true };
    await expect.poll(() => rig.host.state.store.settings.page).toMatchObject(wanted);
    const other = await rig.opened();
    const root = other.page.locator('html');
    expect(await other.page.locator('.shell').getAttribute('data-private')).toBe('true');
    expect([
      await root.getAttribute('data-mantine-color-scheme'),
      await root.getAttribute('data-density'),
      await other.page.locator('.note').count(),
    ]).toEqual(['light', 'compact', 0]);
  });

  it('write limits in percent on every row at once where that was chosen', async () => {
    const { page } = await rig.opened();
    const used = page.locator('.row__used');
    await used.first().waitFor();
    expect((await used.allTextContents()).some((text) => text.includes('%'))).toBe(false);
    await goTo(page, 'Settings');
    await page.getByRole('radiogroup', { name: 'Limits are written in' }).getByText('Percent').click();
    await expect.poll(() => rig.host.state.store.settings.page.units).toBe('share');
    await goTo(page, 'Overview');
    await used.first().waitFor();
    expect(await used.allTextContents()).toSatisfy((texts: string[]) => texts.every((text) => text.endsWith('%')));
    expect(await page.locator('.row__left').allTextContents()).toSatisfy((texts: string[]) =>
      texts.every((text) => text.endsWith('% left')),
    );
    expect(await violations(page)).toEqual([]);
  });

  it('agree on two pages that are open side by side', async () => {
    const { page } = await rig.opened();
    const other = await rig.opened();
    await goTo(page, 'Settings');
    await goTo(other.page, 'Settings');
    await pick(page, 'Numbers and dates', 'de-DE');
    await pick(page, 'Keep requests for', '7');
    const chosen = (name: string) => () => other.page.getByRole('combobox', { name }).inputValue();
    await expect.poll(chosen('Numbers and dates')).toBe('de-DE');
    await expect.poll(chosen('Keep requests for')).toBe('7');
    await other.page.getByRole('radiogroup', { name: 'Theme' }).getByText('Light').click();
    await expect.poll(() => page.locator('html').getAttribute('data-mantine-color-scheme')).toBe('light');
  });

  it('show no other theme before the host has said which one', async () => {
    const { page } = await rig.at('Settings', { scheme: 'dark' });
    await page.getByRole('radiogroup', { name: 'Theme' }).getByText('Light').click();
    await page.locator('html[data-mantine-color-scheme="light"]').waitFor();
    await page.addInitScript(() => {
      const NAME = 'data-mantine-color-scheme';
      const seen: (string | null)[] = [];
      Object.assign(window, { seen });
      const note = (): void => void seen.push(document.documentElement.getAttribute(NAME));
      new MutationObserver(note).observe(document, { subtree: true, attributeFilter: [NAME] });
    });
    await startAgain(page);
    const seen = await page.evaluate(() => Reflect.get(window, 'seen') as readonly string[]);
    expect(new Set(seen)).toEqual(new Set(['light']));
  });

  it('hold on the page that chose them when the host cannot keep them, and it says so', async () => {
    rig.host.state.broken.add('settings.set');
    const { page } = await rig.at('Settings');
    await page.getByRole('radiogroup', { name: 'Density' }).getByText('Compact').click();
    await page.getByText('Your choice holds on this page, but it could not be kept for the next time').waitFor();
    expect(await page.locator('html').getAttribute('data-density')).toBe('compact');
    expect(await violations(page)).toEqual([]);
  });

  it('made while the host is away reach it when it is back', async () => {
    const { page } = await rig.at('Settings');
    await rig.host.vanish();
    await page.locator('.banner--lost').waitFor();
    await pick(page, 'Time zone', 'UTC');
    await rig.host.comeBack();
    await expect.poll(() => rig.host.state.store.settings.page.zone).toBe('UTC');
    expect(await page.getByRole('combobox', { name: 'Time zone' }).inputValue()).toBe('UTC');
  });

  it('tell where everything is kept, and copy the path; where the host cannot open it, nothing offers to', async () => {
    const { page } = await rig.at('Settings');
    const folder = page.getByRole('region', { name: 'Data folder' });
    await folder.getByText('/home/trader/.local/share/headroom').waitFor();
    expect(await folder.getByRole('button', { name: 'Open folder' }).count()).toBe(0);
    await folder.getByText('4 files, 176.4 MiB').click();
    await folder.getByText('journal.db').waitFor();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await folder.getByRole('button', { name: 'Copy path' }).click();
    await folder.getByText('Copied').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('/home/trader/.local/share/headroom');
    expect(await violations(page)).toEqual([]);
  });

  it('mark the path where the browser lets nothing into the clipboard', async () => {
    const { page } = await rig.opened();
    await page.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed'));
    });
    await goTo(page, 'Settings');
    await page.getByRole('button', { name: 'Copy path' }).click();
    await page.getByText('The path is marked').waitFor();
    expect(await page.evaluate(() => getSelection()?.toString())).toBe('/home/trader/.local/share/headroom');
  });

  it('open the folder where the host can', async () => {
    rig.host.state.canOpenFolder = true;
    const { page } = await rig.at('Settings');
    await page.getByRole('button', { name: 'Open folder' }).click();
    await expect.poll(() => rig.host.state.store.foldersOpened).toBe(1);
    rig.host.state.broken.add('storage.openFolder');
    await page.getByRole('button', { name: 'Open folder' }).click();
    await page.getByText('That was not done').waitFor();
  });

  it('tell what is stored, and say when that is not known', async () => {
    const { page } = await rig.at('Settings');
    const panel = page.getByRole('region', { name: 'Stored requests' });
    for (const text of ['912,345', '176 MiB', '400 KiB']) await panel.getByText(text).first().waitFor();
    rig.host.state.broken.add('storage.stats');
    const failed = await rig.opened();
    await failed.page.getByRole('link', { name: 'Settings' }).click();
    await failed.page.getByText('This could not be loaded: Headroom cannot store it (disk is full)').waitFor();
    rig.host.state.broken.clear();
    await failed.page.getByRole('button', { name: 'Try again' }).click();
    await failed.page.getByText('912,345').waitFor();
  });

  it('keep the setting that was when the new one is refused, and say so', async () => {
    const { page } = await rig.at('Settings');
    rig.host.state.broken.add('settings.set');
    await pick(page, 'Keep requests for', '7');
    await page.getByText('That was not done: Headroom cannot store it (disk is full)').waitFor();
    expect(await page.getByRole('combobox', { name: 'Keep requests for' }).inputValue()).toBe('45');
  });

  it('cannot be handed to a host that is away', async () => {
    const { page } = await rig.at('Settings');
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
    const { page, strangers } = await rig.at('Settings');
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

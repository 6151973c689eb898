import { describe, expect, it } from 'vitest';
import { violations } from '../support/axe.ts';
import { stoppedHtml } from '../shots/stopped.ts';
import { goTo, pageRig } from '../support/page-rig.ts';

const PAGES = ['Overview', 'Keys', 'Orders', 'Activity', 'Alerts', 'Settings'];
const rig = pageRig();

describe('every page in both themes', () => {
  for (const scheme of ['dark', 'light'] as const) {
    it(`is accessible, quiet and keeps to itself in ${scheme}`, async () => {
      const { page, complaints, strangers } = await rig.opened({ scheme });
      await page.locator('.chart svg').first().waitFor();
      const found: string[] = [];
      for (const name of PAGES) {
        await goTo(page, name);
        found.push(...(await violations(page)).map((one) => `${name} ${one}`));
      }
      await goTo(page, 'Overview');
      await page.getByRole('button', { name: /Practice workload/ }).click();
      await page.getByText('All accounts').waitFor();
      found.push(...(await violations(page)).map((one) => `workload ${one}`));
      expect(found).toEqual([]);
      expect(complaints).toEqual([]);
      expect(strangers).toEqual([]);
    });
  }
});

describe('when something is wrong', () => {
  it('is accessible in both themes, and what was read stays read on a fresh page', async () => {
    const nowMs = Date.now();
    const gate = { sinceMs: nowMs, untilMs: nowMs + 90_000, environment: 'practice', code: null } as const;
    rig.host.state.gates = [{ ...gate, key: 'okx/practice|ip=127.0.0.1', exchange: 'okx', cause: 'banned' }];
    rig.host.state.troubles = Array.from({ length: 12 }, (_, at) => ({
      ...({ severity: 'critical', code: 'store-write-failed', atMs: nowMs } as const),
      id: `t${at}`,
      detail: `store ${at}`,
    }));
    rig.host.state.broken.add('alerts.snapshot');
    for (const scheme of ['light', 'dark'] as const) {
      const { page } = await rig.opened({ scheme });
      await page.locator('.gate').first().waitFor();
      const banners = page.locator('.banners').first();
      expect((await banners.boundingBox())?.height).toBeLessThanOrEqual(241);
      expect([scheme, ...(await violations(page))]).toEqual([scheme]);
      await goTo(page, 'Alerts');
      await page
        .getByText(/could not be loaded/)
        .first()
        .waitFor();
      expect([scheme, ...(await violations(page))]).toEqual([scheme]);
      const stopped = await rig.browser.newPage({ colorScheme: scheme });
      await stopped.setContent(stoppedHtml());
      expect([scheme, ...(await violations(stopped))]).toEqual([scheme]);
      await stopped.close();
    }
    const { page } = await rig.opened();
    await page.getByRole('button', { name: 'Dismiss' }).first().click();
    await expect.poll(() => rig.host.state.troubles.length).toBe(11);
    const next = await rig.opened();
    await expect.poll(() => next.page.locator('.banner').count()).toBe(11);
  });
});

describe('the way in', () => {
  it('takes the code out of the address and keeps the token nowhere', async () => {
    const { page } = await rig.opened();
    expect(page.url()).toBe(`${rig.host.origin}/`);
    const kept = await page.evaluate(() =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, history.state]),
    );
    expect(kept).toBe('[{},{},"",null]');
  });

  it('asks for a fresh link after a reload, and takes one in the same tab', async () => {
    const { page } = await rig.opened();
    await page.reload();
    await page.getByRole('heading', { name: 'This page needs a fresh link' }).waitFor();
    await page.getByText('npm run code').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.evaluate((hash) => {
      location.hash = hash;
    }, new URL(rig.host.link()).hash);
    await page.locator('[data-bucket-row]').first().waitFor();
    expect(page.url()).not.toContain('code');
  });

  it('says so when a link was used before', async () => {
    const link = rig.host.link();
    const first = await rig.blank();
    const second = await rig.blank();
    await first.page.goto(link);
    await first.page.locator('[data-bucket-row]').first().waitFor();
    await second.page.goto(link);
    await second.page.getByRole('heading', { name: 'This link was used before or is too old' }).waitFor();
  });
});

describe('a host that goes away', () => {
  it('is told, and the page catches up by itself', async () => {
    const { page } = await rig.opened();
    await rig.host.vanish();
    await page.getByText('Connection to Headroom lost, reconnecting').waitFor();
    expect(await page.locator('[data-bucket-row]').count()).toBeGreaterThan(5);
    await rig.host.comeBack();
    await page.getByText('Connection to Headroom lost, reconnecting').waitFor({ state: 'detached', timeout: 20_000 });
    const used = page.locator('.row__used').first();
    const before = await used.textContent();
    await expect.poll(() => used.textContent(), { timeout: 10_000 }).not.toBe(before);
  });

  it('ends the access of the page when it was restarted', async () => {
    const { page } = await rig.opened();
    await rig.host.vanish();
    rig.host.forget();
    await rig.host.comeBack();
    await page.getByRole('heading', { name: 'Headroom was restarted' }).waitFor({ timeout: 20_000 });
  });
});

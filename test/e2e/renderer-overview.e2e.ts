import { describe, expect, it } from 'vitest';
import { violations } from '../support/axe.ts';
import { pageRig } from '../support/page-rig.ts';

const rig = pageRig();

describe('the overview', () => {
  it('walks through the rows with the keyboard and opens the chosen one', async () => {
    const { page } = await rig.opened();
    const rows = page.locator('[data-bucket-row]');
    await rows.first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const chosen = page.locator('[data-bucket-row]:focus');
    const name = await chosen.getAttribute('title');
    await page.keyboard.press('Enter');
    expect(await chosen.getAttribute('aria-expanded')).toBe('true');
    await page.getByRole('slider', { name: `Use of ${name} over time` }).waitFor();
    await page.keyboard.press('Enter');
    expect(await chosen.getAttribute('aria-expanded')).toBe('false');
    expect(await page.locator('.detail').count()).toBe(0);
  });

  it('shows a closed gate with its cause and countdown, and lets it go', async () => {
    const { page } = await rig.opened();
    const nowMs = Date.now();
    const gate = {
      key: 'okx/practice|ip=127.0.0.1',
      exchange: 'okx',
      environment: 'practice',
      cause: 'banned',
      sinceMs: nowMs,
      untilMs: nowMs + 90_000,
      code: '50011',
    } as const;
    rig.host.state.gates = [gate];
    rig.host.publish('gates.changed', { gates: [gate] });
    const banner = page.locator('.account', { hasText: 'Practice OKX' }).locator('.gate');
    await banner.waitFor();
    expect(await banner.textContent()).toMatch(/Closed: banned by the exchange.*code 50011.*opens in 1 min \d\d s/);
    expect(await page.locator('.gate').count()).toBe(1);
    rig.host.publish('gates.changed', { gates: [] });
    await banner.waitFor({ state: 'detached' });
  });

  it('opens what is at rest', async () => {
    const { page } = await rig.opened();
    const before = await page.locator('[data-bucket-row]').count();
    await page
      .getByRole('button', { name: /more at rest/ })
      .first()
      .click();
    expect(await page.locator('[data-bucket-row]').count()).toBeGreaterThan(before);
  });

  it('remembers that the practice note was read', async () => {
    const { page } = await rig.opened();
    await page.getByRole('button', { name: 'Understood' }).click();
    await page.goto('about:blank');
    await page.goto(rig.host.link());
    await page.locator('[data-bucket-row]').first().waitFor();
    expect(await page.getByText('You are looking at practice').count()).toBe(0);
  });

  it('has a face for loading, for failure and for no accounts', async () => {
    rig.host.state.silent.add('limits.snapshot');
    const loading = await rig.open();
    await loading.page.locator('.account--loading').first().waitFor();
    rig.host.state.silent.clear();
    rig.host.state.broken.add('limits.snapshot');
    const failed = await rig.open();
    await failed.page.getByText('This could not be loaded: Headroom cannot store it (disk is full)').first().waitFor();
    rig.host.state.broken.clear();
    await failed.page.getByRole('button', { name: 'Try again' }).first().click();
    await failed.page.locator('[data-bucket-row]').first().waitFor();
    rig.host.state.accounts = [];
    rig.host.state.buckets = [];
    const empty = await rig.open();
    await empty.page.getByText('No accounts yet').waitFor();
    for (const { page } of [loading, failed, empty]) expect(await violations(page)).toEqual([]);
  });

  it('tells the troubles of the host until they are put away', async () => {
    rig.host.state.troubles = [
      { id: 't1', severity: 'critical', code: 'store-write-failed', detail: 'disk full', atMs: Date.now() },
    ];
    const { page } = await rig.opened();
    await page.getByText('Headroom cannot write to its data folder: disk full').waitFor();
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await page.getByText('Headroom cannot write').waitFor({ state: 'detached' });
  });

  for (const { width, height, edge } of [
    { width: 1920, height: 1080, edge: 'bottom' },
    { width: 1280, height: 800, edge: 'top' },
  ] as const) {
    it(`shows the ${edge} of every account at ${width} × ${height} without scrolling`, async () => {
      const { page } = await rig.opened({ width, height });
      const heads = page.locator(edge === 'top' ? '.account__head' : '.account');
      expect(await heads.count()).toBe(3);
      const bottoms = await heads.evaluateAll((found) => found.map((one) => one.getBoundingClientRect().bottom));
      expect(Math.max(...bottoms)).toBeLessThanOrEqual(height);
    });
  }

  for (const [width, height] of [
    [1280, 800],
    [1920, 1080],
    [900, 600],
  ] as const) {
    it(`fits ${width} × ${height} without scrolling sideways`, async () => {
      const { page } = await rig.opened({ width, height });
      const [inner, outer] = await page.locator('main').evaluate((main) => [main.scrollWidth, main.clientWidth]);
      expect(inner).toBe(outer);
    });
  }
});

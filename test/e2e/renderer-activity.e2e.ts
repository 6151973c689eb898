import { describe, expect, it } from 'vitest';
import { expectRow, loaded, ROWS, seenRanks, shown, still, total } from '../support/activity-rig.ts';
import { violations } from '../support/axe.ts';
import { pageRig } from '../support/page-rig.ts';
import { frameTimes } from '../support/scroll-frames.ts';

const rig = pageRig();

describe('a million requests', () => {
  it('shows the right rows wherever one scrolls', async () => {
    const { page } = await still(rig);
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
      await expectRow(rig, page, {}, ranks[0] ?? -1);
      await expectRow(rig, page, {}, ranks.at(-1) ?? -1);
    }
  });

  it('reaches the very last row, and every row on a short way', async () => {
    const { page } = await still(rig);
    await page.locator('.log').evaluate((log) => {
      log.scrollTop = log.scrollHeight;
    });
    await page.waitForTimeout(250);
    await loaded(page);
    expect((await seenRanks(page)).at(-1)).toBe(ROWS - 1);
    await expectRow(rig, page, {}, ROWS - 1);
    const before = (await seenRanks(page))[0] ?? 0;
    await page.locator('.log').hover();
    await page.mouse.wheel(0, -280);
    await expect.poll(async () => (await seenRanks(page))[0]).toBe(before - 10);
  });

  it('keeps few rows in the page', async () => {
    const { page } = await still(rig);
    await page.locator('.log').evaluate((log) => {
      log.scrollTop = log.scrollHeight / 2;
    });
    await loaded(page);
    expect(await page.locator('[data-rank]').count()).toBeLessThan(80);
  });

  it('scrolls in time', async ({ annotate }) => {
    const { page } = await still(rig);
    await page.waitForTimeout(1_000);
    const idle = await frameTimes(page, '.log', 1_000, 0);
    const slow = await frameTimes(page, '.log', 1_500, 60);
    const fast = await frameTimes(page, '.log', 1_500, 4_000);
    const ratio = (one: typeof idle): string => (one.p99 / idle.p99).toFixed(2);
    await annotate(
      `frames: idle p99 ${idle.p99.toFixed(1)} ms; scrolling 60 px a frame p99 ${slow.p99.toFixed(1)} ms (×${ratio(slow)}); ` +
        `4,000 px a frame p99 ${fast.p99.toFixed(1)} ms (×${ratio(fast)})`,
    );
    expect(slow.count + fast.count).toBeGreaterThan(0);
  });
});

describe('following', () => {
  it('brings new rows in at the top, counts them while paused, and goes on when asked', async () => {
    const { page } = await shown(rig);
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
    const { page } = await shown(rig);
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

describe('its faces', () => {
  it('has one for loading, failing, empty and lost', async () => {
    rig.host.state.silent.add('activity.query');
    const waiting = await rig.opened();
    await waiting.page.getByRole('link', { name: 'Activity', exact: true }).click();
    await waiting.page.locator('.activity .skeletons').waitFor();
    expect(await violations(waiting.page)).toEqual([]);
    rig.host.state.silent.clear();
    rig.host.state.broken.add('activity.query');
    const failed = await rig.at('Activity');
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
    const { page } = await rig.at('Activity');
    await page.getByText('No request yet').waitFor();
    expect(await violations(page)).toEqual([]);
  });

  for (const scheme of ['dark', 'light'] as const) {
    it(`is accessible and quiet in ${scheme}`, async () => {
      const { page, complaints, strangers } = await shown(rig, { scheme });
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
      const { page } = await still(rig, { width, height });
      for (const selector of ['main', '.log']) {
        const [inner, outer] = await page.locator(selector).evaluate((one) => [one.scrollWidth, one.clientWidth]);
        expect([selector, inner]).toEqual([selector, outer]);
      }
      expect((await seenRanks(page)).length).toBeGreaterThan(5);
    });
  }
});

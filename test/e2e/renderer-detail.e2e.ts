import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { violations } from '../support/axe.ts';
import { pageRig } from '../support/page-rig.ts';

const rig = pageRig();

/** Opens the limit of this name with the keyboard alone and waits for its chart. */
async function openLimit(page: Page, name: string): Promise<void> {
  await page.locator(`[data-bucket-row][title="${name}"]`).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('slider').waitFor();
}

async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 25; presses += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) === true, selector)) return;
  }
  throw new Error(`${selector} is not reached with Tab`);
}

describe('an open limit', () => {
  for (const scheme of ['dark', 'light'] as const) {
    it(`is accessible, quiet and complete in ${scheme}`, async () => {
      const { page, complaints } = await rig.opened({ scheme });
      await openLimit(page, 'REQUEST_WEIGHT 1 MINUTE');
      await page.locator('.chart svg').first().waitFor();
      await page.getByRole('table').filter({ hasText: 'GET /depth' }).waitFor();
      await page.locator('.fits').getByText('/min').first().waitFor();
      expect(await violations(page)).toEqual([]);
      expect(complaints).toEqual([]);
    });
  }

  it('is read, selected in and zoomed by keyboard alone', async () => {
    const { page } = await rig.opened();
    await openLimit(page, 'REQUEST_WEIGHT 1 MINUTE');
    await tabTo(page, '[role=slider]');
    await page.keyboard.press('ArrowLeft');
    const slider = page.getByRole('slider');
    const heard = (): Promise<string | null> => slider.getAttribute('aria-valuetext');
    expect(await heard()).toMatch(
      /^\d\d:\d\d:\d\d, used [\d,.]+ \(\d+%\), own .*, foreign .*, capacity 6,000 weight, before /,
    );
    const first = await heard();
    await page.keyboard.press('PageDown');
    expect(await heard()).not.toBe(first);
    expect(await page.locator('.plot__tip').textContent()).toContain('foreign');
    for (let presses = 0; presses < 3; presses += 1) await page.keyboard.press('Shift+PageDown');
    await page.locator('.plot__chosen').waitFor();
    await page.keyboard.press('Enter');
    const back = page.getByRole('button', { name: /^Zoomed to .*, show all$/ });
    await back.waitFor();
    await expect
      .poll(
        async () =>
          Number(await slider.getAttribute('aria-valuemax')) - Number(await slider.getAttribute('aria-valuemin')),
      )
      .toBeLessThan(400_000);
    await slider.focus();
    await page.keyboard.press('Escape');
    await back.waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await page.locator('.detail').waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.getAttribute('title'))).toBe('REQUEST_WEIGHT 1 MINUTE');
  });

  it('is zoomed by dragging and goes back by a double click', async () => {
    const { page } = await rig.opened();
    await openLimit(page, 'REQUEST_WEIGHT 1 MINUTE');
    const box = await page.locator('.plot__hand').boundingBox();
    if (box === null) throw new Error('the chart has no size');
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width * 0.3, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, y, { steps: 4 });
    await page.mouse.up();
    const back = page.getByRole('button', { name: /^Zoomed to/ });
    await back.waitFor();
    await page.mouse.dblclick(box.x + box.width * 0.5, y);
    await back.waitFor({ state: 'detached' });
  });

  it('is brought into sight, and every row in sight is drawn', async () => {
    const { page } = await rig.opened();
    await openLimit(page, 'Cancel order · BTC-USDT');
    const main = await page.locator('main').boundingBox();
    const foot = async (): Promise<number> => {
      const box = await page.locator('.fits').boundingBox();
      return box === null ? Number.POSITIVE_INFINITY : box.y + box.height;
    };
    const limit = main === null ? 0 : main.y + main.height;
    await expect.poll(async () => (await foot()) <= limit + 1).toBe(true);
    const drawn = async (): Promise<boolean> =>
      await page.locator('[data-bucket-row]').evaluateAll((rows) =>
        rows
          .filter((row) => {
            const { top, bottom } = row.getBoundingClientRect();
            return bottom > 60 && top < window.innerHeight;
          })
          .every((row) => row.querySelector('.spark') !== null),
      );
    await expect.poll(drawn).toBe(true);
    await page.locator('main').evaluate((element) => element.scrollTo(0, 0));
    await expect.poll(drawn).toBe(true);
  });

  it('shows every span at the same height', async () => {
    const { page } = await rig.opened();
    await openLimit(page, 'REQUEST_WEIGHT 1 MINUTE');
    const height = async (): Promise<number> => (await page.locator('.use__frame').boundingBox())?.height ?? 0;
    const first = await height();
    for (const span of ['1 min', '1 h', '24 h', '7 d']) {
      await page.getByRole('radiogroup', { name: 'Span of the chart' }).getByText(span, { exact: true }).click();
      await page.locator('.detail__about', { hasText: `last ${span}` }).waitFor();
      await page.locator('.chart svg').first().waitFor();
      expect(await height()).toBe(first);
    }
    await page.getByText('last week').waitFor();
  });

  it('marks refusals and closed gates by shape and text', async () => {
    const { page } = await rig.opened();
    await openLimit(page, 'REQUEST_WEIGHT 1 MINUTE');
    const legend = page.getByRole('list', { name: 'Marks in the chart' });
    await expect.poll(() => legend.textContent()).toMatch(/418 1.*429 5.*403 0.*5xx 2.*gate closed 1/);
    expect(await page.locator('.plot__mark svg').count()).toBeGreaterThan(2);
    await page.locator('.plot__gate').waitFor();
  });

  it('adds up who spent it, in any order', async () => {
    const { page } = await rig.opened();
    await openLimit(page, 'REQUEST_WEIGHT 1 MINUTE');
    const names = page.locator('.spend tbody th');
    await names.first().waitFor();
    expect(await names.first().textContent()).toBe('GET /depth');
    await page.getByRole('button', { name: 'calls', exact: false }).last().focus();
    await page.getByRole('columnheader', { name: 'Endpoint' }).getByRole('button').press('Enter');
    expect(await names.allTextContents()).toEqual([...(await names.allTextContents())].toSorted());
    await page.getByRole('radiogroup', { name: 'Added up by' }).getByText('Lane').click();
    await expect.poll(() => names.first().textContent()).toBe('account');
  });

  it('has a face for loading, for failure and for what could not be renewed', async () => {
    rig.host.state.silent.add('limits.contributions');
    rig.host.state.broken.add('limits.whatIf');
    const { page } = await rig.opened();
    await openLimit(page, 'REQUEST_WEIGHT 1 MINUTE');
    await page.locator('.spend__frame .skeletons').waitFor();
    await page.locator('.fits').getByText('This could not be loaded').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.locator('.chart svg').first().waitFor();
    rig.host.state.broken.add('limits.history');
    await page.getByText(/^not renewed since/).waitFor({ timeout: 12_000 });
    await page.locator('.chart svg').first().waitFor();
  });
});

import { describe, expect, it } from 'vitest';
import { tabTo } from '../support/keyboard.ts';
import { pageRig } from '../support/page-rig.ts';

const rig = pageRig();

describe('the overview by keyboard alone', () => {
  it('puts the welcome away, walks to a limit, draws it and changes the span', async () => {
    const { page } = await rig.opened();
    await tabTo(page, page.locator('.note summary'));
    await page.keyboard.press('Enter');
    await page.getByText('Never allow withdrawals').waitFor();
    await tabTo(page, page.getByRole('button', { name: 'Understood' }));
    await page.keyboard.press('Enter');
    await page.locator('.note').waitFor({ state: 'detached' });
    const rows = page.locator('[data-bucket-row]');
    await tabTo(page, rows.first());
    await page.keyboard.press('ArrowDown');
    const chosen = page.locator('[data-bucket-row]:focus');
    await page.keyboard.press('Enter');
    expect(await chosen.getAttribute('aria-expanded')).toBe('true');
    const spans = page.getByRole('radiogroup', { name: 'Span of the chart' });
    await spans.waitFor();
    const before = await spans.getByRole('radio', { checked: true }).getAttribute('value');
    await tabTo(page, spans.getByRole('radio', { checked: true }));
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => spans.getByRole('radio', { checked: true }).getAttribute('value')).not.toBe(before);
  });

  it('opens what is at rest and changes the workload', async () => {
    const { page } = await rig.opened();
    await tabTo(page, page.getByRole('button', { name: /Practice workload/ }));
    await page.keyboard.press('Enter');
    const all = page.getByRole('radiogroup', { name: 'All accounts' });
    await tabTo(page, all.getByRole('radio', { checked: true }));
    await page.keyboard.press('ArrowRight');
    await expect
      .poll(() => rig.host.state.practice.workloads.map((one) => one.level))
      .toEqual(['storm', 'storm', 'storm']);
    await page.keyboard.press('Escape');
    await all.waitFor({ state: 'hidden' });
    const before = await page.locator('[data-bucket-row]').count();
    await tabTo(page, page.getByRole('button', { name: /at rest/ }).first());
    await page.keyboard.press('Enter');
    expect(await page.locator('[data-bucket-row]').count()).toBeGreaterThan(before);
  });

  it('skips to the content', async () => {
    const { page } = await rig.opened();
    await tabTo(page, page.getByRole('button', { name: 'Skip to content' }));
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('content');
  });
});

describe('the settings by keyboard alone', () => {
  it('changes look, times, figures and shortcuts', async () => {
    const { page } = await rig.opened();
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    const root = page.locator('html');
    await tabTo(page, page.getByRole('radiogroup', { name: 'Theme' }).getByRole('radio', { checked: true }));
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => root.getAttribute('data-mantine-color-scheme')).toBe('light');
    await tabTo(page, page.getByRole('radiogroup', { name: 'Density' }).getByRole('radio', { checked: true }));
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => root.getAttribute('data-density')).toBe('compact');
    await tabTo(page, page.getByRole('combobox', { name: 'Time zone' }));
    await page.keyboard.type('Tokyo');
    await expect.poll(() => page.getByRole('combobox', { name: 'Time zone' }).inputValue()).toBe('Asia/Tokyo');
    await tabTo(page, page.getByRole('combobox', { name: 'Numbers and dates' }));
    await page.keyboard.type('German (G');
    await page
      .getByText(/1\.234\.567/)
      .first()
      .waitFor();
    await tabTo(
      page,
      page.getByRole('radiogroup', { name: 'Shortcuts of single keys' }).getByRole('radio', { checked: true }),
    );
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('g');
    await page.keyboard.press('o');
    expect(await page.getByRole('radiogroup', { name: 'Theme' }).count()).toBe(1);
  });

  it('changes how long requests are kept, and clears out only after asking', async () => {
    const { page } = await rig.opened();
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    const keep = page.getByRole('combobox', { name: 'Keep requests for' });
    await keep.waitFor();
    await tabTo(page, keep);
    await page.keyboard.press('Home');
    await expect.poll(() => rig.host.state.store.settings.retention.keepDays).toBe(1);
    const ask = page.getByRole('button', { name: 'Remove …' });
    await tabTo(page, ask);
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Cancel');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Remove …');
    expect(rig.host.state.store.stats.rows).toBe(912_345);
    await tabTo(page, page.getByRole('combobox', { name: 'Clear out now' }), 'Shift+Tab');
    await page.keyboard.type('Older than 7');
    await tabTo(page, ask);
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('button', { name: 'Remove', exact: true }));
    await page.keyboard.press('Enter');
    await page.getByText(/[\d,]+ requests removed/).waitFor();
    expect(rig.host.state.store.stats.rows).toBeLessThan(400_000);
  });

  it('switches what practice does', async () => {
    const { page } = await rig.opened();
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    const okx = page.getByRole('radiogroup', { name: 'Workload of Practice OKX' });
    await okx.waitFor();
    await tabTo(page, okx.getByRole('radio', { checked: true }));
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => rig.host.state.practice.workloads[1]?.level).toBe('calm');
    await tabTo(page, page.getByRole('switch', { name: 'Maintenance at Kraken' }));
    await page.keyboard.press('Space');
    await expect.poll(() => rig.host.state.practice.exchanges[2]?.maintenance).toBe(true);
    await tabTo(page, page.getByRole('spinbutton', { name: 'Added latency at Kraken' }));
    await page.keyboard.press('Control+a');
    await page.keyboard.type('40');
    await page.keyboard.press('Enter');
    await expect.poll(() => rig.host.state.practice.exchanges[2]?.latencyMs).toBe(40);
  });

  it('searches the licences', async () => {
    const { page } = await rig.opened();
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    const show = page.getByRole('button', { name: 'Show the licences of libraries' });
    await show.waitFor();
    await tabTo(page, show);
    await page.keyboard.press('Enter');
    const field = page.getByRole('searchbox', { name: /Search by library/ });
    await field.waitFor();
    await tabTo(page, field);
    await page.keyboard.type('react meta platforms');
    await page.getByText('react-dom', { exact: true }).waitFor();
    await tabTo(page, page.locator('.licences summary').first());
    await page.keyboard.press('Enter');
    await page.getByText('Permission is hereby granted').first().waitFor();
  });
});

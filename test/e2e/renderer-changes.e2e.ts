import { describe, expect, it } from 'vitest';
import { goTo, pageRig } from '../support/page-rig.ts';

const rig = pageRig();

describe('what can be changed', () => {
  it('sets the workload of all accounts and of one', async () => {
    const { page } = await rig.opened();
    await page.getByRole('button', { name: /Practice workload/ }).click();
    await page.getByRole('radiogroup', { name: 'All accounts' }).getByText('Storm').click();
    await expect
      .poll(() => rig.host.state.practice.workloads.map((one) => one.level))
      .toEqual(['storm', 'storm', 'storm']);
    await page.getByRole('radiogroup', { name: 'Workload of Practice OKX' }).getByText('Off').click();
    await expect
      .poll(() => rig.host.state.practice.workloads.map((one) => one.level))
      .toEqual(['storm', 'off', 'storm']);
    await page.getByRole('button', { name: /Practice workload mixed/ }).waitFor();
  });

  it('switches what the practice exchanges do, and says when that was refused', async () => {
    const { page } = await rig.opened();
    await goTo(page, 'Settings');
    await page.getByRole('switch', { name: 'Maintenance at Kraken' }).click();
    await expect.poll(() => rig.host.state.practice.exchanges[2]?.maintenance).toBe(true);
    await page.getByRole('spinbutton', { name: 'Added latency at OKX' }).fill('250');
    await page.keyboard.press('Enter');
    await expect.poll(() => rig.host.state.practice.exchanges[1]?.latencyMs).toBe(250);
    rig.host.state.broken.add('practice.setExchange');
    await page.getByRole('switch', { name: 'Neighbour at OKX' }).click();
    await page.getByText('That was not done: Headroom cannot store it (disk is full)').waitFor();
  });

  it('keeps the theme chosen over a new start', async () => {
    const { page } = await rig.opened({ scheme: 'dark' });
    await goTo(page, 'Settings');
    await page.getByRole('radiogroup', { name: 'Theme' }).getByText('Light').click();
    const scheme = (): Promise<string | null> => page.locator('html').getAttribute('data-mantine-color-scheme');
    await expect.poll(scheme).toBe('light');
    await page.goto('about:blank');
    await page.goto(rig.host.link());
    await page.locator('[data-bucket-row]').first().waitFor();
    expect(await scheme()).toBe('light');
  });
});

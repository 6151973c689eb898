import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { pageRig } from '../support/page-rig.ts';
import { isUntranslated, openPseudo, pseudoFaults, seenIn } from '../support/pseudo.ts';

const PAGES = ['overview', 'keys', 'orders', 'activity', 'alerts', 'settings'] as const;
const rig = pageRig();

async function toPage(page: Page, name: (typeof PAGES)[number]): Promise<void> {
  await page.locator(`a[href="#/${name}"]`).first().click();
  await page.locator('.skeletons').first().waitFor({ state: 'detached' });
}

async function ready(page: Page): Promise<void> {
  await page.locator('[data-bucket-row]').first().waitFor();
}

describe('isUntranslated', () => {
  const cases = [
    { text: '‹Ñéšt ‹îññér› ~~› 12 · 160K', is: false },
    { text: 'Practice OKX · ORDERS 10 SECOND', is: false },
    { text: '‹dôñé› Loading', is: true },
    { text: '12 ms', is: true },
  ];
  for (const { text, is } of cases) it(text, () => expect(isUntranslated(text)).toBe(is));
});

describe('the page in a language that needs more room', () => {
  for (const name of PAGES) {
    it(`has ${name} translated whole, and nothing cut off`, async () => {
      const { page } = await openPseudo(rig);
      await ready(page);
      await toPage(page, name);
      expect((await seenIn(page)).texts.length).toBeGreaterThan(20);
      expect(await pseudoFaults(page)).toEqual([]);
    });
  }

  it('has an open limit translated whole, and nothing cut off', async () => {
    const { page } = await openPseudo(rig);
    await ready(page);
    await page.locator('[data-bucket-row]').first().click();
    await page.locator('.detail [role="slider"]').waitFor();
    await page.locator('.spend tbody th').first().waitFor();
    expect(await pseudoFaults(page)).toEqual([]);
  });

  it('has an open request translated whole, and nothing cut off', async () => {
    const { page } = await openPseudo(rig);
    await ready(page);
    await toPage(page, 'activity');
    await page.locator('.log__body .log__row').first().click();
    await page.locator('.drawer').waitFor();
    expect(await pseudoFaults(page)).toEqual([]);
  });

  it('has what lies over the page translated whole', async () => {
    const { page } = await openPseudo(rig);
    await ready(page);
    await page.locator('.top__workload').click();
    await page.locator('.workload').waitFor();
    expect(await pseudoFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.locator('.shortcuts').waitFor();
    expect(await pseudoFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.locator('.palette__option').first().waitFor();
    expect(await pseudoFaults(page)).toEqual([]);
    await page.keyboard.type('thm');
    await page.locator('.palette mark').first().waitFor();
    expect(await pseudoFaults(page)).toEqual([]);
    await page.keyboard.type(' qqq');
    await page.locator('.palette__none').waitFor();
    expect(await pseudoFaults(page)).toEqual([]);
  });

  it('has closed gates, troubles and a lost host translated whole', async () => {
    const nowMs = Date.now();
    const gate = { sinceMs: nowMs, untilMs: nowMs + 90_000, environment: 'practice', cause: 'banned' } as const;
    rig.host.state.gates = [
      { ...gate, key: 'okx/practice|ip=127.0.0.1', exchange: 'okx', code: '50011' },
      { ...gate, key: 'kraken/practice|account=1', exchange: 'kraken', cause: 'circuit', code: null },
    ];
    rig.host.state.troubles = [
      { id: 't1', severity: 'critical', code: 'store-write-failed', detail: '13', atMs: nowMs },
      { id: 't2', severity: 'notice', code: 'clock-stepped', detail: '9', atMs: nowMs },
    ];
    const { page } = await openPseudo(rig);
    await ready(page);
    await page.locator('.note summary').click();
    await page.locator('.gate').first().waitFor();
    expect(await pseudoFaults(page)).toEqual([]);
    await rig.host.vanish();
    await page.locator('.banner--lost').waitFor();
    expect(await pseudoFaults(page)).toEqual([]);
    await toPage(page, 'settings');
    expect(await pseudoFaults(page)).toEqual([]);
  });

  it('has loading, failure and emptiness translated whole', async () => {
    const calls = ['limits.snapshot', 'latency.history', 'practice.state', 'storage.stats', 'activity.query'];
    const walk = async (page: Page): Promise<void> => {
      for (const name of PAGES) {
        await page.locator(`a[href="#/${name}"]`).first().click();
        await page.waitForTimeout(300);
        expect([name, ...(await pseudoFaults(page))]).toEqual([name]);
      }
    };
    for (const call of calls) rig.host.state.silent.add(call);
    const loading = await openPseudo(rig);
    await loading.page.locator('.skeletons').first().waitFor();
    await walk(loading.page);
    rig.host.state.silent.clear();
    for (const call of calls) rig.host.state.broken.add(call);
    const failed = await openPseudo(rig);
    await failed.page.locator('[role="alert"]').first().waitFor();
    await walk(failed.page);
    rig.host.state.broken.clear();
    rig.host.state.accounts = [];
    rig.host.state.buckets = [];
    rig.host.state.practice = { workloads: [], exchanges: [] };
    const empty = await openPseudo(rig);
    await empty.page.locator('.panel__message').first().waitFor();
    await walk(empty.page);
  });

  it('has the questions and lists of the settings translated whole', async () => {
    const { page } = await openPseudo(rig);
    await ready(page);
    await toPage(page, 'settings');
    await page.locator('[data-part="clear-out"] button').click();
    await page.locator('.button--danger').waitFor();
    expect(await pseudoFaults(page)).toEqual([]);
    await page.locator('.button--danger').click();
    await page.locator('[data-part="clear-out"] [role="status"]:not(:empty)').waitFor();
    expect(await pseudoFaults(page)).toEqual([]);
    await page.locator('[data-part="licences"] > button').click();
    await page.locator('.licences__list li').first().waitFor();
    expect(await pseudoFaults(page)).toEqual([]);
  });

  it('has the pages without a way in translated whole', async () => {
    const one = await openPseudo(rig);
    await ready(one.page);
    await one.page.reload();
    await one.page.locator('.door').waitFor();
    expect(await pseudoFaults(one.page)).toEqual([]);
    await one.page.goto('about:blank');
    await one.page.goto(`${rig.host.origin}/#code=${'A'.repeat(43)}`);
    await one.page.locator('.door').waitFor();
    expect(await pseudoFaults(one.page)).toEqual([]);
  });
});

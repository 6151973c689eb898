import { describe, expect, it } from 'vitest';
import { asked, banned, low, onAlerts } from '../support/alerts-rig.ts';
import { violations } from '../support/axe.ts';
import { alertOf, fakeAlerts } from '../support/fake-alerts.ts';
import { tabTo } from '../support/keyboard.ts';
import { goTo, pageRig } from '../support/page-rig.ts';

const rig = pageRig();

describe('alerts that are not over', () => {
  it('say how grave, what, where, since when, why and what to do, the gravest first', async () => {
    const fake = fakeAlerts(rig.host.state);
    fake.alerts = [low({ repeats: 2 }), banned(), alertOf('offline', { state: 'cleared', clearedAtMs: Date.now() })];
    const { page, complaints } = await onAlerts(rig);
    const cards = page.locator('.alert');
    await expect
      .poll(() => cards.locator('h3').allTextContents())
      .toEqual(['Address banned', 'Little headroom: REQUEST_WEIGHT 1 MINUTE']);
    expect(await cards.nth(0).innerText()).toMatch(/Critical[\s\S]*OKX[\s\S]*ends in 12 min[\s\S]*code 50011/);
    expect(await cards.nth(1).innerText()).toMatch(
      /Warning[\s\S]*Practice Binance[\s\S]*came back 2 times[\s\S]*11% of/,
    );
    await cards
      .nth(1)
      .getByRole('img', { name: /from 80% to 11%, threshold 15%/ })
      .waitFor();
    expect(await cards.nth(0).locator('.evidence').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('draw their evidence once, however often they change', async () => {
    const fake = fakeAlerts(rig.host.state);
    const alert = low();
    fake.alerts = [alert];
    const { page } = await onAlerts(rig);
    const line = page.locator('.evidence .recharts-area-curve').first();
    await line.waitFor();
    await line.evaluate((element) => element.setAttribute('data-first', 'yes'));
    const path = await line.getAttribute('d');
    fake.change([{ ...alert, repeats: 3, changedAtMs: Date.now() }]);
    await page.getByText('came back 3 times').waitFor();
    expect([await line.getAttribute('data-first'), await line.getAttribute('d')]).toEqual(['yes', path]);
  });

  it('are acknowledged one by one and all at once', async () => {
    const fake = fakeAlerts(rig.host.state);
    fake.alerts = [low(), banned(), alertOf('offline')];
    const { page } = await onAlerts(rig);
    await page.getByRole('button', { name: 'Acknowledge Address banned' }).click();
    await page.getByText('2 not acknowledged').first().waitFor();
    await page.getByRole('button', { name: 'Acknowledge all' }).click();
    await expect.poll(() => fake.alerts.map(({ state }) => state)).toEqual(Array(3).fill('acknowledged'));
    await expect.poll(() => page.locator('.nav__count').count()).toBe(0);
  });

  it('are snoozed from the keyboard, and the focus comes back', async () => {
    const fake = fakeAlerts(rig.host.state);
    fake.alerts = [banned()];
    const { page } = await onAlerts(rig);
    const button = page.getByRole('button', { name: 'Snooze Address banned' });
    await tabTo(page, button);
    await page.keyboard.press('Enter');
    const choice = page.getByRole('button', { name: '1 hour' });
    await choice.waitFor();
    await tabTo(page, choice);
    await page.keyboard.press('Enter');
    await page.getByText(/snoozed until \d\d:\d\d/).waitFor();
    const [input] = asked(fake, 'alerts.snooze') as readonly { readonly snoozedUntilMs: number }[];
    expect(Math.abs((input?.snoozedUntilMs ?? 0) - Date.now() - 3_600_000)).toBeLessThan(60_000);
    await expect.poll(() => button.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  it('lead to the limit, to the key, and to their requests', async () => {
    const fake = fakeAlerts(rig.host.state);
    const [key] = rig.host.state.keys.keys;
    fake.alerts = [low(), banned(), alertOf('key-unused', { subject: key?.id ?? '', facts: { label: 'Bot' } })];
    const { page } = await onAlerts(rig);
    await page.getByRole('link', { name: 'Show the limit' }).click();
    await page.locator('[data-bucket-row][aria-expanded="true"]').first().waitFor();
    expect(await page.locator('[data-bucket-row][aria-expanded="true"]').first().innerText()).toContain(
      'REQUEST_WEIGHT',
    );
    await goTo(page, 'Alerts');
    await page.getByRole('link', { name: 'Show the requests' }).click();
    await page.getByRole('heading', { level: 1, name: 'Activity' }).waitFor({ state: 'attached' });
    await page.getByRole('button', { name: /OKX/ }).first().waitFor();
    await goTo(page, 'Alerts');
    await page.getByRole('link', { name: 'Show the key' }).click();
    await expect.poll(() => new URL(page.url()).hash).toBe(`#/keys/${key?.id}`);
  });

  it('stay, but cannot be acted on, while the host is lost; a failure is said and tried again', async () => {
    const fake = fakeAlerts(rig.host.state);
    fake.alerts = [banned()];
    rig.host.state.broken.add('alerts.snapshot');
    const { page } = await onAlerts(rig);
    await page.getByText('This could not be loaded: Headroom cannot store it (disk is full)').waitFor();
    rig.host.state.broken.clear();
    rig.host.state.broken.add('alerts.acknowledge');
    await page.getByRole('button', { name: 'Try again' }).click();
    const button = page.getByRole('button', { name: 'Acknowledge Address banned' });
    await button.click();
    await page.getByText('That was not done: Headroom cannot store it').waitFor();
    await rig.host.vanish();
    await page.locator('.banner--lost').waitFor();
    expect(await button.isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: 'Snooze Address banned' }).isDisabled()).toBe(true);
  });
});

describe('telling within the page', () => {
  it('counts in the navigation, the title and the icon, whose drawing the policy allows', async () => {
    const fake = fakeAlerts(rig.host.state);
    const { page, complaints } = await rig.opened();
    fake.change([low(), banned()]);
    await expect.poll(() => page.title()).toBe('(2) Overview · Headroom');
    await expect.poll(() => page.locator('.nav__count').innerText()).toBe('2');
    const link = page.getByRole('link', { name: 'Alerts', exact: true });
    expect(await link.getAttribute('title')).toMatch(/2 alerts are not acknowledged$/);
    const icon = await page.locator('link[rel="icon"]').getAttribute('href');
    expect(icon).toMatch(/^data:image\/svg\+xml,/);
    const width = await page.evaluate(async (src) => {
      const image = new Image();
      image.src = src;
      await image.decode();
      return image.width;
    }, icon ?? '');
    expect(width).toBeGreaterThan(0);
    fake.change(fake.alerts.map((alert) => ({ ...alert, state: 'cleared', changedAtMs: Date.now() })));
    await expect.poll(() => page.title()).toBe('Overview · Headroom');
    await expect.poll(() => page.locator('link[rel="icon"]').getAttribute('href')).toMatch(/mark-[^/]*\.svg$/);
    expect(complaints).toEqual([]);
  });

  it('shows what is raised over the corner, speaks it, says it was told, and moves nothing', async () => {
    const fake = fakeAlerts(rig.host.state);
    const { page } = await rig.opened();
    const where = (): Promise<string> =>
      page
        .locator('.summary, .note')
        .first()
        .evaluate((element) => JSON.stringify(element.getBoundingClientRect()));
    const before = await where();
    const [warning, critical] = [low(), banned()];
    fake.raise(warning);
    await page.locator('.toast').waitFor();
    await expect.poll(() => page.locator('[data-spoken="polite"]').innerText()).toMatch(/^Warning. Little headroom/);
    fake.raise(critical);
    await expect
      .poll(() => page.locator('[data-spoken="assertive"]').innerText())
      .toBe('Critical. Address banned. OKX · Practice');
    expect(await where()).toBe(before);
    await expect.poll(() => asked(fake, 'alerts.told').length).toBe(2);
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Dismiss Little headroom: REQUEST_WEIGHT 1 MINUTE' }).click();
    expect(await page.locator('.toast').count()).toBe(1);
    await page.locator('.toast').getByRole('link', { name: 'Show' }).click();
    const card = page.locator('.alert', { hasText: 'Address banned' });
    await expect.poll(() => card.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await page.locator('.toast').count()).toBe(0);
  });

  it('asks for permission by a button of this page alone, and then notifies', async () => {
    const fake = fakeAlerts(rig.host.state);
    const one = await rig.blank();
    const { page } = one;
    await page.addInitScript(() => {
      const made: unknown[] = [];
      class Fake {
        static permission = 'default';
        static requests = 0;
        static async requestPermission(): Promise<string> {
          Fake.requests += 1;
          Fake.permission = 'granted';
          return await Promise.resolve('granted');
        }
        onshow: (() => void) | null = null;
        onclick: (() => void) | null = null;
        constructor(title: string, options: object) {
          made.push({ title, ...options, click: () => this.onclick?.() });
          setTimeout(() => this.onshow?.(), 10);
        }
        close(): void {}
      }
      Object.assign(window, { Notification: Fake, made });
    });
    await page.goto(rig.host.link());
    await page.locator('[data-bucket-row]').first().waitFor();
    expect(await page.evaluate('Notification.requests')).toBe(0);
    await goTo(page, 'Alerts');
    await page.getByRole('button', { name: 'Allow notifications' }).click();
    await expect.poll(() => page.getByRole('button', { name: 'Allow notifications' }).count()).toBe(0);
    await goTo(page, 'Overview');
    const alert = low();
    fake.raise(alert);
    await expect
      .poll(() => page.evaluate('made.map(({ title, tag }) => [title, tag])'))
      .toEqual([['Little headroom: REQUEST_WEIGHT 1 MINUTE', alert.id]]);
    await expect.poll(() => asked(fake, 'alerts.told').length).toBe(1);
    expect(await page.locator('.toast').count()).toBe(0);
    await page.evaluate('made[0].click()');
    await page.getByRole('heading', { level: 1, name: 'Alerts' }).waitFor({ state: 'attached' });
  });
});

describe('what is over', () => {
  it('comes page by page, filtered by kind and by severity', async () => {
    const fake = fakeAlerts(rig.host.state);
    const nowMs = Date.now();
    fake.alerts = Array.from({ length: 120 }, (_, index) =>
      alertOf(index % 10 === 0 ? 'offline' : 'banned', {
        severity: index % 20 === 0 ? 'critical' : 'warning',
        state: 'cleared',
        firedAtMs: nowMs - (index + 1) * 60_000,
        clearedAtMs: nowMs - index * 60_000 - 1_000,
      }),
    );
    const { page } = await onAlerts(rig, 'History');
    const rows = page.locator('.alerts__table tbody tr');
    await rows.first().waitFor();
    await page.getByRole('combobox', { name: 'Kind' }).selectOption('offline');
    await expect.poll(async () => (await rows.allTextContents()).every((text) => text.includes('offline'))).toBe(true);
    await page.getByRole('combobox', { name: 'Severity' }).selectOption('critical');
    await expect.poll(() => rows.count()).toBe(3);
    const more = page.getByRole('button', { name: 'Look further back' });
    await more.click();
    await expect.poll(() => rows.count()).toBe(5);
    await more.click();
    await expect.poll(() => rows.count()).toBe(6);
    expect(await more.count()).toBe(0);
    await page.getByRole('combobox', { name: 'Kind' }).selectOption('firewall');
    await page.getByText('None of those looked at fits.').waitFor();
  });

  it('is explained as it was: in its row, and by its address however old it is', async () => {
    const fake = fakeAlerts(rig.host.state);
    const nowMs = Date.now();
    const over = (at: number) => ({
      state: 'cleared' as const,
      firedAtMs: nowMs - (at + 1) * 60_000,
      clearedAtMs: nowMs - at * 60_000 - 1_000,
    });
    const old = low({ ...over(300), id: 'alert-0000000000ff' });
    fake.alerts = [low(over(0)), ...Array.from({ length: 80 }, (_, at) => alertOf('banned', over(at + 1))), old];
    const { page } = await onAlerts(rig, 'History');
    await page
      .getByRole('button', { name: /^Why Little headroom/ })
      .first()
      .click();
    await page.getByText(/of the limit was free when this fired/).waitFor();
    await page.locator('.history__opened .evidence svg').first().waitFor();
    await page.getByText(/See who spends it/).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.evaluate((id) => {
      window.location.hash = `#/alerts/${id}`;
    }, old.id);
    await expect.poll(() => page.locator('.history__opened').count()).toBe(2);
    await page.evaluate(() => {
      window.location.hash = '#/alerts/alert-00000000dead';
    });
    await page.getByText('The alert that was asked for is not kept any more.').waitFor();
  });
});

import { describe, expect, it } from 'vitest';
import { asked, banned, low, onAlerts, onPart } from '../support/alerts-rig.ts';
import { violations } from '../support/axe.ts';
import { alertOf, fakeAlerts } from '../support/fake-alerts.ts';
import { tabTo } from '../support/keyboard.ts';
import { pageRig } from '../support/page-rig.ts';
import { openPseudo, pseudoFaults } from '../support/pseudo.ts';

const rig = pageRig();

describe('rules', () => {
  it('are switched, changed, refused with a reason, made for one account and taken back', async () => {
    const fake = fakeAlerts(rig.host.state);
    const { page } = await onAlerts(rig, 'Rules');
    await page.getByRole('checkbox', { name: 'Key unused is on' }).click();
    await expect.poll(() => fake.settings.rules.find(({ kind }) => kind === 'key-unused')?.isOn).toBe(false);
    const change = page.getByRole('button', { name: 'Change Little headroom', exact: true });
    await tabTo(page, change);
    await page.keyboard.press('Enter');
    const form = page.getByRole('form', { name: 'Change Little headroom' });
    await form.getByLabel('Fires below').fill('40');
    await page.keyboard.press('Enter');
    await form.getByText('it must clear at the threshold or above').waitFor();
    expect(await form.getByLabel('Clears at').getAttribute('aria-invalid')).toBe('true');
    await form.getByLabel('Clears at').fill('55.5');
    await form.getByLabel('For', { exact: true }).selectOption('practice-okx');
    await form.getByLabel('Severity').selectOption('critical');
    await page.keyboard.press('Tab');
    await form.getByRole('button', { name: 'Save' }).click();
    await page.getByText('only Practice OKX').waitFor();
    expect(asked(fake, 'alerts.setRule').at(-1)).toMatchObject({
      kind: 'headroom-low',
      account: 'practice-okx',
      severity: 'critical',
      threshold: 0.4,
      clearAt: 0.555,
    });
    await expect.poll(() => change.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.getByRole('button', { name: 'Change Little headroom, Practice OKX' }).click();
    await page.getByRole('button', { name: 'Use the common rule for Little headroom, Practice OKX' }).click();
    await expect.poll(() => page.getByText('only Practice OKX').count()).toBe(0);
  });

  it('are tested, and the test is marked as one', async () => {
    const fake = fakeAlerts(rig.host.state);
    const { page } = await onAlerts(rig, 'Rules');
    await page.getByRole('button', { name: 'Test Address banned' }).click();
    await page.getByText('The test of Address banned was fired.').waitFor();
    expect(asked(fake, 'alerts.test')).toEqual([{ kind: 'banned' }]);
    await page.getByRole('status').getByRole('link', { name: 'Now' }).click();
    const card = page.locator('.alert', { hasText: 'Address banned' });
    await card.getByText('This is a test of the rule. Nothing is wrong.').waitFor();
    await card.locator('.alert__test').waitFor();
  });
});

describe('how alerts are told', () => {
  it('takes a secret once and keeps none of it', async () => {
    const fake = fakeAlerts(rig.host.state);
    const { page } = await onAlerts(rig, 'Notifications');
    const secret = page.getByLabel('Secret');
    await page.getByLabel('Send alerts there').click();
    await page.getByLabel('Address').fill('http://hooks.example.com/x');
    await secret.fill('short');
    await page.getByRole('button', { name: 'Save the webhook' }).click();
    await page.getByText('It must begin with https://').waitFor();
    await page.getByText('The secret needs 8 to 200 characters.').waitFor();
    expect(asked(fake, 'alerts.setWebhook')).toEqual([]);
    await page.getByLabel('Address').fill('https://hooks.example.com/x');
    await secret.fill('correct horse battery');
    expect(await secret.getAttribute('type')).toBe('password');
    await page.getByRole('button', { name: 'Save the webhook' }).click();
    await page.getByText('Saved.').waitFor();
    expect(asked(fake, 'alerts.setWebhook')).toEqual([
      { isOn: true, url: 'https://hooks.example.com/x', secret: 'correct horse battery' },
    ]);
    expect(await secret.inputValue()).toBe('');
    expect(await page.content()).not.toContain('correct horse');
    await page.getByText('A secret is kept.').waitFor();
    await page.getByLabel('Send alerts there').click();
    await page.getByRole('button', { name: 'Save the webhook' }).click();
    await expect.poll(() => asked(fake, 'alerts.setWebhook').at(-1)).toMatchObject({ isOn: false, secret: null });
  });

  it('empties the secret’s box also where the host refuses', async () => {
    rig.host.state.broken.add('alerts.setWebhook');
    const { page } = await onAlerts(rig, 'Notifications');
    await page.getByLabel('Address').fill('https://hooks.example.com/x');
    await page.getByLabel('Secret').fill('correct horse battery');
    await page.getByRole('button', { name: 'Save the webhook' }).click();
    await page.getByText('That was not done').waitFor();
    expect(await page.getByLabel('Secret').inputValue()).toBe('');
  });

  it('keeps quiet hours in the zone of the page, pauses, and switches notifications', async () => {
    const fake = fakeAlerts(rig.host.state);
    const { store } = rig.host.state;
    store.settings = { ...store.settings, page: { ...store.settings.page, zone: 'Asia/Tokyo' } };
    const { page } = await onAlerts(rig, 'Notifications');
    await page.getByLabel('From').fill('21:30');
    await page.getByRole('button', { name: 'Save the times' }).click();
    await page.getByRole('checkbox', { name: 'Keep quiet hours' }).click();
    await expect
      .poll(() => fake.settings.quietHours)
      .toEqual({ isOn: true, fromMinute: 1_290, untilMinute: 420, utcOffsetMinutes: 540, zone: 'Asia/Tokyo' });
    await page.getByRole('checkbox', { name: 'Tell alerts' }).click();
    await expect.poll(() => fake.settings.notifications).toBe(false);
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByRole('button', { name: '15 minutes' }).click();
    await page.getByText(/Nothing but critical alerts is told until/).waitFor();
    await page.getByRole('button', { name: 'Tell again now' }).click();
    await expect.poll(() => fake.settings.snoozedUntilMs).toBeNull();
  });
});

describe('in every theme and state', () => {
  for (const scheme of ['dark', 'light'] as const) {
    it(`is accessible in ${scheme}`, async () => {
      const fake = fakeAlerts(rig.host.state);
      fake.alerts = [low(), banned(), low({ state: 'acknowledged' }), alertOf('offline', { facts: { test: 'yes' } })];
      const { page } = await onAlerts(rig, 'Now', { scheme });
      const found: string[] = [];
      const look = async (name: string): Promise<void> => {
        found.push(...(await violations(page)).map((one) => `${name} ${one}`));
      };
      await page.locator('.alert__facts summary').first().click();
      await look('now');
      await page
        .getByRole('button', { name: /^Snooze/ })
        .first()
        .click();
      await page.locator('.snooze').waitFor();
      await look('snooze');
      await page.keyboard.press('Escape');
      await onPart(page, 'Rules');
      await page.getByRole('button', { name: 'Change Little headroom', exact: true }).click();
      await page.getByLabel('Clears at').fill('');
      await page.getByRole('button', { name: 'Save' }).click();
      await look('rules');
      await onPart(page, 'Notifications');
      await page.getByLabel('Address').fill('x');
      await page.getByRole('button', { name: 'Save the webhook' }).click();
      await look('telling');
      await onPart(page, 'History');
      await look('empty history');
      fake.change(
        fake.alerts.map((alert) => ({ ...alert, state: 'cleared', clearedAtMs: Date.now(), changedAtMs: Date.now() })),
      );
      await page.locator('.alerts__table').waitFor();
      await look('history');
      await onPart(page, 'Now');
      await page.getByText('Nothing to warn of').waitFor();
      await look('nothing');
      await rig.host.vanish();
      await page.locator('.banner--lost').waitFor();
      await look('lost');
      expect(found).toEqual([]);
    });
  }

  it('says that it is loading', async () => {
    rig.host.state.silent.add('alerts.snapshot');
    const { page } = await rig.opened();
    await page.getByRole('link', { name: 'Alerts', exact: true }).click();
    await page.locator('.alerts__waiting .skeletons').waitFor();
    expect(await violations(page)).toEqual([]);
  });

  it('is translated whole, and nothing is cut off', async () => {
    const fake = fakeAlerts(rig.host.state);
    fake.alerts = [low(), banned(), alertOf('offline', { state: 'cleared', clearedAtMs: Date.now() })];
    const { page } = await openPseudo(rig);
    await page.locator('[data-bucket-row]').first().waitFor();
    fake.raise(low({ severity: 'critical' }));
    await page.locator('.toast').waitFor();
    expect(await pseudoFaults(page)).toEqual([]);
    for (const part of ['now', 'history', 'rules', 'telling']) {
      await page.evaluate((name) => {
        window.location.hash = `#/alerts/${name}`;
      }, part);
      await page.locator('.alerts > .panel, .telling').first().waitFor();
      if (part === 'rules') await page.locator('.rules__acts button').first().click();
      expect([part, ...(await pseudoFaults(page))]).toEqual([part]);
    }
  });
});

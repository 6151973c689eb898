import { it } from 'vitest';
import type { Alert } from '../../shared/model/alert.ts';
import { alertOf, fakeAlerts, fallingPoints } from '../support/fake-alerts.ts';
import { fakeAccounts } from '../support/fake-accounts.ts';
import { keyOf } from '../support/fake-buckets.ts';
import { pageRig, goTo } from '../support/page-rig.ts';
import { openPseudo, pseudoFaults } from '../support/pseudo.ts';
import { violations } from '../support/axe.ts';

const rig = pageRig();
const SIZES = (process.env['SHOT_SIZES'] ?? '1280x800').split(',');
const SCHEMES = (process.env['SHOT_SCHEMES'] ?? 'dark').split(',') as ('dark' | 'light')[];

function arrange() {
  const now = Date.now();
  const { state } = rig.host;
  const fake = fakeAlerts(state);
  const bucket = state.buckets[2];
  const [a, b, c] = fakeAccounts;
  const list: Alert[] = [
    alertOf('headroom-low', { exchange: 'binance', account: a?.id ?? null, subject: bucket === undefined ? '' : keyOf(bucket), facts: { bucket: 'ORDERS 10 SECOND', environment: 'practice', share: '11' }, evidence: { unit: 'share', threshold: 0.15, points: fallingPoints(now - 90_000, 0.8, 0.11) }, repeats: 2 }),
    alertOf('banned', { severity: 'critical', exchange: 'okx', endsAtMs: now + 754_000, facts: { cause: 'banned', environment: 'live', code: '50011' }, firedAtMs: now - 20_000 }),
    alertOf('clock-wrong', { exchange: 'kraken', firedAtMs: now - 3_600_000, state: 'acknowledged', acknowledgedAtMs: now, evidence: { unit: 'ms', threshold: 5000, points: fallingPoints(now - 3_600_000, 900, 6200) }, facts: { environment: 'live', seconds: '6' } }),
    alertOf('key-over-privileged', { severity: 'notice', exchange: 'okx', account: b?.id ?? null, facts: { label: 'Trading bot', last4: 'x9Qz', advice: 'can-withdraw' }, snoozedUntilMs: now + 900_000 }),
    alertOf('order-unknown', { severity: 'critical', exchange: 'kraken', account: c?.id ?? null, facts: { symbol: 'XBT/USD', environment: 'live', side: 'buy' } }),
    alertOf('offline', { severity: 'critical', facts: { test: 'yes' }, endsAtMs: now + 40_000 }),
    ...Array.from({ length: 14 }, (_, i) => alertOf((['error-rate', 'rate-limited', 'latency-drift', 'key-unused'] as const)[i % 4] ?? 'offline', { state: 'cleared', severity: (['notice', 'warning', 'critical'] as const)[i % 3] ?? 'notice', exchange: (['binance', 'okx', 'kraken'] as const)[i % 3] ?? null, account: i % 2 === 0 ? (a?.id ?? null) : null, firedAtMs: now - (i + 2) * 4_000_000, clearedAtMs: now - (i + 2) * 4_000_000 + 95_000, acknowledgedAtMs: i % 2 === 0 ? now : null })),
  ];
  fake.alerts = list;
  fake.settings = { ...fake.settings, snoozedUntilMs: now + 3_000_000, rules: [...fake.settings.rules.map((r) => r.kind === 'key-unused' ? { ...r, isOn: false } : r), { kind: 'headroom-low', account: a?.id ?? null, isOn: true, severity: 'critical', threshold: 0.25, clearAt: 0.4, forS: 0, coolDownS: 600 }] };
  return fake;
}

for (const scheme of SCHEMES)
  for (const size of SIZES)
    it(`${scheme} ${size}`, async () => {
      const fake = arrange();
      const [width = 1280, height = 800] = size.split('x').map(Number);
      const one = await rig.opened({ scheme, width, height });
      const { page } = one;
      const shot = async (name: string) => {
        await page.screenshot({ path: `/tmp/alerts-shots/${name}-${size}-${scheme}.png` });
        console.log(name, size, scheme, JSON.stringify(await violations(page)), one.complaints.join(' | '));
      };
      fake.raise(alertOf('firewall', { severity: 'critical', exchange: 'binance' }));
      fake.raise(alertOf('limit-ahead', { exchange: 'okx', facts: { bucket: 'Place order', part: 'BTC-USDT' } }));
      await page.locator('.toast').first().waitFor();
      await shot('toast');
      await goTo(page, 'Alerts');
      await page.locator('.alert').first().waitFor();
      await page.waitForTimeout(300);
      await shot('now');
      await page.locator('.alert__facts summary').first().click();
      await page.getByRole('button', { name: /^Snooze/ }).first().click();
      await page.waitForTimeout(200);
      await shot('snooze');
      await page.keyboard.press('Escape');
      for (const part of ['History', 'Rules', 'Telling']) {
        await page.getByRole('radiogroup', { name: 'Parts of the page' }).getByText(part).click();
        await page.waitForTimeout(300);
        await shot(part.toLowerCase());
        if (part === 'Rules') {
          await page.getByRole('button', { name: 'Change Little headroom', exact: true }).click();
          await page.getByLabel('Clears at').fill('10');
          await page.getByRole('button', { name: 'Save' }).click();
          await page.waitForTimeout(100);
          await shot('rules-edit');
        }
      }
      await page.locator('main').evaluate((main) => main.scrollTo(0, 3000));
      await page.getByLabel('Address').fill('http://x');
      await page.getByRole('button', { name: 'Save the webhook' }).click();
      await shot('webhook');
      fake.change(fake.alerts.filter(({ state }) => state !== 'cleared').map((x) => ({ ...x, state: 'cleared', clearedAtMs: Date.now(), changedAtMs: Date.now() })));
      await page.getByRole('radiogroup', { name: 'Parts of the page' }).getByText('Now').click();
      await page.waitForTimeout(200);
      await shot('none');
    });

it('pseudo', async () => {
  const fake = arrange();
  fake.settings = { ...fake.settings, quietHours: { isOn: true, fromMinute: 5, untilMinute: 5, utcOffsetMinutes: 90 } };
  const one = await openPseudo(rig);
  const { page } = one;
  await page.locator('[data-bucket-row]').first().waitFor();
  fake.raise(alertOf('firewall', { severity: 'critical', exchange: 'binance' }));
  await page.locator('.toast').first().waitFor();
  console.log('toast', JSON.stringify(await pseudoFaults(page), null, 1));
  for (const part of ['now', 'history', 'rules', 'telling']) {
    await page.evaluate((p) => { location.hash = `#/alerts/${p}`; }, part);
    await page.waitForTimeout(400);
    if (part === 'rules') {
      await page.locator('.rules__acts button').first().click();
    }
    await page.screenshot({ path: `/tmp/alerts-shots/pseudo-${part}.png` });
    console.log(part, JSON.stringify(await pseudoFaults(page), null, 1));
  }
});

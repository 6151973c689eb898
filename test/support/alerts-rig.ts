import type { Page } from 'playwright-core';
import type { Alert } from '../../shared/model/alert.ts';
import type { Look, LookOptions } from './browser.ts';
import { fakeBuckets } from './fake-accounts.ts';
import { alertOf, type FakeAlerts, fallingPoints } from './fake-alerts.ts';
import { keyOf } from './fake-buckets.ts';
import type { PageRig } from './page-rig.ts';

/** Of the first limit there is, with what was measured. */
export function low(patch: Partial<Alert> = {}): Alert {
  const [bucket] = fakeBuckets;
  if (bucket === undefined) throw new Error('no bucket');
  return alertOf('headroom-low', {
    exchange: 'binance',
    account: bucket.account.id,
    subject: keyOf(bucket),
    facts: { bucket: bucket.name, environment: 'practice', share: '11' },
    evidence: { unit: 'share', threshold: 0.15, points: fallingPoints(Date.now() - 90_000, 0.8, 0.11) },
    ...patch,
  });
}

/** Critical, and it ends by itself. */
export function banned(patch: Partial<Alert> = {}): Alert {
  return alertOf('banned', {
    severity: 'critical',
    exchange: 'okx',
    endsAtMs: Date.now() + 754_000,
    facts: { cause: 'banned', environment: 'practice', code: '50011' },
    ...patch,
  });
}

export async function onPart(page: Page, part: string): Promise<void> {
  await page.getByRole('radiogroup', { name: 'Parts of the page' }).getByText(part).click();
}

/** The page of alerts with this part of it open. */
export async function onAlerts(rig: PageRig, part = 'Now', options: LookOptions = {}): Promise<Look> {
  const one = await rig.at('Alerts', options);
  await onPart(one.page, part);
  return one;
}

/** What the page asked by this name. */
export function asked(fake: FakeAlerts, name: string): readonly unknown[] {
  return fake.asked.filter((one) => one.name === name).map(({ input }) => input);
}

import { describe, expect, it } from 'vitest';
import { faultOfUrl, webhookBody } from '../../../electron/engine/alerts/webhook-body.ts';
import { FAKE_START_MS, flush } from '../../support/fake-clock.ts';
import { AlertRig } from './alert-rig.ts';

const URL_OK = 'https://hooks.example.com/path?x=1';
const on = { isOn: true, url: URL_OK, secret: 'a-long-secret' };
const failed = { isTaken: false, result: '503', mayRepeat: true };

describe('the address of a webhook', () => {
  for (const url of [URL_OK, 'https://hooks.example.com:8443/', 'https://8.8.8.8/x']) {
    it(`may be ${url}`, () => expect(faultOfUrl(url)).toBeNull());
  }
  const hostile = [
    'http://hooks.example.com/',
    'ftp://hooks.example.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'https://user@hooks.example.com/',
    'https://user:pass@hooks.example.com/',
    'https://hooks.example.com/#part',
    'https://hooks.example.com/#',
    'https://localhost/',
    'https://LOCALHOST./',
    'https://x.localhost/',
    'https://printer.local/',
    'https://router.lan/',
    'https://db.internal/',
    'https://',
    'no address',
    '',
    `https://hooks.example.com/${'x'.repeat(500)}`,
  ];
  for (const url of hostile) it(`may not be ${url.slice(0, 50)}`, () => expect(faultOfUrl(url)).not.toBeNull());
});

describe('a webhook', () => {
  it('is sent what fired, and that counts as told', async () => {
    const rig = new AlertRig();
    await rig.alerts.handlers['alerts.setWebhook'](on);
    rig.see('banned', true, { facts: { code: '-1003' } });
    await rig.clock.run(300);
    expect(rig.posted).toMatchObject([
      { url: URL_OK, body: { kind: 'banned', severity: 'critical', facts: { code: '-1003' } } },
    ]);
    expect(rig.only().wasTold).toBe(true);
    expect(rig.settings.at(-1)?.webhook).toMatchObject({ hasSecret: true, lastResult: '200' });
  });

  it('is tried three times, ever further apart, and its result is shown', async () => {
    const rig = new AlertRig();
    await rig.alerts.handlers['alerts.setWebhook'](on);
    rig.answers.push(failed, failed, failed);
    rig.see('banned', true);
    await rig.clock.run(300);
    expect(rig.posted).toHaveLength(1);
    await rig.clock.run(2_000);
    expect(rig.posted).toHaveLength(2);
    await rig.clock.run(9_000);
    expect(rig.posted).toHaveLength(2);
    await rig.clock.run(60_000);
    expect(rig.posted).toHaveLength(3);
    expect(rig.only().wasTold).toBe(false);
    expect(rig.settings.at(-1)?.webhook.lastResult).toBe('503');
  });

  it('is not tried again where that would end alike, nor once it is off', async () => {
    const rig = new AlertRig();
    await rig.alerts.handlers['alerts.setWebhook'](on);
    rig.answers.push({ isTaken: false, result: '404', mayRepeat: false }, failed);
    rig.see('banned', true);
    await rig.clock.run(60_000);
    expect(rig.posted).toHaveLength(1);
    rig.see('offline', true);
    await rig.clock.run(5_300);
    await rig.alerts.handlers['alerts.setWebhook']({ ...on, isOn: false, secret: null });
    await rig.clock.run(60_000);
    expect(rig.posted).toHaveLength(2);
  });

  it('keeps its secret with the keys and gives it to nobody', async () => {
    const rig = new AlertRig();
    const set = await rig.alerts.handlers['alerts.setWebhook'](on);
    expect(rig.secrets.held.get('webhook')?.use((text) => text)).toBe('a-long-secret');
    const shown = JSON.stringify([set, rig.settings, rig.journal.loadSetting('alert-settings'), rig.posted]);
    expect(shown).not.toContain('a-long-secret');
    rig.restart();
    await rig.alerts.handlers['alerts.setWebhook']({ ...on, secret: null });
    rig.see('banned', true);
    await rig.clock.run(300);
    expect(rig.posted).toHaveLength(1);
  });

  const refused = [
    { name: 'a hostile address', input: { ...on, url: 'http://127.0.0.1/' } },
    { name: 'no secret at all', input: { ...on, secret: null } },
    { name: 'no address', input: { ...on, url: '' } },
  ];
  for (const { name, input } of refused) {
    it(`is not turned on with ${name}`, async () => {
      const rig = new AlertRig();
      const set = await rig.alerts.handlers['alerts.setWebhook'](input);
      expect(set).toMatchObject({ ok: false, failure: { kind: 'invalid-input' } });
      expect(rig.secrets.held.size).toBe(0);
    });
  }

  it('says nothing of addresses, amounts, orders or accounts at the exchange', async () => {
    const rig = new AlertRig();
    const facts = {
      from: '203.0.113.7',
      to: '203.0.113.8',
      symbol: 'BTCUSDT',
      side: 'buy',
      last4: 'abcd',
      label: 'mine',
      share: '8',
    };
    rig.see('egress-changed', true, { subject: 'binance/live|account=12345678', facts });
    const body: unknown = JSON.parse(webhookBody(rig.only(), FAKE_START_MS));
    expect(body).toMatchObject({ facts: { share: '8' } });
    expect(JSON.stringify(body)).not.toMatch(/203\.|BTC|buy|abcd|mine|12345678/);
    await flush();
  });
});

import { describe, expect, it } from 'vitest';
import { alertKinds } from '../../../shared/model/alert.ts';
import { alertWords } from '../../../electron/hosts/desktop/alert-text.ts';
import { ALERT_SETTINGS, alert, begun, NOW_MS, shellRig, type ShellRig } from './shell-rig.ts';

const second = alert({ id: 'alert-00000002', kind: 'banned', severity: 'critical' });
const titles = ({ stub }: ShellRig) => stub.notifications.map(({ options }) => options.title);

describe('notifications', () => {
  it('a warning is shown with its buttons, its group and its urgency, and told as told', async () => {
    const rig = await begun();
    const points = [{ atMs: NOW_MS, value: 0.11 }];
    await rig.publish(
      'alerts.raised',
      alert({ facts: { bucket: 'Request weight' }, evidence: { unit: 'share', threshold: 0.15, points } }),
    );
    expect(rig.stub.notifications).toEqual([]);
    await rig.pass(750);
    const [shown] = rig.stub.notifications;
    expect(shown?.options).toEqual({
      title: 'Little headroom: Request weight',
      body: 'Warning · Binance · Main account. 11% of it is free.',
      id: 'alert-00000001',
      groupId: 'binance',
      groupTitle: 'Binance',
      urgency: 'normal',
      timeoutType: 'default',
      silent: false,
      actions: [
        { type: 'button', text: 'Acknowledge' },
        { type: 'button', text: 'Snooze 15 min' },
        { type: 'button', text: 'Open' },
      ],
    });
    expect(rig.calls).toEqual([
      ['abilities', { notifications: true }],
      ['alerts.told', { alert: 'alert-00000001' }],
    ]);
  });

  const urgencies = [
    { severity: 'notice', urgency: 'low', timeoutType: 'default', silent: true },
    { severity: 'warning', urgency: 'normal', timeoutType: 'default', silent: false },
    { severity: 'critical', urgency: 'critical', timeoutType: 'never', silent: false },
  ] as const;
  for (const { severity, ...wanted } of urgencies) {
    it(`${severity}: ${wanted.urgency}`, async () => {
      const rig = await begun();
      await rig.publish('alerts.raised', alert({ severity }));
      await rig.pass(750);
      expect(rig.stub.notifications[0]?.options).toMatchObject(wanted);
    });
  }

  it('a critical one waits for nobody', async () => {
    const rig = await begun();
    await rig.publish('alerts.raised', second);
    expect(titles(rig)).toEqual(['Address banned']);
  });

  const actions = [
    { index: 0, name: 'acknowledges', calls: [['alerts.acknowledge', { alert: second.id }]], opened: [] },
    {
      index: 1,
      name: 'snoozes for a quarter of an hour',
      calls: [['alerts.snooze', { alert: second.id, untilMs: NOW_MS + 1_000 + 900_000 }]],
      opened: [],
    },
    { index: 2, name: 'opens the page', calls: [], opened: [{ page: 'alerts', part: second.id }] },
  ];
  for (const { index, name, calls, opened } of actions) {
    it(`a button ${name}`, async () => {
      const rig = await begun();
      await rig.publish('alerts.raised', second);
      rig.stub.notifications[0]?.emit('action', { actionIndex: index });
      expect([rig.calls.slice(2), rig.opened]).toEqual([calls, opened]);
    });
  }

  it('one that was snoozed goes, and is shown again when its time is over', async () => {
    const rig = await begun();
    await rig.publish('alerts.raised', second);
    const snoozed = { ...second, snoozedUntilMs: NOW_MS + 900_000 };
    await rig.publish('alerts.changed', { alerts: [snoozed] });
    await rig.publish('alerts.raised', snoozed);
    expect(titles(rig)).toHaveLength(2);
  });

  it('a click opens that alert, and of several their page', async () => {
    const rig = await begun();
    await rig.publish('alerts.raised', second);
    for (const id of ['alert-00000003', 'alert-00000004']) await rig.publish('alerts.raised', alert({ id }));
    await rig.pass(750);
    for (const shown of rig.stub.notifications) shown.emit('click', {});
    expect(rig.opened).toEqual([
      { page: 'alerts', part: second.id },
      { page: 'alerts', part: null },
    ]);
  });

  it('many at once are one for each exchange', async () => {
    const rig = await begun();
    for (let count = 0; count < 40; count += 1)
      await rig.publish(
        'alerts.raised',
        alert({ id: `alert-${10_000_000 + count}`, kind: count < 20 ? 'latency-drift' : 'error-rate' }),
      );
    await rig.publish('alerts.raised', alert({ id: 'alert-90000000', exchange: null, kind: 'offline' }));
    await rig.pass(750);
    expect(titles(rig)).toEqual(['Binance: 40 alerts', 'This computer is offline']);
    expect(rig.stub.notifications[0]?.options.body).toBe('Slower than usual. Many failures');
    expect(rig.calls.filter((call) => String(call).startsWith('alerts.told'))).toHaveLength(41);
  });

  it('the same firing is told once, the next one again', async () => {
    const rig = await begun();
    for (let count = 0; count < 3; count += 1) await rig.publish('alerts.raised', second);
    await rig.publish('alerts.raised', { ...second, repeats: 1 });
    expect(titles(rig)).toHaveLength(2);
  });

  it('what was seen to elsewhere goes, and what was not shown yet is not', async () => {
    const rig = await begun();
    await rig.publish('alerts.raised', second);
    await rig.publish('alerts.raised', alert());
    const seen = [second, alert()].map((one) => ({ ...one, state: 'acknowledged' as const }));
    await rig.publish('alerts.changed', { alerts: seen });
    await rig.pass(750);
    expect(rig.stub.notifications.map(({ done }) => done)).toEqual([['show', 'close']]);
  });

  it('an alert that nobody was told of before the last end is told at the next start, once', async () => {
    const rig = shellRig();
    rig.script.alerts = [second, { ...alert(), wasTold: true }];
    await rig.begin();
    await rig.publish('alerts.raised', second);
    await rig.pass(750);
    expect(titles(rig)).toEqual(['Address banned']);
  });

  it('one that is put off is not told at a start either, but by whoever put it off', async () => {
    const rig = shellRig();
    rig.script.alerts = [alert()];
    rig.script.snoozedUntilMs = NOW_MS + 3_600_000;
    await rig.begin();
    await rig.pass(750);
    expect(titles(rig)).toEqual([]);
    await rig.publish('alerts.raised', alert());
    await rig.pass(750);
    expect(titles(rig)).toHaveLength(1);
  });

  it('are not shown to a user who wants none, from the moment that is said', async () => {
    const rig = await begun();
    await rig.publish('alerts.settingsChanged', { ...ALERT_SETTINGS, notifications: false });
    await rig.publish('alerts.raised', second);
    await rig.publish('alerts.settingsChanged', ALERT_SETTINGS);
    await rig.publish('alerts.raised', { ...second, repeats: 1 });
    expect(titles(rig)).toEqual(['Address banned']);
  });

  it('what is no alert is none', async () => {
    const rig = await begun();
    for (const payload of [null, {}, { ...second, kind: 'party' }]) await rig.publish('alerts.raised', payload);
    await rig.pass(750);
    expect(titles(rig)).toEqual([]);
  });

  it('a system that shows none is told of once', async () => {
    const rig = await begun({ hasNotifications: false });
    await rig.publish('alerts.raised', second);
    expect([titles(rig), rig.complaints]).toEqual([[], [expect.stringMatching(/shows no notifications/)]]);
  });

  it('a system that fails to show them is told of once, and the page tells them from then on', async () => {
    const rig = await begun();
    await rig.publish('alerts.raised', second);
    await rig.publish('alerts.raised', { ...second, id: 'alert-00000003' });
    rig.calls.length = 0;
    for (const shown of rig.stub.notifications) shown.emit('failed', {}, 'no service');
    expect(rig.complaints).toEqual([expect.stringMatching(/no service/)]);
    expect(rig.calls).toEqual([
      ['abilities', { notifications: false }],
      ['retell', [second.id]],
      ['retell', ['alert-00000003']],
    ]);
  });

  it('keeps no more than fifty in reach', async () => {
    const rig = await begun();
    for (let count = 0; count < 60; count += 1)
      await rig.publish('alerts.raised', { ...second, id: `alert-${10_000_000 + count}` });
    await rig.publish('alerts.changed', { alerts: [{ ...second, id: 'alert-10000000', state: 'cleared' }] });
    expect(rig.stub.notifications[0]?.done).toEqual(['show']);
  });
});

describe('the words of an alert', () => {
  const labelOf = (id: string): string | null => (id === 'main' ? 'Main account' : null);

  for (const kind of alertKinds) {
    it(`${kind}: a title that fits, and nothing of keys, amounts or instruments`, () => {
      const facts = { key: 'abcd1234', quantity: '1.5', price: '64000', part: 'BTC-USDT', environment: 'testnet' };
      const { title, body } = alertWords(
        alert({ kind, facts, repeats: 2, endsAtMs: NOW_MS + 90_000 }),
        NOW_MS,
        labelOf,
      );
      expect(title.length).toBeLessThanOrEqual(46);
      expect(body).toBe('Warning · Binance · Testnet · Main account. Ends in 90 s. Came back 2 times.');
    });
  }

  const reasons = [
    { kind: 'error-rate', facts: { share: '25' }, says: '25% of the calls failed.' },
    { kind: 'banned', facts: { code: '-1003' }, says: 'Code -1003.' },
    { kind: 'exchange-down', facts: {}, says: '' },
  ] as const;
  for (const { kind, facts, says } of reasons)
    it(`${kind} by its figure or code: ${says}`, () =>
      expect(alertWords(alert({ kind, facts, account: 'gone' }), NOW_MS, labelOf).body).toBe(
        ['Warning · Binance.', says].filter((part) => part !== '').join(' '),
      ));

  it('of a clock by how far it is off', () => {
    const evidence = { unit: 'ms', threshold: 5_000, points: [{ atMs: NOW_MS, value: 7_400 }] } as const;
    const { body } = alertWords(
      alert({ kind: 'clock-wrong', evidence: { ...evidence, points: [...evidence.points] } }),
      NOW_MS,
      labelOf,
    );
    expect(body).toBe('Warning · Binance · Main account. It is off by 7.4 s.');
  });
});

import { describe, expect, it } from 'vitest';
import { alertKinds } from '../../../shared/model/alert.ts';
import { alertWords } from '../../../electron/hosts/desktop/alert-text.ts';
import { ALERT_SETTINGS, alert, begun, NOW_MS, shellRig, type ShellRig } from './shell-rig.ts';

const second = alert({ id: 'alert-00000002', kind: 'banned', severity: 'critical' });
const titles = ({ stub }: ShellRig) => stub.notifications.map(({ options }) => options.title);

describe('notifications', () => {
  it('a warning is shown with its buttons, its group and its urgency, and told as told', async () => {
    const rig = await begun();
    await rig.publish('alerts.raised', alert());
    expect(rig.stub.notifications).toEqual([]);
    await rig.pass(750);
    const [shown] = rig.stub.notifications;
    expect(shown?.options).toEqual({
      title: 'A limit is nearly used up',
      body: 'Warning · Binance · main.',
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
    expect(rig.calls).toEqual([['alerts.told', { alert: 'alert-00000001' }]]);
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
    expect(titles(rig)).toEqual(['Banned for a time']);
  });

  const actions = [
    { index: 0, name: 'acknowledges', calls: [['alerts.acknowledge', { alert: second.id }]], opened: [] },
    {
      index: 1,
      name: 'snoozes for a quarter of an hour',
      calls: [['alerts.snooze', { alert: second.id, untilMs: NOW_MS + 1_000 + 900_000 }]],
      opened: [],
    },
    { index: 2, name: 'opens the page', calls: [], opened: [{ page: 'alerts', part: null }] },
  ];
  for (const { index, name, calls, opened } of actions) {
    it(`a button ${name}`, async () => {
      const rig = await begun();
      await rig.publish('alerts.raised', second);
      rig.stub.notifications[0]?.emit('action', { actionIndex: index });
      expect([rig.calls.slice(1), rig.opened]).toEqual([calls, opened]);
    });
  }

  it('a click opens the Alerts page', async () => {
    const rig = await begun();
    await rig.publish('alerts.raised', second);
    rig.stub.notifications[0]?.emit('click', {});
    expect(rig.opened).toEqual([{ page: 'alerts', part: null }]);
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
    expect(titles(rig)).toEqual(['Binance: 40 alerts', 'No connection']);
    expect(rig.stub.notifications[0]?.options.body).toBe('Answers take longer than usual. Many calls fail');
    expect(rig.calls).toHaveLength(41);
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
    expect(titles(rig)).toEqual(['Banned for a time']);
  });

  it('are not shown to a user who wants none, from the moment that is said', async () => {
    const rig = await begun();
    await rig.publish('alerts.settingsChanged', { ...ALERT_SETTINGS, notifications: false });
    await rig.publish('alerts.raised', second);
    await rig.publish('alerts.settingsChanged', ALERT_SETTINGS);
    await rig.publish('alerts.raised', { ...second, repeats: 1 });
    expect(titles(rig)).toEqual(['Banned for a time']);
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

  it('a system that fails to show them is told of once', async () => {
    const rig = await begun();
    await rig.publish('alerts.raised', second);
    for (let count = 0; count < 3; count += 1) rig.stub.notifications[0]?.emit('failed', {}, 'no service');
    expect(rig.complaints).toEqual([expect.stringMatching(/no service/)]);
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
  for (const kind of alertKinds) {
    it(`${kind}: a title that fits, and nothing of keys or amounts`, () => {
      const facts = { key: 'abcd1234', quantity: '1.5', price: '64000' };
      const { title, body } = alertWords(alert({ kind, facts, repeats: 2, endsAtMs: NOW_MS + 90_000 }), NOW_MS);
      expect(title.length).toBeLessThanOrEqual(46);
      expect(body).toBe('Warning · Binance · main. Ends in 90 s. It came back 2 times.');
    });
  }
});

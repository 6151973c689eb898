import { describe, expect, it } from 'vitest';
import { askPermission, type NotifyWindow, showNotice } from '../../../../renderer/features/alerts/notify.ts';
import { tell } from '../../../../renderer/features/alerts/use-telling.ts';
import { withAlerts } from '../../../../renderer/stores/alerts.ts';
import type { App } from '../../../../renderer/stores/context.ts';
import { createStores, type Stores } from '../../../../renderer/stores/stores.ts';
import type { Alert } from '../../../../shared/model/alert.ts';
import type { Hello } from '../../../../shared/model/host.ts';
import { alertOf, fakeAlerts } from '../../../support/fake-alerts.ts';
import { freshState } from '../../../support/fake-engine.ts';

class FakeNotification {
  static permission: NotificationPermission = 'granted';
  static made: FakeNotification[] = [];
  static isThrowing = false;
  static answer: NotificationPermission = 'granted';
  static async requestPermission(): Promise<NotificationPermission> {
    FakeNotification.permission = FakeNotification.answer;
    return await Promise.resolve(FakeNotification.answer);
  }
  readonly title: string;
  readonly options: NotificationOptions;
  onshow: () => void = () => {};
  onerror: () => void = () => {};
  onclick: () => void = () => {};
  isClosed = false;
  constructor(title: string, options: NotificationOptions) {
    if (FakeNotification.isThrowing) throw new TypeError('Illegal constructor');
    this.title = title;
    this.options = options;
    FakeNotification.made.push(this);
  }
  close(): void {
    this.isClosed = true;
  }
}

interface Scene {
  readonly stores: Stores;
  readonly app: App;
  readonly told: string[];
  readonly page: NotifyWindow & { location: Location; focused: number };
}

function scene(permission: NotificationPermission | null, hostTells = false): Scene {
  FakeNotification.permission = permission ?? 'default';
  FakeNotification.made = [];
  FakeNotification.isThrowing = false;
  const stores = createStores({ getItem: () => null, setItem: () => {} });
  const capabilities = {
    host: 'headless',
    tray: false,
    notifications: hostTells,
    secretStore: 'memory',
    practice: true,
  };
  stores.link.setState({ hello: { protocol: 1, version: '1', capabilities, nowMs: 0, isPracticeOnly: true } as Hello });
  stores.alerts.setState({ settings: fakeAlerts(freshState()).settings });
  const told: string[] = [];
  const host = { alerts: { told: (id: string) => told.push(id) } } as unknown as App['host'];
  const page = {
    ...(permission === null ? {} : { Notification: FakeNotification as unknown as typeof Notification }),
    location: { hash: '' } as Location,
    focused: 0,
    focus(): void {
      page.focused += 1;
    },
  };
  return { stores, app: { stores, host, ticker: { subscribe: () => () => {}, now: () => 0 } }, told, page };
}

function raise({ stores, app, page }: Scene, severity: Alert['severity'] = 'warning'): Alert {
  const alert = alertOf('banned', { severity, exchange: 'okx' });
  stores.alerts.setState((state) => withAlerts(state, [alert]));
  tell(app, page, alert);
  return alert;
}

describe('an alert that is raised', () => {
  const cases = [
    {
      name: 'is a notification where allowed',
      permission: 'granted',
      hostTells: false,
      severity: 'warning',
      toasts: 0,
      notices: 1,
    },
    {
      name: 'shows in the page too where critical',
      permission: 'granted',
      hostTells: false,
      severity: 'critical',
      toasts: 1,
      notices: 1,
    },
    {
      name: 'shows in the page where refused',
      permission: 'denied',
      hostTells: false,
      severity: 'notice',
      toasts: 1,
      notices: 0,
    },
    {
      name: 'shows in the page where nobody was asked',
      permission: 'default',
      hostTells: false,
      severity: 'warning',
      toasts: 1,
      notices: 0,
    },
    {
      name: 'shows in the page where there are none',
      permission: null,
      hostTells: false,
      severity: 'warning',
      toasts: 1,
      notices: 0,
    },
    {
      name: 'is left to a host that shows notifications',
      permission: 'granted',
      hostTells: true,
      severity: 'warning',
      toasts: 0,
      notices: 0,
    },
    {
      name: 'shows in the page beside such a host where critical',
      permission: 'granted',
      hostTells: true,
      severity: 'critical',
      toasts: 1,
      notices: 0,
    },
  ] as const;
  for (const { name, permission, hostTells, severity, toasts, notices } of cases) {
    it(name, () => {
      const one = scene(permission, hostTells);
      raise(one, severity);
      expect([one.stores.alerts.getState().toasts.length, FakeNotification.made.length]).toEqual([toasts, notices]);
    });
  }

  it('is told once its notification is on the screen, and a click leads to it', () => {
    const one = scene('granted');
    const alert = raise(one);
    const [shown] = FakeNotification.made;
    expect([shown?.title, shown?.options.tag, one.told]).toEqual(['Address banned', alert.id, []]);
    shown?.onshow();
    expect(one.told).toEqual([alert.id]);
    shown?.onclick();
    expect([one.page.focused, shown?.isClosed, one.page.location.hash]).toEqual([1, true, `#/alerts/${alert.id}`]);
    expect(one.stores.ui.getState()).toMatchObject({ page: 'alerts', part: { name: alert.id } });
  });

  it('falls back to the page where the notification fails', () => {
    const one = scene('granted');
    const alert = raise(one);
    FakeNotification.made[0]?.onerror();
    expect([one.stores.alerts.getState().toasts, one.told]).toEqual([[alert.id], []]);
  });

  it('falls back to the page where the browser will not make one', () => {
    const one = scene('granted');
    FakeNotification.isThrowing = true;
    const alert = raise(one);
    expect(one.stores.alerts.getState().toasts).toEqual([alert.id]);
  });

  it('says how many others its notice stands for', () => {
    const one = scene('granted');
    tell(one.app, one.page, alertOf('banned', { exchange: 'okx', facts: { more: '3', code: '50011' } }));
    expect(FakeNotification.made[0]?.options.body?.split('\n')).toEqual([
      'OKX',
      'The exchange answers nothing from this address until the ban ends (code 50011).',
      'and 3 more',
    ]);
  });

  it('is a notification where it is a test, whatever was turned off', () => {
    const one = scene('granted');
    one.stores.alerts.setState(({ settings }) => ({ settings: settings && { ...settings, notifications: false } }));
    tell(one.app, one.page, alertOf('banned', { facts: { test: 'yes' } }));
    expect(FakeNotification.made).toHaveLength(1);
  });

  it('stays in the page where its user wants no notifications', () => {
    const one = scene('granted');
    one.stores.alerts.setState(({ settings }) => ({ settings: settings && { ...settings, notifications: false } }));
    const alert = raise(one);
    expect([one.stores.alerts.getState().toasts, FakeNotification.made]).toEqual([[alert.id], []]);
  });
});

describe('permission', () => {
  it('is what the browser says after it was asked', async () => {
    const { page } = scene('default');
    FakeNotification.answer = 'denied';
    expect(await askPermission(page)).toBe('denied');
  });

  it('is none where there are no notifications', async () => {
    expect(await askPermission(scene(null).page)).toBe('none');
  });

  it('settles once, whatever the browser calls', () => {
    const { page } = scene('granted');
    const calls: string[] = [];
    const note = (name: string) => (): void => void calls.push(name);
    showNotice(page, {
      tag: 't',
      title: 'a',
      body: 'b',
      isFirm: false,
      onClick: note('click'),
      onShown: note('shown'),
      onFailed: note('failed'),
    });
    FakeNotification.made[0]?.onshow();
    FakeNotification.made[0]?.onerror();
    expect(calls).toEqual(['shown']);
  });
});

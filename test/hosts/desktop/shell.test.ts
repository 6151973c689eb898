import { describe, expect, it } from 'vitest';
import { SHORTCUTS } from '../../../electron/hosts/desktop/shortcuts.ts';
import { stubEvent } from '../../support/electron-stub.ts';
import type { StubImage } from '../../support/electron-stub-shell.ts';
import { alert, begun, bucket, gate, newestMenu, onlyTray, press, shellRig, type ShellRig } from './shell-rig.ts';

const HALT = SHORTCUTS.halt;
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe('the icon', () => {
  it('is drawn as soon as the engine speaks, then once a second however much it says', async () => {
    const rig = await begun();
    const tray = onlyTray(rig);
    const before = tray.tooltips.length;
    for (let count = 1; count <= 50; count += 1) {
      rig.script.buckets = [bucket({ headroom: 6_000 - count })];
      await rig.publish('limits.changed');
    }
    expect(tray.tooltips.length - before).toBe(0);
    await rig.pass(1_000);
    expect(tray.tooltips.slice(before)).toEqual([expect.stringContaining('5,950 of 6,000 left')]);
  });

  it('draws nothing anew that did not change', async () => {
    const rig = await begun();
    const { images, menus, tooltips } = onlyTray(rig);
    const drawn = [images.length, menus.length, tooltips.length];
    for (let count = 0; count < 5; count += 1) {
      await rig.publish('limits.changed');
      await rig.pass(1_000);
    }
    expect([images.length, menus.length, tooltips.length]).toEqual(drawn);
  });

  it('counts a gate down while its menu is open, and not when nobody looks', async () => {
    const rig = await begun();
    rig.script.gates = [gate()];
    await rig.publish('gates.changed');
    await rig.pass(1_000);
    const { menus } = onlyTray(rig);
    const closed = menus.length;
    await rig.pass(1_000);
    expect(menus.length).toBe(closed);
    menus.at(-1)?.emit('menu-will-show');
    for (let second = 0; second < 3; second += 1) await rig.pass(1_000);
    expect(menus.length - closed).toBeGreaterThanOrEqual(3);
    menus.at(-1)?.emit('menu-will-close');
    await rig.pass(1_000);
    const again = menus.length;
    await rig.pass(1_000);
    expect(menus.length).toBe(again);
  });

  const inks = [
    { platform: 'darwin', isTemplate: true },
    { platform: 'win32', isTemplate: false },
    { platform: 'linux', isTemplate: false },
  ] as const;
  for (const { platform, isTemplate } of inks) {
    it(`${platform}: ${isTemplate ? 'a template' : 'our own inks'}`, async () => {
      const [image] = onlyTray(await begun({}, { platform })).images as readonly StubImage[];
      expect(image?.isTemplate).toBe(isTemplate);
    });
  }

  it('follows the theme', async () => {
    const rig = await begun();
    const { images } = onlyTray(rig);
    rig.stub.theme.shouldUseDarkColors = true;
    rig.stub.theme.emit('updated');
    await rig.pass(1_000);
    expect(images).toHaveLength(2);
    expect(images[0]?.representations).not.toEqual(images[1]?.representations);
  });

  it('a desktop without icons: told once, no icon, and closing is not hiding', async () => {
    const rig = await begun({ hasTray: false });
    expect({ trays: rig.stub.trays, mayHide: rig.shell.mayHide(), said: rig.complaints.length }).toEqual({
      trays: [],
      mayHide: false,
      said: 1,
    });
  });

  it('a desktop that promises a place and has none: the same', async () => {
    const rig = await begun({ hasTray: false }, { hasTrayHost: () => Promise.resolve(true) });
    expect([rig.shell.hasTray, rig.shell.mayHide()]).toEqual([false, false]);
  });

  it('goes with the app', async () => {
    const rig = await begun();
    rig.stub.app.quit();
    expect([onlyTray(rig).isGone, rig.stub.shortcuts.size, rig.shell.mayHide()]).toEqual([true, 0, false]);
  });
});

describe('halting without a window', () => {
  const ways = [
    { name: 'by the icon’s menu', act: (rig: ShellRig) => press(newestMenu(rig), /^Halt: No New Orders/) },
    { name: 'by a shortcut', act: (rig: ShellRig) => rig.stub.shortcuts.get(HALT)?.() },
  ];
  for (const { name, act } of ways) {
    it(`${name}: halts, says so and shows it`, async () => {
      const rig = await begun();
      act(rig);
      await rig.publish('desk.changed');
      await rig.pass(1_000);
      expect(rig.calls).toEqual([['desk.halt', {}]]);
      expect(rig.stub.notifications.map(({ options }) => options.title)).toEqual(['Halted']);
      expect(onlyTray(rig).tooltips.at(-1)).toMatch(/^Headroom\. Halted: no new order leaves/);
      press(newestMenu(rig), /^Resume/);
      expect(rig.opened).toEqual([{ page: 'orders', part: null }]);
    });
  }

  it('says loudly that it did not work', async () => {
    const rig = await begun();
    rig.script.canHalt = false;
    rig.stub.shortcuts.get(HALT)?.();
    await settled();
    expect(rig.stub.notifications.map(({ options }) => options.title)).toEqual(['NOT halted']);
  });

  it('without notifications: in a box', async () => {
    const rig = await begun({ hasNotifications: false });
    rig.stub.shortcuts.get(HALT)?.();
    await settled();
    expect(rig.stub.boxes).toEqual([expect.stringMatching(/^Halted: /)]);
  });

  it('before the engine is there: says that nothing was halted', async () => {
    const rig = shellRig();
    await rig.shell.begin();
    rig.stub.shortcuts.get(HALT)?.();
    expect(rig.stub.notifications.map(({ options }) => options.title)).toEqual(['NOT halted']);
  });

  it('macOS: the dock’s menu has it too, and changes with it', async () => {
    const rig = await begun({}, { platform: 'darwin' });
    press(rig.stub.app.dockMenus.at(-1)?.template ?? [], /^Halt/);
    await rig.publish('desk.changed');
    await rig.pass(1_000);
    expect(rig.stub.app.dockMenus.map(({ template }) => template[0]?.label)).toEqual([
      'Halt: No New Orders, Cancel All',
      'Resume Orders…',
    ]);
  });
});

describe('open alerts', () => {
  it('are counted from warnings up, at the icon and at the app’s button', async () => {
    const rig = await begun();
    rig.script.alerts = [
      alert(),
      alert({ id: 'alert-00000002', severity: 'critical' }),
      alert({ id: 'alert-00000003', severity: 'notice' }),
      alert({ id: 'alert-00000004', state: 'acknowledged' }),
      alert({ id: 'alert-00000005', snoozedUntilMs: Number.MAX_SAFE_INTEGER }),
    ];
    await rig.publish('alerts.changed', { alerts: [...rig.script.alerts] });
    await rig.pass(1_000);
    expect(rig.stub.app.badges).toEqual([2]);
    expect(onlyTray(rig).tooltips.at(-1)).toContain('2 alerts to look at');
  });

  it('Windows: a mark on the button, with the figure in words', async () => {
    const done: unknown[] = [];
    const window = {
      isDestroyed: () => false,
      setOverlayIcon: (icon: unknown, words: string) => done.push([icon !== null, words]),
    };
    const rig = await begun({}, { platform: 'win32', window: () => window as never });
    rig.script.alerts = [alert()];
    await rig.publish('alerts.changed', { alerts: [alert()] });
    await rig.pass(1_000);
    expect(done.at(-1)).toEqual([true, '1 alert to look at']);
    expect(rig.stub.app.badges).toEqual([]);
  });

  it('an engine that knows no alerts changes nothing else', async () => {
    const rig = shellRig();
    rig.script.hasAlerts = false;
    rig.script.buckets = [bucket({ headroom: 0 })];
    await rig.begin();
    expect(onlyTray(rig).tooltips.at(-1)).toMatch(/^Headroom\. Hot/);
  });
});

describe('sleep', () => {
  it('is handed down, and a system that ends ends the app', async () => {
    const rig = await begun();
    const end = stubEvent();
    for (const event of ['suspend', 'resume']) rig.stub.power.emit(event);
    rig.stub.power.emit('shutdown', end);
    expect([rig.told, rig.stub.app.done, end.isPrevented]).toEqual([['suspend', 'resume'], ['quit'], true]);
  });
});

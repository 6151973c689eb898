import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { autostartEntry } from '../../../electron/hosts/desktop/login-start.ts';
import { SHORTCUTS } from '../../../electron/hosts/desktop/shortcuts.ts';
import { begun, newestMenu, press, shellRig } from './shell-rig.ts';

const HALT = SHORTCUTS.halt;

describe('shortcuts', () => {
  it('lead to a new order', async () => {
    const rig = await begun();
    rig.stub.shortcuts.get(SHORTCUTS.newOrder)?.();
    expect(rig.opened).toEqual([{ page: 'orders', part: 'new' }]);
  });

  it('that another program has are told once and marked', async () => {
    const rig = await begun({ takenShortcuts: [HALT] });
    press(newestMenu(rig), /^New Order From Anywhere/);
    expect(rig.complaints).toEqual([expect.stringContaining(HALT)]);
    expect(rig.shell.choices().map(({ label }) => label)).toContainEqual(expect.stringMatching(/^Halt.*is taken/));
  });

  it('can be switched off and on again, and stay as chosen', async () => {
    const rig = await begun();
    press(rig.shell.choices(), /^Halt From Anywhere/);
    expect([...rig.stub.shortcuts.keys()]).toEqual([SHORTCUTS.newOrder]);
    const next = await begun({}, { folder: rig.folder });
    expect([...next.stub.shortcuts.keys()]).toEqual([SHORTCUTS.newOrder]);
    press(next.shell.choices(), /^Halt From Anywhere/);
    expect([...next.stub.shortcuts.keys()].sort()).toEqual([HALT, SHORTCUTS.newOrder]);
  });
});

describe('what is chosen', () => {
  it('closing hides, says so the first time alone, and can be switched off', async () => {
    const rig = await begun();
    expect(rig.shell.mayHide()).toBe(true);
    rig.shell.wasHidden();
    rig.shell.wasHidden();
    expect(rig.stub.notifications.map(({ options }) => options.title)).toEqual(['Headroom is still running']);
    press(rig.shell.choices(), /^Keep Running/);
    expect(rig.shell.mayHide()).toBe(false);
    const next = await begun({}, { folder: rig.folder });
    expect(next.shell.mayHide()).toBe(false);
  });

  it('one damaged value costs itself alone', async () => {
    const rig = shellRig();
    writeFileSync(join(rig.folder, 'shell.json'), '{"closeToTray":"maybe","haltShortcut":false}');
    const next = await begun({}, { folder: rig.folder });
    expect([next.shell.mayHide(), [...next.stub.shortcuts.keys()]]).toEqual([true, [SHORTCUTS.newOrder]]);
  });

  it('start at login: macOS and Windows by the system, Linux by a file that goes again', async () => {
    for (const platform of ['darwin', 'win32'] as const) {
      const rig = await begun({}, { platform });
      press(rig.shell.choices(), /^Start at Login/);
      expect(rig.stub.app.loginItems.at(-1)).toEqual({ openAtLogin: true, args: ['--hidden'] });
    }
    const rig = await begun();
    const path = join(rig.folder, 'config', 'autostart', 'headroom.desktop');
    press(rig.shell.choices(), /^Start at Login/);
    expect(readFileSync(path, 'utf8')).toContain('\nExec="/opt/Headroom/headroom" --hidden\n');
    expect(rig.stub.app.loginItems).toEqual([]);
    press(rig.shell.choices(), /^Start at Login/);
    expect(() => readFileSync(path)).toThrow();
  });

  it('start at login: what nobody chose here is left as it is', async () => {
    const rig = await begun({}, { platform: 'win32' });
    press(rig.shell.choices(), /^Keep Running/);
    expect(rig.stub.app.loginItems).toEqual([]);
    const folder = rig.folder;
    const linux = shellRig({}, { folder });
    const path = join(folder, 'config', 'autostart', 'headroom.desktop');
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, 'mine');
    await linux.begin();
    expect(readFileSync(path, 'utf8')).toBe('mine');
  });

  it('start at login: told when it cannot be had', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'headroom-login-'));
    writeFileSync(join(folder, 'config'), 'a file where a folder should be');
    const rig = await begun({}, { folder });
    press(rig.shell.choices(), /^Start at Login/);
    expect(rig.complaints).toEqual([expect.stringMatching(/could not be set to start at login/)]);
  });

  const programs = [
    { program: '/opt/My Apps/headroom', exec: '"/opt/My Apps/headroom" --hidden' },
    { program: '/opt/a"b$c`d\\e%f', exec: '"/opt/a\\\\"b\\\\$c\\\\`d\\\\\\\\e%%f" --hidden' },
  ];
  for (const { program, exec } of programs)
    it(`an autostart file names ${program} as its specification wants it`, () =>
      expect(autostartEntry(program)).toContain(`\nExec=${exec}\n`));
  it('a path that no line can hold is refused', () => expect(() => autostartEntry('/a\nExec=evil')).toThrow());

  it('a checkout is not started at login', async () => {
    const rig = await begun({ isPackaged: false });
    expect(rig.shell.choices().map(({ label }) => label)).not.toContain('Start at Login');
    expect(rig.stub.app.loginItems).toEqual([]);
  });
});

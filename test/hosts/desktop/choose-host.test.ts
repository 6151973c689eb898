import { describe, expect, it } from 'vitest';
import { chooseHost, type HostFacts } from '../../../scripts/desktop.ts';
import type { ElectronBinary } from '../../../scripts/electron-binary.ts';

const READY: ElectronBinary = { kind: 'ready', path: '/x/electron' };
const ABSENT: ElectronBinary = {
  kind: 'absent',
  why: 'could not be downloaded (its download site cannot be reached from here)',
};
const TAIL = ', so Headroom is served to the browser instead of a window of its own.';

const facts = (change: Partial<HostFacts>): HostFacts => ({
  isHeadlessAsked: false,
  platform: 'linux',
  env: { DISPLAY: ':0' },
  isRoot: false,
  binary: READY,
  ...change,
});

describe('chooseHost', () => {
  const desktop = { kind: 'desktop', path: '/x/electron' };
  const headless = (why: string) => ({ kind: 'headless', line: `${why}${TAIL}` });
  const cases = [
    { name: 'a display and a binary', change: {}, choice: desktop },
    { name: 'Wayland alone', change: { env: { WAYLAND_DISPLAY: 'wayland-0' } }, choice: desktop },
    { name: 'macOS needs no variable', change: { platform: 'darwin', env: {} }, choice: desktop },
    { name: 'Windows needs no variable', change: { platform: 'win32', env: {} }, choice: desktop },
    { name: 'no display', change: { env: {} }, choice: headless('There is no display here') },
    {
      name: 'empty variables',
      change: { env: { DISPLAY: '', WAYLAND_DISPLAY: '' } },
      choice: headless('There is no display here'),
    },
    {
      name: 'no display, and Electron not looked for',
      change: { env: {}, binary: null },
      choice: headless('There is no display here'),
    },
    {
      name: 'root on Linux',
      change: { isRoot: true, binary: null },
      choice: headless('A window is not opened for root'),
    },
    { name: 'Electron not looked for', change: { binary: null }, choice: { kind: 'get-electron' } },
    {
      name: 'no binary',
      change: { binary: ABSENT },
      choice: headless('Electron could not be downloaded (its download site cannot be reached from here)'),
    },
    {
      name: 'headless asked for: no word',
      change: { isHeadlessAsked: true },
      choice: { kind: 'headless', line: null },
    },
    {
      name: 'headless asked for: nothing is looked for',
      change: { isHeadlessAsked: true, binary: null, env: {} },
      choice: { kind: 'headless', line: null },
    },
  ] as const;
  for (const { name, change, choice } of cases) it(name, () => expect(chooseHost(facts(change))).toEqual(choice));
});

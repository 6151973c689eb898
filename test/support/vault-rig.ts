import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { launchBrowser, type Look, look } from './browser.ts';
import { type HostProcess, startHost } from './host-process.ts';
import { keyringLack, PrivateKeyring } from './keyring.ts';
import { goTo } from './page-rig.ts';
import { type Frames, tapFrames } from './page-taps.ts';
import { namedEnv, startVaultHost, type VaultOwner } from './vault-owner.ts';

/** Keys entered by the test of all places; few in a usual run. */
export const KEY_COUNT = Number(process.env['E2E_COUNT'] ?? 6);
/** Whether every exchange has its turn where one stands for all. */
export const isFullRun = KEY_COUNT >= 20;

/** Folder for pictures; null: none are drawn. */
const SCREENS = process.env['HEADROOM_SCREENS'] ?? null;
const LOOKS = [
  { width: 1280, height: 800, scheme: 'dark' },
  { width: 1920, height: 1080, scheme: 'light' },
] as const;

/** Colours and layout of another size and scheme are drawn by then. */
const SETTLED_MS = 400;

export interface VaultPage extends Look {
  readonly frames: Frames;
}

export interface VaultRig {
  readonly keyring: PrivateKeyring;
  /** The host as it ships, on the keyring's bus. */
  start(): Promise<HostProcess>;
  /** The same on practice exchanges whose owner is the test. */
  startOwned(control?: string): Promise<{ readonly host: HostProcess; readonly owner: VaultOwner }>;
  /** Follows a fresh link to the page of keys. */
  keysPage(host: HostProcess): Promise<VaultPage>;
}

/** Null where everything is there; else why these tests are skipped. */
export function vaultLack(): string | null {
  const lack = keyringLack();
  if (lack !== null) console.warn(`skipped without a real keyring: ${lack}`);
  return lack;
}

/** One browser for the file; a keyring, a data folder and whatever was started for each test. */
export function vaultRig(): VaultRig {
  // Nothing of the session's own bus; each test file has a process of its own.
  delete process.env['DBUS_SESSION_BUS_ADDRESS'];
  const state: { browser: Browser | null; keyring: PrivateKeyring | null; hosts: HostProcess[]; looks: Look[] } = {
    browser: null,
    keyring: null,
    hosts: [],
    looks: [],
  };
  const lack = keyringLack();

  beforeAll(async () => {
    if (lack === null) state.browser = await launchBrowser();
  });
  afterAll(async () => {
    await state.browser?.close();
  });
  beforeEach(() => {
    state.keyring = new PrivateKeyring();
  });
  afterEach(async () => {
    state.keyring?.continueDaemon();
    for (const one of state.looks.splice(0)) await one.close();
    for (const host of state.hosts.splice(0)) await host.stop('SIGKILL');
    await state.keyring?.end();
  });

  function known<Value>(value: Value | null): Value {
    if (value === null) throw new Error('only within a test');
    return value;
  }

  const rig: VaultRig = {
    get keyring() {
      return known(state.keyring);
    },
    async start() {
      const host = await startHost({ folder: rig.keyring.dataFolder, env: namedEnv(rig.keyring) });
      state.hosts.push(host);
      return host;
    },
    async startOwned(control) {
      const started = await startVaultHost(rig.keyring, control);
      state.hosts.push(started.host);
      return started;
    },
    async keysPage(host) {
      const link = await host.nextLink(() => process.kill(host.pid, 'SIGUSR2'));
      const one = await look(known(state.browser), host.origin);
      state.looks.push(one);
      const frames = await tapFrames(one.page);
      await one.page.goto(link);
      await goTo(one.page, 'Keys');
      return { ...one, frames };
    },
  };
  return rig;
}

/** Draws the page small and dark, then large and light, where pictures are wanted; `shown` is what they are of. */
export async function draw(page: Page, name: string, shown?: Locator): Promise<void> {
  if (SCREENS === null) return;
  for (const { width, height, scheme } of LOOKS) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme: scheme });
    await page.waitForTimeout(SETTLED_MS);
    await shown?.scrollIntoViewIfNeeded();
    const path = join(SCREENS, `${name}-${width}-${scheme}.png`);
    expect((await page.screenshot({ path })).length).toBeGreaterThan(20_000);
  }
  const [{ width, height, scheme }] = LOOKS;
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme: scheme });
}

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answerPage } from '../../../electron/hosts/desktop/protocol.ts';
import { reviveWindow } from '../../../electron/hosts/desktop/revive.ts';
import { withStoppedPage } from '../../../electron/hosts/desktop/stopped-page.ts';
import { makeWindow } from '../../../electron/hosts/desktop/window.ts';
import { electronStub, type StubWindow } from '../../support/electron-stub.ts';

interface Revived {
  readonly window: StubWindow;
  readonly deaths: string[];
  readonly time: { nowMs: number };
  pass(ms: number): Promise<void>;
  die(reason?: string): void;
}

function revived(): Revived {
  const stub = electronStub();
  const folder = mkdtempSync(join(tmpdir(), 'headroom-revive-'));
  const made = makeWindow(stub.electron, { preload: '/p', folder, isDev: false });
  const [window] = stub.windows;
  if (window === undefined) throw new Error('no window was made');
  const deaths: string[] = [];
  const time = { nowMs: 0 };
  let waits: { readonly atMs: number; readonly resolve: () => void }[] = [];
  reviveWindow(made, {
    nowMs: () => time.nowMs,
    waitMs: (ms) => new Promise((resolve) => void waits.push({ atMs: time.nowMs + ms, resolve })),
    onDeath: (reason, comesBack) => void deaths.push(`${reason} ${comesBack ? 'back' : 'left'}`),
  });
  return {
    window,
    deaths,
    time,
    async pass(ms) {
      time.nowMs += ms;
      for (const { resolve } of waits.filter(({ atMs }) => atMs <= time.nowMs)) resolve();
      waits = waits.filter(({ atMs }) => atMs > time.nowMs);
      await new Promise((resolve) => setImmediate(resolve));
    },
    die: (reason = 'crashed') => void window.webContents.emit('render-process-gone', {}, { reason }),
  };
}

describe('a page that dies', () => {
  it('comes back where it was, three times in five minutes; then words take its place', () => {
    const { window, deaths, die } = revived();
    for (let death = 0; death < 4; death += 1) die();
    expect({ reloads: window.webContents.reloads, loaded: window.loaded, deaths }).toEqual({
      reloads: 3,
      loaded: ['app://ui/stopped'],
      deaths: ['crashed back', 'crashed back', 'crashed back', 'crashed left'],
    });
  });

  it('comes back again once five minutes are over', async () => {
    const { window, die, pass } = revived();
    for (let death = 0; death < 3; death += 1) die('oom');
    await pass(300_000);
    die();
    expect([window.webContents.reloads, window.loaded]).toEqual([4, []]);
  });

  it('of a clean end, or in a window that is gone, is left', () => {
    const { window, die } = revived();
    die('clean-exit');
    window.webContents.isGone = true;
    die();
    expect([window.webContents.reloads, window.loaded]).toEqual([0, []]);
  });
});

describe('a page that hangs', () => {
  it('is ended after a while and comes back', async () => {
    const { window, deaths, pass } = revived();
    window.emit('unresponsive');
    await pass(14_999);
    expect(deaths).toEqual([]);
    await pass(1);
    expect([deaths, window.webContents.reloads]).toEqual([['killed back'], 1]);
  });

  it('is left alone when it answers again, and its next hang has its whole time', async () => {
    const { window, deaths, pass } = revived();
    window.emit('unresponsive');
    await pass(10_000);
    window.emit('responsive');
    window.emit('unresponsive');
    await pass(5_000);
    expect(deaths).toEqual([]);
    await pass(10_000);
    expect(deaths).toEqual(['killed back']);
  });
});

describe('the page of words', () => {
  const files = withStoppedPage(new Map());
  it('is served by our own scheme, without a script, under the one policy', () => {
    const { status, headers, body } = answerPage(files, { method: 'GET', url: 'app://ui/stopped' }, 'n0nce');
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(headers['content-security-policy']).toContain("'nonce-n0nce'");
    expect(body).toContain('nonce="n0nce"');
    expect(body).not.toMatch(/<script|\sstyle=|\son\w+=|https?:/);
  });
});

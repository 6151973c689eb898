import { setTimeout as sleep } from 'node:timers/promises';
import { readFileSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserPath } from '../../scripts/system-packages.ts';
import { type HostProcess, listeners, startHost, temporaryFolder } from '../support/host-process.ts';
import { plunder } from '../support/loot.ts';
import { callOn, openPageSocket, openSocket } from '../support/page-socket.ts';
import { ask, openRaw } from '../support/raw-http.ts';
import { startStrangerSite, type StrangerSite } from '../support/stranger-site.ts';

// Newer browsers keep pages of the web away from this machine by themselves. Not all do, so that is switched off here.
const ARGS = [
  '--disable-features=LocalNetworkAccessChecks,LocalNetworkAccessChecksWebSockets,PrivateNetworkAccessSendPreflights',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const data = temporaryFolder();
let browser: Browser;
let host: HostProcess;
let site: StrangerSite;
beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: browserPath(),
    args: [...ARGS, '--host-resolver-rules=MAP rebind.test 127.0.0.1'],
  });
  [host, site] = await Promise.all([startHost({ folder: data.path }), startStrangerSite()]);
});
afterAll(async () => {
  await browser.close();
  await host.stop();
  await site.close();
  data.remove();
});

function freshLink(): Promise<string> {
  return host.nextLink(() => process.kill(host.pid, 'SIGUSR2'));
}

function codeOf(link: string): string {
  return new URL(link).hash.slice('#code='.length);
}

async function swap(code: string): Promise<number> {
  const lines = [
    'POST /session HTTP/1.1',
    `Host: 127.0.0.1:${host.port}`,
    `Origin: ${host.origin}`,
    'Content-Type: application/json',
  ];
  return (await ask(host.port, lines, JSON.stringify({ code }))).status;
}

async function freshToken(): Promise<string> {
  const body = JSON.stringify({ code: codeOf(await freshLink()) });
  const response = await fetch(`${host.origin}/session`, {
    method: 'POST',
    headers: { origin: host.origin, 'content-type': 'application/json' },
    body,
  });
  return ((await response.json()) as { readonly token: string }).token;
}

/** A page of that address; its own document comes from us, everything it asks for goes out as it is. */
async function pageAt(address: string, run: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.route(address, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>evil</title><body>' }),
  );
  await page.goto(address);
  await run(page);
  await context.close();
}

function found(loot: Readonly<Record<string, number>>): readonly string[] {
  return Object.entries(loot).flatMap(([way, bytes]) => (bytes > 0 ? [`${way}: ${bytes}`] : []));
}

describe('a page of another origin', () => {
  const pages = [
    ['on another port of this machine', () => `${site.origin}/evil`],
    ['on the web', () => 'http://evil.test/evil'],
    ['whose name was pointed at us', () => `http://rebind.test:${host.port}/evil`],
  ] as const;
  for (const [name, address] of pages) {
    it(`${name} reads nothing, however it asks, and changes nothing`, async () => {
      const code = codeOf(await freshLink());
      await pageAt(address(), async (page) => {
        // It does find what others leave open, so that finding nothing means something.
        expect(found(await page.evaluate(plunder, { origin: site.origin, code })).length).toBeGreaterThan(8);
        const names = address().includes('rebind') ? [`http://rebind.test:${host.port}`, host.origin] : [host.origin];
        for (const origin of names) {
          const loot = await page.evaluate(plunder, { origin, code });
          expect(Object.keys(loot).length).toBeGreaterThan(30);
          expect(found(loot)).toEqual([]);
        }
      });
      expect(await swap(code)).toBe(200);
    });
  }
});

describe('the running host', () => {
  it('listens on 127.0.0.1 alone, the practice exchanges included', () => {
    const open = listeners(host.pid);
    expect(open).toContain(`127.0.0.1:${host.port}`);
    expect(open.filter((address) => !address.startsWith('127.0.0.1:'))).toEqual([]);
  });

  const memoryKb = (): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${host.pid}/status`, 'utf8'))?.[1]);

  it('answers an authorised call while a hundred slow connections hang on, and its memory stays flat', async () => {
    const page = await openPageSocket(host.port, await freshToken());
    const beforeKb = memoryKb();
    const slow = Array.from({ length: 100 }, () => openRaw(host.port));
    for (const socket of slow) socket.on('connect', () => socket.write('GET / HTTP/1.1\r\nHost: x\r\nX-Slow: '));
    for (let strangers = 0; strangers < 100; strangers += 1)
      (await openSocket(host.port)).send('{"type":"auth","token":"wrong"}');
    const waits: number[] = [];
    for (let calls = 0; calls < 20; calls += 1) {
      const fromMs = performance.now();
      await callOn(page, 'app.hello', { protocol: 1 });
      waits.push(performance.now() - fromMs);
      await sleep(20);
    }
    expect(waits.sort((a, b) => a - b)[10]).toBeLessThan(100);
    expect((await fetch(host.origin)).status).toBe(200);
    expect(memoryKb() - beforeKb).toBeLessThan(50 * 1024);
    for (const socket of slow) socket.destroy();
    page.terminate();
  });

  it('cuts off a page that stops reading', async () => {
    const page = await openPageSocket(host.port, await freshToken());
    const beforeKb = memoryKb();
    page.pause();
    let isGone = false;
    page.once('close', () => {
      isGone = true;
    });
    const input = { filter: {}, before: null, limit: 500 };
    const call = JSON.stringify({ type: 'call', id: '1', name: 'activity.query', input });
    for (let calls = 0; calls < 4_000 && !isGone && page.readyState === 1; calls += 1) {
      page.send(call);
      if (calls % 40 === 0) await sleep(10);
    }
    page.resume();
    await expect.poll(() => isGone, { timeout: 20_000 }).toBe(true);
    expect(memoryKb() - beforeKb).toBeLessThan(100 * 1024);
  });
});

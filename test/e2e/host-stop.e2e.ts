import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from '../../scripts/steps.ts';
import { fakeBrowser } from '../support/fake-browser.ts';
import { type Ended, type HostProcess, listeners, startHost, temporaryFolder } from '../support/host-process.ts';
import { callOn, openPageSocket } from '../support/page-socket.ts';

let data: ReturnType<typeof temporaryFolder>;
let hosts: HostProcess[] = [];
beforeEach(() => {
  data = temporaryFolder();
});
afterEach(async () => {
  for (const host of hosts) await host.stop('SIGKILL');
  hosts = [];
  data.remove();
});

async function start(options: Partial<Parameters<typeof startHost>[0]> = {}): Promise<HostProcess> {
  const host = await startHost({ folder: data.path, ...options });
  hosts = [...hosts, host];
  return host;
}

async function swap({ origin }: HostProcess, link: string): Promise<string> {
  const body = JSON.stringify({ code: new URL(link).hash.slice('#code='.length) });
  const response = await fetch(`${origin}/session`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body,
  });
  return ((await response.json()) as { readonly token: string }).token;
}

function rowsKept(): number {
  const db = new DatabaseSync(join(data.path, 'activity.db'), { readOnly: true });
  const { count } = db.prepare('SELECT count(*) AS count FROM rows').get() as { readonly count: number };
  db.close();
  return count;
}

/** Rows the host itself says it has, by the contract. */
async function rowsTold(host: HostProcess): Promise<number> {
  const socket = await openPageSocket(
    host.port,
    await swap(host, await host.nextLink(() => process.kill(host.pid, 'SIGUSR2'))),
  );
  const { rows } = (await callOn(socket, 'storage.stats', {})) as { readonly rows: number };
  socket.close();
  return rows;
}

/** What a host complained of is printed also when a second try goes well: it is all there is to find out why. */
function expectClean({ code, stderr }: Ended): void {
  if (code !== 0 || stderr !== '') console.error(`The host ended by ${code} and said:\n${stderr}`);
  expect([code, stderr]).toEqual([0, '']);
}

const OWN_FILES = ['activity.db', 'instance.lock', 'journal.db'];

describe('a stop', () => {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    it(`by ${signal} is clean: activity on disk, nothing left over, the folder free`, async () => {
      const host = await start();
      await expect.poll(() => rowsTold(host), { timeout: 10_000 }).toBeGreaterThan(20);
      const told = await rowsTold(host);
      await host.nextLink(() => process.kill(host.pid, 'SIGUSR2'));
      expect(existsSync(join(data.path, 'link'))).toBe(true);
      expectClean(await host.stop(signal));
      expect(readdirSync(data.path).sort()).toEqual(OWN_FILES);
      expect(rowsKept()).toBeGreaterThanOrEqual(told);
    });
  }

  it('asked for twice is still one clean stop', async () => {
    const host = await start();
    process.kill(host.pid, 'SIGINT');
    process.kill(host.pid, 'SIGINT');
    process.kill(host.pid, 'SIGTERM');
    expectClean(await host.stop('SIGINT'));
    expect(readdirSync(data.path).sort()).toEqual(OWN_FILES);
  });

  it('by kill -9 leaves a folder that the next start takes as it is', async () => {
    const first = await start();
    await expect.poll(() => rowsTold(first), { timeout: 10_000 }).toBeGreaterThan(20);
    const told = await rowsTold(first);
    await first.nextLink(() => process.kill(first.pid, 'SIGUSR2'));
    await first.stop('SIGKILL');
    const code = spawnSync(process.execPath, ['scripts/code.ts', '--data-dir', data.path], {
      cwd: root,
      encoding: 'utf8',
    });
    expect([code.status, code.stdout]).toEqual([1, '']);
    expect(code.stderr).toContain('No Headroom is running');

    const second = await start();
    expect(existsSync(join(data.path, 'link'))).toBe(false);
    expect(await rowsTold(second)).toBeGreaterThanOrEqual(told);
    expect((await second.stop()).code).toBe(0);
    expect(readdirSync(data.path).sort()).toEqual(OWN_FILES);
  });
});

describe('a running host', () => {
  it('goes on when whoever read its output is gone', async () => {
    const host = await start();
    host.child.stdout?.destroy();
    host.child.stderr?.destroy();
    for (let times = 0; times < 3; times += 1) {
      process.kill(host.pid, 'SIGUSR2');
      await sleep(100);
    }
    expect((await fetch(host.origin)).status).toBe(200);
    expect((await host.stop()).code).toBe(0);
  });

  it('opens no debugger when asked by a signal', async () => {
    const host = await start();
    const before = listeners(host.pid);
    process.kill(host.pid, 'SIGUSR1');
    await sleep(500);
    expect([host.child.exitCode, host.child.signalCode]).toEqual([null, null]);
    expect(listeners(host.pid)).toEqual(before);
  });
});

describe('codes and tokens', () => {
  it('are in no argument, log or file, but for the link file of this user and its short life', async () => {
    const host = await start({ throughNpm: true, args: ['--timings'] });
    const link = execFileSync(process.execPath, ['scripts/code.ts', '--data-dir', data.path], {
      cwd: root,
      encoding: 'utf8',
    }).trim();
    const token = await swap(host, link);
    const socket = await openPageSocket(host.port, token);
    const asked = await host.nextLink(() => process.kill(host.pid, 'SIGUSR2'));
    await expect.poll(() => existsSync(join(data.path, 'link'))).toBe(true);
    expect(readFileSync(join(data.path, 'link'), 'utf8')).toBe(asked);
    for (const name of readdirSync(data.path)) {
      expect([name, statSync(join(data.path, name)).mode & 0o777]).toEqual([name, 0o600]);
    }
    expect(statSync(data.path).mode & 0o777).toBe(0o700);

    const secrets = [host.link, link, asked].map((text) => new URL(text).hash.slice('#code='.length)).concat(token);
    const places = { ...argumentsOf(host.child.pid ?? 0), stderr: host.stderr(), ...filesOf(data.path) };
    expect(Object.keys(places).length).toBeGreaterThan(5);
    // They can be found where they are meant to be.
    expect(host.stdout()).toContain(secrets[0]);
    expect(leaks(places, secrets)).toEqual(['link']);
    socket.terminate();
    await host.stop();
    expect(leaks({ stderr: host.stderr(), ...filesOf(data.path) }, secrets)).toEqual([]);
  });

  it('reach the browser by a file of this user, which is gone when Headroom is', async () => {
    const opener = fakeBrowser();
    const host = await startHost({ folder: data.path, env: { PATH: opener.path, DISPLAY: ':0' }, opens: true });
    hosts = [...hosts, host];
    const { asked, page, mode } = await opener.seen();
    expect(asked).toBe(`file://${join(data.path, 'open.html')}`);
    expect([page.includes(host.link), mode]).toEqual([true, '600']);
    await host.stop();
    expect(readdirSync(data.path).sort()).toEqual(OWN_FILES);
    opener.remove();
  });

  it('stay printed where there is no screen', async () => {
    const host = await startHost({ folder: data.path, env: { DISPLAY: '', WAYLAND_DISPLAY: '' }, opens: true });
    hosts = [...hosts, host];
    await expect.poll(() => host.stdout()).toContain('No browser could be opened here; open the link above.');
    expect(existsSync(join(data.path, 'open.html'))).toBe(false);
  });
});

/** Arguments and environment of a process and all below it. */
function argumentsOf(pid: number): Record<string, string> {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
  const own = {
    [`arguments of ${pid}`]: readFileSync(`/proc/${pid}/cmdline`, 'utf8'),
    [`environment of ${pid}`]: readFileSync(`/proc/${pid}/environ`, 'utf8'),
  };
  return Object.assign(own, ...children.map((child) => argumentsOf(Number(child)))) as Record<string, string>;
}

function filesOf(folder: string): Record<string, string> {
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'latin1')]));
}

function leaks(places: Readonly<Record<string, string>>, secrets: readonly string[]): readonly string[] {
  const forms = secrets.flatMap((secret) => [
    secret,
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    Buffer.from(secret).toString('hex'),
  ]);
  return Object.entries(places).flatMap(([name, text]) => (forms.some((form) => text.includes(form)) ? [name] : []));
}

describe('a start', () => {
  it('names the time of each of its parts, on stderr, when asked', async () => {
    const host = await start({ args: ['--timings'] });
    const { startMs } = JSON.parse(host.stderr().trim()) as { readonly startMs: Readonly<Record<string, number>> };
    expect(Object.keys(startMs)).toEqual([
      'boot',
      'load',
      'core',
      'page',
      'listen',
      'folder',
      'stores',
      'practice',
      'engine',
      'ready',
    ]);
    const parts = Object.entries(startMs).filter(([name]) => name !== 'ready');
    expect(parts.reduce((sum, [, ms]) => sum + ms, 0)).toBeLessThanOrEqual((startMs['ready'] ?? 0) + parts.length);
  });
});

describe('a bug of our own', () => {
  for (const kind of ['throw', 'reject'] as const) {
    it(`${kind}: is stored as a halt, noted in the audit, told in one sentence, and ends the host with 70`, async () => {
      const host = await start({ script: join(root, 'test/support/faulty-host.ts') });
      host.child.send(kind);
      const { code, stderr } = await host.stop('SIGCONT');
      expect(code).toBe(70);
      expect(stderr.split('\n').filter((line) => line.includes('unexpected error'))).toHaveLength(1);
      expect(stderr).not.toContain('canary-of-a-bug');
      const db = new DatabaseSync(join(data.path, 'journal.db'), { readOnly: true });
      const halt = db.prepare("SELECT json FROM settings WHERE name = 'halt'").get() as { readonly json: string };
      const line = db.prepare("SELECT actor, subject, result FROM audit WHERE verb = 'fault'").get();
      db.close();
      expect(JSON.parse(halt.json)).toMatchObject({ cause: 'fault' });
      expect(line).toEqual({ actor: 'app', subject: 'desk', result: 'done' });
    });
  }
});

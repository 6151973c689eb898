import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import vm from 'node:vm';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PIPE_CHANNEL, PRELOAD_PIPE } from '../../shared/contract/channels.ts';
import { openDataFolder } from '../../electron/adapters/stores/data-folder.ts';
import { nodeKeychainProcess } from '../../electron/adapters/secrets/node-keychain-process.ts';
import { buildDesktop, DESKTOP_FOLDER } from '../../scripts/build-desktop.ts';

const ROOT = join(import.meta.dirname, '../..');
const FOLDER = join(ROOT, DESKTOP_FOLDER);
const read = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');

beforeAll(() => {
  const complaints: string[] = [];
  if (!buildDesktop(ROOT, (line) => complaints.push(line))) throw new Error(complaints.join('\n'));
}, 120_000);

const DOCUMENT = '3f0c2a5e-7d41-4b0a-9c55-0123456789ab';

interface Exposed {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
}

/** Runs the preload as Electron's sandbox does: `require` gives one module, and there is no Node. */
function runPreload() {
  const exposed = new Map<string, unknown>();
  const required: string[] = [];
  const sent: unknown[][] = [];
  const listeners: { readonly channel: string; readonly listener: (...args: unknown[]) => void }[] = [];
  const electron = {
    contextBridge: { exposeInMainWorld: (name: string, value: unknown) => void exposed.set(name, value) },
    ipcRenderer: {
      on: (channel: string, listener: (...args: unknown[]) => void) => void listeners.push({ channel, listener }),
      send: (...args: unknown[]) => void sent.push(args),
    },
  };
  const require = (name: string): unknown => {
    required.push(name);
    if (name !== 'electron') throw new Error(`a sandboxed preload cannot load ${name}`);
    return electron;
  };
  vm.runInNewContext(`(function (require, module, exports) {${read('preload.cjs')}\n})`, {
    crypto: { randomUUID: () => DOCUMENT },
  })(require, { exports: {} }, {});
  const receive = (...args: unknown[]): void => {
    for (const { listener } of listeners) listener({ sender: 'a host of secrets' }, ...args);
  };
  return { exposed, required, sent, listeners, receive, pipe: exposed.get(PRELOAD_PIPE) as Exposed };
}

describe('the preload bundle', () => {
  let preload: ReturnType<typeof runPreload>;
  beforeEach(() => {
    preload = runPreload();
  });

  it('is one CommonJS file', () => {
    expect(readdirSync(FOLDER).filter((name) => name.endsWith('.cjs') || name.startsWith('preload'))).toEqual([
      'preload.cjs',
    ]);
    expect(read('preload.cjs')).not.toMatch(/^\s*(?:import|export)\s/m);
    expect(read('preload.cjs')).not.toMatch(/import\(|import\.meta/);
  });

  it('loads Electron and nothing else', () => {
    expect(preload.required).toEqual(['electron']);
    const source = read('preload.cjs');
    expect([...source.matchAll(/require\(([^)]*)\)/g)].map(([, name]) => name)).toEqual(['"electron"']);
    expect(source).not.toMatch(/\bprocess\b|\bBuffer\b|\bglobal\b|\beval\b|new Function/);
  });

  it('carries no schema', () => {
    expect(read('preload.cjs').length).toBeLessThan(4_000);
    expect(read('preload.cjs')).not.toMatch(/zod|safeParse/);
  });

  it('offers the page exactly this, frozen', () => {
    expect([...preload.exposed.keys()]).toEqual(['headroomPipe']);
    expect(Object.isFrozen(preload.pipe)).toBe(true);
    const surface = Object.fromEntries(
      Object.entries(preload.pipe).map(([name, value]) => [name, `${typeof value}/${(value as () => void).length}`]),
    );
    expect(surface).toEqual({ post: 'function/1', onMessage: 'function/1' });
    for (const raw of ['on', 'send', 'invoke', 'ipcRenderer', 'require', 'process'])
      expect(preload.pipe).not.toHaveProperty(raw);
  });

  it('listens and sends on one channel', () => {
    preload.pipe.post({ type: 'call' });
    expect(preload.listeners.map(({ channel }) => channel)).toEqual([PIPE_CHANNEL]);
    expect(preload.sent).toEqual([[PIPE_CHANNEL, DOCUMENT, '{"type":"call"}']]);
  });

  it('hands plain data to the page and never the event', () => {
    const heard: unknown[][] = [];
    preload.pipe.onMessage((...args) => heard.push(args));
    preload.receive(DOCUMENT, '{"type":"event","seq":0}', 'more');
    expect(JSON.stringify(heard)).toBe('[[{"type":"event","seq":0}]]');
  });

  it('keeps what came before the page listened, in order', () => {
    for (const seq of [0, 1, 2]) preload.receive(DOCUMENT, JSON.stringify({ seq }));
    const heard: unknown[] = [];
    preload.pipe.onMessage((message) => heard.push(message));
    preload.receive(DOCUMENT, '{"seq":3}');
    expect(JSON.stringify(heard)).toBe('[{"seq":0},{"seq":1},{"seq":2},{"seq":3}]');
  });

  it('drops what was meant for the document before it', () => {
    const heard: unknown[] = [];
    preload.pipe.onMessage((message) => heard.push(message));
    preload.receive('8b1d9c77-2e10-4f6d-8a3b-ba9876543210', '{"seq":0}');
    preload.receive(DOCUMENT, { seq: 1 });
    expect(heard).toEqual([]);
  });

  it('tells the host after every 32 messages how many were read', () => {
    preload.pipe.onMessage(() => undefined);
    for (let seq = 0; seq < 70; seq += 1) preload.receive(DOCUMENT, '{}');
    expect(preload.sent).toEqual([
      [PIPE_CHANNEL, DOCUMENT, 32],
      [PIPE_CHANNEL, DOCUMENT, 64],
    ]);
  });
});

describe('the main bundle', () => {
  const scripts = (): string[] => readdirSync(FOLDER).filter((name) => name.endsWith('.js'));

  it('needs nothing but Electron, Node and its own files', () => {
    const isKnown = (from: string): boolean =>
      from === 'electron' || from.startsWith('./') || (from.startsWith('node:') && isBuiltin(from));
    const foreign = scripts().flatMap((name) => importsOf(read(name)).filter((from) => !isKnown(from)));
    expect(foreign).toEqual([]);
    const own = scripts().flatMap((name) => importsOf(read(name)).filter((from) => from.startsWith('./')));
    for (const from of own) expect(scripts()).toContain(from.slice(2));
  });

  it('has its threads beside it', () => {
    const threads = scripts().flatMap((name) =>
      [...read(name).matchAll(/new URL\("\.\/([\w-]+\.[a-z]+)", import\.meta\.url\)/g)].map(([, file]) => file),
    );
    expect(threads).toEqual(expect.arrayContaining(['activity-worker.js', 'keychain-worker.js']));
    for (const file of threads) expect(scripts()).toContain(file);
  });

  it('has a keychain process that runs by itself and answers', async () => {
    const child = nodeKeychainProcess(join(FOLDER, 'keychain-worker.js'));
    const said: unknown[] = [];
    await new Promise<void>((resolve, reject) => {
      child.onEnd(() => reject(new Error('it ended')));
      child.onMessage((message) => {
        said.push(message);
        if (said.length === 1) child.post({ id: 1, op: 'get', name: 'headroom-test' });
        else resolve();
      });
    });
    expect(said).toEqual([{ kind: 'ready' }, { kind: 'answer', id: 1, result: expect.anything() }]);
    child.kill();
  });

  function play(env: Readonly<Record<string, string>> = {}) {
    const app = mkdtempSync(join(tmpdir(), 'headroom-app-'));
    const data = join(app, 'data');
    cpSync(FOLDER, join(app, 'dist', 'desktop'), { recursive: true });
    mkdirSync(join(app, 'dist', 'renderer'));
    writeFileSync(join(app, 'dist', 'renderer', 'index.html'), '<p>page</p>');
    writeFileSync(join(app, 'package.json'), '{"type":"module","version":"7.8.9"}');
    const player = join(ROOT, 'test/support/play-main-bundle.ts');
    const run = spawnSync(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', player, join(app, 'dist/desktop/main.js'), `--data-dir=${data}`],
      { encoding: 'utf8', timeout: 60_000, env: { ...process.env, ...env } },
    );
    return { data, run };
  }

  it('starts with real stores and practice exchanges, answers its page over the pipe, and writes out before it ends', () => {
    const { data, run } = play();
    const lines = run.stdout.trim().split('\n');
    expect({ status: run.status, ready: lines[0] }, run.stderr).toEqual({ status: 0, ready: 'Headroom ready: window' });
    const result = JSON.parse(lines.at(-1) ?? '{}') as {
      replies: { id: string; ok: boolean; value: unknown }[];
      windows: number;
      boxes: string[];
    };
    expect(result).toMatchObject({ windows: 1, boxes: [] });
    expect(result.replies.map(({ id, ok }) => `${id} ${ok}`).sort()).toEqual(['1 true', '2 true', '3 true']);
    const hello = result.replies.find(({ id }) => id === '1')?.value;
    expect(hello).toMatchObject({
      version: '7.8.9',
      capabilities: { host: 'desktop', tray: expect.any(Boolean), notifications: true },
    });
    expect(readdirSync(data)).toEqual(expect.arrayContaining(['journal.db', 'activity.db', 'browser']));
    openDataFolder(data).release();
  }, 90_000);

  it('stores a halt for a bug of its own, with a line in the audit, and ends with 70', () => {
    const { data, run } = play({ FAULT: 'throw' });
    expect({ status: run.status, told: run.stderr.includes('unexpected error') }, run.stderr).toEqual({
      status: 70,
      told: true,
    });
    expect(run.stderr).not.toContain('canary-of-a-bug');
    const db = new DatabaseSync(join(data, 'journal.db'), { readOnly: true });
    const halt = db.prepare("SELECT json FROM settings WHERE name = 'halt'").get() as { readonly json: string };
    const lines = db.prepare("SELECT count(*) AS count FROM audit WHERE verb = 'fault'").get();
    db.close();
    expect(JSON.parse(halt.json)).toMatchObject({ cause: 'fault' });
    expect(lines).toEqual({ count: 1 });
  }, 90_000);
});

function importsOf(source: string): readonly string[] {
  return [...source.matchAll(/^import\s(?:[^'"]*?\sfrom\s)?["']([^"']+)["'];?$/gm)].map(([, from]) => from ?? '');
}

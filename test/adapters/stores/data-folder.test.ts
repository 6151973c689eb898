import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  DataFolderError,
  defaultDataFolder,
  openDataFolder,
  readInstanceNote,
} from '../../../electron/adapters/stores/data-folder.ts';
import { roundsOf } from '../../support/rounds.ts';
import { tempFolder } from './support.ts';

const OWNER = join(import.meta.dirname, 'folder-owner.ts');
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** Starts a process that takes the folder; answers with its first word: `owner`, or why not. */
async function start(path: string, startAtMs = 0): Promise<{ child: ChildProcess; said: string }> {
  const child = spawn(process.execPath, ['--expose-gc', OWNER, path, String(startAtMs)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  const [word] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, said: word.toString().trim() };
}

async function kill(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

function failureOf(action: () => unknown): DataFolderError | null {
  try {
    action();
    return null;
  } catch (error) {
    if (error instanceof DataFolderError) return error;
    throw error;
  }
}

describe('where the data is when nobody says', () => {
  const cases = [
    { name: 'macOS', platform: 'darwin', env: {}, path: join(homedir(), 'Library', 'Application Support', 'Headroom') },
    { name: 'Windows', platform: 'win32', env: { APPDATA: '/roaming' }, path: join('/roaming', 'Headroom') },
    {
      name: 'Windows without the variable',
      platform: 'win32',
      env: { APPDATA: '' },
      path: join(homedir(), 'AppData', 'Roaming', 'Headroom'),
    },
    { name: 'Linux', platform: 'linux', env: {}, path: join(homedir(), '.local', 'share', 'headroom') },
    { name: 'Linux with a data home', platform: 'linux', env: { XDG_DATA_HOME: '/data' }, path: '/data/headroom' },
    {
      name: 'an empty data home',
      platform: 'linux',
      env: { XDG_DATA_HOME: '' },
      path: join(homedir(), '.local', 'share', 'headroom'),
    },
    {
      name: 'a relative data home',
      platform: 'linux',
      env: { XDG_DATA_HOME: 'x' },
      path: join(homedir(), '.local', 'share', 'headroom'),
    },
  ] as const;
  for (const { name, platform, env, path } of cases) {
    it(name, () => expect(defaultDataFolder(platform, env)).toBe(path));
  }
});

describe('making the folder', () => {
  it('makes it and those above it for the owner alone, and leaves nothing else in it', () => {
    const path = join(tempFolder(), 'a', 'b', 'c');
    const folder = openDataFolder(path);
    expect(statSync(path).mode & 0o777).toBe(0o700);
    expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
    expect(readdirSync(path)).toEqual(['instance.lock']);
    folder.release();
  });

  it('closes an empty folder to others, and leaves one with other things in it as it is', () => {
    const [empty, full] = [tempFolder(), tempFolder()];
    writeFileSync(join(full, 'mine'), '');
    for (const { path, mode } of [
      { path: empty, mode: 0o700 },
      { path: full, mode: 0o755 },
    ]) {
      chmodSync(path, 0o755);
      openDataFolder(path).release();
      expect(statSync(path).mode & 0o777).toBe(mode);
    }
  });

  const file = (): string => {
    const path = join(tempFolder(), 'file');
    writeFileSync(path, 'mine');
    return path;
  };
  const unusable = [
    { name: 'a file in its place', path: file },
    { name: 'a file above it', path: () => join(file(), 'below', 'deeper') },
  ];
  for (const { name, path } of unusable) {
    it(`says what to do about ${name}`, () => {
      const place = path();
      const failure = failureOf(() => openDataFolder(place));
      expect(failure?.kind).toBe('unwritable');
      expect(failure?.message).toContain(place);
      expect(failure?.message).toContain('--data-dir');
    });
  }

  // Where Node's own recursive mkdir never returns.
  it.runIf(existsSync('/proc/self'))('ends below a mount that takes no folders', () => {
    expect(failureOf(() => openDataFolder('/proc/headroom/data'))?.kind).toBe('unwritable');
  });

  it('says what to do about a lock that is not one', () => {
    const path = tempFolder();
    mkdirSync(join(path, 'instance.lock'));
    const failure = failureOf(() => openDataFolder(path));
    expect(failure?.kind).toBe('unreadable');
    expect(failure?.message).toContain(join(path, 'instance.lock'));
  });
});

describe('one owner', () => {
  it('refuses a second one in the same process, and lets go on release, which may be said twice', () => {
    const path = tempFolder();
    const first = openDataFolder(path);
    expect(failureOf(() => openDataFolder(path))?.kind).toBe('locked');
    first.release();
    first.release();
    openDataFolder(path).release();
  });

  it('refuses another process and says who has it', async () => {
    const path = tempFolder();
    const { child, said } = await start(path);
    expect(said).toBe('owner');
    const failure = failureOf(() => openDataFolder(path));
    expect(failure?.kind).toBe('locked');
    expect(failure?.message).toContain(`process ${child.pid}, port 4321`);
    expect(readInstanceNote(path)).toEqual({ pid: child.pid, port: 4_321 });
  });

  it('is free at once after a kill, and the note of the dead is no longer believed', async () => {
    const path = tempFolder();
    const { child } = await start(path);
    await kill(child);
    expect(existsSync(join(path, 'instance.json'))).toBe(true);
    expect(readInstanceNote(path)).toBeNull();
    const folder = openDataFolder(path);
    expect(existsSync(join(path, 'instance.json'))).toBe(false);
    expect(readInstanceNote(path)).toBeNull();
    folder.release();
  });

  const folders = 4;
  const rounds = roundsOf(5);

  it(`is exactly one of two that start together, ${folders * rounds} times, each time after a kill`, async () => {
    const paths = Array.from({ length: folders }, tempFolder);
    for (let round = 0; round < rounds; round += 1) await Promise.all(paths.map((path) => race(path, round)));
  }, 60_000);

  async function race(path: string, round: number): Promise<void> {
    // Both wait for the same moment, which is past when their start took longer.
    const startAtMs = Date.now() + 300;
    const both = await Promise.all([start(path, startAtMs), start(path, startAtMs)]);
    expect(both.map(({ said }) => said).sort(), `${path}, round ${round}`).toEqual(['locked', 'owner']);
    await Promise.all(both.filter(({ said }) => said === 'owner').map(({ child }) => kill(child)));
  }
});

describe('the note of the running instance', () => {
  it('is written whole, for the owner alone, and removed on release', () => {
    const path = tempFolder();
    const folder = openDataFolder(path);
    expect(readInstanceNote(path)).toBeNull();
    folder.announce({ pid: 12, port: 80 });
    folder.announce({ pid: 12, port: 8_080 });
    expect(readInstanceNote(path)).toEqual({ pid: 12, port: 8_080 });
    expect(statSync(join(path, 'instance.json')).mode & 0o777).toBe(0o600);
    folder.release();
    expect(readdirSync(path)).toEqual(['instance.lock']);
  });

  const notes = [
    { name: 'no JSON', text: '{"pid":12' },
    { name: 'null', text: 'null' },
    { name: 'a group of processes', text: '{"pid":-1,"port":80}' },
    { name: 'half a process', text: '{"pid":1.5,"port":80}' },
    { name: 'no port', text: '{"pid":12}' },
    { name: 'a port out of range', text: '{"pid":12,"port":70000}' },
  ];
  for (const { name, text } of notes) {
    it(`is not believed when it says ${name}`, () => {
      const path = tempFolder();
      const folder = openDataFolder(path);
      writeFileSync(join(path, 'instance.json'), text);
      expect(readInstanceNote(path)).toBeNull();
      folder.release();
    });
  }

  it('is null where there is no folder, and none is made', () => {
    const path = join(tempFolder(), 'none');
    expect(readInstanceNote(path)).toBeNull();
    expect(existsSync(path)).toBe(false);
  });

  it('leaves the lock file empty: nothing to recover after a kill', () => {
    const path = tempFolder();
    const folder = openDataFolder(path);
    folder.release();
    expect(readFileSync(join(path, 'instance.lock'))).toHaveLength(0);
  });
});

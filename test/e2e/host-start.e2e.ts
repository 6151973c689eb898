import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { root } from '../../scripts/steps.ts';
import { racePair } from '../../scripts/pair-rig.ts';
import { launchBrowser, look } from '../support/browser.ts';
import { type Ended, runToEnd, startHost, temporaryFolder } from '../support/host-process.ts';

let browser: Browser;
let data: ReturnType<typeof temporaryFolder>;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
});
beforeEach(() => {
  data = temporaryFolder();
});
afterEach(() => data.remove());

/** Every file below a folder with its bytes. */
function contents(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(folder, name)).isFile(),
  );
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(folder, name)).toString('base64')]));
}

/** One or more sentences, the ready line nowhere, no stack. */
function isRefusal(ended: Ended, code: number, says: RegExp): void {
  expect(ended.stderr).toMatch(says);
  expect(ended.stderr).not.toMatch(/\n\s+at |node:internal/);
  expect([ended.stdout, ended.code]).toEqual(['', code]);
}

describe('a start that is refused says why and changes nothing', () => {
  it('when the port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const folder = join(data.path, 'data');
    const ended = await runToEnd({ folder, args: ['--port', String(port)] });
    isRefusal(ended, 1, new RegExp(`^Port ${port} is taken by another program\\. Nothing was changed\\. .*--port N`));
    expect(existsSync(folder)).toBe(false);
    other.close();
  });

  it('when a flag is wrong', async () => {
    const folder = join(data.path, 'data');
    isRefusal(
      await runToEnd({ folder, args: ['--colour', 'red'] }),
      64,
      /^Unknown option '--colour'\.\nFlags, after --:\n.*--port N/s,
    );
    isRefusal(
      await runToEnd({ folder, args: ['--port', '99999'] }),
      64,
      /^--port takes a number from 0 to 65535, not "99999"\.\n/,
    );
    expect(existsSync(folder)).toBe(false);
  });

  it('when the data folder lies below a file', async () => {
    writeFileSync(join(data.path, 'file'), 'mine');
    const before = contents(data.path);
    const ended = await runToEnd({ folder: join(data.path, 'file', 'data') });
    isRefusal(ended, 1, /^The data folder .* cannot be written \(.*\)\. Nothing was changed\. .*--data-dir DIR/);
    expect(contents(data.path)).toEqual(before);
  });

  it('when another Headroom runs on the data folder, which goes on undisturbed', async () => {
    const host = await startHost({ folder: data.path });
    // A crash of either leaves no file with keys in it.
    if (process.platform === 'linux')
      expect(readFileSync(`/proc/${host.pid}/limits`, 'utf8')).toMatch(/^Max core file size\s+0\s+0\s/m);
    const ended = await runToEnd({ folder: data.path });
    isRefusal(
      ended,
      1,
      new RegExp(`^Another Headroom \\(process ${host.pid}, port ${host.port}\\) is using .*npm run code`),
    );
    expect((await fetch(host.origin)).status).toBe(200);
    expect((await host.stop()).code).toBe(0);
  });

  it('when two are started at the same moment: one owns the folder, the other says so, five times', async () => {
    const problems: string[] = [];
    for (let round = 0; round < 5; round += 1) {
      const own = temporaryFolder();
      problems.push(...(await racePair(own.path)));
      own.remove();
    }
    expect(problems).toEqual([]);
  });

  for (const name of ['journal.db', 'activity.db']) {
    for (const isKilled of [false, true]) {
      it(`when ${name} is of a newer version${isKilled ? ' that was killed' : ''}`, async () => {
        const made = temporaryFolder();
        const db = new DatabaseSync(join(made.path, name));
        db.exec(
          'PRAGMA journal_mode = WAL; CREATE TABLE future (one TEXT); INSERT INTO future VALUES (1); PRAGMA user_version = 4711',
        );
        if (!isKilled) db.close();
        // A killed process leaves its last writes in a file beside the store.
        cpSync(made.path, data.path, { recursive: true });
        const before = contents(data.path);
        const ended = await runToEnd({ folder: data.path });
        isRefusal(
          ended,
          1,
          new RegExp(
            `^The .*${name} was written by a newer Headroom \\(schema 4711, .*left untouched\\. Update Headroom`,
          ),
        );
        const after = contents(data.path);
        for (const file of [name, `${name}-wal`]) expect([file, after[file]]).toEqual([file, before[file]]);
        if (isKilled) db.close();
        made.remove();
      });
    }
  }

  const surroundings = [
    ['NODE_OPTIONS', { env: { NODE_OPTIONS: '--max-old-space-size=4096' } }, /^NODE_OPTIONS is set/],
    [
      'a switch for certificate checks',
      { env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } },
      /NODE_TLS_REJECT_UNAUTHORIZED=0 can switch/,
    ],
    ['a debugger', { nodeArgs: ['--inspect=127.0.0.1:0'] }, /A debugger can read keys/],
    ['foreign code', { nodeArgs: ['--import', 'data:text/javascript,0'] }, /--require, --import or --loader/],
  ] as const;
  for (const [name, options, says] of surroundings) {
    it(`when ${name} is there`, async () => {
      const folder = join(data.path, 'data');
      const ended = await runToEnd({ folder, ...options });
      expect(ended.stderr).toMatch(says);
      expect([ended.code, ended.stdout, existsSync(folder)]).toEqual([78, '', false]);
    });
  }

  it('when the page cannot be built', async () => {
    const checkout = join(data.path, 'checkout');
    mkdirSync(checkout);
    for (const name of [
      'electron',
      'shared',
      'scripts',
      'renderer',
      'package.json',
      'package-lock.json',
      'vite.config.ts',
      'tsconfig.base.json',
    ]) {
      cpSync(join(root, name), join(checkout, name), { recursive: true });
    }
    symlinkSync(join(root, 'node_modules'), join(checkout, 'node_modules'));
    writeFileSync(join(checkout, 'renderer', 'main.ts'), 'import "./nowhere.ts";');
    const folder = join(data.path, 'data');
    const ended = await runToEnd({ folder, cwd: checkout });
    expect(ended.stderr).toMatch(/^Building the page .*\nThe page could not be built:\n.*nowhere/s);
    expect([ended.code, ended.stdout, existsSync(folder)]).toEqual([1, '', false]);
  }, 60_000);
});

describe('a damaged store', () => {
  for (const name of ['journal.db', 'activity.db']) {
    it(`${name} is moved aside whole, and the page says so`, async () => {
      const damage = 'this was never a database, whatever it is called. '.repeat(200);
      writeFileSync(join(data.path, name), damage);
      const host = await startHost({ folder: data.path });
      const kept = readdirSync(data.path).filter(
        (file) => file.startsWith(`${name}.damaged-`) && !/-(?:wal|shm)$/.test(file),
      );
      expect(kept.map((file) => readFileSync(join(data.path, file), 'utf8'))).toEqual([damage]);
      const one = await look(browser, host.origin);
      await one.page.goto(host.link);
      const banner = one.page.getByRole('alert').filter({ hasText: 'damaged data file was moved aside' });
      await banner.waitFor();
      expect(await banner.textContent()).toContain(kept[0]);
      expect([one.complaints, one.strangers]).toEqual([[], []]);
      await one.close();
      await host.stop();
    });
  }
});

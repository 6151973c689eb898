import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/steps.ts';

const cases = [
  {
    name: 'a header read as a number',
    path: 'electron/adapters/planted.ts',
    text: "export const wait = (headers: Record<string, string>): number => Number(headers['retry-after']);",
    says: 'A header may say anything',
  },
  {
    name: 'its digits matched first',
    path: 'electron/adapters/planted.ts',
    text: 'export const wait = (text: string): number | null => (/^\\d{1,9}$/.test(text) ? Number(text) : null);',
    says: null,
  },
  {
    name: 'fetch in a host',
    path: 'electron/hosts/common/planted.ts',
    text: "export const page = (): Promise<unknown> => fetch('/x');",
    says: 'through the transport alone',
  },
  {
    name: 'fetch in the page',
    path: 'renderer/ui/planted.ts',
    text: "export const page = (): Promise<unknown> => fetch('/x');",
    says: 'through the transport alone',
  },
  {
    name: 'fetch in the engine',
    path: 'electron/engine/planted.ts',
    text: "export const page = (): Promise<unknown> => fetch('/x');",
    says: 'Use the HttpTransport port',
  },
  {
    name: 'chance in the engine',
    path: 'electron/engine/planted.ts',
    text: 'export const draw = (): number => Math.random();',
    says: 'Randomness is an argument',
  },
] as const;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'headroom-lint-'));
  for (const name of ['biome.json', 'scripts/lint']) cpSync(join(root, name), join(folder, name), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('lint', () => {
  for (const { name, path, text, says } of cases) {
    it(`${says === null ? 'passes' : 'stops'} ${name}`, () => {
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${text}\n`);
      const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
      const args = [biome, 'lint', '--vcs-enabled=false', '--max-diagnostics=none', path];
      const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
      rmSync(file);
      expect([status, says === null || `${stdout}${stderr}`.includes(says)]).toEqual([says === null ? 0 : 1, true]);
    });
  }
});

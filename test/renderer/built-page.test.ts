import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { build } from 'vite';
import { folderDifferences } from '../../scripts/same-page.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const OUT = join(ROOT, '.cache/page-under-test');
const AGAIN = join(ROOT, '.cache/page-built-again');
const ASSETS = join(OUT, 'assets');
const FIRST_PAINT_LIMIT_BYTES = 250_000;

beforeAll(async () => {
  // The test runner's own value would build the page with React's development code, which is never shipped.
  vi.stubEnv('NODE_ENV', 'production');
  for (const outDir of [OUT, AGAIN]) {
    await build({
      configFile: join(ROOT, 'vite.config.ts'),
      root: join(ROOT, 'renderer'),
      logLevel: 'error',
      build: { outDir },
    });
  }
  vi.unstubAllEnvs();
});

function scripts(): readonly string[] {
  return readdirSync(ASSETS).filter((name) => name.endsWith('.js'));
}

/** A script and all it imports before it runs. */
function closure(names: readonly string[], found: ReadonlySet<string> = new Set()): ReadonlySet<string> {
  const fresh = names.filter((name) => !found.has(name));
  if (fresh.length === 0) return found;
  const next = fresh.flatMap((name) => {
    const text = readFileSync(join(ASSETS, name), 'utf8');
    return [...text.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)].map((match) => match[1] ?? '');
  });
  return closure(next, new Set([...found, ...fresh]));
}

function firstPaint(): ReadonlySet<string> {
  return closure(scripts().filter((name) => /^(?:index|start)-/.test(name)));
}

describe('the built page', () => {
  it('loads less than 250 kB of script, gzipped, before first paint', () => {
    const bytes = [...firstPaint()].reduce((sum, name) => sum + gzipSync(readFileSync(join(ASSETS, name))).length, 0);
    expect(firstPaint().size).toBeGreaterThan(2);
    expect(bytes).toBeLessThan(FIRST_PAINT_LIMIT_BYTES);
  });

  it('leaves the charts for afterwards', () => {
    expect(scripts().some((name) => name.startsWith('charts-'))).toBe(true);
    expect([...firstPaint()].filter((name) => name.startsWith('charts-'))).toEqual([]);
  });

  it('leaves palette, list of shortcuts and licences for when they are asked for', () => {
    for (const name of ['palette', 'shortcuts-list', 'licences', 'settings-page']) {
      const own = scripts().filter((script) => new RegExp(`^${name}-[\\w-]{8}\\.js$`).test(script));
      expect([name, own.length]).toEqual([name, 1]);
      expect(own.filter((script) => firstPaint().has(script))).toEqual([]);
    }
  });

  it('brings the licence of everything it is made of, with its text', () => {
    const licences = JSON.parse(readFileSync(join(ASSETS, 'licences.json'), 'utf8')) as readonly {
      readonly name: string;
      readonly licence: string;
      readonly text: string;
    }[];
    const names = licences.map((one) => one.name);
    for (const name of [
      'react',
      'react-dom',
      'zustand',
      'recharts',
      '@mantine/core',
      'i18next',
      'zod',
      'undici',
      'ws',
    ]) {
      expect(names).toContain(name);
    }
    expect(names).not.toContain('vitest');
    expect(names).not.toContain('typescript');
    expect(licences.filter((one) => one.licence === '' || one.text.length < 40)).toEqual([]);
  });

  it('has no inline script or style and only relative addresses', () => {
    const html = readFileSync(join(OUT, 'index.html'), 'utf8');
    expect(html.match(/<script(?![^>]*\bsrc=)/g)).toBeNull();
    expect(html.match(/<style|\sstyle=|\son[a-z]+=/g)).toBeNull();
    expect(
      [...html.matchAll(/(?:src|href)="([^"]+)"/g)]
        .map((match) => match[1])
        .filter((url) => !url?.startsWith('./assets/')),
    ).toEqual([]);
    expect(html).toContain('content="__CSP_NONCE__"');
  });

  it('is the same to the byte when it is built again', () => expect(folderDifferences(OUT, AGAIN)).toEqual([]));

  it('ships no source maps', () => {
    expect(readdirSync(ASSETS).filter((name) => name.endsWith('.map'))).toEqual([]);
    expect(scripts().filter((name) => readFileSync(join(ASSETS, name), 'utf8').includes('sourceMappingURL'))).toEqual(
      [],
    );
    expect(existsSync(join(OUT, 'index.html'))).toBe(true);
  });
});

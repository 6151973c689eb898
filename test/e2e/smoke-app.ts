import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication } from 'playwright-core';
import type { TestContext } from 'vitest';
import { buildDesktop } from '../../scripts/build-desktop.ts';
import { chooseHost } from '../../scripts/desktop.ts';
import { findElectronBinary } from '../../scripts/electron-binary.ts';

const ROOT = join(import.meta.dirname, '../..');

/** The path of an Electron that can open a window here; else the test is skipped, and says so. */
export function electronOrSkip(context: TestContext): string {
  const binary = findElectronBinary(join(ROOT, 'node_modules', 'electron'), process.env);
  const choice = chooseHost({
    isHeadlessAsked: false,
    platform: process.platform,
    env: process.env,
    isRoot: process.getuid?.() === 0,
    binary: binary === null ? { kind: 'absent', why: 'is not downloaded here' } : { kind: 'ready', path: binary },
  });
  if (choice.kind === 'desktop') return choice.path;
  const why = (choice.kind === 'headless' ? choice.line : null)?.split(', so ')[0] ?? 'Electron was not looked for';
  console.warn(`The smoke test of the desktop app did NOT run: ${why}`);
  context.skip(why);
}

export const freshData = (): string => join(mkdtempSync(join(tmpdir(), 'headroom-smoke-')), 'data');

export async function launchApp(executablePath: string, args: readonly string[]): Promise<ElectronApplication> {
  if (!existsSync(join(ROOT, 'dist', 'renderer', 'index.html')))
    throw new Error('the page is not built: npm run build');
  if (!buildDesktop(ROOT, console.error)) throw new Error('the desktop app could not be built');
  return await _electron.launch({ executablePath, args: [join(ROOT, 'dist', 'desktop', 'main.js'), ...args] });
}

import { parseArgs } from 'node:util';

export interface DesktopFlags {
  readonly dataDir: string | null;
}

/**
 * Reads our own flags and leaves every other one alone: Electron, Chromium and the desktop add theirs.
 */
export function readFlags(argv: readonly string[]): DesktopFlags {
  const { values } = parseArgs({ args: argv.slice(1), strict: false, options: { 'data-dir': { type: 'string' } } });
  const dataDir = values['data-dir'];
  return { dataDir: typeof dataDir === 'string' && dataDir !== '' ? dataDir : null };
}

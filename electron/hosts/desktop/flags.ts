import { parseArgs } from 'node:util';

export interface DesktopFlags {
  readonly dataDir: string | null;
  /** Practice environment only. */
  readonly practice: boolean;
}

const OPTIONS = { 'data-dir': { type: 'string' }, practice: { type: 'boolean' } } as const;

/**
 * Reads our own flags and leaves every other one alone: Electron, Chromium and the desktop add theirs.
 */
export function readFlags(argv: readonly string[]): DesktopFlags {
  const { values } = parseArgs({ args: argv.slice(1), strict: false, options: OPTIONS });
  const dataDir = values['data-dir'];
  return {
    dataDir: typeof dataDir === 'string' && dataDir !== '' ? dataDir : null,
    practice: values['practice'] === true,
  };
}

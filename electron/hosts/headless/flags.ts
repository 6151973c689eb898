import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface Flags {
  /** No window; the page opens in the system's browser. */
  readonly headless: boolean;
  /** Whether to open the browser at all. */
  readonly open: boolean;
  /** 0: any free port. */
  readonly port: number;
  /** Absolute. */
  readonly dataDir: string | null;
  /** Practice environment only. */
  readonly practice: boolean;
  /** Developers: start even under a debugger. */
  readonly dev: boolean;
  /** Say on stderr how long each part of the start took. */
  readonly timings: boolean;
}

export class FlagError extends Error {}

/** Exit code of a start with flags we do not understand (sysexits: usage). */
export const EX_USAGE = 64;

const USAGE = `Flags, after --:
  --headless       serve the page on this machine instead of opening a window
  --no-open        do not open the browser
  --port N         port to listen on (0, the default, takes a free one)
  --data-dir DIR   where to keep data
  --practice       practice exchanges only
  --timings        say how long each part of the start took`;

const OPTIONS = {
  headless: { type: 'boolean', default: false },
  'no-open': { type: 'boolean', default: false },
  port: { type: 'string', default: '0' },
  'data-dir': { type: 'string' },
  practice: { type: 'boolean', default: false },
  dev: { type: 'boolean', default: false },
  timings: { type: 'boolean', default: false },
} as const;

/** Reads the flags; throws FlagError with the usage when one is unknown or malformed. */
export function parseFlags(args: readonly string[]): Flags {
  const values = parsed(args);
  return {
    headless: values.headless,
    open: !values['no-open'],
    port: portOf(values.port),
    dataDir: folderOf(values['data-dir']),
    practice: values.practice,
    dev: values.dev,
    timings: values.timings,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: false, options: OPTIONS }).values;
  } catch (error) {
    // Node goes on to explain how to pass a file name that begins with a dash.
    const [sentence = ''] = (error instanceof Error ? error.message : String(error)).split(/\. |\n/);
    throw new FlagError(`${sentence.replace(/\.$/, '')}.\n${USAGE}`);
  }
}

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port >= 0 && port <= 65_535) return port;
  throw new FlagError(`--port takes a number from 0 to 65535, not "${text}".\n${USAGE}`);
}

function folderOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  if (text.trim() === '') throw new FlagError(`--data-dir takes the name of a folder, and it was empty.\n${USAGE}`);
  return resolve(text);
}

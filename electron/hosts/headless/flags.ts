import { parseArgs } from 'node:util';

export interface Flags {
  /** No window; the page opens in the system's browser. */
  readonly headless: boolean;
  /** Whether to open the browser at all. */
  readonly open: boolean;
  /** 0: any free port. */
  readonly port: number;
  readonly dataDir: string | null;
  /** Practice environment only. */
  readonly practice: boolean;
  /** Developers: start even under a debugger. */
  readonly dev: boolean;
}

export class FlagError extends Error {}

const USAGE = `Flags, after --:
  --headless       serve the page on this machine instead of opening a window
  --no-open        do not open the browser
  --port N         port to listen on (0, the default, takes a free one)
  --data-dir DIR   where to keep data
  --practice       practice exchanges only`;

/** Reads the flags; throws FlagError with the usage when one is unknown or malformed. */
export function parseFlags(args: readonly string[]): Flags {
  const values = parsed(args);
  return {
    headless: values.headless,
    open: !values['no-open'],
    port: portOf(values.port),
    dataDir: values['data-dir'] ?? null,
    practice: values.practice,
    dev: values.dev,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: false,
      options: {
        headless: { type: 'boolean', default: false },
        'no-open': { type: 'boolean', default: false },
        port: { type: 'string', default: '0' },
        'data-dir': { type: 'string' },
        practice: { type: 'boolean', default: false },
        dev: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new FlagError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port >= 0 && port <= 65_535) return port;
  throw new FlagError(`--port takes a number from 0 to 65535, not ${text}\n${USAGE}`);
}

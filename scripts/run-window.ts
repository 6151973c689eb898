import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export type WindowEnd =
  | { readonly kind: 'ended'; readonly code: number }
  /** It never got as far as to say a word of its own: missing system libraries, a forbidden sandbox. */
  | { readonly kind: 'did-not-start'; readonly why: string };

export interface RunWindowOptions {
  readonly path: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly print: (line: string) => void;
}

/** Exit codes our own main process ends with (see its sentences on stderr); others are Chromium's or the loader's. */
const OUR_CODES: readonly number[] = [0, 1, 70, 78];
const READY = 'Headroom ready';

/** Runs Electron until it ends, hands its lines on and our signals down to it. */
export function runWindow({ path, args, env, print }: RunWindowOptions): Promise<WindowEnd> {
  const { ELECTRON_RUN_AS_NODE: _asNode, ...clean } = env;
  return new Promise((resolve) => {
    const child = spawn(path, [...args], { stdio: ['ignore', 'pipe', 'inherit'], env: clean });
    let isReady = false;
    createInterface({ input: child.stdout }).on('line', (line) => {
      isReady ||= line.startsWith(READY);
      print(line);
    });
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
    const handDown = (signal: NodeJS.Signals): void => void child.kill(signal);
    for (const signal of signals) process.on(signal, handDown);
    const settle = (end: WindowEnd): void => {
      for (const signal of signals) process.off(signal, handDown);
      resolve(end);
    };
    child.once('error', (error) => settle({ kind: 'did-not-start', why: error.message }));
    child.once('close', (code, signal) => settle(endOf(isReady, code, signal)));
  });
}

function endOf(isReady: boolean, code: number | null, signal: NodeJS.Signals | null): WindowEnd {
  const wasAsked = signal === 'SIGINT' || signal === 'SIGTERM' || signal === 'SIGHUP';
  if (isReady || wasAsked || (code !== null && OUR_CODES.includes(code))) return { kind: 'ended', code: code ?? 1 };
  return { kind: 'did-not-start', why: signal === null ? `exit code ${code}` : signal };
}

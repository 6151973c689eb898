import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/steps.ts';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface HostProcess {
  readonly child: ChildProcess;
  /** Of Node itself, also where npm stands in between. */
  readonly pid: number;
  readonly port: number;
  readonly origin: string;
  readonly folder: string;
  /** Of the first ready line. */
  readonly link: string;
  stdout(): string;
  stderr(): string;
  /** Resolves with the link of the next ready line after `ask`. */
  nextLink(ask: () => void): Promise<string>;
  /** Asks it to stop, and waits. */
  stop(signal?: NodeJS.Signals): Promise<Ended>;
}

export interface StartOptions {
  readonly folder: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** By `npm start` and not by the command behind it. */
  readonly throughNpm?: boolean;
  /** Another checkout. */
  readonly cwd?: string;
  /** Flags of Node's own. */
  readonly nodeArgs?: readonly string[];
  /** Whether it may open the system's browser. */
  readonly opens?: boolean;
  /** Started in place of what `npm start` runs, with a channel to this process. */
  readonly script?: string;
}

const READY = /Headroom ready: (http:\/\/127\.0\.0\.1:(\d+)\/#code=[\w-]+)\n/g;
const READY_WITHIN_MS = 60_000;

/** What `npm start` runs, from the package's own script. */
function startCommand(): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly scripts: { readonly start: string };
  };
  return scripts.start.split(' ').slice(1);
}

/** The test runner's own settings must not reach the host: it refuses some of them. */
function cleanEnv(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(?:NODE_|VITEST|VITE_|npm_)/.test(name));
  return Object.fromEntries(kept);
}

function spawnHost(options: StartOptions): ChildProcess {
  const { folder, args = [], env = {}, throughNpm = false, cwd = root, nodeArgs = [], opens = false, script } = options;
  const flags = ['--headless', ...(opens ? [] : ['--no-open']), '--port', '0', '--data-dir', folder, ...args];
  const [command, rest] = throughNpm
    ? ['npm', ['start', '--', ...flags]]
    : [process.execPath, [...nodeArgs, ...(script === undefined ? startCommand() : [script]), ...flags]];
  const channel = script === undefined ? [] : (['ipc'] as const);
  return spawn(command, rest, { cwd, env: { ...cleanEnv(), ...env }, stdio: ['ignore', 'pipe', 'pipe', ...channel] });
}

/** Runs a start that is expected to be refused. */
export async function runToEnd(options: StartOptions): Promise<Ended> {
  const child = spawnHost(options);
  const output = collect(child);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout: output.stdout(), stderr: output.stderr() };
}

export async function startHost(options: StartOptions): Promise<HostProcess> {
  const child = spawnHost(options);
  const { stdout, stderr } = collect(child);
  const closed = once(child, 'close') as Promise<[number | null]>;
  const links = (): readonly string[] => [...stdout().matchAll(READY)].map((match) => match[1] ?? '');
  const linkAt = async (index: number): Promise<string> => {
    const untilMs = performance.now() + READY_WITHIN_MS;
    while (links().length <= index) {
      if (child.exitCode !== null || performance.now() > untilMs)
        throw new Error(`no ready line:\n${stdout()}${stderr()}`);
      await pause();
    }
    return links()[index] ?? '';
  };
  const link = await linkAt(0);
  const { pid } = JSON.parse(readFileSync(join(options.folder, 'instance.json'), 'utf8')) as { readonly pid: number };
  const { port, origin } = new URL(link);
  return {
    child,
    pid,
    port: Number(port),
    origin,
    folder: options.folder,
    link,
    stdout,
    stderr,
    nextLink(ask) {
      const index = links().length;
      ask();
      return linkAt(index);
    },
    async stop(signal = 'SIGTERM') {
      if (child.exitCode === null && child.signalCode === null) process.kill(pid, signal);
      const [code] = await closed;
      return { code, stdout: stdout(), stderr: stderr() };
    },
  };
}

function collect(child: ChildProcess): { stdout(): string; stderr(): string } {
  const texts = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    texts.stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    texts.stderr += text;
  });
  return { stdout: () => texts.stdout, stderr: () => texts.stderr };
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

/** An empty folder of this test's own, and the function that removes it. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'headroom-e2e-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Addresses a process listens on, as `address:port`, from the kernel's own tables (Linux). */
export function listeners(pid: number): readonly string[] {
  const inodes = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap(
      (fd) => /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${fd}`))?.[1] ?? [],
    ),
  );
  return ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/${pid}/net/${table}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((cells) => cells[3] === LISTENING && inodes.has(cells[9] ?? ''))
      .map((cells) => addressOf(cells[1] ?? '')),
  );
}

const LISTENING = '0A';

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

/** The kernel writes IPv4 addresses as one number in its own byte order; longer ones are left as they are. */
function addressOf(text: string): string {
  const [address = '', port = ''] = text.split(':');
  const bytes =
    address.length === 8
      ? (address.match(/../g) ?? [])
          .reverse()
          .map((byte) => Number.parseInt(byte, 16))
          .join('.')
      : address;
  return `${bytes}:${Number.parseInt(port, 16)}`;
}

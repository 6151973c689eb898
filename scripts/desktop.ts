// Which host npm start opens, and the desktop one as a child of ours.
import { join } from 'node:path';
import type { Flags } from '../electron/hosts/headless/flags.ts';
import { buildDesktop } from './build-desktop.ts';
import { type ElectronBinary, ensureElectronBinary, PATIENCE_MS } from './electron-binary.ts';
import { runWindow } from './run-window.ts';

export interface HostFacts {
  /** Asked for in so many words, or by flags that only the headless host has. */
  readonly isHeadlessAsked: boolean;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isRoot: boolean;
  /** Null: not looked for yet. */
  readonly binary: ElectronBinary | null;
}

export type HostChoice =
  /** `line`: what to tell the user; null when it is what they asked for. */
  | { readonly kind: 'headless'; readonly line: string | null }
  | { readonly kind: 'get-electron' }
  | { readonly kind: 'desktop'; readonly path: string };

/** The desktop host where a window can be opened; otherwise the headless one, with the reason. */
export function chooseHost(facts: HostFacts): HostChoice {
  if (facts.isHeadlessAsked) return { kind: 'headless', line: null };
  if (!hasDisplay(facts)) return headless('There is no display here');
  // Chromium's sandbox does not work for root, and Headroom does not run without it.
  if (facts.platform === 'linux' && facts.isRoot) return headless('A window is not opened for root');
  const { binary } = facts;
  if (binary === null) return { kind: 'get-electron' };
  return binary.kind === 'ready' ? { kind: 'desktop', path: binary.path } : headless(`Electron ${binary.why}`);
}

function hasDisplay({ platform, env }: HostFacts): boolean {
  if (platform === 'darwin' || platform === 'win32') return true;
  return (env['DISPLAY'] ?? '') !== '' || (env['WAYLAND_DISPLAY'] ?? '') !== '';
}

function headless(why: string): HostChoice {
  return { kind: 'headless', line: `${why}, so Headroom is served to the browser instead of a window of its own.` };
}

export interface OpenWindowOptions {
  readonly flags: Pick<Flags, 'headless' | 'open' | 'port' | 'dataDir' | 'practice'>;
  readonly root: string;
  readonly print: (line: string) => void;
  readonly complain: (line: string) => void;
}

/** Opens the window where there can be one and waits for its end: its exit code. Null: the headless host is to start. */
export async function openWindow({ flags, root, print, complain }: OpenWindowOptions): Promise<number | null> {
  const facts: HostFacts = {
    isHeadlessAsked: flags.headless || !flags.open || flags.port !== 0,
    platform: process.platform,
    env: process.env,
    isRoot: process.getuid?.() === 0,
    binary: null,
  };
  const choice = await chooseWithBinary(facts, root, complain);
  if (choice.kind === 'headless' && choice.line !== null) complain(choice.line);
  if (choice.kind !== 'desktop') return null;
  if (!buildDesktop(root, complain)) return 1;
  const command = withoutCoreDumps(choice.path, windowArgs(root, flags), process.platform);
  const end = await runWindow({ ...command, env: process.env, print });
  if (end.kind === 'ended') return end.code;
  complain(`Electron did not start (${end.why}), so Headroom is served to the browser instead of a window of its own.`);
  return null;
}

export function windowArgs(root: string, flags: Pick<Flags, 'dataDir' | 'practice'>): readonly string[] {
  return [
    root,
    ...(flags.dataDir === null ? [] : [`--data-dir=${flags.dataDir}`]),
    ...(flags.practice ? ['--practice'] : []),
  ];
}

export interface Command {
  readonly path: string;
  readonly args: readonly string[];
}

/**
 * The same program with a core limit of 0: a core file would hold keys, and Node cannot lower the limit for itself. The
 * shell makes way for the program, so that signals and exit code are its own. Windows leaves no core files.
 */
export function withoutCoreDumps(path: string, args: readonly string[], platform: NodeJS.Platform): Command {
  if (platform === 'win32') return { path, args };
  return { path: '/bin/sh', args: ['-c', 'ulimit -c 0; exec "$0" "$@"', path, ...args] };
}

async function chooseWithBinary(facts: HostFacts, root: string, complain: (line: string) => void): Promise<HostChoice> {
  const choice = chooseHost(facts);
  if (choice.kind !== 'get-electron') return choice;
  const folder = join(root, 'node_modules', 'electron');
  const binary = await ensureElectronBinary({
    folder,
    env: process.env,
    patienceMs: PATIENCE_MS,
    onProgress: complain,
  });
  return chooseHost({ ...facts, binary });
}

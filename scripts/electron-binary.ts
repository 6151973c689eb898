import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type ElectronBinary =
  | { readonly kind: 'ready'; readonly path: string }
  /** `why` ends a sentence: "Electron …". */
  | { readonly kind: 'absent'; readonly why: string };

export interface EnsureOptions {
  /** Folder of the installed `electron` package. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** Given up when not a byte came for so long, ms. */
  readonly patienceMs: number;
  readonly onProgress: (line: string) => void;
}

/** A stalled line says nothing for long; a slow one says something every second. */
export const PATIENCE_MS = 30_000;
const LOOK_EVERY_MS = 500;
const TELL_EVERY_MS = 5_000;

/** Where the package put its binary; null when it is not (wholly) there. Downloads nothing, as importing it would. */
export function findElectronBinary(folder: string, env: NodeJS.ProcessEnv): string | null {
  try {
    const name = readFileSync(join(folder, 'path.txt'), 'utf8');
    const path = join(env['ELECTRON_OVERRIDE_DIST_PATH'] || join(folder, 'dist'), name);
    return existsSync(path) ? path : null;
  } catch {
    return null;
  }
}

/** Electron's binary, by way of its package's own installer (which checks what it got against the package's list). */
export async function ensureElectronBinary(options: EnsureOptions): Promise<ElectronBinary> {
  const { folder, env } = options;
  const found = findElectronBinary(folder, env);
  if (found !== null) return { kind: 'ready', path: found };
  if (!existsSync(join(folder, 'install.js'))) return { kind: 'absent', why: 'is not installed' };
  const scratch = mkdtempSync(join(tmpdir(), 'headroom-electron-'));
  try {
    const failure = await install(options, scratch);
    const path = failure === null ? findElectronBinary(folder, env) : null;
    if (path !== null) return { kind: 'ready', path };
    return { kind: 'absent', why: `could not be downloaded (${failure ?? 'its installer left no binary'})` };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Null when the installer was content, else its complaint. What it has fetched so far lies in `scratch`. */
function install({ folder, env, patienceMs, onProgress }: EnsureOptions, scratch: string): Promise<string | null> {
  onProgress(`Downloading Electron ${versionOf(folder)} (once, some 120 MB) …`);
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(folder, 'install.js')], {
      env: { ...env, TMPDIR: scratch, TEMP: scratch, TMP: scratch, ELECTRON_GET_NO_PROGRESS: '1' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(0, 4_000);
    });
    const stopWatching = watchGrowth([scratch, join(folder, 'dist')], {
      patienceMs,
      onProgress,
      onStall: () => {
        complaint = `nothing came for ${Math.round(patienceMs / 1_000)} s`;
        child.kill('SIGKILL');
      },
    });
    const settle = (failure: string | null): void => {
      stopWatching();
      resolve(failure);
    };
    child.once('error', (error) => settle(error.message));
    child.once('close', (code) => settle(code === 0 ? null : reasonOf(complaint)));
  });
}

interface Watch {
  readonly patienceMs: number;
  readonly onProgress: (line: string) => void;
  readonly onStall: () => void;
}

function watchGrowth(folders: readonly string[], { patienceMs, onProgress, onStall }: Watch): () => void {
  let bytes = 0;
  let grownAtMs = performance.now();
  let toldAtMs = grownAtMs;
  const timer = setInterval(
    () => {
      const nowMs = performance.now();
      const seen = folders.reduce((sum, folder) => sum + bytesBelow(folder), 0);
      if (seen !== bytes) grownAtMs = nowMs;
      bytes = seen;
      if (nowMs - grownAtMs >= patienceMs) return onStall();
      if (nowMs - toldAtMs < TELL_EVERY_MS || bytes === 0) return;
      toldAtMs = nowMs;
      onProgress(`  ${Math.round(bytes / 1e6)} MB …`);
    },
    Math.min(LOOK_EVERY_MS, patienceMs),
  );
  return () => clearInterval(timer);
}

function bytesBelow(folder: string): number {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
  } catch {
    // It may be moved or removed while we look.
    return 0;
  }
}

function versionOf(folder: string): string {
  try {
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      readonly version?: unknown;
    };
    return typeof version === 'string' ? version : '';
  } catch {
    return '';
  }
}

function reasonOf(complaint: string): string {
  if (complaint.includes('fetch failed')) return 'its download site cannot be reached from here';
  const status = /Response code (\d{3})/.exec(complaint)?.[1];
  if (status !== undefined) return `its download site answered ${status}`;
  const line = complaint.split('\n').find((candidate) => candidate.trim() !== '') ?? 'its installer failed';
  return line.trim().slice(0, 160);
}

import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rectangle } from 'electron';
import { z } from 'zod';

const FILE = 'window.json';
export const SMALLEST = { width: 760, height: 560 } as const;
export const FIRST = { width: 1280, height: 860 } as const;
/** So much of the title bar must be on a screen to take hold of the window, px. */
const GRIP = { width: 120, height: 32 } as const;

const Pixels = z.number().int().min(-100_000).max(100_000);
const Length = z.number().int().min(1).max(100_000);
const WindowState = z.object({ x: Pixels, y: Pixels, width: Length, height: Length, isMaximized: z.boolean() });
export type WindowState = z.infer<typeof WindowState>;

export interface Placement {
  /** Without `x` and `y` the system centres the window. */
  readonly bounds: { readonly x?: number; readonly y?: number; readonly width: number; readonly height: number };
  readonly isMaximized: boolean;
}

/** Null when there is none, or it is damaged: a window's place is not worth a message. */
export function readWindowState(folder: string): WindowState | null {
  try {
    const parsed = WindowState.safeParse(JSON.parse(readFileSync(join(folder, FILE), 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Whole or not at all; a disk that takes nothing costs the window's place only. */
export function writeWindowState(folder: string, state: WindowState): void {
  const draft = join(folder, `${FILE}.new`);
  try {
    rmSync(draft, { force: true });
    writeFileSync(draft, JSON.stringify(state), { mode: 0o600 });
    renameSync(draft, join(folder, FILE));
  } catch {
    // Remembered next time.
  }
}

/** Where to open: where it was, if its title bar can be reached on one of the screens there are now (work areas, px). */
export function placeWindow(saved: WindowState | null, screens: readonly Rectangle[]): Placement {
  if (saved === null) return { bounds: { ...FIRST }, isMaximized: false };
  const width = Math.max(SMALLEST.width, saved.width);
  const height = Math.max(SMALLEST.height, saved.height);
  const screen = screens.find((candidate) => showsTitleBar(candidate, { x: saved.x, y: saved.y, width, height }));
  if (screen === undefined) return { bounds: { ...FIRST }, isMaximized: saved.isMaximized };
  return { bounds: { x: saved.x, y: saved.y, width, height }, isMaximized: saved.isMaximized };
}

function showsTitleBar(screen: Rectangle, window: Rectangle): boolean {
  const across = Math.min(screen.x + screen.width, window.x + window.width) - Math.max(screen.x, window.x);
  const isTopInside = window.y >= screen.y && window.y + GRIP.height <= screen.y + screen.height;
  return across >= GRIP.width && isTopInside;
}

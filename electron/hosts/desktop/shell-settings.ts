import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const FILE = 'shell.json';

/** What is chosen about the shell, on this machine. Each has its own fallback: one damaged value costs only itself. */
const ShellSettings = z.object({
  /** Closing the window leaves Headroom running at its icon. */
  closeToTray: z.boolean().catch(true),
  /** It was said once where the window went. */
  wasToldOfTray: z.boolean().catch(false),
  startAtLogin: z.boolean().catch(false),
  haltShortcut: z.boolean().catch(true),
  newOrderShortcut: z.boolean().catch(true),
});
export type ShellSettings = z.infer<typeof ShellSettings>;

export const STANDARD_SHELL: ShellSettings = {
  closeToTray: true,
  wasToldOfTray: false,
  startAtLogin: false,
  haltShortcut: true,
  newOrderShortcut: true,
};

/** Kept beside the window's place, in the data folder. */
export class ShellChoices {
  readonly #path: string;
  readonly #onChange: () => void;
  #now: ShellSettings;

  constructor(folder: string, onChange: () => void) {
    this.#path = join(folder, FILE);
    this.#onChange = onChange;
    this.#now = read(this.#path);
  }

  get now(): ShellSettings {
    return this.#now;
  }

  /** In force at once, and kept; a disk that takes nothing keeps it for this run only. */
  set(change: Partial<ShellSettings>): void {
    this.#now = { ...this.#now, ...change };
    write(this.#path, this.#now);
    this.#onChange();
  }
}

function read(path: string): ShellSettings {
  try {
    const parsed = ShellSettings.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    return parsed.success ? parsed.data : STANDARD_SHELL;
  } catch {
    return STANDARD_SHELL;
  }
}

function write(path: string, settings: ShellSettings): void {
  const draft = `${path}.new`;
  try {
    rmSync(draft, { force: true });
    writeFileSync(draft, JSON.stringify(settings), { mode: 0o600 });
    renameSync(draft, path);
  } catch {
    // Kept for this run only.
  }
}

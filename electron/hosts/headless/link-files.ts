import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CODE_LIFE_MS } from './codes.ts';

/** Where a fresh link is put for `npm run code`. */
export const LINK_FILE = 'link';
/** Leads the system's browser to the page. */
export const OPEN_FILE = 'open.html';

type FileName = typeof LINK_FILE | typeof OPEN_FILE;

/**
 * Files that carry a one-time code to this user's own programs, since everybody on the machine can read a program's
 * arguments. Readable by their owner alone, and gone with the code's life.
 */
export class LinkFiles {
  readonly #folder: string;
  readonly #timers = new Map<FileName, NodeJS.Timeout>();

  /** Removes what a killed process may have left behind. */
  constructor(folder: string) {
    this.#folder = folder;
    this.removeAll();
  }

  /** Writes the file whole or not at all; its path. Throws the system's error. */
  put(name: FileName, text: string): string {
    const path = join(this.#folder, name);
    const draft = `${path}.new`;
    rmSync(draft, { force: true });
    writeFileSync(draft, text, { mode: 0o600, flag: 'wx' });
    renameSync(draft, path);
    clearTimeout(this.#timers.get(name));
    this.#timers.set(name, setTimeout(() => this.remove(name), CODE_LIFE_MS).unref());
    return path;
  }

  remove(name: FileName): void {
    clearTimeout(this.#timers.get(name));
    for (const suffix of ['', '.new']) rmSync(join(this.#folder, `${name}${suffix}`), { force: true });
  }

  removeAll(): void {
    this.remove(LINK_FILE);
    this.remove(OPEN_FILE);
  }
}

/** A page that goes on to the link and leaves no trace of it in the browser's history. */
export function redirectPage(link: string): string {
  return (
    '<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer"><title>Headroom</title>' +
    `<script>location.replace(${JSON.stringify(link)})</script>`
  );
}

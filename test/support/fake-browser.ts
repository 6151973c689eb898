import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

export interface SeenByBrowser {
  /** The address it was started with. */
  readonly asked: string;
  /** What was in the file at that moment. */
  readonly page: string;
  /** The file's access rights, octal. */
  readonly mode: string;
}

/** A folder for PATH with an opener that notes what it is given and opens nothing. */
export function fakeBrowser(): { readonly path: string; seen(): Promise<SeenByBrowser>; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-browser-'));
  const note = (name: string): string => join(folder, name);
  const script = [
    '#!/bin/sh',
    `file="\${1#file://}"`,
    `cat "$file" > ${note('page')}`,
    `stat -c %a "$file" > ${note('mode')}`,
    `echo "$1" > ${note('asked')}`,
  ];
  writeFileSync(note('xdg-open'), `${script.join('\n')}\n`);
  chmodSync(note('xdg-open'), 0o755);
  const read = (name: string): string => readFileSync(note(name), 'utf8').trim();
  return {
    path: [folder, process.env['PATH'] ?? ''].join(delimiter),
    async seen() {
      for (let looks = 0; looks < 250 && !(existsSync(note('asked')) && read('asked') !== ''); looks += 1) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      return { asked: read('asked'), page: read('page'), mode: read('mode') };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

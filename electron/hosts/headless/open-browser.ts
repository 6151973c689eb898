import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const GONE_AFTER_MS = 30_000;

/**
 * Opens the link in the system's browser by way of a file only this user can read, since a program's arguments can be
 * read by everybody on the machine. The file is gone with the code's life. Resolves false when there is no browser.
 */
export async function openBrowser(link: string, folder: string, platform: NodeJS.Platform): Promise<boolean> {
  const path = join(folder, 'open.html');
  writeFileSync(path, `<!doctype html><meta charset="utf-8"><title>Headroom</title><script>location.replace(${JSON.stringify(link)})</script>`, {
    mode: 0o600,
  });
  setTimeout(() => rmSync(path, { force: true }), GONE_AFTER_MS).unref();
  const [command, ...args] = openerOf(platform, pathToFileURL(path).href);
  if (command === undefined) return false;
  return await new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'ignore', detached: true });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}

function openerOf(platform: NodeJS.Platform, url: string): readonly string[] {
  if (platform === 'darwin') return ['open', url];
  if (platform === 'win32') return ['cmd', '/c', 'start', '', url];
  return ['xdg-open', url];
}

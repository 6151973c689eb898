import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';

export interface Desk {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
}

// Openers hand over to the browser and end; one that still runs after this is showing the page itself.
const ENDS_WITHIN_MS = 5_000;

/** Opens a file in the system's browser. Resolves false when there is no screen or no browser. Never rejects. */
export async function openBrowser(path: string, desk: Desk): Promise<boolean> {
  if (!hasScreen(desk)) return false;
  const [command, ...args] = openerOf(desk.platform, pathToFileURL(path).href);
  return await new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'ignore', detached: true, env: { ...desk.env } });
    const timer = setTimeout(() => resolve(true), ENDS_WITHIN_MS).unref();
    const settle = (isOpen: boolean): void => {
      clearTimeout(timer);
      resolve(isOpen);
    };
    child.once('error', () => settle(false));
    child.once('exit', (code) => settle(code === 0));
    child.unref();
  });
}

// Without one, xdg-open would start a text browser that nobody sees.
function hasScreen({ platform, env }: Desk): boolean {
  if (platform === 'darwin' || platform === 'win32') return true;
  return Boolean(env['DISPLAY']) || Boolean(env['WAYLAND_DISPLAY']);
}

function openerOf(platform: NodeJS.Platform, url: string): readonly [string, ...string[]] {
  if (platform === 'darwin') return ['open', url];
  // Not `cmd /c start`, which would read signs in the path as its own.
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', url];
  return ['xdg-open', url];
}

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Abilities } from './abilities.ts';
import type { ElectronApi } from './electron-api.ts';

/** Started without a window, where an icon can bring it. */
export const HIDDEN_FLAG = '--hidden';

export interface LoginStartOptions {
  readonly abilities: Pick<Abilities, 'loginStart'>;
  /** What is started: the program, or the image it lives in. */
  readonly program: string;
  /** Folder of the user's own settings (`XDG_CONFIG_HOME`). */
  readonly configFolder: string;
}

/** Starts with the user's session, or no longer. False: the system would not take it. */
export function setLoginStart({ app }: Pick<ElectronApi, 'app'>, isOn: boolean, options: LoginStartOptions): boolean {
  try {
    if (options.abilities.loginStart === 'autostart-file') writeAutostart(isOn, options);
    else app.setLoginItemSettings({ openAtLogin: isOn, args: [HIDDEN_FLAG] });
    return true;
  } catch {
    return false;
  }
}

/** Whether this start is one at login, which begins without a window. */
export function isLoginStart(
  { app }: Pick<ElectronApi, 'app'>,
  { tellsOfLogin }: Pick<Abilities, 'tellsOfLogin'>,
  isFlagged: boolean,
): boolean {
  return isFlagged || (tellsOfLogin && app.getLoginItemSettings().wasOpenedAtLogin);
}

// Desktop Application Autostart Specification 0.5 (freedesktop.org).
function writeAutostart(isOn: boolean, { program, configFolder }: LoginStartOptions): void {
  const path = join(configFolder, 'autostart', 'headroom.desktop');
  if (!isOn) return rmSync(path, { force: true });
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, autostartEntry(program), { mode: 0o644 });
}

export function autostartEntry(program: string): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Headroom',
    `Exec=${quoted(program)} ${HIDDEN_FLAG}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/**
 * An argument of Exec (Desktop Entry Specification 1.5): in quotes, with `"`, backtick, `$` and `\` escaped, which the
 * value's own escaping of `\` doubles; `%` begins a field code unless doubled. Throws for a path no line can hold.
 */
function quoted(argument: string): string {
  if (/[\n\r\0]/.test(argument)) throw new Error('this path cannot stand in a desktop file');
  return `"${argument
    .replaceAll(/["`$\\]/g, '\\$&')
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%')}"`;
}

/** What a login is to start: an AppImage is mounted anew for each run, so its own file is named. */
export function programOf(env: Readonly<Record<string, string | undefined>>, execPath: string): string {
  return env['APPIMAGE'] || execPath;
}

export function configFolderOf(env: Readonly<Record<string, string | undefined>>, home: string): string {
  return env['XDG_CONFIG_HOME'] || join(home, '.config');
}

import { execFile } from 'node:child_process';

const WATCHER = 'org.kde.StatusNotifierWatcher';
const PATIENCE_MS = 1_000;

/**
 * Asks whether anybody shows tray icons (StatusNotifierItem specification, freedesktop.org): the session bus knows its
 * name then. Whichever of the usual tools is installed puts the question; arguments are constants.
 */
const QUESTIONS: readonly (readonly [string, ...string[]])[] = [
  [
    'gdbus',
    'call',
    '--session',
    '--dest=org.freedesktop.DBus',
    '--object-path=/org/freedesktop/DBus',
    '--method=org.freedesktop.DBus.NameHasOwner',
    WATCHER,
  ],
  [
    'busctl',
    '--user',
    'call',
    'org.freedesktop.DBus',
    '/org/freedesktop/DBus',
    'org.freedesktop.DBus',
    'NameHasOwner',
    's',
    WATCHER,
  ],
  [
    'dbus-send',
    '--session',
    '--print-reply',
    '--dest=org.freedesktop.DBus',
    '/org/freedesktop/DBus',
    'org.freedesktop.DBus.NameHasOwner',
    `string:${WATCHER}`,
  ],
];

/** Null: the tool is not there or did not answer. */
export type Ask = (command: string, args: readonly string[]) => Promise<string | null>;

/** Whether this desktop shows tray icons. Without an answer it does not: a window that cannot be brought back is lost. */
export async function hasTrayHost(ask: Ask = run): Promise<boolean> {
  for (const [command, ...args] of QUESTIONS) {
    const answer = await ask(command, args);
    if (answer !== null) return /\btrue\b/.test(answer);
  }
  return false;
}

function run(command: string, args: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(command, [...args], { timeout: PATIENCE_MS, encoding: 'utf8' }, (error, stdout) =>
      resolve(error === null ? stdout : null),
    );
  });
}

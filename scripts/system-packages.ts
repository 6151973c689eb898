import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

interface Need {
  /** Debian's name of it. */
  readonly apt: string;
  readonly why: string;
  readonly paths: readonly string[];
  /** Needed there alone; everywhere when left out. */
  readonly platform?: NodeJS.Platform;
}

const needs: readonly Need[] = [
  {
    apt: 'chromium',
    why: 'the end-to-end tests drive a real browser',
    paths: [
      '/usr/bin/chromium',
      '/usr/bin/chromium-browser',
      '/usr/bin/google-chrome',
      '/snap/bin/chromium',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    ],
  },
  {
    apt: 'gnome-keyring',
    why: 'the tests of the secret store use a real keyring',
    paths: ['/usr/bin/gnome-keyring-daemon'],
    platform: 'linux',
  },
  {
    apt: 'dbus',
    why: 'the keyring is reached over a bus of its own',
    paths: ['/usr/bin/dbus-daemon'],
    platform: 'linux',
  },
  {
    apt: 'libsecret-1-0',
    why: 'the keychain module is linked with it',
    paths: ['x86_64', 'aarch64', 'arm', 'i386'].flatMap(libsecretPaths),
    platform: 'linux',
  },
];

function libsecretPaths(machine: string): readonly string[] {
  const abi = machine === 'arm' ? 'gnueabihf' : 'gnu';
  return [
    `/usr/lib/${machine}-linux-${abi}/libsecret-1.so.0`,
    '/usr/lib64/libsecret-1.so.0',
    '/usr/lib/libsecret-1.so.0',
  ];
}

/**
 * Sees to it that what the tests need from the system is there: installs it when we are root on Debian, and says
 * exactly what to install otherwise. False: something is missing, and the tests cannot run.
 */
export function provideSystemPackages(): boolean {
  const missing = needs.filter(isMissing);
  if (missing.length === 0) return true;
  const names = missing.map((need) => need.apt);
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) return install(names);
  for (const { apt, why } of missing) console.error(`The tests need ${apt}: ${why}.`);
  console.error(
    `Install with: sudo apt-get install ${names.join(' ')}  (elsewhere: the packages of these names, Chromium or Chrome in its usual place), then run npm test again.`,
  );
  return false;
}

function isMissing({ platform = process.platform, paths }: Need): boolean {
  return platform === process.platform && !paths.some((path) => existsSync(path));
}

/** Where the browser is; throws when there is none. */
export function browserPath(): string {
  const found = needs[0]?.paths.find((path) => existsSync(path));
  if (found === undefined) throw new Error('No Chromium was found; npm test says how to install it.');
  return found;
}

function install(names: readonly string[]): boolean {
  console.log(`Installing ${names.join(', ')} for the tests …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [
    ['update', '-q'],
    ['install', '-y', '-q', '--no-install-recommends', ...names],
  ]) {
    const { status, stdout, stderr } = spawnSync('apt-get', args, {
      env,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    if (status === 0) continue;
    console.error(`apt-get ${args.join(' ')} failed:\n${stdout.slice(-2_000)}${stderr.slice(-2_000)}`);
    return false;
  }
  return true;
}

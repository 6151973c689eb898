// The only file that knows which Electron, clock, network and store are real.
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import electron from 'electron';
import { pinoLog } from '../../adapters/pino-log.ts';
import { Redactor } from '../../adapters/redactor.ts';
import { openDataFolder } from '../../adapters/stores/data-folder.ts';
import { type App, startApp } from '../common/app.ts';
import { EX_SOFTWARE, faultStop } from '../common/fault.ts';
import { startDesktop } from './desktop.ts';
import { keytarSeal } from './keytar-seal.ts';
import { configFolderOf, programOf } from './login-start.ts';
import { hasTrayHost } from './tray-host.ts';

// Bundled to dist/desktop/main.js, beside the preload and below the page and package.json.
const here = import.meta.dirname;
const redactor = new Redactor();
const log = pinoLog('warn', redactor);
const { version } = JSON.parse(readFileSync(join(here, '..', '..', 'package.json'), 'utf8')) as {
  readonly version: string;
};

let exitCode = 0;
let app: App | null = null;
const crash = faultStop({
  log,
  halt: () => (app === null ? null : (what) => app?.onFault(what)),
  stop: () => {
    exitCode = EX_SOFTWARE;
    electron.app.quit();
  },
  kill: (code) => electron.app.exit(code),
  after: (ms, act) => void setTimeout(act, ms),
});

function processLimits(): string | null {
  try {
    return readFileSync('/proc/self/limits', 'utf8');
  } catch {
    return null;
  }
}

process.on('uncaughtException', crash);
process.on('unhandledRejection', crash);

void startDesktop(electron, {
  argv: process.argv,
  env: process.env,
  platform: process.platform,
  version,
  page: join(here, '..', 'renderer'),
  preload: join(here, 'preload.cjs'),
  log,
  onSecret: (text) => redactor.add(text),
  startApp,
  openFolder: openDataFolder,
  checkKeychain: keytarSeal({ here, isPackaged: electron.app.isPackaged }),
  login: {
    program: programOf(process.env, process.execPath),
    configFolder: configFolderOf(process.env, homedir()),
  },
  hasTrayHost: () => hasTrayHost(),
  processLimits,
  print: (line) => void process.stdout.write(`${line}\n`),
  complain: (line) => void process.stderr.write(`${line}\n`),
  nowMs: () => performance.now(),
  wallMs: () => Date.now(),
  waitMs: (ms) => sleep(ms),
  exitCode: () => exitCode,
  killProcess: (pid) => void process.kill(pid, 'SIGKILL'),
  kill: () => process.kill(process.pid, 'SIGKILL'),
  onApp: (started) => {
    app = started;
  },
});

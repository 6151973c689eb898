import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SecretStoreView } from '../../shared/model/vault.ts';
import { KeyringClient } from './keyring-client.ts';

export interface KeyringCall {
  readonly id: number;
  readonly op:
    | 'read'
    | 'write'
    | 'remove'
    | 'makeFile'
    | 'openFile'
    | 'retry'
    | 'view'
    | 'isHeld'
    | 'isAlive'
    | 'leave'
    | 'calls';
  readonly name?: string;
  readonly value?: string;
}

export interface Opened {
  readonly view: SecretStoreView;
  /** The event loop turned 100 times and `dns.lookup` answered before the store's first look did. */
  readonly wasAliveFirst: boolean;
  readonly tookMs: number;
}

const DAEMON = '/usr/bin/gnome-keyring-daemon';
const BUS = '/usr/bin/dbus-daemon';
const ASK = '/usr/bin/dbus-send';
const PASSWORD = 'the password of a private keyring';
const PATIENCE_MS = 10_000;
// gnome-keyring's control socket, as its PAM module uses it (daemon/control/gkd-control-codes.h, 42.1).
const OP_UNLOCK = 1;

/** What is not there for tests with a real keyring; null when nothing is amiss. */
export function keyringLack(): string | null {
  if (process.platform !== 'linux') return 'gnome-keyring is a Linux program';
  const missing = [DAEMON, BUS, ASK].filter((path) => !existsSync(path));
  if (missing.length > 0) return `${missing.join(' and ')} missing: npm test says how to install them`;
  // Its file capability makes it unstartable where the sandbox does not grant it.
  return spawnSync(DAEMON, ['--version']).status === 0 ? null : `${DAEMON} cannot be started here`;
}

/** A bus and a keyring of their own in a folder of their own; nothing of the user's session is touched. */
export class PrivateKeyring {
  readonly folder = mkdtempSync(join(tmpdir(), 'headroom-keyring-'));
  readonly env: NodeJS.ProcessEnv;
  readonly #clients: KeyringClient[] = [];
  #bus: ChildProcess | null = null;
  #daemon: ChildProcess | null = null;

  constructor() {
    for (const name of ['home', 'run', 'data']) mkdirSync(join(this.folder, name), { mode: 0o700 });
    this.env = {
      PATH: process.env['PATH'],
      HOME: join(this.folder, 'home'),
      XDG_RUNTIME_DIR: join(this.folder, 'run'),
      ...this.#home('home'),
    };
  }

  get dataFolder(): string {
    return join(this.folder, 'data');
  }

  /** A bus that starts nothing by itself. */
  async startBus(): Promise<void> {
    const address = join(this.folder, 'run', 'bus');
    const config = join(this.folder, 'bus.conf');
    writeFileSync(config, busConfig(address));
    this.#bus = spawn(BUS, [`--config-file=${config}`, '--nofork', '--nopidfile'], { env: this.env, stdio: 'ignore' });
    await until(() => existsSync(address));
    this.env['DBUS_SESSION_BUS_ADDRESS'] = `unix:path=${address}`;
  }

  /** Unlocked: made where there is none. Locked: one that was made before. */
  async startDaemon(kind: 'unlocked' | 'locked', home = 'home'): Promise<void> {
    rmSync(this.#control, { force: true });
    const args = ['--foreground', '--components=secrets', ...(kind === 'unlocked' ? ['--unlock'] : ['--start'])];
    const env = { ...this.env, ...this.#home(home) };
    const daemon = spawn(DAEMON, args, { env, stdio: ['pipe', 'ignore', 'ignore'] });
    this.#daemon = daemon;
    daemon.stdin?.end(kind === 'unlocked' ? PASSWORD : '');
    await until(() => existsSync(this.#control));
    await this.#untilOwned();
  }

  /** As a login does it: with the password over the control socket. */
  async unlock(): Promise<void> {
    const password = Buffer.from(PASSWORD);
    const packet = Buffer.alloc(12 + password.length);
    packet.writeUInt32BE(packet.length, 0);
    packet.writeUInt32BE(OP_UNLOCK, 4);
    packet.writeUInt32BE(password.length, 8);
    password.copy(packet, 12);
    const socket = connect(this.#control);
    socket.write(Buffer.concat([Buffer.from([0]), packet]));
    const [reply]: Buffer[] = await once(socket, 'data');
    socket.destroy();
    if (reply?.readUInt32BE(4) !== 0) throw new Error('the keyring did not take the password');
  }

  stopDaemon(): void {
    this.#daemon?.kill('SIGSTOP');
  }

  continueDaemon(): void {
    this.#daemon?.kill('SIGCONT');
  }

  async killDaemon(): Promise<void> {
    await end(this.#daemon);
    this.#daemon = null;
  }

  async killBus(): Promise<void> {
    await end(this.#bus);
    this.#bus = null;
    rmSync(join(this.folder, 'run', 'bus'), { force: true });
  }

  /** A process with the store open; it has settled when this returns. */
  async open(): Promise<{ readonly client: KeyringClient; readonly opened: Opened }> {
    const client = new KeyringClient(this.env, this.dataFolder);
    this.#clients.push(client);
    return { client, opened: await client.opened };
  }

  async end(): Promise<void> {
    for (const client of this.#clients) await client.kill();
    await end(this.#daemon);
    await end(this.#bus);
    rmSync(this.folder, { recursive: true, force: true });
  }

  get #control(): string {
    return join(this.folder, 'run', 'keyring', 'control');
  }

  #home(name: string): NodeJS.ProcessEnv {
    const home = join(this.folder, name);
    return { HOME: home, XDG_DATA_HOME: join(home, 'share'), XDG_CONFIG_HOME: join(home, 'config') };
  }

  // The name on the bus is taken after the control socket is there.
  async #untilOwned(): Promise<void> {
    const question = ['--print-reply', '--dest=org.freedesktop.DBus', '/', 'org.freedesktop.DBus.NameHasOwner'];
    await until(() => {
      const asked = spawnSync(ASK, ['--session', ...question, 'string:org.freedesktop.secrets'], { env: this.env });
      return asked.stdout.includes('boolean true');
    });
  }
}

function busConfig(address: string): string {
  return `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path=${address}</listen>
<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy></busconfig>`;
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const endMs = performance.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (performance.now() > endMs) throw new Error('the private keyring did not come up');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function end(child: ChildProcess | null): Promise<void> {
  if (child === null || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

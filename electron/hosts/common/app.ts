import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from '../../../shared/model/account.ts';
import type { Capabilities } from '../../../shared/model/host.ts';
import { nodeKeyCrypto, sha256 } from '../../adapters/keys/key-crypto.ts';
import type { StartKeychainProcess } from '../../adapters/secrets/keychain-line.ts';
import { beginSecretStore } from '../../adapters/secrets/secret-store.ts';
import { systemKeychain } from '../../adapters/secrets/system-keychain.ts';
import { folderFiles } from '../../adapters/stores/folder-files.ts';
import { openJournal } from '../../adapters/stores/sqlite-journal.ts';
import { openActivityStore } from '../../adapters/stores/sqlite-activity.ts';
import { webhookSender } from '../../adapters/webhook.ts';
import { systemClock, systemRandom } from '../../adapters/system-clock.ts';
import { undiciSockets } from '../../adapters/socket/undici-socket.ts';
import { undiciTransport } from '../../adapters/transport/undici-transport.ts';
import { createEngine } from '../../engine/engine.ts';
import type { Engine } from '../../engine/engine-types.ts';
import type { Hosts } from '../../engine/exchanges/definition.ts';
import { exchanges } from '../../engine/exchanges/registry.ts';
import type { Log } from '../../engine/log.ts';
import { createRecorder } from '../../engine/recorder/recorder.ts';
import { Vault } from '../../engine/vault/vault.ts';
import { builtOn } from './built-on.ts';
import { type PracticeEnvironment, type StartWorld, startPracticeEnvironment } from './practice-environment.ts';
import type { Phases } from './phases.ts';
import { heedReplacement, isPracticeFitting } from './replaced-journal.ts';

export interface AppOptions {
  readonly folder: string;
  readonly version: string;
  readonly capabilities: Capabilities;
  readonly log: Log;
  /** Told every text of a key, to be kept out of logs. */
  readonly onSecret: (text: string) => void;
  readonly phases: Phases;
  /** Shows the data folder in the system's file manager; null where the host cannot. */
  readonly openFolder: (() => Promise<boolean>) | null;
  /** Has the system ask whether its own user sits there; null or absent: this host cannot. */
  readonly systemUnlock?: (() => Promise<boolean>) | null;
  /** Seed of the practice exchanges. */
  readonly seed: string;
  /** Starts the practice exchanges in another way, as tests do. */
  readonly startWorld?: StartWorld | undefined;
  /** What speaks against loading the keychain's machine code; null: nothing. */
  readonly checkKeychain?: () => string | null;
  /** Starts the process that calls the keychain, where this host has a way of its own. */
  readonly startKeychain?: StartKeychainProcess;
  /** The practice environment and nothing else, whatever accounts there are. */
  readonly isPracticeOnly: boolean;
}

export interface App {
  readonly engine: Engine;
  /** Null where real accounts exist and practice was not asked for. */
  readonly practice: PracticeEnvironment | null;
  stop(): Promise<void>;
  /**
   * A keychain call of this very process has not come back: Node would not leave before it does, so a host that has
   * stopped ends itself by SIGKILL.
   */
  isHeld(): boolean;
  /** The machine is about to sleep: nothing new leaves until clocks and orders are known again. */
  onSuspend(): void;
  onResume(): void;
  /** A bug of our own: trading is halted and the audit has a line of it, both on disk before this returns. */
  onFault(what: string): void;
}

const PRACTICE_KEY = 'Practice key';
const SOCKETS_PER_ORIGIN = 24;
const MAX_MESSAGE_BYTES = 8 * 1024 * 1024;
const CANCELS_WITHIN_MS = 2_500;
const LOOK_MS = 50;

/** Opens the stores, starts the practice exchanges and the engine. Throws DataFolderError when a store cannot be used. */
export async function startApp(options: AppOptions): Promise<App> {
  const { folder, phases, log } = options;
  const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-');
  const vault = new Vault(options.onSecret);
  const [journal, activity] = await phases.time(
    'stores',
    async () =>
      [
        openJournal(join(folder, 'journal.db'), stamp),
        await openActivityStore(join(folder, 'activity.db'), stamp),
      ] as const,
  );
  heedReplacement(journal, systemClock.now());
  const isPractice = options.isPracticeOnly || isPracticeFitting(journal);
  const store = beginSecretStore({
    folder,
    clock: systemClock,
    random: systemRandom,
    keychain: systemKeychain({
      platform: process.platform,
      check: options.checkKeychain,
      start: options.startKeychain,
    }),
  });
  const practice = isPractice
    ? await phases.time('practice', () => startPracticeEnvironment(vault, options.seed, options.startWorld))
    : null;
  const engine = phases.timeSync('engine', () => {
    const made = createEngine(
      {
        clock: systemClock,
        random: systemRandom,
        transport: undiciTransport({ isAllowed: allowedOrigins(practice), connections: SOCKETS_PER_ORIGIN }),
        sockets: undiciSockets({
          isAllowed: allowedSockets(practice),
          maxMessageBytes: MAX_MESSAGE_BYTES,
          connectTimeoutMs: 5_000,
        }),
        recorder: createRecorder(activity.store, systemClock),
        journal: journal.journal,
        vault,
        keys: {
          store,
          index: journal.keyIndex,
          auditLog: journal.auditLog,
          crypto: nodeKeyCrypto(journal.journal),
          systemUnlock: options.systemUnlock ?? null,
        },
        desk: { intents: journal.intents, sha256 },
        alerts: { store: journal.alerts, webhook: webhookSender() },
        log,
        hosts: (account) => hostsOf(account, practice),
        practice: practice?.control ?? null,
        folder: { path: folder, files: () => folderFiles(folder), open: options.openFolder },
      },
      {
        version: options.version,
        versions: builtOn(process.versions),
        capabilities: { ...options.capabilities, practice: practice !== null },
        accounts: practice?.accounts ?? [],
        isPracticeOnly: options.isPracticeOnly,
      },
    );
    for (const { account, material } of practice?.keys ?? []) made.keys.adopt(account, PRACTICE_KEY, material);
    made.start();
    return made;
  });
  for (const { replaced } of [journal, activity]) {
    if (replaced !== null) engine.tell({ severity: 'critical', code: 'store-replaced', detail: replaced });
  }
  void journal.damaged.then(() => engine.tell({ severity: 'critical', code: 'store-damaged', detail: 'journal.db' }));
  void activity.checked.then((result) => {
    if (result === 'damaged') engine.tell({ severity: 'critical', code: 'store-damaged', detail: 'activity.db' });
  });
  practice?.work(engine.client);
  let isFaulty = false;
  return {
    engine,
    practice,
    async stop() {
      if (isFaulty) await cancelsAreDone(engine);
      await practice?.stop();
      await engine.stop();
    },
    isHeld: () => store.isHeld(),
    onSuspend: () => engine.pause(),
    onResume: () => engine.pause(),
    onFault(what) {
      isFaulty = true;
      const halted = engine.desk.halt.halt('fault');
      engine.keys.note({
        actor: 'app',
        verb: 'fault',
        subject: 'desk',
        facts: { what },
        result: halted.ok ? 'done' : 'failed',
      });
    },
  };
}

/** Nobody will see to what rests once we are gone, so the cancels of a fault get a moment; what is left goes on at the next start. */
async function cancelsAreDone({ desk }: Engine): Promise<void> {
  const untilMs = performance.now() + CANCELS_WITHIN_MS;
  while (performance.now() < untilMs && desk.state().cancels.some(({ state }) => state !== 'done'))
    await sleep(LOOK_MS);
}

function hostsOf(account: Account, practice: PracticeEnvironment | null): Hosts | null {
  const { environments } = exchanges[account.exchange];
  if (account.environment === 'practice') return practice?.hosts(account) ?? null;
  const sites = account.environment === 'live' ? environments.live : environments.testnet;
  return sites !== null && Object.hasOwn(sites, account.region) ? (sites[account.region] ?? null) : null;
}

/** The hosts of the definitions and the practice exchanges of this run; nothing else can be called. */
function allowedOrigins(practice: PracticeEnvironment | null): (origin: string) => boolean {
  const real = Object.values(exchanges).flatMap(({ environments }) =>
    [...Object.values(environments.live), ...Object.values(environments.testnet ?? {})].map((hosts) => hosts.rest),
  );
  const allowed = new Set([...real, ...(practice?.origins ?? [])]);
  return (origin) => allowed.has(origin);
}

/** The sockets of the definitions and of the practice exchanges of this run. */
function allowedSockets(practice: PracticeEnvironment | null): (url: string) => boolean {
  const real = Object.values(exchanges).flatMap(({ environments }) =>
    [...Object.values(environments.live), ...Object.values(environments.testnet ?? {})].flatMap(socketUrls),
  );
  const own = (practice?.accounts ?? []).flatMap((account) => socketUrls(hostsOf(account, practice)));
  const allowed = new Set([...real, ...own]);
  return (url) => allowed.has(url);
}

function socketUrls(hosts: Hosts | null): readonly string[] {
  return hosts === null ? [] : Object.values(hosts.sockets);
}

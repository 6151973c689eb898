import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from '../../../shared/model/account.ts';
import type { Capabilities } from '../../../shared/model/host.ts';
import { nodeKeyCrypto, sha256 } from '../../adapters/keys/key-crypto.ts';
import { keychainRaw } from '../../adapters/secrets/keychain.ts';
import { loadKeytar } from '../../adapters/secrets/load-keytar.ts';
import { beginSecretStore } from '../../adapters/secrets/secret-store.ts';
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
import type { KeyIndex } from '../../engine/vault/keys/key-record.ts';
import { Vault } from '../../engine/vault/vault.ts';
import { type PracticeEnvironment, type StartWorld, startPracticeEnvironment } from './practice-environment.ts';
import type { Phases } from './phases.ts';

export interface AppOptions {
  readonly folder: string;
  readonly version: string;
  readonly capabilities: Capabilities;
  readonly log: Log;
  readonly phases: Phases;
  /** Shows the data folder in the system's file manager; null where the host cannot. */
  readonly openFolder: (() => Promise<boolean>) | null;
  /** Seed of the practice exchanges. */
  readonly seed: string;
  /** Starts the practice exchanges in another way, as tests do. */
  readonly startWorld?: StartWorld | undefined;
  /** What speaks against loading the keychain's machine code; null: nothing. */
  readonly checkKeychain?: () => string | null;
  /** The practice environment and nothing else, whatever accounts there are. */
  readonly isPracticeOnly: boolean;
}

export interface App {
  readonly engine: Engine;
  /** Null where real accounts exist and practice was not asked for. */
  readonly practice: PracticeEnvironment | null;
  stop(): Promise<void>;
  /**
   * A keychain call has not come back: Node would not leave before it does, so a host that has stopped ends itself by
   * SIGKILL.
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
  const vault = new Vault();
  const [journal, activity] = await phases.time(
    'stores',
    async () =>
      [
        openJournal(join(folder, 'journal.db'), stamp),
        await openActivityStore(join(folder, 'activity.db'), stamp),
      ] as const,
  );
  const isPractice = options.isPracticeOnly || !hasRealAccounts(journal.keyIndex);
  const store = beginSecretStore({
    folder,
    clock: systemClock,
    random: systemRandom,
    keychain: keychainRaw({ platform: process.platform, load: () => loadKeytar(options.checkKeychain) }),
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
    isHeld: () => store.isCalling(),
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

/** Accounts on practice exchanges alone are no reason to leave practice. */
function hasRealAccounts(index: KeyIndex): boolean {
  return index.accounts().some(({ environment }) => environment !== 'practice');
}

function hostsOf(account: Account, practice: PracticeEnvironment | null): Hosts {
  const { environments } = exchanges[account.exchange];
  const hosts =
    account.environment === 'practice'
      ? practice?.hosts(account)
      : account.environment === 'live'
        ? environments.live[account.region]
        : environments.testnet?.[account.region];
  if (hosts === null || hosts === undefined) {
    throw new Error(`${account.exchange} has no ${account.environment} hosts for region ${account.region}`);
  }
  return hosts;
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

function socketUrls(hosts: Hosts): readonly string[] {
  return Object.values(hosts.sockets);
}

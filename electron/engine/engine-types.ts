import type { Account } from '../../shared/model/account.ts';
import type { Alert } from '../../shared/model/alert.ts';
import type { Handlers } from '../../shared/contract/dispatch.ts';
import type { Capabilities, HostTrouble } from '../../shared/model/host.ts';
import type { Alerts } from './alerts/create-alerts.ts';
import type { AlertWiringPorts } from './alerts/wire-alerts.ts';
import type { AccountBook } from './accounts/account-book.ts';
import type { Client } from './client/client.ts';
import type { DeskService } from './desk/desk-service.ts';
import type { IntentJournal } from './desk/intent-journal.ts';
import type { Hosts } from './exchanges/definition.ts';
import type { Publish } from './feed/publisher.ts';
import type { FolderPort } from './folder-port.ts';
import type { Limiter } from './limiter/types.ts';
import type { Log } from './log.ts';
import type { Clock, Disposer, HttpTransport, Random, SocketTransport } from './ports.ts';
import type { PracticeControl } from './practice-port.ts';
import type { Journal, Recorder } from './recorder/types.ts';
import type { KeyPorts } from './vault/keys/key-ports.ts';
import type { KeyService } from './vault/keys/key-service.ts';
import type { Vault } from './vault/vault.ts';

export interface EnginePorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly transport: HttpTransport;
  /** Null: no feeds; limits are then known from answers alone. */
  readonly sockets: SocketTransport | null;
  readonly recorder: Recorder;
  readonly journal: Journal;
  readonly vault: Vault;
  /** Where keys outlive a run, and what tells of them. */
  readonly keys: KeyPorts;
  /** Where intents are kept, and the digest that reviews are named by. */
  readonly desk: DeskPorts;
  readonly alerts: AlertWiringPorts;
  readonly log: Log;
  /** Where an account's calls go; null: this run has no way there, as to a practice exchange that does not run. */
  readonly hosts: (account: Account) => Hosts | null;
  readonly practice: PracticeControl | null;
  /** Absent: nothing is kept on disk. */
  readonly folder?: FolderPort;
}

export interface DeskPorts {
  readonly intents: IntentJournal;
  /** Hex SHA-256 of a text. */
  readonly sha256: (text: string) => string;
}

export interface EngineOptions {
  readonly version: string;
  /** Of what the host is built on. */
  readonly versions?: Readonly<Record<string, string>>;
  readonly capabilities: Capabilities;
  /** Accounts of this run alone, as the practice ones; those people added come from the key index. */
  readonly accounts: readonly Account[];
  /** The accounts of the key index stay out: the practice environment and nothing else. */
  readonly isPracticeOnly?: boolean;
  /** Makes no calls of its own accord beyond clocks, limits and feeds: none for orders, use by others, or an exchange's state. */
  readonly isQuiet?: boolean;
}

export interface Engine {
  readonly client: Client;
  readonly limiter: Limiter;
  readonly keys: KeyService;
  readonly desk: DeskService;
  readonly alerts: Alerts;
  readonly accounts: AccountBook;
  readonly handlers: Handlers;
  /** Sends every published fact to one page until disposed. */
  subscribe(publish: Publish): Disposer;
  tell(trouble: Omit<HostTrouble, 'id' | 'atMs'>): void;
  /** The host can do otherwise than it said at the start; every page hears it. */
  setAbilities(change: Partial<Pick<Capabilities, 'notifications' | 'tray'>>): void;
  /** The host could not tell these: the pages are to. */
  retell(alerts: readonly Alert[]): void;
  /** Begins to probe and to publish. */
  start(): void;
  /** As at a sleep and after it: measures the clocks anew, and holds new orders until all is known again. */
  pause(): void;
  /** Stops timers, flushes the recorder and closes what the engine opened. */
  stop(): Promise<void>;
}

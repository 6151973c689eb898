import type { Account, AccountId } from '../../../../shared/model/account.ts';
import type { AccountStanding, KeyId, KeyView } from '../../../../shared/model/vault.ts';
import type { AccountBook } from '../../accounts/account-book.ts';
import type { Client } from '../../client/client.ts';
import type { Publish } from '../../feed/publisher.ts';
import type { Log } from '../../log.ts';
import type { Clock, Disposer, Random } from '../../ports.ts';
import type { EndpointUse } from '../../recorder/queries.ts';
import type { Journal } from '../../recorder/types.ts';
import type { SecretStore } from '../secret-store.ts';
import type { KeyMaterial, Vault } from '../vault.ts';
import { AppLock } from './app-lock.ts';
import { EgressBook } from './egress-book.ts';
import { KeyAdder } from './key-adder.ts';
import { KeyAudits } from './key-audits.ts';
import { KeyBook } from './key-book.ts';
import { KeyChecker } from './key-checker.ts';
import { KeyImports } from './key-imports.ts';
import { KeyKeeper } from './key-keeper.ts';
import type { AuditFact, AuditLog, KeyCrypto } from './key-ports.ts';
import type { KeyIndex } from './key-record.ts';
import { KeyRotation } from './key-rotation.ts';

export interface KeyServiceParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly client: Client;
  readonly vault: Vault;
  readonly accounts: AccountBook;
  readonly store: SecretStore;
  readonly index: KeyIndex;
  readonly auditLog: AuditLog;
  readonly crypto: KeyCrypto;
  readonly journal: Journal;
  readonly log: Log;
  readonly publish: Publish;
  /** Whether this run has a way to an account; every account where it is left out. */
  readonly isReachable?: (account: Account) => boolean;
  readonly endpointUse: (account: string, fromMs: number, untilMs: number | null) => Promise<readonly EndpointUse[]>;
}

/** Keys from their entry to their deletion. Each part does one thing; this wires them and tells the pages. */
export class KeyService {
  readonly book: KeyBook;
  readonly keeper: KeyKeeper;
  readonly adder: KeyAdder;
  readonly audits: KeyAudits;
  readonly checker: KeyChecker;
  readonly rotation: KeyRotation;
  readonly imports: KeyImports;
  readonly egress: EgressBook;
  readonly lock: AppLock;
  readonly #parts: KeyServiceParts;
  readonly #adopted = new Set<KeyId>();

  constructor(parts: KeyServiceParts) {
    this.#parts = parts;
    const { clock, accounts, publish, journal } = parts;
    this.book = new KeyBook(parts.index, accounts, parts.isReachable);
    this.egress = new EgressBook(journal, clock);
    this.lock = new AppLock({ ...parts, onChange: (view) => publish('lock.changed', view) });
    const shared = { ...parts, book: this.book };
    this.audits = new KeyAudits({ ...shared, egressAddress: (egress) => this.egress.addressOf(egress) });
    this.keeper = new KeyKeeper({
      ...shared,
      onUnusable: (key, failure) =>
        this.note({ verb: 'read-secret', subject: key, facts: { why: failure.kind }, result: 'failed' }),
    });
    const view = (id: KeyId): KeyView | null => this.audits.view(id);
    this.adder = new KeyAdder({ ...shared, keeper: this.keeper, audits: this.audits, view });
    this.rotation = new KeyRotation({ ...shared, keeper: this.keeper });
    this.imports = new KeyImports({ ...shared, adder: this.adder });
    this.checker = new KeyChecker({
      ...shared,
      keeper: this.keeper,
      audits: this.audits,
      onDrift: (id) => this.#drifted(id),
      onAddress: (egress, address) => this.seenAt(egress, address),
    });
  }

  /** Loads what the store holds, follows its state, and begins the daily checks. */
  start(): Disposer {
    const { store, publish } = this.#parts;
    const stops = [
      this.book.onChange((changed, removed) => this.#publishKeys(changed, removed)),
      store.onChange((view) => {
        publish('secrets.changed', view);
        if (view.state === 'ready') void this.#readStore();
      }),
      this.checker.start(),
      () => this.lock.stop(),
      () => this.adder.stop(),
      () => this.imports.stop(),
    ];
    void this.#readStore();
    return () => {
      for (const stop of stops) stop();
    };
  }

  /** Shows a key of this run alone, as that of a practice account; it is kept nowhere. */
  adopt(account: Account, label: string, material: KeyMaterial): void {
    const { crypto, random, clock, vault } = this.#parts;
    const credential = vault.form(account.exchange, material);
    if (!credential.ok) throw new Error(`the key of ${account.label} is not usable: ${credential.failure.kind}`);
    const id: KeyId = `key-${[...random.bytes(8)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
    this.book.add(
      account,
      {
        id,
        account: account.id,
        label,
        role: 'active',
        algorithm: credential.value.signing.algorithm,
        last4: material.apiKey.slice(-4),
        fingerprint: crypto.fingerprint(material.apiKey),
        addedAtMs: clock.now(),
        activeSinceMs: clock.now(),
        retiredAtMs: null,
        check: null,
        toldAtMs: null,
        drift: null,
      },
      'session',
    );
    this.#adopted.add(id);
    this.keeper.hold(id, { keyId: id, credential: credential.value });
    this.keeper.activate(id);
  }

  /** True for a key that this run brought along. */
  isAdopted(id: KeyId): boolean {
    return this.#adopted.has(id);
  }

  /** What the exchange held against an account at the newest check; null: nothing, or it did not tell. */
  standingOf(account: AccountId): AccountStanding | null {
    return this.book.activeOf(account)?.record.check?.standing ?? null;
  }

  /** Nothing is signed for this account any more. */
  forgetAccount(account: AccountId): void {
    this.#parts.vault.forget(account);
  }

  /** One line of the audit; a chain that cannot be written is logged and told by its absence at the next check. */
  note(fact: Omit<AuditFact, 'actor'> & { readonly actor?: AuditFact['actor'] }): void {
    try {
      this.#parts.auditLog.append({ actor: 'user', ...fact }, this.#parts.clock.now());
    } catch (error) {
      this.#parts.log.error('audit not kept', { verb: fact.verb, subject: fact.subject, detail: String(error) });
    }
  }

  noteAddress(egress: string, address: string | null, source: 'exchange' | 'user'): ReturnType<EgressBook['note']> {
    const noted = this.egress.note(egress, address, source);
    this.#parts.publish('egress.changed', noted);
    this.#publishKeys(
      this.book.list().map(({ record }) => record.id),
      [],
    );
    return noted;
  }

  views(): KeyView[] {
    return this.book.list().flatMap(({ record }) => this.audits.view(record.id) ?? []);
  }

  async #readStore(): Promise<void> {
    await this.keeper.clearLoose();
    await this.keeper.load();
  }

  /** An exchange said where it saw us come from. */
  seenAt(egress: string, address: string): void {
    const known = this.egress.list().find((one) => one.egress === egress);
    if (known?.address === address && known.source === 'exchange') return;
    try {
      this.noteAddress(egress, address, 'exchange');
    } catch (error) {
      this.#parts.log.error('address not kept', { egress, detail: String(error) });
    }
  }

  #drifted(id: KeyId): void {
    const view = this.audits.view(id);
    if (view === null || view.drift === null) return;
    const names = view.drift.changes.map(({ name, to }) => `${to === true ? '+' : '-'}${name}`).join(' ');
    this.note({
      actor: 'exchange',
      verb: 'permissions-changed',
      subject: id,
      facts: { changes: names.slice(0, 200) },
      result: 'done',
    });
    this.#parts.publish('keys.drifted', view);
  }

  #publishKeys(changed: readonly KeyId[], removed: readonly KeyId[]): void {
    const keys = changed.flatMap((id) => this.audits.view(id) ?? []);
    if (keys.length > 0 || removed.length > 0) this.#parts.publish('keys.changed', { keys, removed: [...removed] });
  }
}

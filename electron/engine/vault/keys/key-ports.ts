import type { AuditEntry } from '../../../../shared/model/vault.ts';
import type { Secret } from '../secret.ts';
import type { SecretStore } from '../secret-store.ts';
import type { KeyIndex } from './key-record.ts';

/** What only a host's cryptography can do. */
export interface KeyCrypto {
  /** First half of an HMAC over a key's public id, with a key of this install; 32 hex characters. */
  fingerprint(apiKey: string): string;
  /** A new Ed25519 pair: the private half in PKCS#8 PEM, the public one in SPKI PEM as Binance takes it. */
  makeEd25519(): { readonly privatePem: Secret; readonly publicPem: string };
  /** A salted, slow hash of a passphrase, to be kept. */
  hashPassphrase(passphrase: string): Promise<string>;
  /** Whether the passphrase made that hash; false for a hash that cannot be read. */
  fitsPassphrase(passphrase: string, hash: string): Promise<boolean>;
}

export type AuditFact = Pick<AuditEntry, 'actor' | 'verb' | 'subject' | 'facts' | 'result'>;

/** An append-only chain: each row holds the hash of the one before. Throws when a row cannot be kept. */
export interface AuditLog {
  append(fact: AuditFact, atMs: number): void;
  /** Newest first. */
  page(before: number | null, limit: number): { readonly entries: readonly AuditEntry[]; readonly total: number };
  verify(): { readonly entries: number; readonly firstBad: number | null; readonly isAnchored: boolean };
}

/** Everything about keys that a host brings. */
export interface KeyPorts {
  readonly store: SecretStore;
  readonly index: KeyIndex;
  readonly auditLog: AuditLog;
  readonly crypto: KeyCrypto;
  /** Has the system ask whether its own user sits there; null or absent: it cannot. */
  readonly systemUnlock?: (() => Promise<boolean>) | null;
}

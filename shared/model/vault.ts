import { z } from 'zod';
import { AccountId, Environment, ExchangeId } from './account.ts';
import { Grant, KeyFacts, KeyGrant } from './key.ts';

/** Names a key in this app; says nothing of the key itself. */
export const KeyId = z.string().regex(/^key-[a-z0-9]{8,32}$/);
export type KeyId = z.infer<typeof KeyId>;

/** `locked`: it is there but wants unlocking; `stalled`: it does not answer; `denied`: its user or the system said no. */
export const SecretStoreState = z.enum(['ready', 'locked', 'absent', 'stalled', 'denied']);
export type SecretStoreState = z.infer<typeof SecretStoreState>;

export const SecretStoreKind = z.enum(['keychain', 'passphrase-file', 'memory']);
export type SecretStoreKind = z.infer<typeof SecretStoreKind>;

/** Where secrets are kept, as the page shows it. */
export const SecretStoreView = z.object({
  kind: SecretStoreKind,
  state: SecretStoreState,
  /** The system's own words, freed of secrets, for whoever must put it right; null when all is well. */
  detail: z.string().max(300).nullable(),
  /** True when a passphrase file exists in the data folder, opened or not. */
  hasPassphraseFile: z.boolean(),
});
export type SecretStoreView = z.infer<typeof SecretStoreView>;

export const KeyAlgorithm = z.enum(['hmac', 'ed25519', 'rsa']);
export type KeyAlgorithm = z.infer<typeof KeyAlgorithm>;

/**
 * `active` signs its account's calls; `candidate` is verified and waits to take over; `retired` was replaced and waits
 * for its deletion at the exchange.
 */
export const KeyRole = z.enum(['active', 'candidate', 'retired']);
export type KeyRole = z.infer<typeof KeyRole>;

/**
 * Whether this run holds the secret: `loaded`; `waiting` for a keychain that is locked, stalled, denied or absent;
 * `missing`: the keychain is open and does not know it (another machine, another user); `session`: in memory only and
 * gone with this run; `unreachable`: left where it is, since this run has no way to the key's account.
 */
export const SecretPresence = z.enum(['loaded', 'waiting', 'missing', 'session', 'unreachable']);
export type SecretPresence = z.infer<typeof SecretPresence>;

export const Grade = z.enum(['A', 'B', 'C', 'D', 'F']);
export type Grade = z.infer<typeof Grade>;

export const AdviceCode = z.enum([
  'can-withdraw',
  'withdraw-without-ip-list',
  'trade-without-ip-list',
  'rights-without-ip-list',
  'read-without-ip-list',
  'egress-not-on-list',
  'trade-moves-funds',
  'transfer-granted',
  'unknown-grant',
  'unused-grant',
  'expired',
  'expires-soon',
  'lapses-by-rule',
  'lapsed-by-rule',
  'old-key',
  'never-used',
  'permissions-drifted',
  'cannot-check',
  'check-failed',
  'hmac-algorithm',
  'sub-account-granted',
  'may-borrow',
  'nonce-window',
  'history-window',
  'account-restricted',
]);
export type AdviceCode = z.infer<typeof AdviceCode>;

/** One reason for a grade, with the one thing to do about it; sentences are the page's, facts fill them. */
export const Advice = z.object({
  code: AdviceCode,
  severity: z.enum(['notice', 'warning', 'critical']),
  /** Facts the sentence names: a grant's name, an address, a number of days. */
  facts: z.record(z.string(), z.string()),
  /** When it happens, epoch ms: an expiry, a lapse; null where there is no time. */
  atMs: z.number().nullable(),
});
export type Advice = z.infer<typeof Advice>;

/** One grant, what the exchange calls it, and what was done with it in the last 30 days. */
export const GrantUse = z.object({
  grant: Grant,
  names: z.array(z.string()),
  /** Null: the exchange does not say. */
  isGranted: z.boolean().nullable(),
  calls: z.number().int().nonnegative(),
  lastUsedAtMs: z.number().nullable(),
});
export type GrantUse = z.infer<typeof GrantUse>;

/** A time that ends something, by a rule of the exchange or a date it gave. */
export const KeyDeadline = z.object({
  kind: z.enum(['expiry', 'inactivity', 'unrestricted-trading', 'rotation']),
  atMs: z.number(),
  /** False: worked out by the exchange's published rule rather than told by it. */
  isTold: z.boolean(),
});
export type KeyDeadline = z.infer<typeof KeyDeadline>;

/** A grant that changed between two checks. */
export const GrantDrift = z.object({
  atMs: z.number(),
  changes: z.array(
    z.object({ name: z.string(), grant: Grant, from: z.boolean().nullable(), to: z.boolean().nullable() }),
  ),
  /** Null: the IP restriction stayed as it was. */
  ipRestriction: z.object({ from: z.string(), to: z.string() }).nullable(),
});
export type GrantDrift = z.infer<typeof GrantDrift>;

/** What the radar made of one check. */
export const KeyAudit = z.object({
  grade: Grade,
  advice: z.array(Advice),
  matrix: z.array(GrantUse),
  deadlines: z.array(KeyDeadline),
  /** Whether today's egress address may use the key; null: not known. */
  isEgressListed: z.boolean().nullable(),
});
export type KeyAudit = z.infer<typeof KeyAudit>;

/** What an exchange holds against an account, whatever its keys may do. */
export const AccountStanding = z.object({
  /** The exchange's own word where it is not its normal one; null: nothing is said. */
  status: z.string().max(60).nullable(),
  /** No order is taken by its API. */
  isTradingLocked: z.boolean(),
  /** When it means to unlock; null: it does not say. */
  recoversAtMs: z.number().nullable(),
});
export type AccountStanding = z.infer<typeof AccountStanding>;

/** The newest check of a key; `failure` is the kind of what went wrong, `facts` then those of the last good one. */
export const KeyCheck = z.object({
  atMs: z.number(),
  failure: z.string().nullable(),
  facts: KeyFacts.nullable(),
  /** Of its account, at that time; absent or null where the exchange tells of no such thing. */
  standing: AccountStanding.nullable().optional(),
});
export type KeyCheck = z.infer<typeof KeyCheck>;

/** A key as everybody may see it. */
export const KeyView = z.object({
  id: KeyId,
  account: AccountId,
  exchange: ExchangeId,
  environment: Environment,
  accountLabel: z.string(),
  label: z.string().min(1).max(80),
  role: KeyRole,
  algorithm: KeyAlgorithm,
  /** Last four characters of the key's public id. */
  last4: z.string().max(4),
  /** First half of an HMAC over the key's public id, made with a key of this install. */
  fingerprint: z.string(),
  addedAtMs: z.number(),
  /** Null: still at work, or it was never. */
  retiredAtMs: z.number().nullable(),
  presence: SecretPresence,
  check: KeyCheck.nullable(),
  audit: KeyAudit.nullable(),
  drift: GrantDrift.nullable(),
});
export type KeyView = z.infer<typeof KeyView>;

/** What a person may type of an egress address; the exchange's own word replaces it. */
export const EgressAddress = z.object({
  egress: z.string(),
  address: z.string().max(45).nullable(),
  source: z.enum(['exchange', 'user', 'none']),
  atMs: z.number().nullable(),
});
export type EgressAddress = z.infer<typeof EgressAddress>;

export const AuditActor = z.enum(['user', 'app', 'exchange']);

/** What the audit may say of something: facts by name, never free text of the outside. */
export const AuditEntry = z.object({
  seq: z.number().int().positive(),
  atMs: z.number(),
  actor: AuditActor,
  verb: z.string().regex(/^[a-z]+(-[a-z]+)*$/),
  /** What it was done to: a key id, an account id, a setting. */
  subject: z.string().max(120),
  facts: z.record(z.string().max(40), z.string().max(200)),
  result: z.enum(['done', 'refused', 'failed']),
  /** Hex SHA-256 over the row before and this row. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** The app lock: orders and key changes want a passphrase after so many idle minutes. */
export const LockView = z.object({
  isSet: z.boolean(),
  isLocked: z.boolean(),
  idleMinutes: z
    .number()
    .int()
    .min(1)
    .max(24 * 60)
    .nullable(),
});
export type LockView = z.infer<typeof LockView>;

/** One key found in a foreign file; the secret stays in the host. */
export const ImportItem = z.object({
  index: z.number().int().nonnegative(),
  exchange: ExchangeId.nullable(),
  /** The file's own name of the exchange. */
  exchangeName: z.string().max(60),
  label: z.string().max(80),
  last4: z.string().max(4),
  environment: Environment.nullable(),
  /** Why it cannot be taken; null: it can. */
  problem: z
    .enum(['unknown-exchange', 'no-secret', 'no-key', 'no-passphrase', 'placeholder', 'already-kept'])
    .nullable(),
});
export type ImportItem = z.infer<typeof ImportItem>;

/** Grants of two keys side by side, before one takes over from the other. */
export const RotationView = z.object({
  account: AccountId,
  oldKey: KeyId,
  newKey: KeyId,
  gained: z.array(KeyGrant),
  lost: z.array(KeyGrant),
});
export type RotationView = z.infer<typeof RotationView>;

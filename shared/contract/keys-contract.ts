import { z } from 'zod';
import { Account, AccountId, Environment, ExchangeId } from '../model/account.ts';
import {
  AuditEntry,
  EgressAddress,
  ImportItem,
  KeyId,
  KeyView,
  LockView,
  RotationView,
  SecretStoreView,
} from '../model/vault.ts';

const Nothing = z.object({}).strict();
const Label = z.string().trim().min(1).max(80);
const Region = z.string().regex(/^[a-z]{1,16}$/);
/** Text that may hold a secret: it goes in here and no schema of an output or event has a place for it. */
const SecretText = z.string().min(1).max(16_384);
const Passphrase = z.string().min(1).max(1_024);
const PendingId = z.string().regex(/^[a-z0-9-]{8,64}$/);

/** What a new key belongs to: an account that is made with it, or the key of an account it is to replace. */
const KeyPlace = z.object({
  exchange: ExchangeId,
  environment: Environment,
  region: Region,
  label: Label,
  /** The key whose place it shall take, for a rotation; null: a new account. */
  replaces: KeyId.nullable(),
});
export type KeyPlace = z.infer<typeof KeyPlace>;

/** `ends-other-use`: our first call stops every program that counts this key's nonces more coarsely, for good. */
const PhraseReason = z.enum(['ends-other-use', 'can-withdraw']);
export type PhraseReason = z.infer<typeof PhraseReason>;

/**
 * A key was added, or its owner must first type a phrase: `keys.confirm` then goes on with `pendingId` for the next ten
 * minutes, while the secret waits in the host. One confirmation may lead to another.
 */
const AddOutcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('added'), key: KeyView }),
  z.object({
    kind: z.literal('phrase-wanted'),
    pendingId: PendingId,
    phrase: z.string(),
    reason: PhraseReason,
    grants: z.array(z.string()),
  }),
]);
export type AddOutcome = z.infer<typeof AddOutcome>;

const KeysSnapshot = z.object({
  keys: z.array(KeyView),
  store: SecretStoreView,
  lock: LockView,
  egress: z.array(EgressAddress),
  /** Files seen to hold secrets in clear at the last imports: name and how many keys. */
  clearTextFiles: z.array(z.object({ name: z.string(), keys: z.number().int(), atMs: z.number() })),
});

export const keyQueries = {
  'keys.snapshot': { input: Nothing, output: KeysSnapshot },
  'keys.rotation': { input: z.object({ newKey: KeyId }), output: RotationView },
  /** Newest first; `before` is the seq of the last entry of the page before. */
  'audit.page': {
    input: z.object({ before: z.number().int().positive().nullable(), limit: z.number().int().min(1).max(500) }),
    output: z.object({ entries: z.array(AuditEntry), total: z.number().int() }),
  },
  /** Walks the whole chain; `firstBad` is the seq of the first row that does not fit. */
  'audit.verify': {
    input: Nothing,
    output: z.object({ entries: z.number().int(), firstBad: z.number().int().nullable(), isAnchored: z.boolean() }),
  },
} as const;

export const keyCommands = {
  /** The one door for secrets. Checked with the exchange before it is kept. */
  'keys.add': {
    input: z.object({ place: KeyPlace, apiKey: SecretText, secret: SecretText, passphrase: Passphrase.nullable() }),
    output: AddOutcome,
  },
  'keys.confirm': { input: z.object({ pendingId: PendingId, phrase: z.string().max(200) }), output: AddOutcome },
  /** Makes an Ed25519 key pair: the private half goes into the store at once, the public one is to be pasted at the exchange. */
  'keys.generate': {
    input: z.object({ place: KeyPlace }),
    output: z.object({ pendingId: PendingId, publicKeyPem: z.string().max(1_000) }),
  },
  /** The exchange's id for the generated pair came back. */
  'keys.finishGenerated': { input: z.object({ pendingId: PendingId, apiKey: SecretText }), output: AddOutcome },
  'keys.dropPending': { input: z.object({ pendingId: PendingId }), output: Nothing },
  'keys.check': { input: z.object({ key: KeyId }), output: KeyView },
  'keys.rename': { input: z.object({ key: KeyId, label: Label }), output: KeyView },
  /** The candidate becomes the active key of its account, the active one retires; calls that left finish on the old one. */
  'keys.switch': { input: z.object({ newKey: KeyId }), output: KeyView },
  /** Forgets a key and its secret; an account without keys goes with it. `label` must be its label. */
  'keys.remove': { input: z.object({ key: KeyId, label: z.string().max(80) }), output: Nothing },
  /** Reads a foreign file's text; nothing is stored. Answers without a secret. */
  'keys.previewImport': {
    input: z.object({ fileName: z.string().max(200), text: z.string().max(1_048_576) }),
    output: z.object({
      importId: PendingId,
      format: z.enum(['freqtrade', 'ccxt', 'env', 'unknown']),
      items: z.array(ImportItem),
    }),
  },
  'keys.takeImport': {
    input: z.object({ importId: PendingId, index: z.number().int().nonnegative(), place: KeyPlace }),
    output: AddOutcome,
  },
  'keys.dropImport': { input: z.object({ importId: PendingId }), output: Nothing },
  /** What the user says the egress address is; null forgets it. */
  'egress.note': {
    input: z.object({ egress: z.string().max(64), address: z.string().max(45).nullable() }),
    output: EgressAddress,
  },
  /** Asks the keychain again, as after unlocking it. */
  'secrets.retry': { input: Nothing, output: SecretStoreView },
  /** Keeps secrets in a file under a passphrase from now on; those in memory move there. */
  'secrets.makeFile': { input: z.object({ passphrase: Passphrase }), output: SecretStoreView },
  'secrets.openFile': { input: z.object({ passphrase: Passphrase }), output: SecretStoreView },
  'lock.set': {
    input: z.object({
      /** Null where none is set yet. */
      current: Passphrase.nullable(),
      /** Null takes the lock away. */
      next: Passphrase.nullable(),
      idleMinutes: z
        .number()
        .int()
        .min(1)
        .max(24 * 60),
    }),
    output: LockView,
  },
  'lock.now': { input: Nothing, output: LockView },
  'lock.unlock': { input: z.object({ passphrase: Passphrase }), output: LockView },
  /** Has the system ask who is there (Touch ID), where the host can; opens the lock without its passphrase. */
  'lock.unlockBySystem': { input: Nothing, output: LockView },
  /** The page saw its user at work: puts the idle time back, at most once a minute. */
  'lock.touch': { input: Nothing, output: LockView },
  'accounts.rename': { input: z.object({ account: AccountId, label: Label }), output: Account },
} as const;

export const keyEvents = {
  'keys.changed': z.object({ keys: z.array(KeyView), removed: z.array(KeyId) }),
  'secrets.changed': SecretStoreView,
  'lock.changed': LockView,
  'egress.changed': EgressAddress,
  /** A key may do more, less or from elsewhere than at the check before. */
  'keys.drifted': KeyView,
} as const;

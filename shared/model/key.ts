import { z } from 'zod';

/** The common vocabulary of what a key may do. */
export const Grant = z.enum([
  'read',
  'trade-spot',
  'trade-margin',
  'trade-futures',
  'trade-options',
  'transfer',
  'withdraw',
  'deposit',
  'earn',
  'sub-account',
  'export',
  'socket',
  'address-book',
  'unknown',
]);
export type Grant = z.infer<typeof Grant>;

/** One permission as the exchange names it. `isGranted` null: the exchange did not say. */
export const KeyGrant = z.object({
  grant: Grant,
  /** The exchange's own name, shown beside ours; flags unknown to us arrive as grant `unknown`. */
  name: z.string(),
  isGranted: z.boolean().nullable(),
});
export type KeyGrant = z.infer<typeof KeyGrant>;

/** What the exchange says about the key that asked. Times are epoch ms; `null` where it does not say. */
export const KeyFacts = z.object({
  grants: z.array(KeyGrant),
  ipRestriction: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('none') }),
    z.object({ kind: z.literal('unknown') }),
    /** `addresses` null: there is a list, but the exchange does not show it. */
    z.object({ kind: z.literal('list'), addresses: z.array(z.string()).nullable() }),
  ]),
  label: z.string().nullable(),
  createdAtMs: z.number().nullable(),
  modifiedAtMs: z.number().nullable(),
  lastUsedAtMs: z.number().nullable(),
  expiresAtMs: z.number().nullable(),
  /** Groups keys of one account (OKX uid, Kraken IIBAN), so that they share buckets. */
  accountRef: z.string().nullable(),
  /** Exchange-specific facts shown as they are. */
  extra: z.record(z.string(), z.string()),
});
export type KeyFacts = z.infer<typeof KeyFacts>;

import { z } from 'zod';

/** Everything that may be expected to go wrong, as values. Throwing means a bug. */
export const Failure = z.discriminatedUnion('kind', [
  // The caller's input.
  z.object({ kind: z.literal('invalid-input'), detail: z.string() }),
  z.object({ kind: z.literal('not-found'), what: z.string() }),
  // Held or refused by our own limiter; nothing was sent.
  z.object({
    kind: z.literal('held'),
    /** The bucket or gate that blocks, by key. */
    blockedBy: z.string(),
    /** Local wall time, ms, at which it could leave; null: never, the cost is above the capacity. */
    untilMs: z.number().nullable(),
  }),
  z.object({ kind: z.literal('aborted') }),
  // Transport.
  z.object({ kind: z.literal('unreachable'), detail: z.string() }),
  z.object({ kind: z.literal('timeout') }),
  /** Bytes left and no answer came: says nothing about whether it was done. */
  z.object({ kind: z.literal('outcome-unknown'), detail: z.string() }),
  /** Not the exchange's form: HTML, cut off, garbage, over a cap, a redirect. */
  z.object({ kind: z.literal('bad-reply'), status: z.number().nullable(), detail: z.string() }),
  // The exchange's limits.
  z.object({ kind: z.literal('rate-limited'), code: z.string().nullable(), retryAtMs: z.number().nullable() }),
  z.object({ kind: z.literal('banned'), code: z.string().nullable(), untilMs: z.number().nullable() }),
  z.object({ kind: z.literal('firewall'), status: z.number() }),
  // The exchange's state.
  z.object({ kind: z.literal('busy'), code: z.string().nullable() }),
  z.object({ kind: z.literal('maintenance'), code: z.string().nullable() }),
  z.object({ kind: z.literal('restricted-location'), code: z.string().nullable() }),
  // The key and its signature.
  z.object({ kind: z.literal('clock-skew'), code: z.string().nullable() }),
  z.object({ kind: z.literal('invalid-nonce'), code: z.string().nullable() }),
  z.object({
    kind: z.literal('invalid-key'),
    reason: z.enum([
      'unknown',
      'malformed',
      'signature',
      'passphrase',
      'environment',
      'ip',
      'expired',
      'frozen',
      'session',
    ]),
    code: z.string().nullable(),
    /** Our address as the exchange saw it, where its answer names it (OKX 50110). */
    seenAddress: z.string().max(45).nullable().optional(),
  }),
  z.object({ kind: z.literal('missing-permission'), code: z.string().nullable() }),
  z.object({ kind: z.literal('account-blocked'), code: z.string().nullable(), detail: z.string() }),
  // Orders.
  z.object({ kind: z.literal('insufficient-funds'), code: z.string().nullable() }),
  z.object({ kind: z.literal('unknown-order'), code: z.string().nullable() }),
  z.object({ kind: z.literal('duplicate-order'), code: z.string().nullable() }),
  z.object({ kind: z.literal('market-closed'), code: z.string().nullable() }),
  z.object({ kind: z.literal('too-many-open-orders'), code: z.string().nullable() }),
  z.object({ kind: z.literal('filter'), rule: z.string(), code: z.string().nullable(), detail: z.string() }),
  z.object({ kind: z.literal('rejected'), code: z.string().nullable(), detail: z.string() }),
  // Keys and the lock.
  /** The secret store did not take or give; `state` says why. */
  z.object({
    kind: z.literal('secret-store'),
    state: z.enum(['locked', 'absent', 'stalled', 'denied']),
    detail: z.string(),
  }),
  /** This very key is kept already, for the account named. */
  z.object({ kind: z.literal('duplicate-key'), account: z.string() }),
  z.object({ kind: z.literal('wrong-phrase') }),
  z.object({ kind: z.literal('app-locked') }),
  // The desk.
  /** What was reviewed is not valid any more: review again. */
  z.object({ kind: z.literal('review-void'), why: z.enum(['expired', 'changed', 'moved', 'unknown']) }),
  z.object({ kind: z.literal('halted') }),
  // The host.
  z.object({ kind: z.literal('storage'), detail: z.string() }),
  z.object({ kind: z.literal('unavailable'), detail: z.string() }),
]);
export type Failure = z.infer<typeof Failure>;
export type FailureKind = Failure['kind'];

export type Result<Value, Problem = Failure> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly failure: Problem };

export function ok<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value };
}

export function fail<Problem>(failure: Problem): { readonly ok: false; readonly failure: Problem } {
  return { ok: false, failure };
}

/** For the default arm of an exhaustive switch: does not compile while a case is missing. */
export function unreachable(value: never, what: string): never {
  throw new Error(`Unexpected ${what}: ${JSON.stringify(value)}`);
}

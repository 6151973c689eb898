import { z } from 'zod';
import { Failure } from './failure.ts';

const CallId = z.string().min(1).max(64);

/** Page to host. */
export const Call = z.object({
  type: z.literal('call'),
  id: CallId,
  name: z.string().max(64),
  input: z.unknown(),
});
export type Call = z.infer<typeof Call>;

/** Host to page: the answer of one call. */
export const Reply = z.discriminatedUnion('ok', [
  z.object({ type: z.literal('reply'), id: CallId, ok: z.literal(true), value: z.unknown() }),
  z.object({ type: z.literal('reply'), id: CallId, ok: z.literal(false), failure: Failure }),
]);
export type Reply = z.infer<typeof Reply>;

/** Host to page: a fact. `seq` rises by one per pipe; a gap makes the feed ask for snapshots again. */
export const EventMessage = z.object({
  type: z.literal('event'),
  seq: z.number().int().nonnegative(),
  name: z.string().max(64),
  payload: z.unknown(),
});
export type EventMessage = z.infer<typeof EventMessage>;

export const HostMessage = z.union([Reply, EventMessage]);
export type HostMessage = z.infer<typeof HostMessage>;

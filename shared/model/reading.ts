import { z } from 'zod';
import { WindowRule } from './bucket.ts';

/** What the exchange said about one of its buckets. `part` names the instrument or endpoint where the bucket has one. */
export const Reading = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('used'),
    bucket: z.string(),
    part: z.string().nullable(),
    used: z.number().nonnegative(),
    source: z.enum(['header', 'body', 'socket']),
  }),
  z.object({
    kind: z.literal('capacity'),
    bucket: z.string(),
    part: z.string().nullable(),
    capacity: z.number().positive(),
    /** The window it named, where it did. */
    window: WindowRule.nullable(),
    source: z.enum(['header', 'body', 'socket']),
  }),
]);
export type Reading = z.infer<typeof Reading>;

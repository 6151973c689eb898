import { z } from 'zod';

/** How many calls of one endpoint would still fit into the next minute, were nothing else sent. */
export const EndpointFit = z.object({
  endpoint: z.string().max(200),
  /** Rounded down; 0: none at all. */
  perMinute: z.number().int().nonnegative(),
  /** Key of the bucket or gate that sets the bound. */
  boundBy: z.string().max(300),
});
export type EndpointFit = z.infer<typeof EndpointFit>;

/** Of an account's most used endpoints, the most used first. */
export const Fits = z.object({ endpoints: z.array(EndpointFit) });
export type Fits = z.infer<typeof Fits>;

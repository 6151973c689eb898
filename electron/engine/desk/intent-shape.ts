import { z } from 'zod';
import { AccountId } from '../../../shared/model/account.ts';
import { DeskOrder, IntentId, OrderStep } from '../../../shared/model/desk.ts';
import { OrderTicket } from '../../../shared/model/order.ts';

/** What a store keeps of an intent beside its order; read back with the same care as an answer from outside. */
export const StoredIntent = z.object({
  id: IntentId,
  account: AccountId,
  ticket: OrderTicket,
  clientOrderId: z.string(),
  hash: z.string(),
  serverMs: z.number(),
  validForMs: z.number(),
});

export const StoredOrder = DeskOrder;
export const StoredStep = OrderStep;

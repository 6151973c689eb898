import type { PracticeKey } from '../../core/accounts.ts';
import type { KrakenContext } from '../context.ts';
import type { Answer } from '../errors.ts';
import type { Fields } from '../fields.ts';

/** One private call that passed the gate. */
export interface PrivateCall {
  readonly key: PracticeKey;
  readonly accountId: string;
  readonly fields: Fields;
  readonly nowMs: number;
}

export type PrivateMethod = (context: KrakenContext, call: PrivateCall) => Answer<unknown>;
export type PublicMethod = (context: KrakenContext, fields: Fields, nowMs: number) => Answer<unknown>;

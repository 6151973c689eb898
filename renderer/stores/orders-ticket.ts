import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Failure } from '../../shared/contract/failure.ts';
import type { DeskOrder, IntentId, Review } from '../../shared/model/desk.ts';
import type { Preflight } from '../../shared/model/preflight.ts';
import type { Instrument } from '../../shared/model/instrument.ts';
import { type Loaded, NOT_LOADED } from './loaded.ts';
import type { Draft } from './orders-draft.ts';

export interface FoundInstruments {
  /** What was searched for. */
  readonly text: string;
  readonly instruments: readonly Instrument[];
  /** False while the exchange's list is still on its way. */
  readonly isLoaded: boolean;
}

/** What the desk says of the draft. The last word stays in sight while the next is awaited. */
export interface Judged {
  readonly isAsking: boolean;
  readonly preflight: Preflight | null;
  readonly failure: Failure | null;
}

export type DryRun =
  | { readonly kind: 'none' }
  | { readonly kind: 'asking' }
  | {
      readonly kind: 'done';
      readonly by: 'exchange' | 'local';
      readonly detail: string | null;
      readonly isFine: boolean;
    }
  | { readonly kind: 'failed'; readonly failure: Failure };

export type Stage =
  | { readonly kind: 'fill'; readonly failure: Failure | null }
  | { readonly kind: 'asking' }
  | { readonly kind: 'review'; readonly review: Review; readonly failure: Failure | null }
  | { readonly kind: 'placing'; readonly review: Review }
  /** The host was lost while it had the order in hand: the next picture of all orders tells. */
  | { readonly kind: 'unsure'; readonly review: Review }
  /** After a loss: the host never had it. */
  | { readonly kind: 'not-arrived'; readonly review: Review }
  | { readonly kind: 'refused'; readonly failure: Failure }
  | { readonly kind: 'done'; readonly order: DeskOrder };

export interface TicketState {
  /** Of the ticket in hand; null: there is none. One ticket keeps one intent over all its attempts. */
  readonly intent: IntentId | null;
  /** The panel is in sight. */
  readonly isShown: boolean;
  readonly draft: Draft;
  readonly instrument: Instrument | null;
  readonly found: Loaded<FoundInstruments>;
  readonly judged: Judged;
  readonly dryRun: DryRun;
  readonly stage: Stage;
}

export type TicketStore = StoreApi<TicketState>;

export const NOT_JUDGED: Judged = { isAsking: false, preflight: null, failure: null };
export const FILL: Stage = { kind: 'fill', failure: null };

export const EMPTY_DRAFT: Draft = {
  account: '',
  symbol: '',
  side: 'buy',
  type: 'limit',
  amount: '',
  amountUnit: 'base',
  price: '',
  stopPrice: '',
  timeInForce: 'gtc',
  clientOrderId: '',
};

export const NO_TICKET: TicketState = {
  intent: null,
  isShown: false,
  draft: EMPTY_DRAFT,
  instrument: null,
  found: NOT_LOADED,
  judged: NOT_JUDGED,
  dryRun: { kind: 'none' },
  stage: FILL,
};

export function createTicketStore(): TicketStore {
  return createStore<TicketState>(() => NO_TICKET);
}
